"""The form for adding and editing records, built from the field registry."""
