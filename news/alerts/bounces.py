"""Letters that came back, understood. Pure: a letter's bytes in, whose it was and why it came back out.

A delivery report (RFC 3464) says so in fields; providers such as QQ and 163 write a letter in words instead. Whose letters they
were is believed only from what came back of our own letter: the address in it at which its reader ends letters, which nobody else
knows. So nobody ends another's letters by writing to the mailbox.
"""

import re
from dataclasses import dataclass
from email import message_from_bytes, message_from_string, policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from enum import Enum
from html import unescape

#: So much of a letter is read.
MOST_BYTES = 256 * 1024
MOST_PARTS = 40
#: The address in our letters, also where a mail program has broken the line, or escaped it.
KEY = re.compile(r"/follow/letters/([\w:%-]{10,120})/")
SENDERS = re.compile(r"mailer-daemon|postmaster|mail-?daemon|mail delivery|系统退信|\bbounce", re.IGNORECASE)
SUBJECTS = re.compile(
    r"退信|undeliver|returned|failure notice|delivery (?:status|fail|has failed)|could not be delivered|not delivered"
    r"|投递失败|发送失败|无法送达",
    re.IGNORECASE,
)
STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
#: Codes that say that there is no such box, or no such host (RFC 3463); all others may be better next time.
GONE = frozenset({"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4"})
NO_BOX = re.compile(
    r"user (?:is )?(?:unknown|not found)|unknown (?:user|recipient)|no such (?:user|mailbox|recipient|address|person)|mailbox not found"
    r"|(?:mailbox|address|account|recipient|user)[^.\n]{0,40}(?:does not|doesn't) exist|invalid (?:recipient|mailbox)|recipient not found"
    r"|(?:account|mailbox)[^.\n]{0,30}(?:disabled|inactive|suspended)"
    r"|(?:用户|收件人|收信人|账号|帐号|账户|帐户|邮箱|地址)[^。\n]{0,40}(?:不存在|已注销|已停用|被停用|被冻结|已冻结|未开通)|无此(?:用户|账号|帐号|邮箱)",
    re.IGNORECASE,
)
FOR_NOW = re.compile(
    r"(?:mailbox|quota|over|storage)[^.\n]{0,20}(?:full|exceed|quota)|too (?:large|big|many|frequent)|temporar|try again|greylist|spam"
    r"|blocked|delayed|邮箱已满|空间(?:已满|不足)|容量(?:已满|不足)|超出|过大|频率|频繁|稍后|延迟|垃圾邮件|反垃圾|拒收|黑名单",
    re.IGNORECASE,
)


class Verdict(Enum):
    """The reason for which a letter is in the mailbox."""

    GONE = "gone"
    FOR_NOW = "for now"
    NO_BOUNCE = "no bounce"


@dataclass(frozen=True)
class Bounce:
    """A letter of the mailbox: why it is there, and the key of the reader whose letter came back ("" where nothing proves it)."""

    verdict: Verdict
    key: str = ""


def understood(content: bytes) -> Bounce:
    """Return what a letter says, whatever its bytes are."""
    letter = message_from_bytes(content[:MOST_BYTES], policy=policy.compat32)
    parts = list(letter.walk())[:MOST_PARTS]
    reports = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    if not reports and not _comes_from_a_server(letter):
        return Bounce(Verdict.NO_BOUNCE)
    own = [part for part in _own_parts(letter) if part.get_content_maintype() == "text"]
    key = next((found for part in parts if (found := _key_in(part))), "")
    verdict = _of_reports(reports) if reports else _of_words(own, letter)
    return Bounce(verdict, key)


def _own_parts(letter):
    """Yield the parts of a letter, without those of a letter in it."""
    if letter.get_content_type() == "message/rfc822" or not letter.is_multipart():
        yield letter
        return
    for part in letter.get_payload()[:MOST_PARTS]:
        yield from _own_parts(part)


def _comes_from_a_server(letter):
    if letter.get("Auto-Submitted", "").lower().startswith("auto-replied"):
        return False
    return bool(SENDERS.search(_said(letter, "From")) or SUBJECTS.search(_said(letter, "Subject")))


def _said(letter, name):
    """Return a header in words, however it is encoded."""
    raw = str(letter.get(name, ""))
    try:
        return str(make_header(decode_header(raw)))
    except (LookupError, ValueError, HeaderParseError):
        return raw


def _of_reports(reports):
    """Return the verdict of delivery reports: gone only where every recipient told of has failed for good."""
    told = [block for report in reports for block in report.get_payload() if not isinstance(block, str)]
    failed = [block for block in told if block.get("Action") or block.get("Status")]
    if failed and all(_is_gone(block) for block in failed):
        return Verdict.GONE
    return Verdict.FOR_NOW


def _is_gone(block):
    if str(block.get("Action", "failed")).strip().lower() != "failed":
        return False
    status = STATUS.search(str(block.get("Status", "")))
    words = str(block.get("Diagnostic-Code", ""))
    code = status[0] if status else ""
    if code in ("", "5.0.0"):
        return bool(NO_BOX.search(words)) and not FOR_NOW.search(words)
    return code in GONE


def _of_words(parts, letter):
    """Return the verdict of a letter in words; one that names several reasons may be better next time."""
    words = "\n".join([_said(letter, "Subject"), *(_text_of(part) for part in parts)])
    codes = {found[0] for found in STATUS.finditer(words)}
    is_gone = bool(NO_BOX.search(words)) or bool(codes & GONE)
    return Verdict.GONE if is_gone and not FOR_NOW.search(words) else Verdict.FOR_NOW


def _key_in(part):
    """Return the key of one of our letters in a part: in the headers that came back, or in its text."""
    lines = [_said(part, "List-Unsubscribe")]
    if part.get_content_maintype() == "text":
        text = _text_of(part)
        lines += [text, _said(message_from_string(text), "List-Unsubscribe")]
    for line in lines:
        if found := KEY.search(re.sub(r"\s+|=\r?\n", "", line)):
            return found[1].replace("%3A", ":").replace("%3a", ":")
    return ""


def _text_of(part: Message) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    for name in (part.get_content_charset() or "utf-8", "gb18030"):
        try:
            return unescape(content.decode(name))
        except (LookupError, UnicodeDecodeError):
            continue
    return unescape(content.decode("utf-8", errors="replace"))
