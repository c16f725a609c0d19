"""Whether what members pay opens a tax reduction, and the receipts that say so (L7.2)."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from kevread.base.models import Dated, DatedQuerySet, Record, no_overlap
from kevread.common.finality import Final
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation
from kevread.documents.models import Version

from .owed import REASON, KeptQuerySet, Payment, Undone


class EligibilityQuerySet(DatedQuerySet):
    def standing(self) -> Self:
        """Those that nobody said to be a mistake."""
        return self.filter(undone_on=None)


class Eligibility(Undone, Dated):
    """What an organisation says of itself since a day, by a line of its register: whether it is of general interest, whether
    its dues buy something. Only of general interest, and for nothing in return, do they open a tax reduction. It is theirs to
    answer for: nothing here works it out."""

    class Ground(models.TextChoices):
        RULING = "ruling", "La réponse de l’administration fiscale (rescrit)"
        STUDY = "study", "Son propre examen, sans l’avis de l’administration"

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="eligibilities"
    )
    of_interest = models.BooleanField("d’intérêt général")
    for_nothing = models.BooleanField("cotisation sans contrepartie")
    ground = models.CharField("repose sur", max_length=6, choices=Ground)
    because = models.CharField("ce qui le montre", max_length=REASON)
    seat = models.CharField("adresse de son siège", max_length=200)  # that and its object are on each receipt
    purpose = models.CharField("son objet", max_length=REASON)
    decision = models.ForeignKey(Decision, verbose_name="décision", on_delete=models.PROTECT, related_name="+")

    objects = EligibilityQuerySet.as_manager()  # type: ignore[misc]

    TITLE = "{organisation}, {period}"
    UNTOLD = {"decision": "la page de la décision le dit"}
    FINAL = (
        Final(("organisation_id", "of_interest", "for_nothing", "ground", "because", "seat", "purpose", "decision_id")),
        Final(("undone_on", "undone_because"), since="undone_on"),
    )

    class Meta:
        verbose_name = "éligibilité aux reçus fiscaux"
        constraints = [
            no_overlap("eligibility_once", "organisation", condition=Q(undone_on=None)),
            models.CheckConstraint(condition=~Q(because=""), name="eligibility_rests_on_something"),
        ]

    @property
    def opens(self) -> bool:
        """Whether a receipt may be given."""
        return self.of_interest and self.for_nothing


class Receipt(Undone, Record):
    """The tax receipt of one payment. Each `follows` the one before, and PostgreSQL refuses a number that follows none: no
    number is missing, whatever stops midway. One that was a mistake stays, annulled, with its number; its payment may have
    another. `identifier`: the number of the organisation that law wants on it. `version`: the paper, as it was given."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="tax_receipts"
    )
    payment = models.ForeignKey(Payment, verbose_name="paiement", on_delete=models.PROTECT, related_name="receipts")
    number = models.PositiveIntegerField("numéro")
    follows = models.PositiveIntegerField("suit le numéro", null=True)  # None: the first
    cents = models.PositiveIntegerField("montant, en centimes")
    issued_on = models.DateField("fait le")
    identifier = models.CharField("SIREN ou RNA", max_length=10)
    version = models.OneToOneField(Version, verbose_name="papier", on_delete=models.PROTECT, related_name="tax_receipt")

    objects = KeptQuerySet.as_manager()

    TITLE = "{number}"
    TOLD_FROM = ("number",)
    UNTOLD = {"follows": "le numéro le dit", "version": "le papier se lit avec le reçu"}
    FINAL = (
        Final(but={"dues.annul_receipt": ("undone_on", "undone_because")}),
        Final(("undone_on", "undone_because"), since="undone_on"),
    )

    class Meta:
        verbose_name = "reçu fiscal"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="receipt_numbered_once"),
            models.UniqueConstraint(fields=["payment"], condition=Q(undone_on=None), name="payment_receipted_once"),
            models.CheckConstraint(
                condition=Q(number=1, follows__isnull=True)
                | Q(number__gt=1, follows__isnull=False, follows=F("number") - 1),
                name="receipt_follows_the_one_before",
            ),
            models.CheckConstraint(condition=Q(cents__gte=1), name="receipt_is_of_money"),
            models.CheckConstraint(condition=~Q(identifier=""), name="receipt_says_by_whom"),
        ]

    def __str__(self) -> str:
        return f"n° {self.number}"
