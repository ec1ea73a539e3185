"""The search page: one search over everything, in both languages."""
