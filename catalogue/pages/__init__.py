"""Pages about films, as text, read into drafts: one reader for each kind of page. No SQL, no Qt."""
