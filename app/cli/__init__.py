"""The command ``weitu``: a file a command, which parses, calls and prints."""
