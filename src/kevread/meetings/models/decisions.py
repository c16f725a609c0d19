"""The register of decisions, what applies them, and who follows."""

from datetime import date
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from kevread.base.models import Record
from kevread.charter.models import Setting
from kevread.common.actor import Actor
from kevread.directory.models import Organisation, Person
from kevread.seats.models import Body, Mandate

from .meeting import AgendaItem, Meeting, RecordQuerySet


class DecisionQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those who read the organisation, and those convened to the meeting that decided."""
        if actor.is_system:
            return self.all()
        if actor.is_anonymous:
            return self.none()
        seen = Meeting.objects.visible_to(actor)
        where: set[UUID] = set()
        for hat in actor.hats:
            reads: Any = hat.rights.get("read", frozenset())
            if reads is None:
                return self.all()
            where |= reads
        return self.filter(Q(organisation__in=where) | Q(meeting__in=seen.values("pk")))


class Decision(Record):
    """A line of the register, numbered in each organisation, final: a later one corrects it and says so."""

    class Outcome(models.TextChoices):
        ADOPTED = "adopted", "Adoptée"
        REJECTED = "rejected", "Rejetée"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField()
    decided_on = models.DateField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="decisions")
    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.PROTECT, related_name="decisions")
    item = models.ForeignKey(AgendaItem, null=True, on_delete=models.PROTECT, related_name="decisions")
    type = models.SlugField(max_length=60, blank=True)  # of the federation's decision matrix
    title = models.CharField(max_length=200)
    text = models.TextField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    sum = models.CharField(max_length=200, blank=True)  # what decided: « 3×20 ≥ 2×30 »
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")

    objects = DecisionQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "number"], name="decision_number_once")]
        indexes = [models.Index(fields=["organisation", "-decided_on"], name="decision_by_organisation")]

    @property
    def reference(self) -> str:
        return f"{self.decided_on.year}-{self.number:03d}"


class Application(Record):
    """What a decision asks to be done in the data: a mandate to open, a setting to write. What no room can do yet waits."""

    class Kind(models.TextChoices):
        MANDATE = "mandate", "Ouvrir un mandat"
        SETTING = "setting", "Inscrire une modalité"
        WAITING = "waiting", "À appliquer ailleurs"

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="applications")
    kind = models.CharField(max_length=8, choices=Kind)
    asked = models.JSONField(default=dict)  # the arguments of the verb
    mandate = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="+")
    setting = models.ForeignKey(Setting, null=True, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)

    objects = RecordQuerySet.as_manager()


class FollowUp(Record):
    """What somebody must do after a decision, and by when. Looked at again at each later meeting of the body, until done."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="follow_ups")
    what = models.CharField(max_length=300)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="follow_ups")
    due = models.DateField()
    done_on = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)

    objects = RecordQuerySet.as_manager()

    def late(self, today: date) -> bool:
        return self.done_on is None and self.due < today
