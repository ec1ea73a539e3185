"""Former names of background work (until 2026-11): what stood in a queue under them is done under the new ones.

To be deleted with the version after this one.
"""

from news.addresses.link_checking import ask_addresses
from news.comments.digest import send_digest_letter
from news.comments.erasing import send_data_letter
from news.comments.following import send_confirm_letter, send_reply_letter, send_reply_letters
from news.editing.due import take_due_change
from news.editing.review_letters import send_staff_letter, send_staff_letters
from news.library.upkeep import make_renditions

__all__ = [
    "ask_addresses",
    "make_renditions",
    "send_confirm_letter",
    "send_data_letter",
    "send_digest_letter",
    "send_reply_letter",
    "send_reply_letters",
    "send_staff_letter",
    "send_staff_letters",
    "take_due_change",
]
