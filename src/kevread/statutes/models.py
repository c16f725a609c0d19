"""The day on which a local hands a subject over to its grouping."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from kevread.base.models import Record, RecordQuerySet
from kevread.common.actor import Actor
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation

HANDS_OVER = "hand_over"  # the right by which the day that a side decided is written


class HandingOverQuerySet(RecordQuerySet):
    def standing(self) -> Self:
        """Those that nobody said to be a mistake."""
        return self.filter(undone_on=None)

    def dated(self) -> Self:
        """Those that both sides decided: their day is one."""
        return self.standing().exclude(local_decided_on=None).exclude(grouping_decided_on=None)

    def visible_to(self, actor: Actor) -> Self:
        where = None if actor.is_system else actor.where("read")
        return self.all() if where is None else self.filter(Q(local__in=where) | Q(grouping__in=where))


class HandingOver(Record):
    """A local hands a subject over to its grouping, from a day on: a day once both sides decided it, the same.

    A decision is a line of the register, or words where it was taken before that register was kept. A mistake is undone, and
    stays written.
    """

    class Subject(models.TextChoices):
        STAFF = "staff", "Personnes salariées"
        FUNDING = "funding", "Financements"
        CONTRACTS = "contracts", "Contrats"

    local = models.ForeignKey(
        Organisation, verbose_name="passe la main", on_delete=models.PROTECT, related_name="hands_over"
    )
    grouping = models.ForeignKey(
        Organisation, verbose_name="prend la suite", on_delete=models.PROTECT, related_name="takes_over"
    )
    subject = models.CharField("sujet", max_length=9, choices=Subject)
    day = models.DateField("à partir du")
    local_decided_on = models.DateField("décidé par qui passe la main, le", null=True)
    local_decided_by = models.CharField("décision de qui passe la main", max_length=200, blank=True)
    local_decision = models.ForeignKey(
        Decision, verbose_name="au registre de qui passe la main", null=True, on_delete=models.PROTECT, related_name="+"
    )
    grouping_decided_on = models.DateField("décidé par qui prend la suite, le", null=True)
    grouping_decided_by = models.CharField("décision de qui prend la suite", max_length=200, blank=True)
    grouping_decision = models.ForeignKey(
        Decision,
        verbose_name="au registre de qui prend la suite",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    undone_on = models.DateField("annulé le", null=True)
    undone_because = models.CharField("motif de l’annulation", max_length=300, blank=True)

    objects = HandingOverQuerySet.as_manager()

    TITLE = "{local}, {subject}"
    TOLD_FROM = ("local", "subject", "day")

    class Meta:
        verbose_name = "passage au groupement"
        constraints = [
            models.UniqueConstraint(fields=["local", "subject"], condition=Q(undone_on=None), name="handing_over_once"),
            models.CheckConstraint(
                condition=Q(local_decided_on__isnull=False) | Q(grouping_decided_on__isnull=False),
                name="handing_over_is_decided",
            ),
        ]
        indexes = [models.Index(fields=["grouping"], name="handing_over_to")]

    def __str__(self) -> str:
        return f"{self.local}, {self.get_subject_display()}"

    @property
    def is_dated(self) -> bool:
        return self.local_decided_on is not None and self.grouping_decided_on is not None

    @property
    def waits_for(self) -> Organisation | None:
        """The side that did not decide yet, when the other did."""
        if self.is_dated:
            return None
        return self.local if self.local_decided_on is None else self.grouping

    def is_done(self, on: date) -> bool:
        return self.is_dated and self.day <= on
