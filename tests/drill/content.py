"""Editors for the drill, a file in the bucket, and which articles take comments: run with the settings of a node; prints JSON."""

import io
import json

import django


def main():
    """Make the editors, store a picture, and print its address and the articles."""
    django.setup()
    from django.contrib.auth.models import Group, User

    from news.articles.models import Article
    from news.comments.rules import comment_rules, why_closed
    from news.permissions import EDITORS

    for name in EDITORS_OF_DRILL:
        user, _made = User.objects.get_or_create(
            username=name, defaults={"is_staff": True, "email": f"{name}@example.org"}
        )
        user.set_password(EDITORS_PASSWORD)
        user.save()
        user.groups.add(Group.objects.get(name=EDITORS))
    articles, rules = Article.objects.published().select_related("section").newest_first(), comment_rules()
    open_ones = [one.pk for one in articles[:60] if not why_closed(one, rules)][:20]
    print(json.dumps({"articles": open_ones, "file": stored_picture()}))


def stored_picture():
    """Store a picture where the portal keeps its files; return its address."""
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage
    from PIL import Image

    file = io.BytesIO()
    Image.effect_noise((160, 160), 60).save(file, "PNG")
    return default_storage.url(default_storage.save("pictures/drill.png", ContentFile(file.getvalue())))


EDITORS_OF_DRILL = ("drill-one", "drill-two", "drill-three")
EDITORS_PASSWORD = "hemp-jute-ramie-71"

if __name__ == "__main__":
    main()
