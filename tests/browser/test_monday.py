"""A Monday at the release desk: figures from the office's workbook, checks, commentary, a second person, the second; then a correction.

One officer works in Chinese on a phone by keyboard, the other in English at a desk.
"""

import re
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from tests.browser.person import Person
from tests.browser.public_pages import read, read_until, read_with
from tests.server import BASE, environment, portal_server

pytestmark = pytest.mark.audit
CHINA = ZoneInfo("Asia/Shanghai")
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
PASSWORD = "jacquard-loom-selvedge-49"
FIGURES = {
    "总指数": "107.31",
    "原料类": "80.42",
    "坯布类": "106.83",
    "服装面料类": "116.27",
    "家纺类": "101.55",
    "辅料类": "128.69",
    "纯棉纱": "107.22",
    "再生纤维素类": "87.50",
}
#: The second officer, and who writes about figures before they are public.
SECOND = f"""
from django.contrib.auth.models import Group, User
from indexdata.permissions import INDEX_OFFICERS
from news.permissions import CHIEF_EDITORS
for name, groups in (("second", [INDEX_OFFICERS]), ("commentator", [INDEX_OFFICERS, CHIEF_EDITORS])):
    User.objects.create_user(name, password={PASSWORD!r}, is_staff=True).groups.set(Group.objects.filter(name__in=groups))
"""
COMING = """
from django.utils import timezone
from indexdata.models import Release
release = Release.objects.filter(family="price", released_at__gt=timezone.now()).order_by("released_at").first()
print(release.pk, release.period.isoformat(), release.get_absolute_url())
"""
WRONG = """
from indexdata.models import Observation
print(Observation.objects.get(index__code="PRICE_RM", value="80.42", release=%s).pk)
"""
#: Longer than what is left to do before it takes on a busy machine.
UNTIL_THE_SECOND = timedelta(minutes=5)


def in_shell(folder, code):
    """Run code in the portal's shell and return what it prints."""
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", code],
        cwd=BASE, env=environment(folder), check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout.strip()


def workbook(period):
    """Return the office's workbook of an issue: a title above the headings, a row for each index."""
    book = Workbook()
    sheet = book.active
    sheet.append(["中国·柯桥纺织指数周报"])
    sheet.append(["期次", "指数名称", "数值"])
    for name, value in FIGURES.items():
        sheet.append([f"{period.replace('-', '')}期", name, float(value)])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def office(browser, prepared, tmp_path):
    """(site, the coming release as (key, period, address), functions that seat somebody and run code) of a portal of its own."""
    folder = shutil.copytree(prepared, tmp_path / "office", dirs_exist_ok=True)
    in_shell(folder, SECOND)
    key, period, address = in_shell(folder, COMING).split()
    passwords = dict(
        re.findall(r"^([\w-]+)\s+(\S+)$", (folder / "staff-accounts.txt").read_text(), re.MULTILINE)
    )
    passwords |= {"second": PASSWORD, "commentator": PASSWORD}
    people = []
    with portal_server(folder) as server:

        def seat(name, size, locale):
            person = Person(browser, server.address, size, locale)
            people.append(person)
            person.page.goto(f"{server.address}/admin/login/")
            person.page.fill("#id_username", name)
            person.page.fill("#id_password", passwords[name])
            person.press("Enter")
            person.page.wait_for_url("**/admin/")
            return person

        yield server.address, (key, period, address), seat, partial(in_shell, folder)
        for person in people:
            person.context.close()
    assert [person.complaints for person in people] == [[] for _ in people]


def follow(person, selector):
    """Reach a link or button by Tab and press it."""
    person.tab_to(selector)
    person.leave(lambda: person.press("Enter"))


def take(person, step, **words):
    """Take a step of a release or a correction in its dialog, with the words that it asks for."""
    button = person.page.locator(f"[hx-get*='/{step}/']").first
    button.wait_for(state="attached")
    if not button.is_visible():
        person.page.locator(".material-symbols-outlined:text-is('more_horiz')").first.click()
    button.focus()
    person.press("Enter")
    dialog = person.page.locator("#modal-content form")
    dialog.wait_for()
    for name, text in words.items():
        dialog.locator(f"[name={name}]").fill(text)
    submit = dialog.locator("button[type=submit]")
    submit.focus()
    person.leave(lambda: person.press("Enter"))


def settle(person, change):
    """Acknowledge every finding of a release that is only asked about, one after the other."""
    follow(person, f".release-checks a[href$='{change}checks/'], a[href*='/checks/']")
    while person.page.locator("textarea[name=why]").count():
        person.tab_to("textarea[name=why]")
        person.page.keyboard.insert_text("办公室已核对原始报价")
        follow(person, "form:has(textarea[name=why]) button[type=submit]")


