"""Reader comments in the admin: the desk, the list, rules."""
