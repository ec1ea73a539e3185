"""Tags: their models, renaming and merging."""
