"""Full text search in both languages: text to terms, terms to index entries, index entries to objects."""
