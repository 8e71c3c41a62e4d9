"""Reading: from a document's text to sentences with mentions, measures and ties. Nothing here knows RDF."""
