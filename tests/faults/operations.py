"""What is killed: each operation as a function that may be called again, and what it needs beforehand."""

import os
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

MANY = 12
#: Figures that are brought in: so many issues and indices; the years in which a release comes, and was to come.
ISSUES, CODES = 120, [f"KILL_{number}" for number in range(20)]
COMING, LATE = 2098, 2024


def furnish():
    """Make drafts to publish, comments to decide about, and articles for a workbook."""
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import transaction

    from news.articles.models import Article
    from news.comments.following import reader_with
    from news.comments.models import Comment, Subscription
    from news.enums import ArticleStatus, CommentStatus
    from tests.factories import news
    from tests.faults import content
    from tests.portal.addresses import ARTICLE

    if settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache"):
        call_command("createcachetable", verbosity=0)
    call_command("migrate", verbosity=0)
    content.fill_site()
    section = news.SectionFactory(slug="drafts")
    tag = news.TagFactory(slug="silk")
    for number in range(MANY):
        for kind in ("publish", "workbook"):
            draft = news.ArticleFactory(
                section=section, title_en=f"{kind} {number}", status=ArticleStatus.DRAFT,
                body_en="<p>Prices of grey cloth rose.</p>" * 40, body_zh_hans="<p>坯布价格上涨。</p>" * 40,
            )  # fmt: skip
            draft.tags.add(tag)
    thread = Comment.objects.filter(article=ARTICLE).first()
    Comment.objects.filter(pk=thread.pk).update(status=CommentStatus.APPROVED)
    with transaction.atomic():
        reader = reader_with("follows@example.org")
    Subscription.objects.create(
        reader=reader,
        thread=thread,
        language="en",
        site="https://testserver/",
        confirmed_at=thread.created_at,
    )
    for number in range(MANY):
        news.CommentFactory(
            article_id=ARTICLE,
            parent=thread,
            body=f"Reply {number}",
            status=CommentStatus.PENDING,
            language="en",
        )
    _figures()
    _propose_corrections()
    assert User.objects.get(username="chief")
    assert Article.objects.filter(title_en__startswith="publish").count() == MANY


def publish():
    """Publish every draft that is still one."""
    from news.articles.models import Article
    from news.editing.publishing import publish as publish_one
    from news.enums import ArticleStatus

    chief = _chief()
    for article in Article.objects.filter(
        title_en__startswith="publish", status=ArticleStatus.DRAFT
    ).order_by("pk"):
        publish_one(article, chief)
    _work()


def decide():
    """Decide about every comment that waits, and send the letters that follow from it."""
    from news.comments.models import Comment
    from news.comments.moderating import set_status
    from news.enums import CommentStatus

    chief = _chief()
    for number, comment in enumerate(Comment.objects.filter(status=CommentStatus.PENDING).order_by("pk")):
        spam = int(comment.body.rpartition(" ")[2]) % 4 == 0
        set_status(
            comment, CommentStatus.SPAM if spam else CommentStatus.APPROVED, chief, f"reason {number * 0}"
        )
    _work()


def workbook():
    """Carry a workbook out that changes and adds articles, unless it has been."""
    from news.articles.models import Article

    if not Article.objects.filter(title_en__startswith="added").exists():
        _carry_out_workbook()
    _work()


def _carry_out_workbook():
    from django.core.files.base import ContentFile
    from openpyxl import Workbook

    from news import workbook as spreadsheet
    from news.articles.models import Article

    book, headings = Workbook(), ("id", "section", "title_en", "body_en", "tags")
    book.active.append(headings)
    for article in Article.objects.filter(title_en__startswith="workbook").order_by("pk"):
        book.active.append(
            (str(article.pk), "drafts", f"{article.title_en} changed", "<p>Changed.</p>", "silk")
        )
    for number in range(MANY):
        book.active.append((None, "drafts", f"added {number}", "<p>New.</p>", "silk"))
    file = Path(os.environ["VAR_DIR"]) / "workbook.xlsx"
    book.save(file)
    plan = spreadsheet.read(ContentFile(file.read_bytes(), name="articles.xlsx"))
    assert not plan.errors, plan.errors
    assert not plan.problem, plan.problem
    spreadsheet.carry_out(plan, _chief())


def old_site():
    """Bring in saved pages of the old site."""
    from django.core.management import call_command

    folder = Path(os.environ["VAR_DIR"]) / "saved"
    folder.mkdir(exist_ok=True)
    for number in range(3):
        (folder / f"{number}.png").write_bytes(_picture(number))
    for number in range(MANY * 2):
        (folder / f"{5000 + number}.html").write_text(
            PAGE.format(number=5000 + number, picture=number % 3), encoding="utf-8"
        )
    call_command("import_old_site", str(folder), section="drafts", stdout=StringIO(), stderr=StringIO())
    _work()


def import_published():
    """Bring figures of the archive in, for many issues that have no release yet."""
    days = [date(2019, 12, 30) - timedelta(weeks=week) for week in range(ISSUES)]
    rows = [f"{day},{code},{100 + at % 7}.25" for at, day in enumerate(days) for code in CODES]
    _import_figures("archive.csv", rows, published=True)


def import_coming():
    """Bring figures of releases that are not out in: new ones and changed ones; what was approved is a draft again."""
    from indexdata.models import Release

    releases = Release.objects.filter(released_at__year__in=(COMING, LATE)).order_by("pk")
    rows = [f"{release.code},{code},101.50" for release in releases for code in CODES]
    _import_figures("coming.csv", rows)


