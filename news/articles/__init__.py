"""Articles: their models, lists, what stands around one, months, link pictures."""
