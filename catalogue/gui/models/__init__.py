"""Item models over what the collection answers."""
