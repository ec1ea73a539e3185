"""The staff that letters go to: those who may do something and have not chosen not to hear of it."""

from django.contrib.auth import get_user_model

from .models import OFFICE_LANGUAGE, LetterChoices

PERMISSIONS_KEPT_BY = "django.contrib.auth.backends.ModelBackend"


def staff_who_may(permission):
    """Return the active members of the staff with a permission and an e-mail address; one query.

    A permission without its application is one of the newsroom.
    """
    whole = permission if "." in permission else f"news.{permission}"
    people = get_user_model().objects.with_perm(whole, backend=PERMISSIONS_KEPT_BY)
    return people.filter(is_staff=True).exclude(email="").order_by("pk")


def with_choices(people, topic, language=OFFICE_LANGUAGE):
    """Return (person, `LetterChoices`) of those who want letters about a topic; two queries.

    `topic` is the name of a field of `LetterChoices`; `language` that of whoever has chosen none.
    """
    chosen = LetterChoices.objects.in_bulk([person.pk for person in people])
    pairs = [
        (person, chosen.get(person.pk) or LetterChoices(user=person, language=language)) for person in people
    ]
    return [(person, choices) for person, choices in pairs if getattr(choices, topic)]
