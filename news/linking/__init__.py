"""What a text refers to: where links lead, and where a thing is used."""
