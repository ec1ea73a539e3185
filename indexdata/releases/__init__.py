"""Releasing figures: what is public when, corrections, the calendar."""
