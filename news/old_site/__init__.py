"""Bringing in saved pages of the old site: bytes to text, text to a page, a page and its pictures to a draft article."""
