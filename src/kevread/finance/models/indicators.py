"""What a funder asks to measure of what it funds: what is aimed at, what was attained, who said it and when."""

from typing import Self

from django.db import models
from django.db.models import Q

from kevread.base.models import Record
from kevread.common.actor import Actor
from kevread.common.finality import Final
from kevread.directory.models import Person
from kevread.dues.models import Undone

from .money import Funding, ReportQuerySet

UNIT = 40  # characters


class Indicator(Undone, Record):
    """Something that a funder asks to measure, in a unit; what is aimed at, where the agreement says it. A mistake stays,
    undone."""

    funding = models.ForeignKey(
        Funding, verbose_name="financement", on_delete=models.PROTECT, related_name="indicators"
    )
    label = models.CharField("ce qui se mesure", max_length=160)
    unit = models.CharField("unité", max_length=UNIT)
    target = models.DecimalField("visé", max_digits=16, decimal_places=4, null=True)
    said_on = models.DateField("inscrit le")
    said_by = models.ForeignKey(
        Person, verbose_name="inscrit par", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ReportQuerySet.as_manager()

    TITLE = "{label}"
    TOLD_FROM = ("label",)
    UNTOLD = {"funding": "il se lit sur la page du financement"}
    FINAL = (
        Final(("funding_id", "label", "unit", "target", "said_on", "said_by_id")),
        Final(("undone_on", "undone_because"), since="undone_on"),
    )

    class Meta:
        verbose_name = "indicateur d’un financement"
        verbose_name_plural = "indicateurs d’un financement"
        constraints = [
            models.UniqueConstraint(
                fields=["funding", "label"], condition=Q(undone_on__isnull=True), name="indicator_once"
            ),
            models.CheckConstraint(condition=Q(target__isnull=True) | Q(target__gte=0), name="target_is_positive"),
        ]

    def __str__(self) -> str:
        return self.label


class OfIndicatorQuerySet(ReportQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """With their indicator."""
        return self.filter(indicator__in=Indicator.objects.visible_to(actor))


class Attained(Undone, Record):
    """What was measured of an indicator, on a day, as somebody counted it. Said again of a later day, that is what holds."""

    indicator = models.ForeignKey(
        Indicator, verbose_name="indicateur", on_delete=models.PROTECT, related_name="attained"
    )
    day = models.DateField("mesuré le")
    value = models.DecimalField("atteint", max_digits=16, decimal_places=4)
    source = models.CharField("d’où vient ce chiffre", max_length=160)
    said_on = models.DateField("inscrit le")
    said_by = models.ForeignKey(
        Person, verbose_name="inscrit par", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = OfIndicatorQuerySet.as_manager()

    READ_WITH = "indicator"
    TITLE = "{indicator}, {day}"
    TOLD_FROM = ("day",)
    FINAL = (
        Final(("indicator_id", "day", "value", "source", "said_on", "said_by_id")),
        Final(("undone_on", "undone_because"), since="undone_on"),
    )

    class Meta:
        verbose_name = "mesure d’un indicateur"
        verbose_name_plural = "mesures d’un indicateur"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "day"], condition=Q(undone_on__isnull=True), name="attained_once_a_day"
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="attained_is_positive"),
        ]
