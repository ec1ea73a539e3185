"""The databases and the cache as Django's backends, impatient where a visitor waits for an answer."""