def _import_figures(name, rows, **options):
    from django.core.management import call_command

    file = Path(os.environ["VAR_DIR"]) / name
    file.write_text("\n".join(["期次,指数代码,数值", *rows]))
    call_command("import_figures", file, by="administrator", stdout=StringIO(), stderr=StringIO(), **options)


def approve():
    """Acknowledge what the checks ask and approve every release that waits; one whose moment has passed is public at once."""
    from indexdata.enums import ContentState
    from indexdata.models import Release
    from indexdata.releases import approving
    from indexdata.releases.checks.acknowledging import acknowledge
    from indexdata.releases.checks.register import findings_in

    chief = _chief()
    for release in Release.objects.filter(released_at__year__in=(COMING, LATE)).order_by("pk"):
        if release.content_state == ContentState.DRAFT:
            approving.check(release, chief, "looked through")
        public = release.is_public()
        for finding in () if public else findings_in(release):
            if finding.holds_back and not finding.is_serious:
                acknowledge(release, finding.fingerprint, chief, "it is so")
        if release.content_state == ContentState.CHECKED:
            approving.approve(release, chief, "agreed")


def correct():
    """Publish every correction that waits, and do what follows from it."""
    from indexdata.models import DraftVintage
    from indexdata.releases.correcting import publish as publish_correction

    chief = _chief()
    for draft in DraftVintage.objects.waiting().order_by("pk"):
        publish_correction(draft, chief)
    _work()


def _propose_corrections():
    """Make a release that came out long ago, and corrections of its figures by somebody else; each fourth is a withdrawal."""
    from django.contrib.auth.models import User

    from indexdata.models import Index, Observation
    from indexdata.releases.correcting import propose
    from tests.factories.indexdata import ReleaseFactory

    officer = User.objects.create_superuser("officer", "officer@example.org", "words that are long enough")
    release = ReleaseFactory(period=date(2016, 6, 6))
    for at, code in enumerate(CODES[:MANY]):
        index = Index.objects.get(code=code)
        observation = Observation.objects.create(
            index=index, release=release, period=release.period, value="100.00"
        )
        value, status = (None, "O") if at % 4 == 3 else (f"10{at % 4}.50", None)
        propose(observation, value, officer, f"The office counted {code} twice.", status)


def _figures():
    """Make indices, releases that are late with some of their figures, and the next one, whose figures are approved."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from django.db.models import Q

    from indexdata.enums import ContentState
    from indexdata.models import Index, Observation
    from tests.factories.indexdata import ReleaseFactory

    Index.objects.bulk_create(
        Index(path=f"price/{code.lower()}", code=code, family="price", name_en=code, name_zh_hans=code)
        for code in CODES
    )
    for at in range(MANY):
        last = at == MANY - 1
        year, state = (COMING, ContentState.APPROVED) if last else (LATE, ContentState.DRAFT)
        month = date(2024, 1 + at, 1)
        day = month + timedelta(days=-month.weekday() % 7)
        release = ReleaseFactory(
            period=day,
            content_state=state,
            released_at=datetime(year, 1, 1 + at, 12, tzinfo=ZoneInfo("Asia/Shanghai")),
        )
        Observation.objects.bulk_create(
            Observation(index=index, release=release, period=day, value="100.00")
            for index in Index.objects.filter(Q(code__in=CODES[::2]) | Q(path="price"))
        )


def _picture(shade):
    from io import BytesIO

    from PIL import Image

    buffer = BytesIO()
    Image.new("RGB", (64, 48), (60 * shade, 90, 120)).save(buffer, "PNG")
    return buffer.getvalue()


def prepare():
    """Prepare an installation from nothing, with content and a few pictures."""
    from django.core.management import call_command

    call_command("prepare", demonstration=True, without_pictures=True, stdout=StringIO())
    _draw_few()


def _draw_few():
    """Draw a few pictures and note how they look, as `prepare` does when it draws them itself."""
    from django.core.management import call_command

    from portal.starter import pictures
    from portal.starter.reading import read_content

    content = read_content()
    content.articles[:], content.fabrics[:] = content.articles[:2], content.fabrics[:3]
    pictures.draw_missing_pictures(content, progress=lambda done, total: None)
    call_command("refresh_library", verbosity=0, stdout=StringIO())


PAGE = (
    "<html><head><meta charset=utf-8><title>Page {number}</title></head><body><h1>Page {number}</h1>"
    "<div>发布日期: 2012-06-18</div><p>"
    + "Prices of grey cloth at China Textile City rose a little. " * 20
    + "</p><p><img src={picture}.png></p><p>The market was calm.</p></body></html>"
)
OPERATIONS = {
    "publish": publish,
    "decide": decide,
    "workbook": workbook,
    "old_site": old_site,
    "import_published": import_published,
    "import_coming": import_coming,
    "approve": approve,
    "correct": correct,
    "prepare": prepare,
}


def _work():
    """Do what has been handed in, as a worker that comes long after another was killed."""
    from django.utils import timezone
    from django_tasks.base import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    from foundation.background import once
    from foundation.background.models import WorkerRecord
    from foundation.background.worker import Worker

    long_ago, once.UNDER_WAY = timezone.now() - timedelta(days=2), timedelta(0)
    WorkerRecord.objects.update(seen_at=long_ago)
    DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).update(started_at=long_ago)
    Worker(until_empty=True, with_chores=False).run()


def _chief():
    from django.contrib.auth.models import User

    return User.objects.get(username="administrator")
