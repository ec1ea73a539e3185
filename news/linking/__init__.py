"""References in texts: where links lead, and where a thing is used."""
