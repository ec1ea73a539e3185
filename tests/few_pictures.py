"""Draw a few of the starter pictures into a prepared portal: `python -m tests.few_pictures` in its environment."""

import os
from dataclasses import replace

FABRICS, ARTICLES = 4, 4

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    import django

    django.setup()
    from portal.starter.pictures import draw_missing_pictures
    from portal.starter.reading import read_content

    content = read_content()
    few = replace(content, fabrics=content.fabrics[:FABRICS], articles=content.articles[:ARTICLES])
    draw_missing_pictures(few, progress=lambda done, total: None)
