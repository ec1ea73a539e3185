"""Limits to how often what is costly is made for one network."""

from portal import env

PICTURES_PER_MINUTE = env.number(
    "PICTURES_PER_MINUTE",
    60,
    "how many charts, link pictures and comparisons are made for one network in a minute; kept ones do not count; 0: no limit",
)
FILES_PER_MINUTE = env.number(
    "FILES_PER_MINUTE",
    240,
    "the same for files of figures and the figures in the API",
)
API_ANSWERS_PER_MINUTE = env.number(
    "API_ANSWERS_PER_MINUTE",
    240,
    "how many answers of the API other than series are made for one network in a minute; kept ones do not count; 0: no limit",
)
SEARCHES_PER_MINUTE = env.number("SEARCHES_PER_MINUTE", 120, "the same for searches")
SUGGESTIONS_PER_MINUTE = env.number(
    "SUGGESTIONS_PER_MINUTE", 600, "the same for what is suggested while typing"
)
