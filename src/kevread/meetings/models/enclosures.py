"""What is enclosed with a meeting: reports, accounts, drafts that one reads before."""

from django.db import models

from kevread.base.models import Record, RecordQuerySet
from kevread.common.finality import Final
from kevread.documents.models import Version
from kevread.meetings.models.meeting import AgendaItem, Meeting


class Enclosure(Record):
    """A file given with a meeting, or with one of its points. The notice freezes which were there; withdrawn, it stays."""

    meeting = models.ForeignKey(Meeting, verbose_name="réunion", on_delete=models.PROTECT, related_name="enclosures")
    item = models.ForeignKey(
        AgendaItem,
        verbose_name="point de l’ordre du jour",
        null=True,
        on_delete=models.PROTECT,
        related_name="enclosures",
    )
    version = models.ForeignKey(Version, verbose_name="document", on_delete=models.PROTECT, related_name="+")
    withdrawn = models.BooleanField("retirée", default=False)

    READ_WITH = "meeting"
    TITLE = "{meeting}"
    FINAL = (Final(("meeting_id", "item_id", "version_id")),)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "pièce jointe"
        constraints = [models.UniqueConstraint(fields=["meeting", "version"], name="enclosure_once")]
