"""What is paid to those who administer. Every amount is in cents."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from kevread.allowances.rules import by_month
from kevread.base.models import Record, RecordQuerySet
from kevread.common.actor import Actor
from kevread.common.finality import Final
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation
from kevread.dues.models import Undone
from kevread.seats.models import Mandate

HOLDS = "hold_allowances"  # the right by which allowances are recorded and read
REGISTER = "allowances"
TOLD = 300  # characters


class AllowanceQuerySet(RecordQuerySet):
    def standing(self) -> Self:
        """Those that nobody said to be a mistake."""
        return self.filter(undone_on=None)

    def standing_on(self, on: date) -> Self:
        """Those paid by that day, that nobody had said to be a mistake by then."""
        return self.filter(Q(undone_on=None) | Q(undone_on__gt=on), paid_on__lte=on)

    def visible_to(self, actor: Actor) -> Self:
        """By whoever it is paid to, wherever; by those who hold the money of the organisation that pays, and nobody else."""
        where = None if actor.is_system else actor.where(HOLDS)
        if where is None:
            return self.all()
        mine = Q(mandate__person=actor.person) if actor.person else Q(pk=None)
        return self.filter(mine | Q(organisation__in=where))


class Allowance(Undone, Record):
    """What an organisation paid to somebody for a mandate in it: a lump sum for some months, or expenses that they justified.
    It is a fact, and is recorded whatever the law says of it. A mistake stays, undone."""

    class Kind(models.TextChoices):
        LUMP = "lump", "Indemnité forfaitaire"
        EXPENSES = "expenses", "Frais remboursés sur justificatifs"

    organisation = models.ForeignKey(
        Organisation, verbose_name="qui verse", on_delete=models.PROTECT, related_name="allowances"
    )
    mandate = models.ForeignKey(Mandate, verbose_name="pour le mandat", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("nature", max_length=8, choices=Kind)
    first = models.DateField("premier mois")  # by its first day
    last = models.DateField("dernier mois")
    cents = models.BigIntegerField("montant, en centimes")
    paid_on = models.DateField("versé le")
    decision = models.ForeignKey(
        Decision, verbose_name="décision", null=True, on_delete=models.PROTECT, related_name="+"
    )
    evidence = models.CharField("justificatifs", max_length=TOLD, blank=True)

    objects = AllowanceQuerySet.as_manager()

    TITLE = "{mandate}, {paid_on}"
    TOLD_FROM = ("kind", "mandate__person__given_name", "mandate__person__family_name")
    FINAL = (
        Final(
            ("organisation_id", "mandate_id", "kind", "first", "last", "cents", "paid_on", "decision_id", "evidence")
        ),
        Final(("undone_on", "undone_because"), since="undone_on"),
    )

    class Meta:
        verbose_name = "indemnité"
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="allowance_is_money"),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="allowance_months_in_order"),
            models.CheckConstraint(condition=Q(first__day=1, last__day=1), name="allowance_by_whole_months"),
            models.CheckConstraint(condition=Q(kind="lump") | ~Q(evidence=""), name="expenses_are_justified"),
        ]
        indexes = [
            models.Index(fields=["organisation", "-last"], name="allowance_of"),
            models.Index(fields=["mandate"], name="allowance_for"),
        ]

    @property
    def months(self) -> dict[date, int]:
        """What of it is for each month."""
        return dict(by_month(self.cents, self.first, self.last))

    def told(self) -> str:
        """As the journal names it."""
        return f"{self.get_kind_display()}, {self.mandate.person}"
