"""What was signed on paper, elsewhere, and is deposited: who signed, for whom, when, by what right; and what became of that."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from kevread.base.models import Record, RecordQuerySet
from kevread.common.finality import Final
from kevread.directory.models import Organisation, Person

from .kept import Version


class PaperSignatureQuerySet(RecordQuerySet):
    def standing(self) -> Self:
        """Those that nobody said to be a mistake."""
        return self.exclude(steps__kind="undone")

    def denied(self) -> Self:
        """Those that their party says it did not give, while nobody answered, and that was not taken back."""
        steps = PaperStep.objects.filter(signature=OuterRef("pk"))
        after = PaperStep.objects.filter(signature=OuterRef("signature"), pk__gt=OuterRef("pk")).exclude(kind="undone")
        return self.standing().filter(Exists(steps.filter(~Exists(after), kind="denied")))


class PaperSignature(Record):
    """Somebody signed these bytes with a pen, says whoever deposited them. The right by which they did is what the registers
    of here say of that day (`chain`), or what is written of it, where they do not go back so far."""

    version = models.ForeignKey(Version, verbose_name="version", on_delete=models.PROTECT, related_name="on_paper")
    organisation = models.ForeignKey(
        Organisation, verbose_name="au nom de", on_delete=models.PROTECT, related_name="signed_on_paper"
    )
    person = models.ForeignKey(
        Person, verbose_name="personne", null=True, on_delete=models.PROTECT, related_name="signed_on_paper"
    )
    person_name = models.CharField("nom signé", max_length=170)
    quality = models.CharField("qualité", max_length=160)
    right = models.CharField("de quel droit", max_length=300, blank=True)  # empty: nothing says it
    chain = models.JSONField("chaîne", null=True)  # link by link, as the registers of here had it for that day
    signed_on = models.DateField("signé le")
    # Entered with a text of a room above, which says the same: it is not undone apart from it.
    with_text = models.BooleanField("inscrite avec un texte", default=False)
    told_by = models.ForeignKey(Person, verbose_name="dit par", null=True, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField("inscrite")

    objects = PaperSignatureQuerySet.as_manager()

    READ_WITH = "version__document"
    TITLE = "{person_name}"
    TOLD_FROM = ("person_name", "organisation__name")
    OVER = True  # who signed, signed
    FINAL = (Final(),)
    UNTOLD = {"chain": "« de quel droit » la résume, le dossier de preuve la donne"}

    class Meta:
        verbose_name = "signature sur papier"

    def told(self) -> str:
        """As the journal names it."""
        return f"{self.person_name}, pour {self.organisation.name}"


class PaperStep(Record):
    """What became of a signature on paper. Nothing of it is rewritten: the last step says where it stands."""

    class Kind(models.TextChoices):
        DENIED = "denied", "Contestée par la partie"
        ANSWERED = "answered", "Contestation à laquelle il fut répondu"
        WITHDRAWN = "withdrawn", "Contestation retirée"
        UNDONE = "undone", "Inscrite par erreur"

    signature = models.ForeignKey(
        PaperSignature, verbose_name="signature sur papier", on_delete=models.PROTECT, related_name="steps"
    )
    kind = models.CharField("ce qui s’est passé", max_length=9, choices=Kind)
    reason = models.CharField("motif", max_length=300, blank=True)
    person = models.ForeignKey(Person, verbose_name="par", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("quand")

    READ_WITH = "signature__version__document"
    TITLE = "{signature}"
    OVER = True  # it happened
    FINAL = (Final(),)

    class Meta:
        verbose_name = "étape d’une signature sur papier"
        constraints = [
            models.UniqueConstraint(fields=["signature"], condition=Q(kind="undone"), name="paper_undone_once")
        ]
