"""What staff meet in the admin beside the newsroom and the figures: its site, look, desk and groups."""
