"""Who is there, for whom, and whether it is enough."""

from django.db import models
from django.db.models import F, Q

from kevread.base.models import Record

from .meeting import Meeting, RecordQuerySet, RollEntry


class Presence(Record):
    """Somebody of the roll is there, from an arrival to a departure. Who leaves and comes back has two. A presence that
    ends as it begins was noted by mistake: it never was."""

    entry = models.ForeignKey(RollEntry, on_delete=models.PROTECT, related_name="presences")
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    remote = models.BooleanField(default=False)
    signed_in = models.BooleanField(default=False)  # by themselves, with the code shown in the room

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry"], condition=Q(left_at__isnull=True), name="present_once"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("arrived_at")), name="left_after_arrival"
            ),
        ]


class Proxy(Record):
    """Somebody of the roll gives their votes to another. Closed at the opening: none is given nor taken back after."""

    giver = models.ForeignKey(RollEntry, on_delete=models.PROTECT, related_name="proxies_given")
    holder = models.ForeignKey(RollEntry, on_delete=models.PROTECT, related_name="proxies_held")
    given_at = models.DateTimeField()
    on_paper = models.BooleanField(default=False)  # a signed sheet handed to the secretariat
    withdrawn_at = models.DateTimeField(null=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["giver"], condition=Q(withdrawn_at__isnull=True), name="proxy_once"),
            models.CheckConstraint(condition=~Q(giver=F("holder")), name="proxy_to_another"),
        ]


class QuorumCheck(Record):
    """The quorum, found at the opening, at each vote, or on demand: what was there, what was needed, the sum."""

    class Occasion(models.TextChoices):
        OPENING = "opening", "À l’ouverture"
        VOTE = "vote", "Avant un vote"
        DEMAND = "demand", "En séance"
        ANSWERS = "answers", "Sur les réponses"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="quorum_checks")
    occasion = models.CharField(max_length=7, choices=Occasion, default=Occasion.DEMAND)
    at = models.DateTimeField()
    have = models.PositiveIntegerField()
    need = models.CharField(max_length=40)  # a fraction
    met = models.BooleanField()
    shown = models.CharField(max_length=200)
    present = models.PositiveIntegerField()
    represented = models.PositiveIntegerField()
