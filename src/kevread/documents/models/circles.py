"""A version put to the signature of several people, and what happens until the last one signs."""

from typing import Self

from django.db import models
from django.db.models import Q

from kevread.base.models import Record, RecordQuerySet
from kevread.common.actor import Actor
from kevread.common.finality import Final
from kevread.directory.models import Person, under
from kevread.mail.models import Dispatch

from .kept import Document, SignatureAsked, Version


class CircleQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Of the documents that one reads: those of the organisations where one keeps documents, and those where one is to
        sign."""
        if actor.is_system:
            return self.all()
        found = self.filter(version__document__in=Document.objects.visible_to(actor))
        where = actor.where("keep_document")
        if where is None:
            return found
        theirs = Q(version__document__organisation__in=where)
        if actor.person is not None:
            theirs |= Q(version__in=SignatureAsked.objects.filter(under(actor)).values("version"))
        return found.filter(theirs)


class Circle(Record):
    """A version put to the signature of those who commit somebody by it: all of one rank at once, a rank after another. What
    happens meanwhile is a `Step`; what it says was said when it was opened."""

    version = models.OneToOneField(Version, verbose_name="version", on_delete=models.PROTECT, related_name="circle")
    asked_by = models.ForeignKey(Person, verbose_name="demandé par", on_delete=models.PROTECT, related_name="+")
    amount = models.BigIntegerField("montant en centimes", null=True)
    act = models.CharField(
        "code de l’acte", max_length=40, blank=True
    )  # empty: none of those that the federation names
    # In the words of that day; empty: asked before anybody had to say it, and judged as it was then.
    act_said = models.CharField("de quel acte il s’agit", max_length=160, blank=True)
    consent = models.TextField("ce que chacun·e confirme")
    opened_at = models.DateTimeField("demandé")

    objects = CircleQuerySet.as_manager()

    TITLE = "{version}"
    TOLD_FROM = ("version__document__title",)
    OVER = True  # it says who asked
    FINAL = (Final(),)
    UNTOLD = {"act": "un code, que disent les mots de la demande"}

    class Meta:
        verbose_name = "demande de signatures"
        constraints = [
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gte=0), name="circle_amount"),
            models.CheckConstraint(condition=Q(act="") | ~Q(act_said=""), name="circle_act_is_said"),
        ]

    @property
    def judged_for(self) -> str | None:
        """The act for which a right to sign is asked: « » where it is none of those named; None where nobody said it."""
        return self.act if self.act_said else None

    @property
    def act_in_words(self) -> str:
        """
        >>> Circle().act_in_words, Circle(act_said="Signer une convention").act_in_words
        ('acte non dit', 'Signer une convention')
        """
        return self.act_said or "acte non dit"

    @property
    def what_it_is(self) -> str:
        """
        >>> Circle(act_said="Signer une convention", amount=500).what_it_is, Circle().what_it_is
        ('acte : Signer une convention ; montant : 5\xa0€', 'acte non dit ; montant : aucun')
        """
        said = f"acte : {self.act_said}" if self.act_said else self.act_in_words
        return f"{said} ; montant : {self.engages}"

    @property
    def engages(self) -> str:
        """What whoever asked said that it commits."""
        if self.amount is None:
            return "aucun"
        whole, cents = divmod(self.amount, 100)
        return f"{whole:,}".replace(",", "\u202f") + (f",{cents:02}" if cents else "") + "\u00a0€"

    def told(self) -> str:
        """As the journal names it."""
        return f"signatures de « {self.version.document.title} »"


class Step(Record):
    """What happened to a circle between its opening and its last signature."""

    class Kind(models.TextChoices):
        SENT = "sent", "Demande faite"
        REMINDED = "reminded", "Rappel fait"
        NUDGED = "nudged", "Rappel parti de lui-même"
        REFUSED = "refused", "Signature refusée"
        REPLACED = "replaced", "Signataire remplacé·e"
        WITHDRAWN = "withdrawn", "Demande retirée"
        LEFT = "left", "Refus sans suite"

    circle = models.ForeignKey(Circle, verbose_name="demande", on_delete=models.PROTECT, related_name="steps")
    asked = models.ForeignKey(
        SignatureAsked, verbose_name="signature attendue", null=True, on_delete=models.PROTECT, related_name="steps"
    )
    kind = models.CharField("ce qui s’est passé", max_length=9, choices=Kind)
    person = models.ForeignKey(Person, verbose_name="par", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField("motif", blank=True)
    dispatch = models.ForeignKey(
        Dispatch, verbose_name="courriel", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("quand")

    READ_WITH = "circle"
    TITLE = "{circle}"
    OVER = True  # it happened
    FINAL = (Final(),)
    UNTOLD = {"dispatch": "il se lit avec les courriels", "asked": "à qui c’était demandé se lit sur la demande"}

    class Meta:
        verbose_name = "étape d’une demande de signatures"
        constraints = [
            models.UniqueConstraint(
                fields=["circle"], condition=Q(kind__in=("refused", "withdrawn")), name="circle_ends_once"
            ),
            models.UniqueConstraint(fields=["asked"], condition=Q(kind="replaced"), name="replaced_once"),
            models.UniqueConstraint(fields=["circle"], condition=Q(kind="left"), name="left_once"),
            models.CheckConstraint(condition=Q(kind="withdrawn") | Q(asked__isnull=False), name="step_of_somebody"),
        ]
