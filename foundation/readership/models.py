"""Tables of readings: nothing visitors see, and nothing about them."""

from django.db import models


class PageReads(models.Model):
    """The readings of one thing's page on a day in a language; `kind` and `thing` as the register of kinds names it."""

    kind = models.CharField(max_length=30)
    thing = models.BigIntegerField()
    language = models.CharField(max_length=20)
    day = models.DateField()
    number = models.PositiveBigIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "thing", "day", "language"], name="page_reads_of_a_day")
        ]
        indexes = [models.Index(fields=["day"], name="page_reads_by_day")]

    def __str__(self):
        return f"{self.kind} {self.thing} {self.language} {self.day}: {self.number}"


class MostRead(models.Model):
    """One place among what was read most in the last so many days, as a chore found it."""

    days = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=30)
    thing = models.BigIntegerField()
    number = models.PositiveBigIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["days", "place"], name="most_read_once_a_place")]

    def __str__(self):
        return f"{self.days}/{self.place}: {self.kind} {self.thing} {self.number}"
