"""What each party owes the others, and what was said of each time that it was due."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from kevread.base.models import Record, RecordQuerySet
from kevread.common.finality import Final
from kevread.directory.models import Organisation, Person
from kevread.seats.models import Body

from .agreement import Agreement, Party


class ObligationQuerySet(RecordQuerySet):
    def standing(self) -> Self:
        """Those that nobody said to be a mistake."""
        return self.filter(undone_on=None)


class Obligation(Record):
    """A party owes something to another, once or at intervals. `body`: a meeting of which keeps it, by itself."""

    class Cadence(models.TextChoices):
        ONCE = "once", "Une fois"
        MONTHLY = "monthly", "Chaque mois"
        QUARTERLY = "quarterly", "Chaque trimestre"
        HALF_YEARLY = "half-yearly", "Chaque semestre"
        YEARLY = "yearly", "Chaque année"

    agreement = models.ForeignKey(
        Agreement, verbose_name="convention", on_delete=models.PROTECT, related_name="obligations"
    )
    debtor = models.ForeignKey(Party, verbose_name="qui doit", on_delete=models.PROTECT, related_name="owes")
    creditor = models.ForeignKey(Party, verbose_name="à qui", on_delete=models.PROTECT, related_name="is_owed")
    what = models.CharField("ce qui est dû", max_length=300)
    proof = models.CharField("ce qui le prouve", max_length=200, blank=True)
    cadence = models.CharField("fréquence", max_length=11, choices=Cadence, default=Cadence.ONCE)
    first_due = models.DateField("dû la première fois le")
    body = models.ForeignKey(
        Body, verbose_name="tenu par une réunion de", null=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_on = models.DateField("annulé le", null=True)
    undone_because = models.CharField("motif de l’annulation", max_length=300, blank=True)

    objects = ObligationQuerySet.as_manager()

    READ_WITH = "agreement"
    TITLE = "{what}"
    TOLD_FROM = ("what",)
    FINAL = (
        Final(("agreement_id", "debtor_id", "creditor_id", "what", "proof", "cadence", "first_due", "body_id")),
        Final(("undone_on", "undone_because"), since="undone_on"),
    )

    class Meta:
        verbose_name = "engagement"
        constraints = [models.CheckConstraint(condition=~Q(debtor=F("creditor")), name="obligation_to_another")]

    def __str__(self) -> str:
        return self.what


class Kept(Record):
    """Somebody says, for the party that owed it, that what was due that day was kept, and what shows it. The other
    party sees it, and may contest it: then it counts no more, until it is said anew."""

    obligation = models.ForeignKey(Obligation, verbose_name="engagement", on_delete=models.PROTECT, related_name="kept")
    due_on = models.DateField("dû le")
    kept_on = models.DateField("tenu le")
    note = models.CharField("ce qui le montre", max_length=300)
    contested_on = models.DateField("contesté le", null=True)
    contested_because = models.CharField("motif de la contestation", max_length=300, blank=True)

    objects = RecordQuerySet.as_manager()

    READ_WITH = "obligation__agreement"
    TITLE = "{obligation}, {due_on}"
    TOLD_FROM = ("obligation__what", "due_on")
    FINAL = (
        Final(("obligation_id", "due_on", "kept_on", "note")),
        Final(("contested_on", "contested_because"), since="contested_on"),
    )

    class Meta:
        verbose_name = "engagement tenu"
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "due_on"], condition=Q(contested_on=None), name="kept_once_uncontested"
            )
        ]


class Postponement(Record):
    """A new day for what is due: asked by a party, and agreed by the other; until then nothing moves."""

    obligation = models.ForeignKey(
        Obligation, verbose_name="engagement", on_delete=models.PROTECT, related_name="postponements"
    )
    due_on = models.DateField("dû le")
    to = models.DateField("reporté au")
    asked_by = models.ForeignKey(Organisation, verbose_name="demandé par", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("motif", max_length=300)
    agreed_on = models.DateField("accepté le", null=True)
    told_by = models.ForeignKey(Person, verbose_name="dit par", null=True, on_delete=models.PROTECT, related_name="+")

    objects = RecordQuerySet.as_manager()

    READ_WITH = "obligation__agreement"
    TITLE = "{obligation}, {to}"
    FINAL = (
        Final(("obligation_id", "due_on", "to", "asked_by_id", "reason", "told_by_id")),
        Final(("agreed_on",), since="agreed_on"),
    )

    class Meta:
        verbose_name = "report d’un engagement"
        constraints = [
            models.UniqueConstraint(fields=["obligation", "due_on", "to"], name="postponed_once"),
            models.CheckConstraint(condition=Q(to__gt=F("due_on")), name="postponed_later"),
        ]
