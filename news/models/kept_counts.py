"""Numbers that the database keeps by itself (`news.visibility`), so that nobody counts a million rows for a page."""

from django.db import models

from .article import Article
from .section import Section
from .tag import Tag


class SectionMonth(models.Model):
    """How many articles of a section, dated in a month (202306), stay on the site once they have appeared.

    What is taken down at a moment is not among them, what is still to come is: `news.listing` puts both right for the moment
    it is asked for.
    """

    shown_in = ("articles",)

    section = models.ForeignKey(Section, models.CASCADE, related_name="+")
    month = models.IntegerField()
    number = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["section", "month"], name="one_count_per_section_and_month")
        ]

    def __str__(self):
        return f"{self.section_id}/{self.month}: {self.number}"


class TagMonth(models.Model):
    """How many articles with a tag, dated in a month, stay on the site once they have appeared, as `SectionMonth` counts."""

    shown_in = ("tags",)

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="+")
    month = models.IntegerField()
    number = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "month"], name="one_count_per_tag_and_month")]

    def __str__(self):
        return f"{self.tag_id}/{self.month}: {self.number}"


class CommentTotal(models.Model):
    """How many comments under an article are approved, and how many threads its page shows; no row for none."""

    shown_in = ("comments",)

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="comment_total")
    approved = models.IntegerField()
    threads = models.IntegerField()

    def __str__(self):
        return f"{self.article_id}: {self.approved}"
