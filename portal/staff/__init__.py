"""The admin beside the newsroom and the figures: its site, look, desk and groups."""
