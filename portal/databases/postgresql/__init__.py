"""PostgreSQL with a limit to waiting (see `portal.databases.patience`)."""
