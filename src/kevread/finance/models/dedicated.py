"""What is spent of a funding, year by year: what is left of one given for a defined project is a fund (ANC 2018-06)."""

from django.db import models
from django.db.models import Q

from kevread.base.models import Record
from kevread.common.finality import Final
from kevread.dues.models import Undone

from .money import Funding, ReportQuerySet


class Spending(Undone, Record):
    """What was spent of a funding in a fiscal year that is closed, as who keeps the accounts says it. It is not what the action
    cost, which a report tells: others pay for it too."""

    funding = models.ForeignKey(Funding, verbose_name="financement", on_delete=models.PROTECT, related_name="spendings")
    closed_on = models.DateField("exercice clos le")
    cents = models.BigIntegerField("dépensé de ce financement, en centimes")
    source = models.CharField("d’où vient ce chiffre", max_length=160)

    objects = ReportQuerySet.as_manager()

    TITLE = "{closed_on}"
    TOLD_FROM = ("closed_on",)
    UNTOLD = {"funding": "il se lit sur la page du financement"}
    FINAL = (
        Final(("funding_id", "closed_on", "cents", "source")),
        Final(("undone_on", "undone_because"), since="undone_on"),
    )

    class Meta:
        verbose_name = "dépense d’un financement"
        verbose_name_plural = "dépenses d’un financement"
        constraints = [
            models.UniqueConstraint(
                fields=["funding", "closed_on"], condition=Q(undone_on__isnull=True), name="spent_once_a_year"
            ),
            models.CheckConstraint(condition=Q(cents__gte=0), name="spending_is_no_debt"),
        ]
