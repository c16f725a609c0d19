from datetime import date
from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Concat, Lower

from kevread.accounts.models import Account
from kevread.base.french import Words
from kevread.base.models import Dated, DatedQuerySet, Record, no_overlap
from kevread.common.actor import Actor
from kevread.territory.models import Certainty, Zone


def normalised(*parts: object) -> models.GeneratedField:
    """A stored column without accents nor capitals: what one sorts by and searches in."""
    expression = parts[0] if len(parts) == 1 else Concat(*parts)
    return models.GeneratedField(
        verbose_name="pour la recherche",
        expression=Lower(models.Func(expression, function="f_unaccent")),
        output_field=models.TextField(),
        db_persist=True,
    )


class Scale(models.TextChoices):
    HEAD = "head", "Tête de réseau"
    GROUPING = "grouping", "Groupement"
    LOCAL = "local", "Pôle"


class LegalForm(models.TextChoices):
    ASSOCIATION = "association", "Association"
    COOPERATIVE = "cooperative", "Coopérative"
    MUTUAL = "mutual", "Mutuelle"
    FOUNDATION = "foundation", "Fondation"
    COMPANY = "company", "Société commerciale"
    PUBLIC = "public", "Organisme public"


class Reach(models.TextChoices):
    """How far an organisation acts (R8.3): said by somebody, never drawn from where it sits."""

    LOCAL = "local", "Locale"
    DEPARTMENTAL = "departmental", "Départementale ou supra-territoriale"
    REGIONAL = "regional", "Régionale"


