"""What passes between two structures of the network: written once, by one side, and read from both."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from kevread.agreements.models import Agreement
from kevread.base.models import Record, RecordQuerySet
from kevread.common.actor import Actor
from kevread.common.finality import Final
from kevread.common.money import euros
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation, Person
from kevread.dues.models import REASON, Undone

from .money import READS, Funding

EXCHANGES = "exchanges"  # the register in which what passes between members is kept


class ExchangeQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """By those of either side."""
        where = None if actor.is_system else actor.where(READS)
        return self.all() if where is None else self.filter(Q(payer__in=where) | Q(payee__in=where))

    def standing(self) -> Self:
        """Those that nobody said to be a mistake."""
        return self.filter(undone_on=None)

    def of(self, organisation: Organisation) -> Self:
        """Those of which it is a side."""
        return self.filter(Q(payer=organisation) | Q(payee=organisation))


class Exchange(Undone, Record):
    """What one structure owes or gives another: said by one of them, and then by the other, who agrees or says otherwise.
    `payer`: who pays, advances or grants onwards; `payee`: to whom. What commits who pays (an advance, a grant) is told by both
    only with the decision or the agreement that it rests on; a grant onwards, only with the funding that allows it."""

    class Kind(models.TextChoices):
        STAFF = "staff", "Personnel refacturé"
        SERVICE = "service", "Service refacturé"
        ADVANCE = "advance", "Avance de trésorerie"
        ONWARD = "onward", "Reversement d’un financement"

    class State(models.TextChoices):
        TOLD = "told", "Dit d’un seul côté"
        AGREED = "agreed", "Dit par les deux"
        CONTESTED = "contested", "Dit autrement par l’autre"

    kind = models.CharField("nature", max_length=8, choices=Kind)
    payer = models.ForeignKey(Organisation, verbose_name="qui verse", on_delete=models.PROTECT, related_name="+")
    payee = models.ForeignKey(Organisation, verbose_name="qui reçoit", on_delete=models.PROTECT, related_name="+")
    said_by = models.ForeignKey(Organisation, verbose_name="inscrit par", on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(
        Person, verbose_name="écrit par", null=True, on_delete=models.PROTECT, related_name="+"
    )
    said_on = models.DateField("inscrit le")
    purpose = models.CharField("pour quoi", max_length=200)
    cents = models.BigIntegerField("montant, en centimes")
    day = models.DateField("jour")
    due_on = models.DateField("à verser ou à rendre au plus tard le", null=True)
    funding = models.ForeignKey(
        Funding, verbose_name="financement reversé", null=True, on_delete=models.PROTECT, related_name="onwards"
    )
    agreement = models.ForeignKey(
        Agreement, verbose_name="convention", null=True, on_delete=models.PROTECT, related_name="+"
    )
    decision = models.ForeignKey(
        Decision, verbose_name="décision de qui verse", null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField("état", max_length=9, choices=State, default=State.TOLD)
    answered_on = models.DateField("réponse du", null=True)
    answered_by = models.ForeignKey(
        Person, verbose_name="réponse de", null=True, on_delete=models.PROTECT, related_name="+"
    )
    other_cents = models.BigIntegerField("montant que dit l’autre, en centimes", null=True)
    answer = models.CharField("ce que dit l’autre", max_length=REASON, blank=True)

    objects = ExchangeQuerySet.as_manager()

    TITLE = "{purpose}"
    TOLD_FROM = ("purpose",)
    FINAL = (
        Final(
            (
                "kind", "payer_id", "payee_id", "said_by_id", "written_by_id", "said_on", "purpose", "cents", "day",
                "due_on",
            )
        ),
        Final(("undone_on", "undone_because"), since="undone_on"),
    )  # fmt: skip

    class Meta:
        verbose_name = "échange entre membres"
        verbose_name_plural = "échanges entre membres"
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="exchange_is_money"),
            models.CheckConstraint(condition=~Q(payer=F("payee")), name="exchange_between_two"),
            models.CheckConstraint(
                condition=Q(said_by=F("payer")) | Q(said_by=F("payee")), name="exchange_said_by_a_side"
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("day")), name="exchange_due_after_its_day"
            ),
            models.CheckConstraint(
                condition=Q(state="told", answered_on=None, other_cents=None, answer="")
                | Q(state="agreed", answered_on__isnull=False, other_cents=None, answer="")
                | (Q(state="contested", answered_on__isnull=False) & ~Q(answer="")),
                name="exchange_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(written_by__isnull=True) | Q(answered_by__isnull=True) | ~Q(answered_by=F("written_by")),
                name="exchange_told_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(funding__isnull=True) | Q(kind="onward"), name="exchange_of_a_funding_is_onward"
            ),
            models.CheckConstraint(
                condition=~Q(state="agreed", kind__in=("advance", "onward"))
                | Q(agreement__isnull=False)
                | Q(decision__isnull=False),
                name="exchange_commits_by_something",
            ),
            models.CheckConstraint(
                condition=~Q(state="agreed", kind="onward") | Q(funding__isnull=False), name="onward_of_a_funding"
            ),
        ]
        indexes = [
            models.Index(fields=["payer", "day"], name="exchange_of_payer"),
            models.Index(fields=["payee", "day"], name="exchange_of_payee"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose}, {euros(self.cents)}"

    @property
    def answers(self) -> Organisation:
        """The side that did not write it."""
        return self.payee if self.said_by_id == self.payer_id else self.payer

    @property
    def collects(self) -> Organisation:
        """To whom what is settled comes: who receives, or who lent and is paid back."""
        return self.payer if self.kind == self.Kind.ADVANCE else self.payee

    @property
    def owes(self) -> Organisation:
        """Who is to settle it."""
        return self.payee if self.kind == self.Kind.ADVANCE else self.payer


class SettlementQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """With their exchange."""
        return self.filter(exchange__in=Exchange.objects.visible_to(actor))

    def standing(self) -> Self:
        return self.filter(undone_on=None)


class Settlement(Undone, Record):
    """A part of an exchange came: what is paid of it, what is paid back of an advance. The side to which it comes says so."""

    exchange = models.ForeignKey(Exchange, verbose_name="échange", on_delete=models.PROTECT, related_name="settlements")
    cents = models.BigIntegerField("montant, en centimes")
    day = models.DateField("reçu le")
    noted_by = models.ForeignKey(
        Person, verbose_name="constaté par", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = SettlementQuerySet.as_manager()

    TITLE = "{day}"
    TOLD_FROM = ("day",)
    UNTOLD = {"exchange": "il se lit sur la page de ce qui passe entre les deux"}
    FINAL = (
        Final(("exchange_id", "cents", "day", "noted_by_id")),
        Final(("undone_on", "undone_because"), since="undone_on"),
    )

    class Meta:
        verbose_name = "règlement d’un échange"
        verbose_name_plural = "règlements d’un échange"
        constraints = [models.CheckConstraint(condition=Q(cents__gt=0), name="settlement_is_money")]
        indexes = [models.Index(fields=["exchange", "day"], name="settlement_of")]
