"""The page of threads under an article: two levels deep, a fixed number of queries whatever their number."""

from dataclasses import dataclass, field

from django.core.paginator import Paginator
from django.db.models import Window
from django.db.models.functions import RowNumber
from django.utils.functional import cached_property

from news.enums import VISIBLE

from .models import Comment

THREADS_PER_PAGE = 30
#: So many replies stand under a comment; the others are on the page of the thread.
REPLIES_SHOWN = 5
REPLIES_PER_PAGE = 50
NEWEST = "newest"


@dataclass
class Thread:
    """A comment with the replies that are shown, and how many there are beside them."""

    comment: Comment
    replies: list[Comment] = field(default_factory=list)

    @property
    def more(self):
        """Return how many replies are not shown here."""
        return self.comment.reply_count - len(self.replies)


class ThreadPaginator(Paginator):
    """Pages of threads. `total` is the number of approved comments in all, `count` that of threads."""

    def __init__(self, article, order=""):
        self.total, self.order = article.comment_count, NEWEST if order == NEWEST else ""
        threads = Comment.objects.threads_under(article)
        turned = "-" if self.order else ""
        # Numbers first: an index holds them, so that the last of many pages is found without reading the texts before.
        super().__init__(
            threads.order_by(f"{turned}created_at", f"{turned}pk").values_list("pk", flat=True),
            THREADS_PER_PAGE,
        )
        self.count = article.thread_count

    def page(self, number):
        """Return a page whose objects are `Thread`; at most three queries."""
        page = super().page(number)
        page.object_list = threads_of(list(page.object_list)) if self.count else []
        return page


class RepliesPaginator(Paginator):
    """Pages of the replies in one thread; each holds one `Thread`."""

    def __init__(self, article, comment):
        self.total, self.order, self.thread = article.comment_count, "", comment
        replies = Comment.objects.filter(parent=comment, status__in=VISIBLE).order_by("created_at", "pk")
        super().__init__(replies, REPLIES_PER_PAGE)

    @cached_property
    def count(self):
        return self.thread.reply_count

    def page(self, number):
        page = super().page(number)
        page.object_list = [Thread(self.thread, list(page.object_list))]
        return page


def threads_page(article, query):
    """Return the page of threads that a query asks for: `comments` is its number, `order`, `thread` one thread alone.

    The article was read `with_comment_count`.
    """
    number = query.get("thread", "")
    if number.isascii() and number.isdigit() and len(number) < 19:
        thread = Comment.objects.threads_under(article).filter(pk=number).first()
        if thread:
            return RepliesPaginator(article, thread).get_page(query.get("comments"))
    return ThreadPaginator(article, query.get("order", "")).get_page(query.get("comments"))


def threads_of(numbers):
    """Return the `Thread`s that begin with comments of these numbers, in that order; two queries at most."""
    threads: dict[int | None, Thread] = {
        comment.pk: Thread(comment) for comment in Comment.objects.filter(pk__in=numbers)
    }
    answered = [pk for pk, thread in threads.items() if thread.comment.reply_count]
    if answered:
        place = Window(RowNumber(), partition_by="parent", order_by=["created_at", "pk"])
        replies = (
            Comment.objects.filter(parent__in=answered, status__in=VISIBLE)
            .annotate(place=place)
            .filter(place__lte=REPLIES_SHOWN)
            .order_by("created_at", "pk")
        )
        for reply in replies:
            threads[reply.parent_id].replies.append(reply)
    return [threads[pk] for pk in numbers if pk in threads]


def place_of(comment):
    """Return (page number, number of the thread or None) of where a visible comment stands in the order of time.

    A reply that is not among the first of its thread stands on the page of the thread.
    """
    root = comment.parent or comment
    if comment.parent_id:
        before = _before(Comment.objects.filter(parent=root, status__in=VISIBLE), comment)
        if before >= REPLIES_SHOWN:
            return before // REPLIES_PER_PAGE + 1, root.pk
    before = _before(Comment.objects.threads_under(root.article_id), root)
    return before // THREADS_PER_PAGE + 1, None


def _before(comments, comment):
    earlier = comments.filter(created_at__lt=comment.created_at).order_by().count()
    return earlier + comments.filter(created_at=comment.created_at, pk__lt=comment.pk).order_by().count()