class Standing(models.Manager):
    """Without the records that were merged into another: whoever wants those too asks `everything`."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(into=None)


class OrganisationQuerySet(DatedQuerySet):
    def at_scale(self, *scales: str) -> Self:
        return self.filter(scale__in=scales)

    def visible_to(self, actor: Actor) -> Self:
        """Organisations of the network are public; the others are shown to those within."""
        return self.all() if actor.hats or actor.is_system else self.filter(scale__in=Scale.values)


class Organisation(Dated):
    """An association, a chamber, a funder… `name` is what it is called in daily life. `form_is_proposed`: the federation's file
    says its legal form, and nobody did."""

    slug = models.SlugField("adresse", max_length=60, unique=True)
    scale = models.CharField("échelle", max_length=10, choices=Scale, blank=True)
    legal_form = models.CharField("forme juridique", max_length=12, choices=LegalForm, blank=True)
    form_is_proposed = models.BooleanField(
        "forme juridique que personne n’a confirmée", default=False, db_default=False
    )
    name = models.CharField("nom", max_length=160)
    siren = models.CharField("SIREN", max_length=9, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    rna = models.CharField("RNA", max_length=10, blank=True)
    locality = models.CharField("lieu", max_length=120, blank=True)
    reach = models.CharField("échelle d’action", max_length=12, choices=Reach, blank=True)  # outside the network alone
    into = models.ForeignKey(
        "self", verbose_name="fondue dans", null=True, on_delete=models.PROTECT, related_name="merged", db_index=False
    )
    search = normalised("name")
    words = models.GeneratedField(
        verbose_name="mots, pour la recherche",
        expression=Words("name"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = Standing.from_queryset(OrganisationQuerySet)()  # type: ignore[assignment, misc]
    everything = OrganisationQuerySet.as_manager()

    TITLE = "{name}"
    TOLD_FROM = ("name",)

    class Meta:
        verbose_name = "organisation"
        default_manager_name = "everything"
        constraints = [
            models.CheckConstraint(condition=Q(siren="") | Q(siren__regex=r"^[0-9]{9}$"), name="siren_form"),
            models.CheckConstraint(condition=Q(siret="") | Q(siret__regex=r"^[0-9]{14}$"), name="siret_form"),
            models.CheckConstraint(condition=Q(rna="") | Q(rna__regex=r"^W[0-9][0-9A-Z][0-9]{7}$"), name="rna_form"),
            models.CheckConstraint(condition=Q(reach="") | Q(scale=""), name="reach_outside_the_network"),
            models.CheckConstraint(condition=Q(into=None) | Q(scale=""), name="merged_outside_the_network"),
            models.CheckConstraint(condition=~Q(into=F("id")), name="organisation_not_into_itself"),
            models.UniqueConstraint(fields=["siren"], condition=~Q(siren=""), name="siren_once"),
            models.UniqueConstraint(fields=["rna"], condition=~Q(rna=""), name="rna_once"),
        ]
        indexes = [
            GinIndex(fields=["search"], name="organisation_search", opclasses=["gin_trgm_ops"]),
            GinIndex(fields=["words"], name="organisation_by_words"),
            models.Index(fields=["scale"], name="organisation_scale"),
            models.Index(fields=["search", "id"], name="organisation_order"),
            models.Index(fields=["into"], condition=~Q(into=None), name="organisation_merged"),  # few: see `Standing`
        ]

    def __str__(self) -> str:
        return self.name


class Name(Dated):
    """A name in force: the statutory one, the brand of the network's naming scheme, or what is proposed for a brand and that
    nobody decided yet."""

    class Kind(models.TextChoices):
        STATUTORY = "statutory", "Dénomination statutaire"
        BRAND = "brand", "Nom d’usage"
        PROPOSED = "proposed", "Nom proposé"

    BORNE = (Kind.STATUTORY, Kind.BRAND)  # those that an organisation takes by itself

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="names"
    )
    kind = models.CharField("nature", max_length=10, choices=Kind)
    text = models.CharField("texte", max_length=160)

    TITLE = "{text}"

    class Meta:
        verbose_name = "nom"
        constraints = [no_overlap("name_once", "organisation", "kind")]


class Capacity(Dated):
    """What an organisation is to the network besides a member: funder, partner, public authority."""

    class Kind(models.TextChoices):
        FUNDER = "funder", "Financeur"
        PARTNER = "partner", "Partenaire"
        AUTHORITY = "authority", "Collectivité"
        EMPLOYER = "employer", "Employeur"

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="capacities"
    )
    kind = models.CharField("nature", max_length=10, choices=Kind)

    TITLE = "{organisation}, {kind}"

    class Meta:
        verbose_name = "qualité"
        constraints = [no_overlap("capacity_once", "organisation", "kind")]


class Affiliation(Dated):
    """`member` is a member of `of`, in a college. `is_proposed`: the federation's file says so, and nobody did."""

    member = models.ForeignKey(
        Organisation, verbose_name="membre", on_delete=models.PROTECT, related_name="affiliations"
    )
    of = models.ForeignKey(Organisation, verbose_name="adhère à", on_delete=models.PROTECT, related_name="members")
    college = models.SlugField("collège", max_length=40, blank=True)
    is_proposed = models.BooleanField("adhésion que personne n’a confirmée", default=False, db_default=False)

    TITLE = "{member}, {of}"

    class Meta:
        verbose_name = "adhésion"
        constraints = [
            no_overlap("affiliation_once", "member", "of"),
            models.CheckConstraint(condition=~Q(member=F("of")), name="affiliation_not_to_itself"),
        ]


