"""What is looked up over and over, in an SQLite file beside each graph: names and sentences to be searched,
the entities and documents with their counts, the relations between entities, the keys of observations.

:func:`graph.index.writing.write` makes it out of a graph, and a :class:`graph.index.database.Index` is open
for asking: :mod:`graph.index.search` for words, :mod:`graph.index.catalogue` for things by their IRI,
:mod:`graph.index.network` for ways between them, :mod:`graph.index.observations` for facts. Full text is in
FTS5; the tokens are made here (:mod:`graph.index.text`), since none of SQLite's own tokenizers finds a word
inside Chinese text.
"""
