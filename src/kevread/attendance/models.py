"""Who is there, for whom, and whether it is enough."""

from django.db import models
from django.db.models import F, Q

from kevread.base.models import Record
from kevread.common.finality import Final
from kevread.meetings.models.meeting import Meeting, RollEntry


class Presence(Record):
    """Somebody of the roll is there, from an arrival to a departure. Who leaves and comes back has two. A presence that
    ends as it begins was noted by mistake: it never was."""

    entry = models.ForeignKey(RollEntry, verbose_name="personne", on_delete=models.PROTECT, related_name="presences")
    arrived_at = models.DateTimeField("arrivée")
    left_at = models.DateTimeField("départ", null=True)
    remote = models.BooleanField("à distance", default=False)
    # By themselves, with the code shown in the room.
    signed_in = models.BooleanField("inscrit·e par soi-même", default=False)

    READ_WITH = "entry__meeting"
    TITLE = "{entry}"
    FINAL = (Final(("entry_id", "arrived_at", "remote", "signed_in")), Final(since="left_at"))

    class Meta:
        verbose_name = "présence"
        constraints = [
            models.UniqueConstraint(fields=["entry"], condition=Q(left_at__isnull=True), name="present_once"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("arrived_at")), name="left_after_arrival"
            ),
        ]


class QuorumCheck(Record):
    """The quorum, found at the opening, at each vote, or on demand: what was there, what was needed. `shown` says
    it in the words of that moment."""

    class Occasion(models.TextChoices):
        OPENING = "opening", "À l’ouverture"
        VOTE = "vote", "Avant un vote"
        DEMAND = "demand", "En séance"
        ANSWERS = "answers", "Sur les réponses"

    meeting = models.ForeignKey(Meeting, verbose_name="réunion", on_delete=models.PROTECT, related_name="quorum_checks")
    occasion = models.CharField("occasion", max_length=7, choices=Occasion, default=Occasion.DEMAND)
    at = models.DateTimeField("moment")
    have = models.PositiveIntegerField("ce qui compte")
    need = models.CharField("ce qu’il faut", max_length=40)  # a fraction
    met = models.BooleanField("atteint")
    shown = models.CharField("décompte", max_length=200)
    present = models.PositiveIntegerField("personnes présentes")
    represented = models.PositiveIntegerField("personnes représentées")

    READ_WITH = "meeting"
    TITLE = "{shown}"
    FINAL = (Final(),)

    class Meta:
        verbose_name = "quorum"
