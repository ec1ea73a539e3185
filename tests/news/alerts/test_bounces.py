"""Letters that come back: what they say, whom they are believed about, and the mailbox they lie in."""

from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from news.alerts import bounces, mailbox, subscribing
from news.alerts.bounces import Verdict, understood
from news.alerts.mailbox import read_bounces
from news.alerts.models import Alert
from tests.news.alerts.test_telling import SITE, follows
from tests.news.letters.imap_server import Mailbox

GONE = "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown"
KEY = "12:abcDEF-_1234567890abcdefghijklmnop"


def own_letter(address=f"{SITE}follow/letters/{KEY}/"):
    """Return a letter of ours, as it went."""
    letter = EmailMessage()
    letter["Subject"], letter["To"] = "Textile price index: 100.20", "wang@example.org"
    letter["List-Unsubscribe"] = f"<{address}>"
    letter.set_content(f"The index rose.\n\nEnd these letters: {address}\n")
    return letter


def report(fields, original=None, kind="headers"):
    """Return a delivery report of RFC 3464 about some recipients."""
    letter = MIMEMultipart("report", report_type="delivery-status")
    letter["From"], letter["Subject"] = "MAILER-DAEMON@mx.example.org", "Undelivered Mail Returned to Sender"
    letter.attach(MIMEText("This is the mail system. I could not deliver your message.\n"))
    fields = [fields] if isinstance(fields, str) else fields
    told = "Reporting-MTA: dns; mx.example.org\n" + "".join(
        f"\nFinal-Recipient: rfc822; wang@example.org\n{one}\n" for one in fields
    )
    original = original or own_letter()
    back = str(original) if kind == "whole" else str(original).partition("\n\n")[0]
    types = ["message/delivery-status", "message/rfc822" if kind == "whole" else "text/rfc822-headers"]
    boundary = "--=report"
    content = f"From: {letter['From']}\nSubject: {letter['Subject']}\nMIME-Version: 1.0\n"
    content += 'Content-Type: multipart/report; report-type=delivery-status; boundary="=report"\n\n'
    for name, text in (("text/plain", "I could not deliver."), *zip(types, (told, back), strict=True)):
        content += f"{boundary}\nContent-Type: {name}\n\n{text}\n"
    return (content + f"{boundary}--\n").encode()


def in_words(sender, subject, text, original=True, charset="gb18030"):
    """Return a letter in words, as QQ and 163 write them, with our letter attached."""
    letter = EmailMessage()
    letter["From"], letter["Subject"] = sender, subject
    letter.set_content(text, subtype="html", charset=charset)
    if original:
        letter.add_attachment(own_letter())
    return bytes(letter)


QQ = in_words(
    "PostMaster@qq.com", "系统退信",
    "<p>很抱歉您发送的邮件被退回</p>"
    "<p>退信原因：收件人邮件地址（wang@example.org）不存在，邮件无法送达。</p>"
    "<p>host mx3.qq.com said: 550 Mailbox not found</p>",
)  # fmt: skip
NETEASE = in_words(
    "Postmaster@163.com", "系统退信/Systems bounce",
    "<p>抱歉，您的邮件被退回来了……</p>"
    "<p>User not found: wang@example.org（收件人不存在）</p>"
    "<p>550 User not found</p>",
)  # fmt: skip


