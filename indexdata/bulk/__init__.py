"""Bulk files: everything and each family as CSV, Parquet, Excel and JSON, made off the request, never answered when out of date.

`building` makes them, `fingerprints` tells whether they still hold what is public, `files` is what there is to answer,
`package` describes them for programs and people, `chore` has them made anew.
"""
