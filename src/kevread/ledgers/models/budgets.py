"""What an organisation means to spend and to receive in a year, version after version."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from kevread.base.models import Record, RecordQuerySet
from kevread.common.actor import Actor
from kevread.common.finality import Final, Owner
from kevread.decisions.models import Application
from kevread.directory.models import Organisation
from kevread.ledgers.models.books import KEEPS_LEDGERS, REASON

BUDGETS = "budgets"  # the register of what is voted and of what is foreseen


class BudgetQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """As the accounts that they are held against."""
        where = None if actor.is_system else actor.where(KEEPS_LEDGERS)
        return self.all() if where is None else self.filter(organisation__in=where)

    def voted_by(self, day: date) -> Self:
        """Those that a decision of that day or of an earlier one fixed, and that nobody annulled by then."""
        return self.filter(voted_on__lte=day).filter(Q(undone_on=None) | Q(undone_on__gt=day))


class Budget(Record):
    """A version of the budget of a year: prepared, it commits nobody; a decision of the register fixes it, and its lines change
    no more. Another version corrects it: the last that was fixed holds. An annulled one leaves its place to the one before."""

    class State(models.TextChoices):
        PREPARED = "prepared", "En préparation"
        VOTED = "voted", "Voté"
        DROPPED = "dropped", "Abandonné"
        UNDONE = "undone", "Annulé"

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="budgets"
    )
    year = models.PositiveSmallIntegerField("exercice clos en")
    version = models.PositiveSmallIntegerField("version")
    note = models.CharField("ce qui change", max_length=REASON, blank=True)
    state = models.CharField("état", max_length=8, choices=State, default=State.PREPARED)
    application = models.ForeignKey(
        Application, verbose_name="fixé par", null=True, on_delete=models.PROTECT, related_name="+"
    )
    voted_on = models.DateField("voté le", null=True)
    undone_on = models.DateField("annulé le", null=True)
    undone_because = models.CharField("motif de l’annulation", max_length=REASON, blank=True)

    objects = BudgetQuerySet.as_manager()

    TITLE = "{year}, version {version}"
    TOLD_FROM = ("year", "version")
    UNTOLD = {"application": "la page de la décision le dit"}
    FINAL = (
        Final(("organisation_id", "year", "version")),
        Final(("note", "application_id", "voted_on"), since="voted_on"),
        Final(("undone_on", "undone_because"), since="undone_on"),
    )

    class Meta:
        verbose_name = "budget"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year", "version"], name="budget_version_once"),
            models.UniqueConstraint(
                fields=["organisation", "year"], condition=Q(state="prepared"), name="budget_prepared_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("prepared", "dropped"), voted_on=None)
                | Q(state__in=("voted", "undone"), voted_on__isnull=False),
                name="budget_voted_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="undone", undone_on__isnull=False) | (~Q(state="undone") & Q(undone_on=None)),
                name="budget_undone_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}, version {self.version}"

    @property
    def name(self) -> str:
        return f"Budget {self.year}, version {self.version}"


class BudgetLine(Record):
    """What is foreseen of some accounts, those whose number begins so, for an action or for all."""

    budget = models.ForeignKey(Budget, verbose_name="budget", on_delete=models.PROTECT, related_name="lines")
    account = models.CharField("les comptes qui commencent par", max_length=20)
    action = models.CharField("action", max_length=40, blank=True)
    label = models.CharField("intitulé", max_length=120, blank=True)
    cents = models.BigIntegerField("prévu, en centimes")

    objects = RecordQuerySet.as_manager()

    READ_WITH = "budget"
    TITLE = "{account} {label}"
    TOLD_FROM = ("account", "label")
    FINAL = (Final(of=Owner("budget_id", "ledgers_budget"), since="state", values=("voted", "undone", "dropped")),)

    class Meta:
        verbose_name = "ligne de budget"
        verbose_name_plural = "lignes de budget"
        constraints = [
            models.UniqueConstraint(fields=["budget", "account", "action"], name="budget_line_once"),
            models.CheckConstraint(condition=Q(cents__gte=0), name="budget_line_is_no_debt"),
        ]