def names_its_release(person, period):
    """Hold the form of a release to a name that is read whole, beside all its buttons."""
    name = person.page.locator("#header-inner h1 > :last-child")
    assert period in name.inner_text()
    assert person.page.locator("#header-inner ul.container > *").count() >= 5
    assert name.evaluate(
        "name => name.scrollWidth <= name.clientWidth && name.scrollHeight <= name.clientHeight"
    )


def test_a_monday_with_two_officers(office):
    site, (key, period, public), seat, run = office
    release, change = f"{site}{public}", f"/admin/indexdata/release/{key}/change/"
    first = seat("officer", PHONE, "zh-CN")

    # The workbook: what it would write first, then all of it. The release becomes an ordinary one, a draft.
    first.open("/admin/indexdata/observation/import/")
    first.page.set_input_files(
        "#id_file", {"name": "周报.xlsx", "mimeType": "application/zip", "buffer": workbook(period)}
    )
    first.tab_to("[name=family]")
    first.page.select_option("[name=family]", "price")
    follow(first, ".revisions__form button[type=submit]")
    assert not first.page.locator(".is-wrong").count(), first.page.inner_text("#content")
    assert "107.31" in first.page.inner_text("#content")
    follow(first, "button[name=carry_out]")
    first.open(change)
    assert "草稿" in first.page.inner_text("#content")

    # The moment comes soon, for which readers get a reason; then the checks are settled, and it waits for somebody else.
    moment = datetime.now(CHINA) + UNTIL_THE_SECOND
    take(
        first,
        "reschedule",
        at_0=f"{moment:%Y-%m-%d}",
        at_1=f"{moment:%H:%M:%S}",
        reason_en="Brought forward for the fair.",
        reason_zh_hans="因展会提前发布。",
    )
    settle(first, change)
    first.open(change)
    take(first, "check")
    assert not first.page.locator("[hx-get*='/approve/']").count(), "who entered the figures approves them"

    # Commentary is begun from the figures, in both languages, and goes out with them.
    writer = seat("commentator", DESK, "en-GB")
    writer.open("/admin/news/article/commentary/")
    follow(writer, f"form[action*='/{key}/'] button[type=submit]")
    assert "107.31" in writer.page.inner_text("#content")
    writer.click_step("news_article_publish")

    # The second officer finds it on the desk, settles what the checks ask of the commentary, and approves.
    second = seat("second", DESK, "en-GB")
    second.open("/admin/")
    follow(second, f"a[href^='{change}']")
    settle(second, change)
    second.open(change)
    names_its_release(second, period)
    take(second, "approve")
    names_its_release(second, period)
    assert "approved" in second.page.inner_text("#content").lower()
    for address in (
        release,
        f"{site}/index/price/",
        f"{site}/index/price/data.csv?from={period}",
        f"{site}/comments/",
    ):
        assert "107.31" not in read(address)[1]
    assert datetime.now(CHINA) < moment, "the machine was too slow: nothing before the second was seen"

    # At the second it is everywhere, in both languages.
    wait = (moment - datetime.now(CHINA)).total_seconds() + 20
    for prefix in ("", "/zh-hans"):
        read_until(f"{site}{prefix}{public}", lambda status, text: "107.31" in text, wait)
        read_with(f"{site}{prefix}/index/price/", "107.31")
        read_with(f"{site}{prefix}/comments/", "107.31")
    read_with(f"{site}/index/price/data.csv?from={period}", "107.31")
    read_with(f"{site}/api/v1/indices/price/observations?from={period}", "107.31")

    # On Tuesday a figure is found wrong: the correction waits for the second officer, then readers see what changed and why.
    first.open(f"/admin/indexdata/observation/{run(WRONG % key)}/change/")
    take(
        first, "correct", value="80.24", reason_en="Two digits were swapped.", reason_zh_hans="两位数字颠倒。"
    )
    assert "80.24" in first.page.inner_text("#content")
    assert "80.24" not in read(f"{site}/releases/revisions/")[1]
    second.page.goto(first.page.url)
    second.ready()
    take(second, "publish")
    for prefix, reason in (("", "Two digits were swapped."), ("/zh-hans", "两位数字颠倒。")):
        log = read_with(f"{site}{prefix}/releases/revisions/", "80.24")
        assert "80.42" in log
        assert reason in log
        assert reason in read_with(f"{site}{prefix}{public}", "80.24")
