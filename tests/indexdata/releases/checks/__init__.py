"""Checks of releases before their approval."""
