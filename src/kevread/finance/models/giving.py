"""What volunteers give of their time: how an organisation values an hour, what is given beside meetings."""

from django.db import models
from django.db.models import Q

from kevread.base.models import Record
from kevread.common.finality import Final
from kevread.directory.models import Organisation
from kevread.dues.models import Undone

from .money import MoneyStandingQuerySet


class HourRate(Undone, Record):
    """What an hour of a volunteer is worth, since a day, as the organisation says it: nothing is worth anything before. A
    mistake stays, undone."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="hour_rates"
    )
    since = models.DateField("depuis le")
    cents = models.BigIntegerField("valeur d’une heure, en centimes")
    source = models.CharField("d’où vient ce taux", max_length=160)

    objects = MoneyStandingQuerySet.as_manager()

    TITLE = "{since}"
    TOLD_FROM = ("since",)
    FINAL = (
        Final(("organisation_id", "since", "cents", "source")),
        Final(("undone_on", "undone_because"), since="undone_on"),
    )

    class Meta:
        verbose_name = "valeur d’une heure de bénévolat"
        verbose_name_plural = "valeurs d’une heure de bénévolat"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "since"], condition=Q(undone_on=None), name="hour_rate_once_a_day"
            ),
            models.CheckConstraint(condition=Q(cents__gt=0), name="hour_rate_is_money"),
        ]


class GivenTime(Undone, Record):
    """Time that volunteers gave beside meetings, as somebody says it: how long in all, for what, and of nobody by name. A
    mistake stays, undone."""

    class Kind(models.TextChoices):
        PREPARING = "preparing", "Préparation"
        TRAVEL = "travel", "Déplacement"
        ELSE = "else", "Autre temps donné"

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="given_times"
    )
    day = models.DateField("le")
    kind = models.CharField("ce que c’est", max_length=9, choices=Kind)
    minutes = models.PositiveIntegerField("durée en tout, en minutes")
    words = models.CharField("pour quoi", max_length=160)

    objects = MoneyStandingQuerySet.as_manager()

    TITLE = "{words}"
    TOLD_FROM = ("words",)
    FINAL = (
        Final(("organisation_id", "day", "kind", "minutes", "words")),
        Final(("undone_on", "undone_because"), since="undone_on"),
    )

    class Meta:
        verbose_name = "temps donné par des bénévoles"
        verbose_name_plural = "temps donnés par des bénévoles"
        constraints = [models.CheckConstraint(condition=Q(minutes__gt=0), name="given_time_is_some")]
        indexes = [models.Index(fields=["organisation", "day"], name="given_time_by_day")]
