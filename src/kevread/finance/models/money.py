"""Who funds, what is asked of them, what they grant, and when it comes. Every amount is in cents."""

from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from kevread.agreements.models import Agreement
from kevread.base.models import Dated, DatedQuerySet, Record, RecordQuerySet
from kevread.common.actor import Actor
from kevread.common.finality import GONE, Final
from kevread.common.money import euros
from kevread.common.periods import day_in_words
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation, Person
from kevread.dues.models import REASON, Undone
from kevread.finance.rules import PUBLIC_KINDS, WHOLE

KEEPS = "keep_funding"  # the right by which fundings are asked for, recorded and followed
READS = "read_money"  # the right by which the money of one's own organisation is read
REGISTER = "funding"
CLAUSE = 400  # characters


class Scale(models.TextChoices):
    """The three scales of the common framework (R0.6)."""

    LOCAL = "local", "Locale"
    GROUPING = "grouping", "Supraterritoriale"
    REGIONAL = "regional", "Régionale"


class FunderQuerySet(RecordQuerySet):
    def same_as(self, funder: "Funder") -> Self:
        """Its entries: itself, and those of the same organisation of the directory."""
        return self.filter(Q(pk=funder.pk) | Q(organisation__isnull=False, organisation=funder.organisation_id))

    def visible_to(self, actor: Actor) -> Self:
        """By whoever reads the money of an organisation: a name says nothing of who receives."""
        return self.all() if actor.is_system or actor.has(READS) else self.none()


class Funder(Record):
    """Whoever funds: an organisation of the directory, or a name from outside. One for the whole network, so that what it gives
    to several is seen as coming from one. Entered under two names, it is one as soon as both are of the same organisation:
    what is written of each stays as it is (decision 189)."""

    class Kind(models.TextChoices):
        STATE = "state", "État"
        REGION = "region", "Région"
        DEPARTMENT = "department", "Département"
        EPCI = "epci", "Intercommunalité"
        COMMUNE = "commune", "Commune"
        AGENCY = "agency", "Autre organisme public"
        EUROPE = "europe", "Union européenne"
        FOUNDATION = "foundation", "Fondation ou fonds de dotation"
        COMPANY = "company", "Entreprise"
        OTHER = "other", "Autre organisme privé"

    name = models.CharField("nom", max_length=160)
    kind = models.CharField("nature", max_length=10, choices=Kind)
    organisation = models.ForeignKey(
        Organisation, verbose_name="à l’annuaire", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = FunderQuerySet.as_manager()

    TITLE = "{name}"
    TOLD_FROM = ("name",)
    FINAL = (
        Final(
            but={
                "finance.spell_funder": ("name", "organisation_id"),
                "finance.say_funder_kind": ("kind",),
                "finance.say_who_funder_is": ("organisation_id",),
            }
        ),
        # Named so that two records of the directory that become one carry it with them.
        Final(
            ("organisation_id",),
            but={"finance.spell_funder": ("organisation_id",), "finance.say_who_funder_is": ("organisation_id",)},
        ),
    )

    class Meta:
        verbose_name = "financeur"
        constraints = [models.UniqueConstraint(fields=["name"], name="funder_once")]

    def __str__(self) -> str:
        return self.called

    def told(self) -> str:
        """As it was entered: the journal says what was written."""
        return self.name

    @property
    def called(self) -> str:
        """Its name in the directory, if it is there; else the one under which it was entered."""
        return self.organisation.name if self.organisation else self.name

    @property
    def one(self) -> UUID:
        """What two entries of the same funder have in common."""
        return self.organisation_id or self.pk

    @property
    def is_public(self) -> bool:
        """Whether what it gives is a public subsidy of French law: the funds of the Union are counted apart."""
        return self.kind in PUBLIC_KINDS


class MoneyQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """By those of the organisation itself: who reads it from above or below does not read its money."""
        where = None if actor.is_system else actor.where(READS)
        return self.all() if where is None else self.filter(organisation__in=where)


class MoneyStandingQuerySet(MoneyQuerySet):
    def standing(self) -> Self:
        """Those that nobody said to be a mistake."""
        return self.filter(undone_on=None)


class GrantRequest(Record):
    """What an organisation asks of a funder. A draft commits nobody; it is sent by a decision of the register, or by somebody
    who may commit the organisation; its answer closes it."""

    class State(models.TextChoices):
        DRAFT = "draft", "En préparation"
        SENT = "sent", "Envoyée"
        GRANTED = "granted", "Accordée"
        REFUSED = "refused", "Refusée"
        WITHDRAWN = "withdrawn", "Retirée"

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="grant_requests"
    )
    funder = models.ForeignKey(Funder, verbose_name="financeur", on_delete=models.PROTECT, related_name="requests")
    purpose = models.CharField("ce qui est à financer", max_length=200)
    scale = models.CharField("échelle", max_length=8, choices=Scale)
    cents = models.BigIntegerField("montant demandé, en centimes")
    budget = models.BigIntegerField("budget de ce qui est à financer, en centimes", null=True)
    first = models.DateField("premier jour")
    last = models.DateField("dernier jour")
    due_on = models.DateField("à déposer au plus tard le", null=True)
    state = models.CharField("état", max_length=9, choices=State, default=State.DRAFT)
    sent_on = models.DateField("envoyée le", null=True)
    committed_on = models.DateField("contrat d’engagement républicain souscrit le", null=True)
    decision = models.ForeignKey(
        Decision, verbose_name="décision", null=True, on_delete=models.PROTECT, related_name="+"
    )
    authority = models.CharField("ce qui permet de l’envoyer", max_length=300, blank=True)
    answered_on = models.DateField("réponse du", null=True)
    note = models.CharField("précision", max_length=REASON, blank=True)

    objects = MoneyQuerySet.as_manager()

    TITLE = "{funder}, {purpose}"
    TOLD_FROM = ("purpose",)
    FINAL = (
        Final(("organisation_id",)),
        Final(
            ("funder_id", "purpose", "scale", "cents", "budget", "first", "last", "sent_on", "committed_on"),
            since="sent_on",
        ),
        Final(("decision_id", "authority"), since="sent_on"),
    )

    class Meta:
        verbose_name = "demande de financement"
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="request_is_money"),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="request_dates_in_order"),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True) | ~Q(authority=""), name="request_sent_by_somebody"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="request_of")]

    def __str__(self) -> str:
        return self.purpose


