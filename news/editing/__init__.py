"""Writing and publishing articles: content, drafts, revisions, checks, what editors do between two saves."""
