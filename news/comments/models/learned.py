"""Words learned from moderators' decisions."""

from django.db import models


class LearnedWord(models.Model):
    """The numbers of approved and of spam comments that held a word; the row without a word counts the comments."""

    word = models.CharField(max_length=48, unique=True)
    approved = models.PositiveIntegerField(default=0)
    spam = models.PositiveIntegerField(default=0)
    seen_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["word"]

    def __str__(self):
        return self.word or "*"
