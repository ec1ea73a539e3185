"""Backups of the embedded installation: database, media and secrets in a folder, proved by reading them back, and put in place again.

A backup is a folder named by its moment. It has that name once it is whole; until then its name begins with a dot. In it:
`database.sqlite3`, `media/`, `secrets.json` or `secrets.sealed`, `SHA256SUMS` of all of these (as `sha256sum --check` reads it),
and `manifest.json`. Why so: docs/decisions/0039-backups.md.
"""