class TestUnderstanding:
    @pytest.mark.parametrize("kind", ["headers", "whole"])
    @pytest.mark.parametrize(
        ("fields", "verdict"),
        [
            (GONE, Verdict.GONE),
            ("Action: failed\nStatus: 5.1.2", Verdict.GONE),
            ("Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 No such user here", Verdict.GONE),
            ("Action: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 mailbox full", Verdict.FOR_NOW),
            ("Action: failed\nStatus: 5.7.1\nDiagnostic-Code: smtp; 550 spam", Verdict.FOR_NOW),
            ("Action: delayed\nStatus: 4.4.1", Verdict.FOR_NOW),
            ("Action: delayed\nStatus: 5.1.1", Verdict.FOR_NOW),
            ([GONE, "Action: delivered\nStatus: 2.1.5"], Verdict.FOR_NOW),
            ("Action: failed\nStatus: nonsense", Verdict.FOR_NOW),
        ],
    )
    def test_delivery_reports(self, fields, verdict, kind):
        assert understood(report(fields, kind=kind)) == bounces.Bounce(verdict, KEY)

    @pytest.mark.parametrize("letter", [QQ, NETEASE], ids=["QQ", "163"])
    def test_letters_in_words(self, letter):
        assert understood(letter) == bounces.Bounce(Verdict.GONE, KEY)

    @pytest.mark.parametrize(
        "text",
        [
            "收件人邮箱已满，邮件无法送达。",
            "可能的原因：1. 收件人不存在；2. 对方邮箱已满。",
            "被识别为垃圾邮件，拒收",
            "Try again later.",
        ],
    )
    def test_what_may_be_better_next_time(self, text):
        assert understood(in_words("PostMaster@qq.com", "系统退信", text)).verdict is Verdict.FOR_NOW

    def test_an_answer_of_a_person_is_no_bounce(self):
        assert (
            understood(in_words("wang@example.org", "Re: index", "user unknown?")).verdict
            is Verdict.NO_BOUNCE
        )
        away = b"From: postmaster@example.org\nAuto-Submitted: auto-replied\nSubject: Away\n\nNo such user\n"
        assert understood(away).verdict is Verdict.NO_BOUNCE

    def test_without_our_letter_it_is_nobodys(self):
        assert understood(in_words("PostMaster@qq.com", "系统退信", "收件人不存在", original=False)).key == ""

    @given(st.binary(max_size=2000))
    def test_any_bytes_are_understood(self, content):
        understood(content)
        understood(b"From: MAILER-DAEMON@x\nContent-Type: multipart/report; boundary=b\n\n--b\n" + content)


@pytest.fixture
def box(tmp_path, monkeypatch):
    """Make a mailbox with letters, whose certificate is believed."""
    opened = []

    def make(*letters):
        opened.append(Mailbox(tmp_path, letters).__enter__())
        monkeypatch.setenv("SSL_CERT_FILE", str(opened[-1].files[0]))
        return opened[-1]

    yield make
    for one in opened:
        one.__exit__()


def back_of(alert, fields=GONE):
    return report(fields, own_letter(subscribing.letters_address(alert.reader_id, "en", SITE)))


@pytest.mark.django_db
class TestMailbox:
    def test_letters_to_an_address_that_is_gone_end_and_nobody_elses(self, box):
        gone, full, other = follows(), follows("li@example.org"), follows("zhao@example.org")
        forged = report(GONE, own_letter(f"{SITE}follow/letters/{other.reader_id}:forged-forged-forged/"))
        held = box(
            back_of(gone),
            back_of(full, "Action: failed\nStatus: 5.2.2"),
            forged,
            b"Subject: Hello\n\nHello\n",
            back_of(gone),
        )
        assert read_bounces(held.address) == {
            "ended": 1,
            "for now": 1,
            "of nobody we know": 2,
            "other letters": 1,
        }
        assert set(Alert.objects.values_list("pk", flat=True)) == {full.pk, other.pk}
        assert held.seen == {1, 2, 3, 4, 5}
        assert read_bounces(held.address) == {}
        assert mail.outbox == []

    def test_a_broken_letter_stops_no_other(self, box, monkeypatch):
        gone, understand = follows(), mailbox.understood
        monkeypatch.setattr(
            mailbox, "understood", lambda content: 1 / 0 if b"broken" in content else understand(content)
        )
        held = box(b"broken", b"\xff\xfe\x00", b"", back_of(gone))
        assert read_bounces(held.address)["ended"] == 1
        assert held.seen == {1, 2, 3, 4}
        assert not Alert.objects.exists()

    def test_a_mailbox_that_cannot_be_opened_is_told_in_a_sentence(self, box, settings, monkeypatch):
        held = box(b"x")
        for address, words in (
            (held.address.replace("secret", "other"), "wrong password"),
            (held.address.replace("INBOX", "Nowhere"), "Unsafe Login"),
            ("imaps://a:b@localhost:1/INBOX", "cannot be reached"),
        ):
            settings.BOUNCES_URL = address
            with pytest.raises(CommandError, match=words):
                call_command("read_bounces")
        monkeypatch.delenv("SSL_CERT_FILE")
        settings.BOUNCES_URL = held.address
        with pytest.raises(CommandError, match="certificate"):
            call_command("read_bounces")
        settings.BOUNCES_URL = ""
        with pytest.raises(CommandError, match="names no mailbox"):
            call_command("read_bounces")

    def test_the_command_says_what_it_found(self, box, settings):
        said, settings.BOUNCES_URL = StringIO(), box(back_of(follows())).address
        call_command("read_bounces", stdout=said)
        call_command("read_bounces", stdout=said)
        assert said.getvalue() == "ended 1\nNothing new.\n"
