"""The vocabulary of the catalogue: kinds of values, the fields, drafts of what was read. No Qt, no SQL."""
