"""What a site holds, in a form that does not depend on numbers of rows and on moments: one line a row, sorted.

Two runs that end the same print the same. Rows name each other by what they say, not by their keys.
"""

import hashlib
import json
import re
from collections import Counter
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from portal.serving.whole_files import UNFINISHED

#: Tables about processes and times rather than content, and the columns that are random.
LEFT_OUT = {
    "sessions.session",
    "admin.logentry.action_time",
    "django_tasks_database.dbtaskresult",
    "news.networkkey",
}
RANDOM = {"password", "secret", "key_hash", "digest", "browser", "network", "id", "object_id", "last_login"}
MASKED = {"file", "object_repr", "target_key"}
NUMBERS = re.compile(r"\d+")


def state() -> str:
    """Return the rows of every table and the files, as lines."""
    lines = Counter()
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label_lower in LEFT_OUT or not model._meta.managed or model._meta.app_label == "axes":
            continue
        for row in model._base_manager.all().iterator():
            lines[_letter(row) or f"{model._meta.label_lower}: {_said(row)}"] += 1
    lines.update(_files())
    return "".join(f"{line} ×{count}\n" for line, count in sorted(lines.items()))


def _letter(row):
    """Return the line of a letter that went, or that may have gone when its process was killed: the desk says so then."""
    from foundation.background.models import Effect, Mishap
    from foundation.background.once import MAY_HAVE_HAPPENED

    if isinstance(row, Effect) and row.key.startswith("letter-") and row.done_at:
        return f"letter: {row.key.partition(' ')[2]}"
    if isinstance(row, Mishap) and row.reason == MAY_HAVE_HAPPENED:
        return f"letter: {row.key}"
    return ""


def _said(row, deep=True):
    words = []
    generic = [one for one in type(row)._meta.private_fields if isinstance(one, GenericForeignKey)]
    keys = {field.fk_field for field in generic}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.name in keys:
            continue
        if (field.primary_key and not isinstance(field, models.CharField)) or field.name in RANDOM:
            continue
        if isinstance(field, models.DateTimeField):
            value = value is not None
        elif field.is_relation:
            target = value is not None and deep and getattr(row, field.name)
            value = _short(_said(target, deep=False)) if target else value is not None
        elif isinstance(value, dict | list):
            value = NUMBERS.sub("#", json.dumps(value, sort_keys=True, ensure_ascii=False))
        elif field.name in MASKED and isinstance(value, int):
            value = "#"
        elif isinstance(value, str):
            value = NUMBERS.sub("#", value) if len(value) > 40 or field.name in MASKED else value
        words.append(f"{field.name}={value!r}")
    for field in generic:
        kind = ContentType.objects.get_for_id(getattr(row, f"{field.ct_field}_id"))
        thing = kind.model_class()._base_manager.filter(pk=getattr(row, field.fk_field)).first()
        words.append(f"{field.name}={_short(_said(thing, deep=False)) if thing and deep else kind.model}")
    return ", ".join(words)


def _short(text):
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _files():
    """Return what lies in the folders that the portal writes; half a file shows as another size."""
    for root, named in ((settings.MEDIA_ROOT, "media"), (settings.STATIC_ROOT, "static")):
        for file in sorted(Path(root).rglob("*")):
            # What was being written is hidden, and swept away by the first `prepare` an hour later (portal.serving.whole_files).
            if file.is_file() and not (file.name.startswith(".") and file.name.endswith(UNFINISHED)):
                yield f"{named}: {file.relative_to(root)} {file.stat().st_size if named == 'static' else _whole(file)}"
    key = Path(settings.VAR_DIR) / "secret_key"
    yield f"secret key: {len(key.read_text().strip()) if key.exists() else 'none'}"
    accounts = Path(settings.VAR_DIR) / "staff-accounts.txt"
    if accounts.exists():
        for line in accounts.read_text().splitlines():
            if not line.startswith("#"):
                name, password = line.split()
                user = User.objects.filter(username=name).first()
                yield f"account: {name} {bool(user and user.check_password(password))}"
    for catalog in Path(settings.LOCALE_PATHS[0]).rglob("*.mo*"):
        yield f"translation: {catalog.name} {catalog.stat().st_size}"


def _whole(file):
    from PIL import Image

    if file.suffix in (".jpg", ".png", ".webp", ".avif"):
        with Image.open(file) as picture:
            picture.load()
            return f"{picture.width}×{picture.height}"
    return file.stat().st_size
