"""Small reusable parts of windows."""
