"""Graph to people: the command line, the HTTP API and the web page. ``graph`` never imports this package."""
