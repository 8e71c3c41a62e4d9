"""The questions that the REST API asks: a module per kind of answer, with its SPARQL and nothing of HTTP.

Values are bound as terms, never written into the text of a query. The default graph is the union of all
graphs, in which a triple that two documents state occurs twice: hence ``DISTINCT``.
"""
