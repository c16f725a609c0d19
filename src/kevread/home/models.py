from django.db import models

from kevread.base.models import Record, RecordQuerySet
from kevread.directory.models import Person


class MorningLetter(Record):
    """That somebody wants what waits for them in a letter of the morning: since when, until when, and the day of the last."""

    person = models.OneToOneField(
        Person, verbose_name="personne", on_delete=models.PROTECT, related_name="morning_letter"
    )
    asked_at = models.DateTimeField("demandée")
    stopped_at = models.DateTimeField("arrêtée", null=True)
    last_on = models.DateField("dernière lettre", null=True)

    objects = RecordQuerySet.as_manager()

    READ_WITH = "person"
    TITLE = "{person}"
    TOLD_FROM = ("person__given_name", "person__family_name")

    class Meta:
        verbose_name = "lettre du matin"
