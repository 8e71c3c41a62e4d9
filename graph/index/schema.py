"""The tables of an index. FTS5 gets our tokens with blanks between them and keeps no text of its own."""

from __future__ import annotations

from enum import IntEnum

VERSION = 3
"""Raised with :data:`graph.generations.FORMAT`, as an index is part of a generation."""
FUZZY_FROM = 4
"""The length of the shortest label that is found in spite of a slip."""


class Kind(IntEnum):
    """What a name is to its entity."""

    LABEL = 0
    OTHER_LABEL = 1
    SHORT = 2
    CODE = 3
    PINYIN = 4
    INITIALS = 5


# Nobody reads the file before it is published, and what is not finished is thrown away: it needs no journal.
INDEX = f"""
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -16000;
PRAGMA user_version = {VERSION};

-- numbered by rank: the one with the most facts first
CREATE TABLE entity (
  id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, type TEXT NOT NULL, label TEXT NOT NULL, home INTEGER,
  observations INTEGER NOT NULL, relations INTEGER NOT NULL, mentions INTEGER NOT NULL,
  facts INTEGER GENERATED ALWAYS AS (observations + relations) VIRTUAL
);
CREATE INDEX entity_home ON entity (home);

-- tail: the last two characters, where a slip may be forgiven
CREATE TABLE name (
  id INTEGER PRIMARY KEY, entity INTEGER NOT NULL, kind INTEGER NOT NULL, text TEXT NOT NULL,
  key TEXT NOT NULL, tail TEXT, length INTEGER NOT NULL
);
CREATE INDEX name_key ON name (key);
CREATE INDEX name_tail ON name (tail, length) WHERE tail IS NOT NULL;
CREATE VIRTUAL TABLE name_tokens USING fts5 (tokens, content = '', columnsize = 0, tokenize = 'ascii');

-- numbered by period, the latest first
CREATE TABLE document (
  id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, title TEXT NOT NULL, name TEXT,
  period TEXT, published TEXT, region INTEGER, issuer INTEGER,
  mentions INTEGER NOT NULL, observations INTEGER NOT NULL, relations INTEGER NOT NULL
);
CREATE TABLE sentence (
  id INTEGER PRIMARY KEY, document INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
  text TEXT NOT NULL
);
CREATE VIRTUAL TABLE sentence_tokens USING fts5 (tokens, content = '', columnsize = 0, tokenize = 'ascii');

-- relation: the number of one in graph.vocabulary; documents: how many state it, 0 for what was known before
CREATE TABLE link (
  source INTEGER NOT NULL, relation INTEGER NOT NULL, target INTEGER NOT NULL, documents INTEGER NOT NULL,
  PRIMARY KEY (source, relation, target)
) WITHOUT ROWID;
CREATE INDEX link_back ON link (target, relation, source);

-- numbered by period, the latest first, then by document and place
CREATE TABLE observation (
  id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, document INTEGER NOT NULL, period TEXT NOT NULL,
  status TEXT NOT NULL, value REAL, region INTEGER, indicator INTEGER, program INTEGER, institution INTEGER
);
CREATE INDEX observation_region ON observation (region);
CREATE INDEX observation_indicator ON observation (indicator);
CREATE INDEX observation_program ON observation (program);
CREATE INDEX observation_institution ON observation (institution);
CREATE INDEX observation_document ON observation (document);

-- of the union of all graphs
CREATE TABLE class (iri TEXT PRIMARY KEY, things INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE property (iri TEXT PRIMARY KEY, triples INTEGER NOT NULL) WITHOUT ROWID;
"""

# What queries give, before it is put in order. rank: 0 and 1 for labels in Chinese and others, 2 for
# alternative ones, 3 for codes.
SCRATCH = """
ATTACH '' AS scratch;
CREATE TABLE scratch.typed (iri TEXT, class TEXT, PRIMARY KEY (iri, class)) WITHOUT ROWID;
CREATE TABLE scratch.labelled (iri TEXT, rank TEXT, label TEXT, PRIMARY KEY (iri, rank, label)) WITHOUT ROWID;
CREATE TABLE scratch.lying (iri TEXT, region TEXT, PRIMARY KEY (iri, region)) WITHOUT ROWID;
CREATE TABLE scratch.observed (iri TEXT PRIMARY KEY, count INTEGER) WITHOUT ROWID;
CREATE TABLE scratch.related (iri TEXT PRIMARY KEY, count INTEGER) WITHOUT ROWID;
CREATE TABLE scratch.mentioned (iri TEXT PRIMARY KEY, count INTEGER) WITHOUT ROWID;
CREATE TABLE scratch.report (
  iri TEXT, title TEXT, name TEXT, period TEXT, published TEXT, region TEXT, issuer TEXT
);
CREATE TABLE scratch.told (iri TEXT, class TEXT, count INTEGER, PRIMARY KEY (iri, class)) WITHOUT ROWID;
CREATE TABLE scratch.edge (
  source TEXT, relation TEXT, target TEXT, documents INTEGER, PRIMARY KEY (source, relation, target)
) WITHOUT ROWID;
CREATE TABLE scratch.fact (
  iri TEXT PRIMARY KEY, document TEXT, period TEXT, status TEXT, value TEXT,
  region TEXT, indicator TEXT, program TEXT, institution TEXT
) WITHOUT ROWID;
"""
