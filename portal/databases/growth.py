"""Each table says what ends its growth: a chore that takes rows away, a reason why they are kept, or that there are few.

`manage.py list_tables` prints it as it stands in docs/operating.md, and with `--sizes` how large each table is here.
"""

from django.apps import apps
from django.db import OperationalError, connection

#: {model: (chore, after how long)}
FORGOTTEN = {
    "django_tasks_database.DBTaskResult": ("forget-work", "1 day; failed: 14 days"),
    "foundation.Effect": ("forget-work", "90 days"),
    "foundation.Mishap": ("forget-work", "90 days after it was settled"),
    "foundation.PageReads": ("forget-readings", "`READS_KEPT_DAYS`"),
    "foundation.SentForm": ("forget-work", "1 day"),
    "foundation.Tally": ("forget-readers", "when it counts no longer"),
    "news.Alert": ("forget-readers", "what nobody confirmed: 7 days"),
    "news.Ban": ("forget-readers", "when it has ended"),
    "news.LearnedWord": ("forget-readers", "seen once: 180 days"),
    "news.LinkCheck": ("check-links", "when no text has the address"),
    "news.NetworkKey": ("forget-readers", "30 days after it was replaced"),
    "news.OpenFabric": ("forget-old-work", "when the form was left"),
    "news.OpenPage": ("forget-old-work", "when the form was left"),
    "news.Presence": ("forget-old-work", "when the form was left"),
    "news.Reader": ("forget-readers", "who confirmed nothing: 7 days"),
    "news.Subscription": ("forget-readers", "what nobody confirmed: 7 days"),
    "news.TellingRound": ("forget-readers", "90 days"),
    "news.TypedFabric": ("forget-old-work", "30 days"),
    "news.TypedPage": ("forget-old-work", "30 days"),
    "news.WorkingCopy": ("forget-old-work", "30 days"),
    "portal.FailureCount": ("forget-sign-ins", "2 days"),
    "portal.KnownDevice": ("forget-sign-ins", "`SIGN_INS_KEPT_DAYS`"),
    "portal.SecurityEvent": ("forget-sign-ins", "`SIGN_INS_KEPT_DAYS`"),
    "portal.StaffSession": ("forget-sign-ins", "`SESSION_HOURS`, `SESSION_IDLE_MINUTES`"),
    "portal.WantedAddress": ("forget-sign-ins", "3 days"),
}
CONTENT = "what the site is about"
EVIDENCE = "who decided what, and why"
OLD_ADDRESSES = "old addresses lead somewhere for ever"
VERSIONS = "what it said before: compared and put back"
#: {model: why its rows stay, though there may be very many}
KEPT = {
    "admin.LogEntry": EVIDENCE,
    "foundation.FormerSlug": OLD_ADDRESSES,
    "foundation.SearchEntry": "one for each thing that is found",
    "foundation.Version": VERSIONS,
    "indexdata.CheckAcknowledgement": EVIDENCE,
    "indexdata.DraftVintage": "which corrections were proposed, by whom, and what became of them",
    "indexdata.EmbargoRead": "who saw figures before everybody: one a person, release and day",
    "indexdata.FormerPath": OLD_ADDRESSES,
    "indexdata.Observation": CONTENT,
    "indexdata.Provenance": "where a figure comes from",
    "indexdata.Release": CONTENT,
    "indexdata.ReleaseChange": EVIDENCE,
    "indexdata.Revision": "public log of what was corrected",
    "news.Article": CONTENT,
    "news.Article_related": CONTENT,
    "news.Attachment": CONTENT,
    "news.BroughtIn": "by which a saved page of the old site is known again",
    "news.Comment": f"{CONTENT}; spam goes after 90 days, addresses and networks earlier (`forget-readers`)",
    "news.CommentReport": EVIDENCE,
    "news.CommentTotal": "one an article",
    "news.FabricLink": "who was let read a draft",
    "news.FabricRevision": VERSIONS,
    "news.FigureReport": f"{EVIDENCE}; addresses go (`forget-readers`)",
    "news.MergedTag": OLD_ADDRESSES,
    "news.ModerationEntry": EVIDENCE,
    "news.NoteOnFabric": "notes to a draft, with its thing",
    "news.NoteOnPage": "notes to a draft, with its thing",
    "news.PageLink": "who was let read a draft",
    "news.PageRevision": VERSIONS,
    "news.PassageNote": "notes to a draft, with its thing",
    "news.Picture": CONTENT,
    "news.PreviewLink": "who was let read a draft",
    "news.Redirect": OLD_ADDRESSES,
    "news.Reference": "where a thing is used: as many as texts name",
    "news.Revision": VERSIONS,
    "news.FabricSentBack": EVIDENCE,
    "news.PageSentBack": EVIDENCE,
    "news.SentBack": EVIDENCE,
    "news.SectionMonth": "one a section and month",
    "news.TagMonth": "one a tag and month",
    "news.TaggedItem": CONTENT,
    "taggit.TaggedItem": CONTENT,
}
#: As many as there are people, machines, sections, indices and rules.
FEW = {
    "auth.Group", "auth.Group_permissions", "auth.Permission", "auth.User", "auth.User_groups", "auth.User_user_permissions",
    "contenttypes.ContentType", "foundation.ChoreRecord", "foundation.MostRead", "foundation.WorkerRecord",
    "foundation.WrittenForm", "indexdata.BulkBuild", "indexdata.CollectingSource", "indexdata.CollectingSource_classes",
    "indexdata.Event", "indexdata.Index", "indexdata.IndexAlias", "indexdata.JumpTolerance", "indexdata.SampleUnit",
    "indexdata.SampleUnit_classes", "indexdata.SourceFact", "news.ArticleSeries", "news.CommentRules", "news.Fabric",
    "news.FabricUse", "news.Fabric_uses", "news.LetterChoices", "news.ListedWord", "news.Notice", "news.Page",
    "news.ReasonTemplate", "news.Section", "news.Tag", "otp_totp.TOTPDevice", "portal.Passkey",
    "portal.RecoveryCode", "portal.StarterItem", "taggit.Tag",
}  # fmt: skip


