"""Calculating with periods and figures: the calendar of issues, changes, ages. Pure."""
