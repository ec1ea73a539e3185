"""The JSON API, version 1: read-only, open to scripts of any site."""
