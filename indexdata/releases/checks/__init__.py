"""Checks of a release before its approval: small functions from its figures to sentences, registered, acknowledged by name."""
