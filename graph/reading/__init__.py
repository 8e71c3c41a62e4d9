"""Reading: from a document's text to mentions, observations and relations. Nothing here knows RDF."""
