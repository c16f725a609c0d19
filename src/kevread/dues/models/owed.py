"""Tariffs that decisions fix, what members are called to pay by them, and what was paid. Every amount is in cents."""

from typing import Self

from django.db import models
from django.db.models import Q

from kevread.base.models import Dated, DatedQuerySet, Record, RecordQuerySet, no_overlap
from kevread.common.actor import Actor
from kevread.common.finality import Final
from kevread.common.money import euros
from kevread.common.periods import day_in_words
from kevread.decisions.models import Application
from kevread.directory.models import Affiliation, LegalForm, Organisation
from kevread.dues.rules import LETTERS, MOST, AskedBracket

KEEPS_DUES = "keep_dues"  # the right by which dues are called, read and entered
REASON = 300  # characters


class KeptQuerySet(RecordQuerySet):
    def standing(self) -> Self:
        """Those that nobody said to be a mistake."""
        return self.filter(undone_on=None)

    def visible_to(self, actor: Actor) -> Self:
        """Who owes what, and who paid, is read by those who keep the dues there."""
        where = None if actor.is_system else actor.where(KEEPS_DUES)
        return self.all() if where is None else self.filter(organisation__in=where)


class MeasureQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """The budget of a member is read by those who keep the dues where it is a member."""
        where = None if actor.is_system else actor.where(KEEPS_DUES)
        return self.all() if where is None else self.filter(affiliation__of__in=where)


class Undone(models.Model):
    """What was a mistake stays, undone."""

    undone_on = models.DateField("annulé le", null=True)
    undone_because = models.CharField("motif de l’annulation", max_length=REASON, blank=True)

    class Meta:
        abstract = True


class TariffQuerySet(DatedQuerySet):
    def standing(self) -> Self:
        return self.filter(undone_on=None)


class Tariff(Undone, Dated):
    """What members of an organisation owe for a year, since a day, by a decision of its register (L7.1)."""

    class Basis(models.TextChoices):
        FLAT = "flat", "Un même montant"
        FORM = "form", "Selon la famille"
        BUDGET = "budget", "Selon le budget"
        SIZE = "size", "Selon l’effectif"

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="tariffs"
    )
    basis = models.CharField("mesuré", max_length=6, choices=Basis)
    decided_by = models.ForeignKey(Application, verbose_name="décision", on_delete=models.PROTECT, related_name="+")

    objects = TariffQuerySet.as_manager()  # type: ignore[misc]

    TITLE = "{organisation}, {basis}"
    UNTOLD = {"decided_by": "la page de la décision le dit"}
    FINAL = (
        Final(("organisation_id", "basis", "decided_by_id")),
        Final(("undone_on", "undone_because"), since="undone_on"),
    )

    class Meta:
        verbose_name = "barème de cotisation"
        constraints = [no_overlap("tariff_once", "organisation", condition=Q(undone_on=None))]


class Bracket(Record):
    """One amount of a tariff: for a family, or from so much."""

    tariff = models.ForeignKey(Tariff, verbose_name="barème", on_delete=models.PROTECT, related_name="brackets")
    rank = models.PositiveSmallIntegerField("rang")
    cents = models.PositiveIntegerField("montant, en centimes")
    form = models.CharField("famille", max_length=12, choices=LegalForm, blank=True)
    at_least = models.BigIntegerField("à partir de", default=0)  # cents of a budget, or how many people

    TITLE = "{cents}"
    UNTOLD = {"tariff": "il se lit avec ses montants"}
    FINAL = (Final(),)

    class Meta:
        verbose_name = "tranche d’un barème"
        constraints = [
            models.UniqueConstraint(fields=["tariff", "rank"], name="bracket_once"),
            models.CheckConstraint(condition=Q(cents__lte=MOST, at_least__gte=0), name="bracket_bounds"),
        ]

    @property
    def asked(self) -> AskedBracket:
        return AskedBracket(self.cents, self.form, self.at_least)

    @property
    def words(self) -> str:
        """What it is for: « Association », « à partir de 50 000 € », « à partir de 3 »."""
        if self.tariff.basis == Tariff.Basis.FLAT:
            return "un même montant"
        if self.tariff.basis == Tariff.Basis.FORM:
            return self.get_form_display().lower()
        if not self.at_least:
            return "première tranche"
        return f"à partir de {euros(self.at_least) if self.tariff.basis == Tariff.Basis.BUDGET else self.at_least}"


