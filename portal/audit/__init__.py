"""The audit trail: who did what that matters for security, when and from where; written once, changed by nobody."""