class FundingQuerySet(DatedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        where = None if actor.is_system else actor.where(READS)
        return self.all() if where is None else self.filter(organisation__in=where)

    def standing(self) -> Self:
        """Those that nobody said to be a mistake."""
        return self.filter(undone_on=None)


class Funding(Undone, Dated):
    """What a funder granted, for some days: how much, at what scale, on what conditions. Its written agreement is one of
    `agreements`, or was signed elsewhere on a day."""

    class Onward(models.TextChoices):
        UNSAID = "unsaid", "Personne ne l’a encore lu dans la convention"
        ALLOWED = "allowed", "La convention le permet"
        REFUSED = "refused", "La convention ne le permet pas"

    class Earmarked(models.TextChoices):
        UNSAID = "unsaid", "Personne ne l’a encore lu dans la convention"
        YES = "yes", "Pour un projet défini"
        NO = "no", "Pour le fonctionnement de l’association"

    organisation = models.ForeignKey(
        Organisation, verbose_name="qui reçoit", on_delete=models.PROTECT, related_name="fundings"
    )
    funder = models.ForeignKey(Funder, verbose_name="financeur", on_delete=models.PROTECT, related_name="fundings")
    request = models.ForeignKey(
        GrantRequest, verbose_name="demande", null=True, on_delete=models.PROTECT, related_name="fundings"
    )
    purpose = models.CharField("ce qui est financé", max_length=200)
    cents = models.BigIntegerField("montant, en centimes")
    notified_on = models.DateField("notifié le")
    scale = models.CharField("échelle", max_length=8, choices=Scale, blank=True)
    base = models.BigIntegerField("dépenses éligibles, en centimes", null=True)
    rate = models.PositiveSmallIntegerField("taux, en dix-millièmes", null=True)
    onward = models.CharField("reversement à une autre association", max_length=8, choices=Onward, default="unsaid")
    earmarked = models.CharField("donné pour", max_length=6, choices=Earmarked, default="unsaid")
    clause = models.CharField("clause qui permet de reverser", max_length=CLAUSE, blank=True)
    agreement = models.ForeignKey(
        Agreement, verbose_name="convention tenue ici", null=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_on = models.DateField("convention signée ailleurs le", null=True)

    objects = FundingQuerySet.as_manager()  # type: ignore[misc]

    TITLE = "{funder}, {purpose}"
    TOLD_FROM = ("purpose", "cents")
    UNTOLD = {"request": "la page du financement y mène"}
    FINAL = (
        Final(("organisation_id", "funder_id", "request_id", "purpose", "cents", "notified_on", "period")),
        Final(("undone_on", "undone_because"), since="undone_on"),
    )

    class Meta:
        verbose_name = "financement"
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="funding_is_money"),
            models.CheckConstraint(
                condition=Q(rate__isnull=True) | Q(rate__lte=WHOLE, rate__gt=0), name="funding_rate"
            ),
            models.CheckConstraint(
                condition=(Q(onward="allowed") & ~Q(clause="")) | (~Q(onward="allowed") & Q(clause="")),
                name="funding_has_its_clause",
            ),
            models.CheckConstraint(
                condition=Q(period__startswith__isnull=False, period__endswith__isnull=False), name="funding_has_days"
            ),
            models.UniqueConstraint(
                fields=["request"], condition=Q(undone_on__isnull=True), name="request_granted_once"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "notified_on"], name="funding_of")]

    def __str__(self) -> str:
        return f"{self.purpose}, {euros(self.cents)}"


class OfFundingQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """With their funding."""
        return self.filter(funding__in=Funding.objects.visible_to(actor))


class ReportQuerySet(OfFundingQuerySet):
    def standing(self) -> Self:
        return self.filter(undone_on=None)


class Instalment(Record):
    """A part of a funding: what is to come by a day, what came. One that is not to come is taken out; one that came stays."""

    funding = models.ForeignKey(
        Funding, verbose_name="financement", on_delete=models.PROTECT, related_name="instalments"
    )
    label = models.CharField("versement", max_length=80)
    cents = models.BigIntegerField("montant prévu, en centimes")
    due_on = models.DateField("attendu le")
    received_on = models.DateField("reçu le", null=True)
    received = models.BigIntegerField("montant reçu, en centimes", null=True)
    received_by = models.ForeignKey(
        Person, verbose_name="constaté par", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = OfFundingQuerySet.as_manager()

    TITLE = "{label}, {due_on}"
    TOLD_FROM = ("label", "due_on")
    UNTOLD = {"funding": "il se lit sur la page du financement"}
    FINAL = (
        Final(("funding_id", "label", "cents", "due_on"), but={"finance.drop_instalment": (GONE,)}),
        # One that came stays, but by mistake.
        Final(
            ("received_on", "received"),
            since="received_on",
            but={"finance.unreceive_instalment": ("received_on", "received")},
        ),
    )

    class Meta:
        verbose_name = "versement d’un financement"
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="instalment_is_money"),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True, received__isnull=True)
                | Q(received_on__isnull=False, received__gt=0, received__lte=F("cents")),
                name="instalment_received_whole_or_less",
            ),
        ]
        indexes = [models.Index(fields=["funding", "due_on"], name="instalment_of")]


class Accounts(Undone, Record):
    """What the accounts of a fiscal year say, typed from what the accountant gave: none is computed here. What nobody typed is
    not known. A mistake stays, undone, and other figures take its place."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="accounts_kept"
    )
    closed_on = models.DateField("exercice clos le")
    source = models.CharField("d’où viennent ces chiffres", max_length=160)
    resources = models.BigIntegerField("ressources, en centimes", null=True)
    expenses = models.BigIntegerField("charges, en centimes", null=True)
    equity = models.BigIntegerField("fonds propres, en centimes", null=True)
    balance = models.BigIntegerField("total du bilan, en centimes", null=True)
    donations = models.BigIntegerField("dons ouvrant droit à réduction d’impôt, en centimes", null=True)
    employees = models.PositiveIntegerField("salarié·es", null=True)
    published_on = models.DateField("comptes publiés le", null=True)  # said here once; filings say it now
    pay_told_on = models.DateField("rémunérations des cadres publiées le", null=True)

    objects = MoneyStandingQuerySet.as_manager()

    TITLE = "{organisation}, {closed_on}"
    TOLD_FROM = ("closed_on",)
    FINAL = (
        Final(
            (
                "organisation_id", "closed_on", "source", "resources", "expenses", "equity", "balance", "donations",
                "employees",
            )
        ),
        Final(("undone_on", "undone_because"), since="undone_on"),
    )  # fmt: skip

    class Meta:
        verbose_name = "comptes d’un exercice"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "closed_on"], condition=Q(undone_on__isnull=True), name="accounts_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(resources__isnull=True) | Q(resources__gte=0), name="resources_are_no_debt"
            ),
            models.CheckConstraint(condition=Q(expenses__isnull=True) | Q(expenses__gt=0), name="expenses_are_some"),
        ]

    def __str__(self) -> str:
        return f"Exercice clos le {day_in_words(self.closed_on)}"


class Report(Undone, Record):
    """The financial report of a funding for a fiscal year was sent: what was spent of what it pays for."""

    funding = models.ForeignKey(Funding, verbose_name="financement", on_delete=models.PROTECT, related_name="reports")
    closed_on = models.DateField("exercice clos le")
    sent_on = models.DateField("envoyé le")
    spent = models.BigIntegerField("dépensé, en centimes")

    objects = ReportQuerySet.as_manager()

    TITLE = "{closed_on}"
    TOLD_FROM = ("closed_on",)
    UNTOLD = {"funding": "il se lit sur la page du financement"}
    FINAL = (
        Final(("funding_id", "closed_on", "sent_on", "spent")),
        Final(("undone_on", "undone_because"), since="undone_on"),
    )

    class Meta:
        verbose_name = "compte rendu financier"
        constraints = [
            models.UniqueConstraint(
                fields=["funding", "closed_on"], condition=Q(undone_on__isnull=True), name="reported_once_a_year"
            ),
            models.CheckConstraint(condition=Q(spent__gte=0), name="spent_is_no_debt"),
            models.CheckConstraint(condition=Q(sent_on__gt=F("closed_on")), name="reported_after_the_year"),
        ]
