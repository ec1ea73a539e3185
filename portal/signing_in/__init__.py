"""Signing in: limits, known devices, sessions, second factors, proofs, invitations and leavers."""
