"""What a local association lives on, kept simply: a balance that somebody reads, what comes and goes until the next."""

from django.db import models
from django.db.models import Q

from kevread.base.models import Record
from kevread.common.finality import Final
from kevread.directory.models import Organisation
from kevread.dues.models import Undone

from .money import MoneyStandingQuerySet

LOCAL_LIFE = "local_life"


class LocalBalance(Undone, Record):
    """What the bank and the till held at the end of a day, and where it is read: an account of local life runs from one to the
    next. A mistake stays, undone."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="local_balances"
    )
    day = models.DateField("au soir du")
    cents = models.BigIntegerField("solde, en centimes")
    source = models.CharField("où il se lit", max_length=160)

    objects = MoneyStandingQuerySet.as_manager()

    TITLE = "{day}"
    TOLD_FROM = ("day",)
    FINAL = (
        Final(("organisation_id", "day", "cents", "source")),
        Final(("undone_on", "undone_because"), since="undone_on"),
    )

    class Meta:
        verbose_name = "solde d’un compte de vie locale"
        verbose_name_plural = "soldes d’un compte de vie locale"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "day"], condition=Q(undone_on=None), name="local_balance_once_a_day"
            )
        ]


class LocalLine(Undone, Record):
    """What came in or was spent, for what: the dues that are called here are not written twice, they are read where they are
    paid. A mistake stays, undone."""

    class Kind(models.TextChoices):
        DUES = "dues", "Cotisations reçues sans être appelées ici"
        INCOME = "income", "Autre recette"
        LIFE = "life", "Vie politique locale"
        HOUSE = "house", "Fonctionnement de l’association"
        HANDED = "handed", "Cotisations locales reversées plus haut"
        ELSE = "else", "Autre dépense"

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="local_lines"
    )
    day = models.DateField("le")
    kind = models.CharField("ce que c’est", max_length=6, choices=Kind)
    words = models.CharField("en clair", max_length=160)
    cents = models.BigIntegerField("montant, en centimes")

    objects = MoneyStandingQuerySet.as_manager()

    TITLE = "{words}"
    TOLD_FROM = ("words",)
    FINAL = (
        Final(("organisation_id", "day", "kind", "words", "cents")),
        Final(("undone_on", "undone_because"), since="undone_on"),
    )

    class Meta:
        verbose_name = "ligne d’un compte de vie locale"
        verbose_name_plural = "lignes d’un compte de vie locale"
        constraints = [models.CheckConstraint(condition=Q(cents__gt=0), name="local_line_is_money")]
        indexes = [models.Index(fields=["organisation", "day"], name="local_line_by_day")]

    @property
    def is_spent(self) -> bool:
        return self.kind not in (self.Kind.DUES, self.Kind.INCOME)
