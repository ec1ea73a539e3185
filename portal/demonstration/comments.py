"""Invented reader comments in every state, under articles of the starter content."""

import json
from datetime import timedelta
from pathlib import Path

from news.articles.models import Article
from news.comments.models import Comment, ModerationEntry
from news.comments.moderating import take_place
from news.enums import CommentStatus
from portal.starter.record import Record

KIND = "demo-comment"
ROWS = json.loads((Path(__file__).parent / "comments.json").read_text(encoding="utf-8"))
#: The decisions that lead from pending to each status.
DECISIONS = {
    CommentStatus.PENDING: (),
    CommentStatus.APPROVED: (CommentStatus.APPROVED,),
    CommentStatus.REJECTED: (CommentStatus.REJECTED,),
    CommentStatus.SPAM: (CommentStatus.SPAM,),
    CommentStatus.REMOVED: (CommentStatus.APPROVED, CommentStatus.REMOVED),
}


def load_comments(at) -> int:
    """Create the demonstration comments not loaded yet, under the articles that exist, and return how many.

    They are dated after their articles, at the latest `at`; those that wait for a moderator came in just now.
    """
    articles, known = Record("article").objects(Article), Record(KIND).objects(Comment)

    def make(row):
        article, status = articles[row["article"]], CommentStatus(row["status"])
        written = article.published_at + timedelta(hours=row["hours"])
        if status == CommentStatus.PENDING:
            written = at - timedelta(hours=row["hours"] / 24)
        comment = Comment.objects.create(
            article=article,
            parent=known.get(row.get("parent")),
            from_office=row.get("office", False),
            name=row["name"],
            body=row["body"],
            language=row["language"],
            status=status,
            demonstration=True,
            created_at=min(written, at),
        )
        old = CommentStatus.PENDING
        for new in DECISIONS[status]:
            reason = row.get("reason", "") if new == status else ""
            ModerationEntry.objects.create(comment=comment, old=old, new=new, reason=reason)
            old = new
        take_place(comment)
        known[row["key"]] = comment
        return comment

    rows = [row for row in ROWS if row["article"] in articles and articles[row["article"]].published_at]
    return Record(KIND).make(rows, lambda row: row["key"], make)
