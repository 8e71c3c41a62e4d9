"""Full-text search: an index beside each generation's graph, of the names of entities and the sentences of reports.

:func:`graph.search.writing.write` makes it out of a graph, :class:`graph.search.index.Index` asks it. The index is
an SQLite file with FTS5; the tokens are made here (:mod:`graph.search.text`), since none of SQLite's own tokenizers
finds a word inside Chinese text.
"""
