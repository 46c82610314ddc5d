"""The query language: text to a tree that knows its positions, and the tree to SQL."""
