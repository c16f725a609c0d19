"""Delegations, and who asks for one."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kevread.base.models import Dated, DatedQuerySet, Record, RecordQuerySet
from kevread.common.actor import Actor
from kevread.common.finality import Final
from kevread.common.periods import day_in_words
from kevread.directory.models import Organisation, Person
from kevread.documents.models import Document
from kevread.seats.models import Body, Mandate

RECORDS = "record_delegation"  # the right by which what a body decided is entered, annulled, its papers deposited


class GrantQuerySet(DatedQuerySet):
    def standing(self) -> Self:
        """Those that nobody said to be a mistake. Whether they hold on a day hangs on their chain (`queries.chains`)."""
        return self.exclude(end_reason=Grant.EndReason.MISTAKE)

    def visible_to(self, actor: Actor) -> Self:
        """Those of the organisations that one reads, and one’s own."""
        where = None if actor.is_system else actor.where("read")
        if where is None:
            return self.all()
        mine = Q(holder=actor.person) if actor.person else Q()
        return self.filter(Q(organisation__in=where) | mine)


class Grant(Dated):
    """Somebody is entrusted with acts that commit an organisation: by a body of it that decided it, by whoever holds them by
    their office, or by whoever holds a grant that lets them. What it says is final; renewing it makes another."""

    class Nature(models.TextChoices):
        POWERS = "powers", "Délégation de pouvoirs"
        SIGNATURE = "signature", "Délégation de signature"
        HR = "hr", "Délégation en ressources humaines"
        STRATEGIC = "strategic", "Délégation stratégique"
        SPACE = "space", "Mandat d’engagement dans un espace"

    class Level(models.TextChoices):
        CONSULTATIVE = "consultative", "Consultatif : n’engage pas la structure"
        PLANNED = "planned", "Engage les moyens déjà prévus"
        CEILING = "ceiling", "Engage jusqu’à un plafond"

    class EndReason(models.TextChoices):
        REVOKED = "revoked", "Retirée"
        RETURNED = "returned", "Rendue"
        MISTAKE = "mistake", "Erreur de saisie annulée"

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation engagée", on_delete=models.PROTECT, related_name="grants"
    )
    nature = models.CharField("nature", max_length=9, choices=Nature)
    holder = models.ForeignKey(Person, verbose_name="délégataire", on_delete=models.PROTECT, related_name="grants")
    post = models.ForeignKey(
        Mandate, verbose_name="au poste ou au siège", on_delete=models.PROTECT, related_name="grants"
    )
    body = models.ForeignKey(
        Body, verbose_name="décidée par", null=True, on_delete=models.PROTECT, related_name="grants"
    )
    decision = models.CharField("décision", max_length=200, blank=True)
    decided_in = models.UUIDField("au registre", null=True)  # the line of a register of decisions, of the room above
    office = models.ForeignKey(
        Mandate, verbose_name="donnée au titre de", null=True, on_delete=models.PROTECT, related_name="+"
    )
    parent = models.ForeignKey(
        "self", verbose_name="dans la délégation", null=True, on_delete=models.PROTECT, related_name="children"
    )
    acts = ArrayField(models.SlugField(max_length=40), verbose_name="ce qui est confié")
    ceilings = models.JSONField("plafonds", default=dict)  # by act, in cents, for each commitment
    space = models.ForeignKey(
        Body, verbose_name="dans l’espace", null=True, on_delete=models.PROTECT, related_name="space_grants"
    )
    level = models.CharField("niveau d’engagement", max_length=12, choices=Level, blank=True)
    days = models.PositiveSmallIntegerField("jours de travail, au plus", null=True)
    limits = models.CharField("ce qui en est exclu", max_length=300, blank=True)
    means = models.CharField("moyens et compte rendu", max_length=300, blank=True)
    further = models.BooleanField("peut être subdéléguée", default=False)
    renews = models.OneToOneField(
        "self", verbose_name="renouvelle", null=True, on_delete=models.PROTECT, related_name="renewal"
    )
    accepted_on = models.DateField("acceptée le", null=True)
    paper = models.ForeignKey(
        Document, verbose_name="écrit signé", null=True, on_delete=models.PROTECT, related_name="+"
    )
    end_reason = models.CharField("motif de fin", max_length=8, choices=EndReason, blank=True)
    # It held that day until then; its last day is the one before.
    stopped_at = models.DateTimeField("retirée aussitôt", null=True)
    end_note = models.CharField("précision", max_length=300, blank=True)

    objects = GrantQuerySet.as_manager()  # type: ignore[misc]

    TITLE = "{holder}, {organisation}"
    TOLD_FROM = ("nature", "holder__given_name", "holder__family_name")
    UNTOLD = {"decided_in": "sa décision est nommée ici par ses mots"}
    FINAL = (
        Final(
            (
                "organisation_id", "nature", "holder_id", "post_id", "body_id", "decision", "decided_in", "office_id",
                "parent_id", "acts", "ceilings", "space_id", "level", "days", "limits", "means", "further", "renews_id",
            )
        ),
        Final(("accepted_on", "paper_id"), since="accepted_on"),
        Final(("stopped_at",), since="stopped_at"),
    )  # fmt: skip

    class Meta:
        verbose_name = "délégation"
        constraints = [
            models.CheckConstraint(
                condition=Q(body__isnull=False, office=None, parent=None)
                | Q(body=None, office__isnull=False, parent=None)
                | Q(body=None, office=None, parent__isnull=False),
                name="grant_comes_from_one",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="grant_of_another"),
            models.CheckConstraint(condition=Q(acts__len__gte=1), name="grant_of_something"),
            models.CheckConstraint(
                condition=Q(period__startswith__isnull=False, period__endswith__isnull=False), name="grant_has_a_term"
            ),
            models.CheckConstraint(
                condition=~Q(nature__in=("signature", "space")) | Q(further=False),
                name="signature_is_not_given_further",
            ),
            models.CheckConstraint(
                condition=Q(nature="space", space__isnull=False, level__gt="")
                | (~Q(nature="space") & Q(space=None, level="", days=None)),
                name="grant_in_a_space_says_which",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "holder"], name="grant_of_holder")]

    def told(self) -> str:
        """As the journal names it."""
        return f"{self.get_nature_display()}, {self.holder}"

    @property
    def given_by(self) -> str:
        """Who gave it, in words: a body and its decision, an office, or another delegation."""
        if self.body:
            return f"{self.body.name} : {self.decision}"
        if self.office:
            return f"{self.office.person}, {self.office.seat.name}"
        assert self.parent is not None
        return f"{self.parent.holder}, par sa délégation du {day_in_words(self.parent.dates.start or self.parent.period.upper)}"


class PetitionQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever asked, whoever answered, and those who enter what is decided there."""
        where = actor.where(RECORDS)
        if actor.is_system or where is None:
            return self.all()
        return self.filter(
            Q(organisation__in=where) | Q(person=actor.person, person__isnull=False) | Q(answered_by=actor.person)
        )

    def open(self) -> Self:
        return self.filter(answered_at=None)


