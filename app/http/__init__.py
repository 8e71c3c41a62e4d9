"""The graph over HTTP. ``application.create_app`` wires it; a module per resource holds the handlers."""
