"""Bringing in figures: a file to a grid, a grid to figures, figures to a plan against the archive, the plan carried out."""
