"""Reading: from a document's text to mentions, observations and relations. Nothing here knows RDF."""

from graph.reading.reader import Reader

__all__ = ["Reader"]