class Coverage(Dated):
    """An EPCI (or an island) is a pôle's; a strategic territory is a grouping's."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="coverage"
    )
    zone = models.ForeignKey(Zone, verbose_name="territoire", on_delete=models.PROTECT, related_name="coverage")
    source = models.CharField("source", max_length=200)
    certainty = models.CharField("certitude", max_length=12, choices=Certainty)

    TITLE = "{organisation}, {zone}"

    class Meta:
        verbose_name = "territoire"
        constraints = [no_overlap("coverage_once", "zone")]


def finds_everybody(actor: Actor) -> bool:
    """Whoever keeps the whole directory must still find those whose data are kept and not used, to answer them."""
    return actor.is_system or (bool(actor.hats) and actor.where("register_person") is None)


def findable(actor: Actor, to: str = "") -> Q:
    """Of rows that lead `to` somebody (« person__ »): those of people whose data may be used, and one’s own."""
    if finds_everybody(actor):
        return Q()
    mine = Q(**{f"{to}pk": actor.person}) if actor.person else Q()
    return Q(**{f"{to}limited_since": None}) | mine


class PersonQuerySet(DatedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """People of the network are visible to those who hold a seat or a post in it; to others, by their consent only
        (see `publishing`)."""
        if actor.is_system or actor.hats:
            return self.filter(findable(actor))
        return self.filter(pk=actor.person) if actor.person else self.none()

    def usable(self) -> Self:
        """Those whom a screen may offer for something new: nobody whose data are kept and not used."""
        return self.filter(limited_since=None)


class Person(Record):
    """Somebody. Person, account, mandate and post are four different things."""

    given_name = models.CharField("prénom", max_length=80)
    family_name = models.CharField("nom de famille", max_length=80)
    email = models.EmailField("adresse électronique", blank=True)
    account = models.OneToOneField(
        Account, verbose_name="accès", null=True, on_delete=models.PROTECT, related_name="person"
    )
    # Their data are kept and not used: written by `privacy.restrict`, which says why.
    limited_since = models.DateField("usage limité depuis", null=True)
    into = models.ForeignKey(
        "self", verbose_name="fondue dans", null=True, on_delete=models.PROTECT, related_name="merged", db_index=False
    )
    search = normalised("family_name", models.Value(" "), "given_name")

    objects = Standing.from_queryset(PersonQuerySet)()
    everything = PersonQuerySet.as_manager()

    TITLE = "{given_name} {family_name}"
    TOLD_FROM = ("given_name", "family_name")
    UNTOLD = {"email": "une adresse ne se montre qu’à qui la tient", "account": "la clé de l’accès"} | {
        "limited_since": "la page de la personne le dit, à qui tient tout l’annuaire"
    }

    class Meta:
        verbose_name = "personne"
        default_manager_name = "everything"
        constraints = [models.CheckConstraint(condition=~Q(into=F("id")), name="person_not_into_itself")]
        indexes = [
            GinIndex(fields=["search"], name="person_search", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["search", "id"], name="person_order"),
            models.Index(fields=["into"], condition=~Q(into=None), name="person_merged"),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def short_name(self) -> str:
        return f"{self.given_name} {self.family_name[:1]}."

    def agreed(self, what: str, day: date) -> bool:
        return self.consents.filter(what=what).on(day).exists()


def under(actor: Actor) -> Q:
    """Of rows that say a `person`: theirs, and what stayed under a record that was merged into theirs."""
    mine = (
        Person.everything.filter(Q(pk=actor.person) | Q(into=actor.person))
        if actor.person
        else Person.everything.none()
    )
    return Q(person__in=mine.values("pk"))


class Consent(Dated):
    """What a person agreed to show publicly, since when. Withdrawn by closing the period."""

    class What(models.TextChoices):
        NAME = "name", "Mon nom et mes mandats"
        EMAIL = "email", "Mon adresse électronique"

    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.PROTECT, related_name="consents")
    what = models.CharField("de quoi il s’agit", max_length=10, choices=What)

    READ_WITH = "person"
    TITLE = "{what}"

    class Meta:
        verbose_name = "consentement"
        constraints = [no_overlap("consent_once", "person", "what")]


class Listing(Dated):
    """An organisation outside the network accepts to be shown in the directory, since a day, by the word of somebody there:
    this, its name and its legal form, and nothing else of it. Withdrawn by closing the period: from then on it is shown on no
    day, not even those before."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="listings"
    )
    activity = models.SlugField("domaine", max_length=40)  # of the federation's list
    commune = models.ForeignKey(Zone, verbose_name="commune", null=True, on_delete=models.PROTECT, related_name="+")
    agreed_by = models.CharField("qui l’a accepté, et comment", max_length=200)

    TITLE = "{organisation}"

    class Meta:
        verbose_name = "parution dans l’annuaire"
        constraints = [no_overlap("listing_once", Cast("organisation", models.TextField()))]
        indexes = [models.Index(fields=["organisation"], include=["period"], name="listing_standing")]