class Measure(Record):
    """What a member said of a year, by which its bracket is known: its budget, or how many people it employs."""

    class Kind(models.TextChoices):
        BUDGET = "budget", "Budget, en centimes"
        SIZE = "size", "Effectif"

    affiliation = models.ForeignKey(
        Affiliation, verbose_name="adhésion", on_delete=models.PROTECT, related_name="measures"
    )
    year = models.PositiveSmallIntegerField("année")
    kind = models.CharField("nature", max_length=6, choices=Kind)
    value = models.BigIntegerField("valeur")

    objects = MeasureQuerySet.as_manager()

    TITLE = "{kind} {year}"
    UNTOLD = {"affiliation": "elle se lit au registre des membres"}

    class Meta:
        verbose_name = "mesure d’un membre"
        constraints = [
            models.UniqueConstraint(fields=["affiliation", "year", "kind"], name="member_measure_once"),
            models.CheckConstraint(condition=Q(value__gte=0), name="measure_counts"),
        ]


class Call(Undone, Record):
    """The dues of a year are asked of members, together, in one act."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="dues_calls"
    )
    year = models.PositiveSmallIntegerField("année")
    tariff = models.ForeignKey(Tariff, verbose_name="barème", on_delete=models.PROTECT, related_name="calls")
    called_on = models.DateField("appelé le")
    due_on = models.DateField("échéance")
    how = models.CharField("comment payer", max_length=REASON, blank=True)

    objects = KeptQuerySet.as_manager()

    TITLE = "{organisation}, {year}"
    TOLD_FROM = ("year",)
    UNTOLD = {"tariff": "il se lit à la page du barème"}
    FINAL = (
        Final(("organisation_id", "year", "tariff_id", "called_on", "due_on", "how")),
        Final(("undone_on", "undone_because"), since="undone_on"),
    )

    class Meta:
        verbose_name = "appel de cotisation"

    def __str__(self) -> str:
        return str(self.year)


class Due(Record):
    """What one member owes for a year: what the tariff says, and what is asked. Where they differ, a reason says why. A member
    owes once for a year, whatever the calls and its memberships: a call reads what is owed under the lock of the organisation.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="dues"
    )
    call = models.ForeignKey(Call, verbose_name="appel", on_delete=models.PROTECT, related_name="dues")
    affiliation = models.ForeignKey(Affiliation, verbose_name="adhésion", on_delete=models.PROTECT, related_name="dues")
    year = models.PositiveSmallIntegerField("année")
    number = models.PositiveIntegerField("numéro")  # by which a payment says what it is for
    bracket = models.ForeignKey(Bracket, verbose_name="tranche", on_delete=models.PROTECT, related_name="+")
    by_tariff = models.PositiveIntegerField("au barème, en centimes")
    cents = models.PositiveIntegerField("demandé, en centimes")
    reason = models.CharField("motif de l’écart", max_length=REASON, blank=True)
    undone_on = models.DateField("annulé le", null=True)

    objects = KeptQuerySet.as_manager()

    TITLE = "{year}-{number}"
    TOLD_FROM = ("year", "number")
    UNTOLD = {"bracket": "elle se lit avec le barème", "affiliation": "elle se lit au registre des membres"}
    FINAL = (
        Final(("organisation_id", "call_id", "affiliation_id", "year", "number", "bracket_id", "by_tariff")),
        Final(("undone_on",), since="undone_on"),
    )

    class Meta:
        verbose_name = "cotisation"
        constraints = [
            models.UniqueConstraint(
                fields=["affiliation", "year"], condition=Q(undone_on=None), name="due_once_a_year"
            ),
            models.UniqueConstraint(fields=["organisation", "year", "number"], name="due_numbered_once"),
            models.CheckConstraint(condition=Q(by_tariff__lte=MOST, cents__lte=MOST), name="due_bounds"),
            models.CheckConstraint(
                condition=Q(cents=models.F("by_tariff")) | ~Q(reason=""), name="due_adjusted_for_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "year"], name="due_by_year")]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        return f"{self.year}-{self.number:04d}"


class Payment(Undone, Record):
    """Money that came in for dues, or, when it `refunds` a payment, that was given back. `due` None: nobody knows yet for which
    member it is. `mark`: the digest of the line of a file that told it, so that the same line is one payment."""

    class Means(models.TextChoices):
        TRANSFER = "transfer", "Virement"
        CHEQUE = "cheque", "Chèque"
        CARD = "card", "Carte"
        CASH = "cash", "Espèces"
        OTHER = "other", "Autrement"

    class Origin(models.TextChoices):
        HAND = "hand", "Inscrit à la main"
        BANK = "bank", "Relevé de banque"
        HELLOASSO = "helloasso", "HelloAsso"

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="dues_payments"
    )
    due = models.ForeignKey(
        Due, verbose_name="cotisation", null=True, on_delete=models.PROTECT, related_name="payments"
    )
    paid_on = models.DateField("le")
    cents = models.PositiveIntegerField("montant, en centimes")
    means = models.CharField("moyen", max_length=8, choices=Means)
    origin = models.CharField("origine", max_length=9, choices=Origin, default=Origin.HAND)
    payer = models.CharField("qui a payé", max_length=160, blank=True)
    email = models.EmailField("adresse de qui a payé", blank=True)
    note = models.CharField("note", max_length=REASON, blank=True)
    mark = models.CharField("empreinte de la ligne", max_length=64, blank=True)
    asked_at = models.DateTimeField("demandé à qui a payé", null=True)
    claimed_for = models.CharField("pour qui, selon qui a payé", max_length=160, blank=True)
    refunds = models.ForeignKey(
        "self", verbose_name="rembourse", null=True, on_delete=models.PROTECT, related_name="refunded"
    )

    objects = KeptQuerySet.as_manager()

    TITLE = "{cents}, {paid_on}"
    TOLD_FROM = ("cents", "paid_on")
    UNTOLD = dict.fromkeys(("payer", "email", "note", "claimed_for"), "qui a payé ne se lit qu’avec la cotisation") | {
        "mark": "une empreinte, que personne ne lit"
    }
    FINAL = (
        Final(
            (
                "organisation_id", "paid_on", "cents", "means", "origin", "payer", "email", "note", "mark", "refunds_id",
            )
        ),
        Final(("undone_on", "undone_because"), since="undone_on"),
    )  # fmt: skip

    class Meta:
        verbose_name = "paiement d’une cotisation"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "mark"], condition=~Q(mark=""), name="payment_once"),
            models.CheckConstraint(condition=Q(cents__gte=1, cents__lte=MOST), name="payment_bounds"),
        ]
        indexes = [models.Index(fields=["organisation", "paid_on"], name="payment_by_day")]

    def __str__(self) -> str:
        return f"{euros(self.cents)}, {day_in_words(self.paid_on)}"


class Letter(Record):
    """A letter that left about a line: the call, then at most two reminders. Each once."""

    due = models.ForeignKey(Due, verbose_name="cotisation", on_delete=models.PROTECT, related_name="letters")
    rank = models.PositiveSmallIntegerField("rang")
    sent_on = models.DateField("parti le")

    objects = RecordQuerySet.as_manager()

    READ_WITH = "due"
    TITLE = "{rank}, {sent_on}"
    FINAL = (Final(),)

    class Meta:
        verbose_name = "courriel d’une cotisation"
        constraints = [
            models.UniqueConstraint(fields=["due", "rank"], name="letter_once"),
            models.CheckConstraint(condition=Q(rank__lt=LETTERS), name="letter_rank"),
        ]
