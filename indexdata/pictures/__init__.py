"""Drawings as PNG: charts in the sizes that other sites and programs want, written in the font of the tree."""
