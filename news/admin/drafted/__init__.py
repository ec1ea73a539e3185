"""Pages of the admin about anything with drafts: its form between two saves, steps, revisions, previews."""
