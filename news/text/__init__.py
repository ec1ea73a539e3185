"""Rich text as such: made clean, pasted, with footnotes, compared. Pure: no database."""
