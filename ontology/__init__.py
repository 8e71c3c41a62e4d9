"""The vocabulary as data: classes, properties, concept schemes, shapes and the JSON-LD context."""