class Petition(Record):
    """Somebody asks to be entrusted with an act, of those who may entrust it; one of them gives it, or says why not. Whoever
    asked may take it back."""

    class Outcome(models.TextChoices):
        GRANTED = "granted", "Accordée"
        DECLINED = "declined", "Refusée"
        WITHDRAWN = "withdrawn", "Retirée"

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="petitions"
    )
    act = models.SlugField("acte demandé", max_length=40)
    cents = models.BigIntegerField("montant", null=True)
    space = models.ForeignKey(
        Body, verbose_name="dans l’espace", null=True, on_delete=models.PROTECT, related_name="petitions"
    )
    person = models.ForeignKey(Person, verbose_name="qui demande", on_delete=models.PROTECT, related_name="petitions")
    message = models.TextField("pourquoi")
    asked_at = models.DateTimeField("demandée")
    outcome = models.CharField("réponse", max_length=9, choices=Outcome, blank=True)
    reason = models.TextField("motif", blank=True)
    grant = models.ForeignKey(
        Grant, verbose_name="délégation donnée", null=True, on_delete=models.PROTECT, related_name="petitions"
    )
    answered_by = models.ForeignKey(
        Person, verbose_name="qui répond", null=True, on_delete=models.PROTECT, related_name="petitions_answered"
    )
    answered_at = models.DateTimeField("répondue", null=True)

    objects = PetitionQuerySet.as_manager()

    TITLE = "{act}"
    OVER = True  # it says who answered
    FINAL = (
        Final(("organisation_id", "act", "cents", "space_id", "person_id", "message", "asked_at")),
        Final(since="answered_at"),
    )

    class Meta:
        verbose_name = "demande de délégation"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "act", "person"], condition=Q(answered_at=None), name="petition_open_once"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, outcome="", answered_by=None, grant=None)
                | Q(answered_at__isnull=False, outcome="granted", grant__isnull=False)
                | Q(answered_at__isnull=False, outcome__in=("declined", "withdrawn"), grant=None),
                name="petition_answered_whole",
            ),
        ]

    def told(self) -> str:
        """As the journal names it."""
        return str(self.person)


class DealingQuerySet(RecordQuerySet):
    def standing(self) -> Self:
        return self.filter(undone_because="")

    def visible_to(self, actor: Actor) -> Self:
        where = None if actor.is_system else actor.where("read")
        return self.all() if where is None else self.filter(organisation__in=where)


class Dealing(Record):
    """An agreement between an organisation and somebody who directs it, directly or by a structure of theirs: the law wants it
    told to the assembly (L1.19). One that was declared by mistake stays, said so."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="dealings"
    )
    officer = models.ForeignKey(
        Person, verbose_name="personne qui dirige", on_delete=models.PROTECT, related_name="dealings"
    )
    function = models.CharField("fonction", max_length=120)
    counterpart = models.CharField("avec qui", max_length=160)
    subject = models.CharField("objet", max_length=300)
    cents = models.BigIntegerField("montant", null=True)
    concluded_on = models.DateField("conclue le")
    reported_on = models.DateField("rapportée à l’assemblée le", null=True)
    undone_because = models.CharField("motif de l’annulation", max_length=300, blank=True)

    objects = DealingQuerySet.as_manager()

    TITLE = "{counterpart}, {concluded_on}"
    FINAL = (
        Final(("organisation_id", "officer_id", "function", "counterpart", "subject", "cents", "concluded_on")),
        Final(("reported_on",), since="reported_on"),
        Final(("undone_because",), since="undone_because"),
    )

    class Meta:
        verbose_name = "convention avec une personne qui dirige"
        constraints = [
            models.CheckConstraint(
                condition=Q(reported_on=None) | Q(reported_on__gte=F("concluded_on")), name="dealing_reported_after"
            ),
        ]
