"""Columns and counts that the database keeps beside articles and comments, so that lists of a million cost what lists of a thousand do.

- `definition` says what each stored column of an article means: since when and until when visitors may see it, which
  languages it is written in, what its section is, where its newest text stands. This is the one place.
- `postgresql` and `sqlite` are the triggers that keep these columns and the counts true, whatever writes: a verb, a bulk
  update, an import, the deletion of a release, a line typed into psql.
- `keeping` puts the triggers in place after each `migrate`; `deriving` fills in and checks all rows in batches.
"""
