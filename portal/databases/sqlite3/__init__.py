"""SQLite whose file may go and come back while the portal serves (see `portal.databases.sqlite3.base`)."""
