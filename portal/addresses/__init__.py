"""What each address takes, and the one address of each page."""
