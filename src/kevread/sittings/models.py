"""The minutes of a meeting: the document that says it, and the meeting that approved it."""

from django.db import models
from django.db.models import Q

from kevread.base.models import Record
from kevread.common.finality import Final
from kevread.documents.models import Document, Version
from kevread.meetings.models.meeting import Meeting


class Minutes(Record):
    """A meeting has one document of minutes; its versions are in `documents`. What is typed stands on the meeting and on
    its points until it is signed; afterwards only a further version corrects it."""

    meeting = models.OneToOneField(Meeting, verbose_name="réunion", on_delete=models.PROTECT, related_name="minutes")
    document = models.OneToOneField(Document, verbose_name="document", on_delete=models.PROTECT, related_name="minutes")
    # The sign-in sheet as it stood when they were drafted; their annexes say its digest. Null: drafted before it was kept.
    sheet = models.ForeignKey(
        Version, verbose_name="feuille d’émargement", null=True, on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField("établi")
    approved_in = models.ForeignKey(
        Meeting, verbose_name="approuvé par", null=True, on_delete=models.PROTECT, related_name="approved_minutes"
    )
    approved_at = models.DateTimeField("approuvé", null=True)
    # What the meeting had read: a correction that follows was not before it. Null: approved before it was kept.
    approved_version = models.ForeignKey(
        Version, verbose_name="version approuvée", null=True, on_delete=models.PROTECT, related_name="+"
    )
    remarks = models.TextField("remarques", blank=True)  # what those who approved had noted

    READ_WITH = "meeting"
    TITLE = "{meeting}"
    FINAL = (
        Final(
            but={
                "sittings.draft_minutes": ("sheet_id",),
                "sittings.approve_minutes": ("approved_in_id", "approved_at", "approved_version_id", "remarks"),
            }
        ),
        Final(since="approved_at"),
    )

    class Meta:
        verbose_name = "procès-verbal"
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_in__isnull=True, approved_at__isnull=True)
                | Q(approved_in__isnull=False, approved_at__isnull=False),
                name="minutes_approved_somewhere",
            )
        ]
