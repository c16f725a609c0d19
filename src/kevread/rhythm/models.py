"""The addresses by which a calendar follows meetings."""

from hashlib import sha256

from django.db import models

from kevread.base.models import Record, RecordQuerySet
from kevread.directory.models import Organisation, Person
from kevread.seats.models import Body


class Feed(Record):
    """A secret address given to one person's calendar. Kevread keeps its digest only: lost, it is made anew."""

    class Scope(models.TextChoices):
        MINE = "mine", "Mes réunions"
        BODY = "body", "Une instance"
        ORGANISATION = "organisation", "Une organisation"

    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.PROTECT, related_name="feeds")
    scope = models.CharField("ce qu’elle suit", max_length=12, choices=Scope)
    body = models.ForeignKey(Body, verbose_name="instance", null=True, on_delete=models.PROTECT, related_name="feeds")
    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", null=True, on_delete=models.PROTECT, related_name="feeds"
    )
    digest = models.CharField("empreinte", max_length=64, unique=True)
    made_at = models.DateTimeField("faite")
    revoked_at = models.DateTimeField("révoquée", null=True)

    READ_WITH = "person"
    TITLE = "{scope}"
    UNTOLD = {"digest": "une empreinte, qui ne se lit pas"}

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "adresse d’agenda"

    @staticmethod
    def digest_of(token: str) -> str:
        """What is kept of a token."""
        return sha256(token.encode()).hexdigest()