def table_of_growth() -> str:
    """Return what grows as a table in Markdown."""
    rows = [f"| {name} | `{chore}` | {when} |" for name, (chore, when) in sorted(FORGOTTEN.items())]
    rows += [f"| {name} | – | {reason} |" for name, reason in sorted(KEPT.items())]
    return "\n".join(["| rows of | go by | after, or why they stay |", "|---|---|---|", *rows])


def sizes() -> list[tuple[str, int, int]]:
    """Return (model, rows, bytes with its indexes) of all tables of models, the largest first; on PostgreSQL rows as last counted.

    Bytes are 0 where SQLite was built without the table that knows them.
    """
    ask = _of_postgresql if connection.vendor == "postgresql" else _of_sqlite
    held = ask()
    models = apps.get_models(include_auto_created=True)
    found = [
        (model._meta.label, *held[model._meta.db_table]) for model in models if model._meta.db_table in held
    ]
    return sorted(found, key=lambda row: (-row[2], -row[1], row[0]))


def _of_postgresql():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, greatest(reltuples, 0)::bigint, pg_total_relation_size(oid) FROM pg_class "
            "WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
        )
        return {name: (rows, size) for name, rows, size in cursor.fetchall()}


def _of_sqlite():
    with connection.cursor() as cursor:
        try:
            cursor.execute(
                "SELECT s.tbl_name, sum(d.pgsize) FROM dbstat d JOIN sqlite_schema s ON s.name = d.name GROUP BY s.tbl_name"
            )
            size = dict(cursor.fetchall())
        except OperationalError:
            size = {}
        held = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a name of the database's
            held[table] = (cursor.fetchone()[0], size.get(table, 0))
    return held
