"""What a decision asks to be done: what applies it, and who follows."""

from datetime import date
from typing import Self

from django.db import models

from kevread.base.models import Record, RecordQuerySet
from kevread.common.finality import Final
from kevread.common.marks import MARK
from kevread.competence.asks import kinds
from kevread.directory.models import Person
from kevread.seats.models import Mandate

from .register import Decision


class ApplicationQuerySet(RecordQuerySet):
    def pending(self) -> Self:
        return self.filter(applied_at__isnull=True, dropped_at__isnull=True)


class Application(Record):
    """What a decision asks to be done in the data: a mandate to open, a setting or a derogation to write. What no room
    can do yet waits.

    Proposed, then confirmed by a person; `note` says where it was done when it was not here, or why it was dropped.
    """

    decision = models.ForeignKey(
        Decision, verbose_name="décision", on_delete=models.PROTECT, related_name="applications"
    )
    kind = models.CharField("nature", max_length=20, choices=kinds)
    asked = models.JSONField("ce qui est demandé", default=dict)  # the arguments of the verb
    # Of what `asked` names and does not tell, what it said on that day; nothing where `asked` tells all.
    mark = models.CharField("empreinte de ce que l’on en lisait", max_length=MARK, blank=True)
    mandate = models.ForeignKey(Mandate, verbose_name="mandat", null=True, on_delete=models.PROTECT, related_name="+")
    # A value that is annulled, a derogation given up before it begins, are removed: `asked` still says what it was.
    setting = models.ForeignKey(
        "charter.Setting", verbose_name="modalité", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    derogation = models.ForeignKey(
        "charter.Derogation", verbose_name="dérogation", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    applied_at = models.DateTimeField("appliquée", null=True)
    dropped_at = models.DateTimeField("abandonnée", null=True)
    note = models.CharField("note", max_length=300, blank=True)

    objects = ApplicationQuerySet.as_manager()

    READ_WITH = "decision"
    TITLE = "{kind}"
    UNTOLD = {"asked": "la page de la décision le dit", "mark": "une empreinte ne se lit pas"}
    NAMES = {"asked": "la page de la décision nomme la fiche gardée"}
    FINAL = (
        Final(("decision_id", "kind", "asked", "mark"), but={"decisions.correct": ("decision_id",)}),
        Final(("applied_at", "mandate_id"), since="applied_at"),
        Final(("dropped_at", "note"), since="dropped_at"),
    )

    class Meta:
        verbose_name = "à appliquer"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(applied_at__isnull=True) | models.Q(dropped_at__isnull=True),
                name="applied_or_dropped",
            ),
        ]

    @property
    def is_pending(self) -> bool:
        return self.applied_at is None and self.dropped_at is None


class FollowUpQuerySet(RecordQuerySet):
    def open(self) -> Self:
        """Not done yet, those due first before; of decisions that were taken."""
        return self.filter(done_on__isnull=True, decision__annulled_on=None).order_by("due", "pk")

    def of_streams(self, on: date) -> Self:
        """Those by which a work of the document is led, once its decision was taken."""
        taken = self.filter(decision__annulled_on=None, decision__outcome=Decision.Outcome.ADOPTED)
        return taken.exclude(stream="").filter(decision__decided_on__lte=on)


class FollowUp(Record):
    """What somebody must do after a decision, and by when. Looked at again at each later meeting of the body, until done."""

    decision = models.ForeignKey(Decision, verbose_name="décision", on_delete=models.PROTECT, related_name="follow_ups")
    what = models.CharField("ce qui est à faire", max_length=300)
    owner = models.ForeignKey(Person, verbose_name="confiée à", on_delete=models.PROTECT, related_name="follow_ups")
    due = models.DateField("pour le")
    done_on = models.DateField("faite le", null=True)
    note = models.CharField("note", max_length=300, blank=True)
    stream = models.SlugField("chantier", max_length=60, blank=True)  # of those that the document opens

    objects = FollowUpQuerySet.as_manager()

    READ_WITH = "decision"
    TITLE = "{what}"

    class Meta:
        verbose_name = "suite"

    def late(self, today: date) -> bool:
        return self.done_on is None and self.due < today
