"""Full-text search: the names of entities and the sentences of reports, in an index beside each graph.

:func:`graph.search.writing.write` makes it out of a graph, :class:`graph.search.index.Index` asks it. It is
an SQLite file with FTS5; the tokens are made here (:mod:`graph.search.text`), since none of SQLite's own
tokenizers finds a word inside Chinese text.
"""
