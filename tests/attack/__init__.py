"""Slow and large senders against a portal on loopback, and what visitors and staff notice of them."""
