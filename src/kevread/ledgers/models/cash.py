"""The cash of an organisation, as somebody stated it on a day, and what people add to what is foreseen."""

from typing import Self

from django.db import models
from django.db.models import Q

from kevread.base.models import Record, RecordQuerySet
from kevread.common.actor import Actor
from kevread.common.finality import Final
from kevread.directory.models import Organisation
from kevread.ledgers.models.books import KEEPS_LEDGERS, REASON


class CashQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """As the accounts that it is held against."""
        where = None if actor.is_system else actor.where(KEEPS_LEDGERS)
        return self.all() if where is None else self.filter(organisation__in=where)

    def standing(self) -> Self:
        """Those that nobody took back."""
        return self.filter(undone_on=None)


class Cash(Record):
    """What accounts at the bank and the till held at the end of a day, and where it is read. A mistake stays, undone."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="cash_stated"
    )
    day = models.DateField("au soir du")
    cents = models.BigIntegerField("solde, en centimes")
    source = models.CharField("d’où vient ce solde", max_length=160)
    undone_on = models.DateField("annulé le", null=True)
    undone_because = models.CharField("motif de l’annulation", max_length=REASON, blank=True)

    objects = CashQuerySet.as_manager()

    TITLE = "{day}"
    TOLD_FROM = ("day",)
    FINAL = (
        Final(("organisation_id", "day", "cents", "source")),
        Final(("undone_on", "undone_because"), since="undone_on"),
    )

    class Meta:
        verbose_name = "solde de trésorerie"
        verbose_name_plural = "soldes de trésorerie"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "day"], condition=Q(undone_on=None), name="cash_once_a_day"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="cash_of_somewhere"),
        ]


class CashLine(Record):
    """What somebody expects, once or month after month, that nothing else here tells. What is spent is negative. One that will
    not come is taken out, and stays to be read."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="cash_lines"
    )
    label = models.CharField("ce que c’est", max_length=120)
    cents = models.BigIntegerField("montant, en centimes")
    day = models.DateField("le")
    times = models.PositiveSmallIntegerField("combien de mois de suite", default=1)
    undone_on = models.DateField("ôté le", null=True)
    undone_because = models.CharField("motif", max_length=REASON, blank=True)

    objects = CashQuerySet.as_manager()

    TITLE = "{label}, {day}"
    TOLD_FROM = ("label", "day")
    FINAL = (
        Final(("organisation_id", "label", "cents", "day", "times")),
        Final(("undone_on", "undone_because"), since="undone_on"),
    )

    class Meta:
        verbose_name = "ligne de trésorerie"
        verbose_name_plural = "lignes de trésorerie"
        constraints = [
            models.CheckConstraint(condition=~Q(cents=0), name="cash_line_is_money"),
            models.CheckConstraint(condition=Q(times__gte=1, times__lte=12), name="cash_line_within_a_year"),
        ]
