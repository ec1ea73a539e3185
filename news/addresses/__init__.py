"""Addresses that lead elsewhere, and whether outside addresses still answer."""
