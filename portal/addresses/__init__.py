"""Parameters of each address, and the one address of each page."""
