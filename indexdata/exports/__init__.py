"""Figures as files: rows made once, formats written from them."""
