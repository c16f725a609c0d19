"""What each party owes the others, and what was said of each time that it was due."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from kevread.base.models import Record, RecordQuerySet
from kevread.common.finality import Final
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation, Person
from kevread.seats.models import Body

from .agreement import Agreement, Party

MEETING = "meetings.held"


class ClaimQuerySet(RecordQuerySet):
    def standing(self) -> Self:
        """Those that nobody said to be a mistake."""
        return self.filter(undone_on=None)


class Claim(Record):
    """What somebody entered of what a party owes another. Said by mistake, it stays, undone by who would be owed; who would
    owe it may say, once, that it does not: then it is late no more, until it is undone, or kept."""

    undone_on = models.DateField("annulé le", null=True)
    undone_because = models.CharField("motif de l’annulation", max_length=300, blank=True)
    denied_on = models.DateField("contesté le", null=True)
    denied_because = models.CharField("motif de la contestation", max_length=300, blank=True, default="", db_default="")

    objects = ClaimQuerySet.as_manager()

    class Meta:
        abstract = True

    def denial(self, on: date) -> str:
        """Why who would owe it says that it does not, by that day; nothing when it did not say so."""
        return self.denied_because if self.denied_on and self.denied_on <= on else ""


class Obligation(Claim):
    """A party owes something to another: once, at intervals, or each time that something happens.

    `kept_by`: what a room sees happen, and keeps it by itself (`common.witness`), of `body` where it is of one; empty, a party
    says it. Upon an event: `upon` and `upon_body` say which in the same way, or `occasion` in words, which a party tells;
    `within`, how many days it leaves; `first_due` is then the day from which events count."""

    class Cadence(models.TextChoices):
        ONCE = "once", "Une fois"
        MONTHLY = "monthly", "Chaque mois"
        QUARTERLY = "quarterly", "Chaque trimestre"
        HALF_YEARLY = "half-yearly", "Chaque semestre"
        YEARLY = "yearly", "Chaque année"
        UPON = "upon", "Chaque fois que quelque chose arrive"

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
        Body, verbose_name="tenu de lui-même dans", null=True, on_delete=models.PROTECT, related_name="+"
    )
    kept_by = models.CharField("tenu de lui-même par", max_length=40, blank=True, default="", db_default="")
    upon = models.CharField("dû à chaque fois que", max_length=40, blank=True, default="", db_default="")
    upon_body = models.ForeignKey(Body, verbose_name="dans", null=True, on_delete=models.PROTECT, related_name="+")
    occasion = models.CharField("dû à chaque fois", max_length=200, blank=True, default="", db_default="")
    within = models.PositiveSmallIntegerField("délai, en jours", default=0, db_default=0)

    READ_WITH = "agreement"
    TITLE = "{what}"
    TOLD_FROM = ("what",)
    FINAL = (
        Final(("agreement_id", "debtor_id", "creditor_id", "what", "proof", "cadence", "first_due", "body_id")),
        Final(("kept_by", "upon", "upon_body_id", "occasion", "within")),
        Final(("undone_on", "undone_because"), since="undone_on"),
        Final(("denied_on", "denied_because"), since="denied_on"),
    )

    class Meta:
        verbose_name = "engagement"
        constraints = [models.CheckConstraint(condition=~Q(debtor=F("creditor")), name="obligation_to_another")]

    def __str__(self) -> str:
        return self.what

    @property
    def witness(self) -> str:
        """The kind of what keeps it by itself; a body with nothing more is of a time when a meeting alone could."""
        return self.kept_by or (MEETING if self.body_id else "")

    @property
    def is_upon(self) -> bool:
        return self.cadence == self.Cadence.UPON


class Occasion(Claim):
    """Something happened, upon which something is due: a party tells it, where no room sees it."""

    obligation = models.ForeignKey(
        Obligation, verbose_name="engagement", on_delete=models.PROTECT, related_name="occasions"
    )
    happened_on = models.DateField("arrivé le")
    note = models.CharField("ce qui est arrivé", max_length=300)

    READ_WITH = "obligation__agreement"
    TITLE = "{note}, {happened_on}"
    TOLD_FROM = ("obligation__what", "happened_on")
    FINAL = (
        Final(("obligation_id", "happened_on", "note")),
        Final(("undone_on", "undone_because"), since="undone_on"),
        Final(("denied_on", "denied_because"), since="denied_on"),
    )

    class Meta:
        verbose_name = "événement d’un engagement"
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "happened_on"], condition=Q(undone_on=None), name="happened_once_that_day"
            )
        ]

    def __str__(self) -> str:
        return self.note


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
    # By what whoever is owed gives its day up, as it asks for a later one or agrees to it: as of an end (`Event.decision`).
    decision = models.ForeignKey(
        Decision, verbose_name="décision", null=True, on_delete=models.PROTECT, related_name="+"
    )
    authority = models.CharField("ce qui permet de l’accorder", max_length=300, blank=True, db_default="", default="")

    objects = RecordQuerySet.as_manager()

    READ_WITH = "obligation__agreement"
    TITLE = "{obligation}, {to}"
    FINAL = (
        Final(("obligation_id", "due_on", "to", "asked_by_id", "reason", "told_by_id")),
        Final(("agreed_on", "decision_id", "authority"), since="agreed_on"),
    )

    class Meta:
        verbose_name = "report d’un engagement"
        constraints = [
            models.UniqueConstraint(fields=["obligation", "due_on", "to"], name="postponed_once"),
            models.CheckConstraint(condition=Q(to__gt=F("due_on")), name="postponed_later"),
        ]
