"""Settings of what editors may do alone."""

from portal import env

EDITORS_MAY_PUBLISH = env.flag(
    "EDITORS_MAY_PUBLISH",
    True,
    "whether Editors may change what visitors see without a chief editor: publish articles, pages and fabrics, change "
    "sections, tags, pictures, redirects (applied by manage.py prepare)",
)
FOUR_EYES = env.flag(
    "FOUR_EYES",
    False,
    "whether a second person must approve or publish an article: nobody, chief editors included, puts out alone what "
    "they wrote",
)
ONE_PERSON_RELEASES = env.flag(
    "ONE_PERSON_RELEASES",
    False,
    "one person may enter and approve figures; an office of one needs it, in all others a second person approves",
)
