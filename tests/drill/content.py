"""Editors for the drill, and which articles take comments: run with the settings of a node; prints JSON."""

import json

import django


def main():
    """Make the editors and print their names and the articles."""
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
    print(json.dumps([one.pk for one in articles[:60] if not why_closed(one, rules)][:20]))


EDITORS_OF_DRILL = ("drill-one", "drill-two", "drill-three")
EDITORS_PASSWORD = "hemp-jute-ramie-71"

if __name__ == "__main__":
    main()
