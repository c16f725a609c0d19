from datetime import date
from typing import Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast

from kevread.base.french import Words
from kevread.base.models import Dated, DatedQuerySet, Record, RecordQuerySet, no_overlap
from kevread.common.actor import Actor
from kevread.common.finality import GONE, Final
from kevread.common.periods import Period
from kevread.common.words import of
from kevread.directory.models import Organisation, Person, Scale, findable
from kevread.territory.models import Zone


class BodyQuerySet(DatedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """The composition of bodies is public, except teams, which those within see."""
        return self.all() if actor.hats or actor.is_system else self.exclude(kind=Body.Kind.TEAM)


class Body(Dated):
    """Where people sit: an assembly, a board, a bureau, a regional space, a team."""

    class Kind(models.TextChoices):
        ASSEMBLY = "assembly", "Assemblée générale"
        BOARD = "board", "Conseil d’administration"
        BUREAU = "bureau", "Bureau"
        SPACE = "space", "Espace de pilotage"
        TEAM = "team", "Équipe"

    class Level(models.TextChoices):
        POLITICAL = "political", "Politique"
        STRATEGIC = "strategic", "Stratégique"
        OPERATIONAL = "operational", "Opérationnel"

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="bodies"
    )
    slug = models.SlugField("adresse", max_length=80, unique=True)
    kind = models.CharField("nature", max_length=10, choices=Kind)
    level = models.CharField("niveau", max_length=12, choices=Level, blank=True)
    name = models.CharField("nom", max_length=160)
    purpose = models.TextField("objet", blank=True)
    led_by = models.ForeignKey(
        Organisation, verbose_name="animée par", null=True, on_delete=models.PROTECT, related_name="led_bodies"
    )
    rank = models.PositiveSmallIntegerField("rang", default=100)

    objects = BodyQuerySet.as_manager()  # type: ignore[misc]

    TITLE = "{name}"
    TOLD_FROM = ("name", "kind", "organisation__name", "organisation__scale")

    class Meta:
        verbose_name = "instance"
        indexes = [GinIndex(Words("name"), name="body_words")]

    @property
    def is_elective(self) -> bool:
        """Whether one sits there by an election or a designation, which a body decides; elsewhere by one's work: a team,
        and the spaces where teams meet."""
        political = self.kind == Body.Kind.SPACE and self.level == Body.Level.POLITICAL
        return political or self.kind in (Body.Kind.ASSEMBLY, Body.Kind.BOARD, Body.Kind.BUREAU)

    @property
    def has_own_name(self) -> bool:
        """« Collège territoire », « Bureau élargi »: no other body of the network is called so."""
        usual = Body.Kind(self.kind).label
        return self.kind == Body.Kind.SPACE or (self.organisation.scale == Scale.HEAD and self.name != usual)

    def told_within(self, organisation: UUID | None) -> str:
        """« Conseil d’administration d’ESS 35 », elsewhere than at ESS 35."""
        if self.organisation_id == organisation or self.has_own_name:
            return self.name
        return f"{self.name} {of(self.organisation.name)}"

    @property
    def full_name(self) -> str:
        """« Conseil d’administration d’ESS 35 », wherever it is read."""
        return self.told_within(None)

    def __str__(self) -> str:
        return self.name


class Seat(Dated):
    """A kind of place in a body. `one_per` empty: `places` in all; otherwise `places` for each pôle, grouping or family."""

    class OnePer(models.TextChoices):
        LOCAL = "local", "par pôle"
        GROUPING = "grouping", "par groupement"
        FAMILY = "family", "par famille"

    body = models.ForeignKey(Body, verbose_name="instance", on_delete=models.PROTECT, related_name="seats")
    title = models.SlugField("mot de l’adresse", max_length=40)
    name = models.CharField("nom", max_length=120)
    one_per = models.CharField("répartition", max_length=10, choices=OnePer, blank=True)
    # NULL: no number is set, or it stands in the setting.
    places = models.PositiveSmallIntegerField("places", null=True)
    # The article's setting that holds the number.
    places_setting = models.CharField("modalité qui dit les places", max_length=80, blank=True)
    conditions = ArrayField(models.SlugField(max_length=60), verbose_name="conditions", default=list, blank=True)
    is_alternate = models.BooleanField("suppléance", default=False)
    rank = models.PositiveSmallIntegerField("rang", default=100)

    READ_WITH = "body"
    TITLE = "{name}"
    TOLD_FROM = ("name", "body__name")
    UNTOLD = {"title": "le mot de son adresse, que son nom dit mieux"}

    class Meta:
        verbose_name = "siège"
        constraints = [no_overlap("seat_once", "body", "title")]

    def __str__(self) -> str:
        return self.name

    def told(self) -> str:
        """As the journal names it."""
        return f"{self.name}, {self.body.name}"


class MandateQuerySet(DatedQuerySet):
    """A mandate that was a mistake was never in force, whatever its period says."""

    def on(self, day: date) -> Self:
        return super().on(day).exclude(end_reason=Mandate.EndReason.MISTAKE)

    def touching(self, period: Period) -> Self:
        return super().touching(period).exclude(end_reason=Mandate.EndReason.MISTAKE)

    def visible_to(self, actor: Actor) -> Self:
        """Those within read them all, but of the people whose data are kept and not used; the public, no team."""
        rows = self.filter(findable(actor, "person__"))
        return rows if actor.hats or actor.is_system else rows.exclude(seat__body__kind=Body.Kind.TEAM)


class Mandate(Dated):
    """A person fills a place, on behalf of an organisation or a family, or of nobody."""

    class Origin(models.TextChoices):
        ELECTION = "election", "Élection"
        DESIGNATION = "designation", "Désignation"
        COOPTATION = "cooptation", "Cooptation, à ratifier"
        HIRING = "hiring", "Embauche"
        EXISTING = "existing", "Situation existante constatée"

    class EndReason(models.TextChoices):
        TERM = "term", "Terme du mandat"
        RESIGNATION = "resignation", "Démission"
        LOST_QUALITY = "lost_quality", "Perte de la qualité qui fondait le mandat"
        REVOCATION = "revocation", "Révocation"
        DEPARTURE = "departure", "Départ"
        DEATH = "death", "Décès"
        MISTAKE = "mistake", "Erreur de saisie corrigée"

    seat = models.ForeignKey(Seat, verbose_name="siège", on_delete=models.PROTECT, related_name="mandates")
    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.PROTECT, related_name="mandates")
    represents = models.ForeignKey(
        Organisation, verbose_name="au nom de", null=True, on_delete=models.PROTECT, related_name="representatives"
    )
    family = models.SlugField("famille", max_length=40, blank=True)
    origin = models.CharField("origine", max_length=12, choices=Origin)
    origin_note = models.CharField("décision", max_length=200, blank=True)
    # The line of a register of decisions that gives it; none: a post, or decided before that register was kept.
    decided_in = models.UUIDField("au registre", null=True)
    end_reason = models.CharField("motif de fin", max_length=12, choices=EndReason, blank=True)

    objects = MandateQuerySet.as_manager()  # type: ignore[misc]

    TITLE = "{person}, {seat}"
    TOLD_FROM = ("person__given_name", "person__family_name", "seat__name")
    # When it ends, and why, is what verbs write afterwards; a wrong one stays, said to be a mistake.
    FINAL = (
        Final(
            ("seat_id", "person_id", "represents_id", "family", "origin", "origin_note", "decided_in"),
            but={
                "imports.undo": (GONE,),  # with the file that brought it, before anything rests on it
                "imports.merge": (GONE,),  # the same, of a record that was the same
            },
        ),
    )
    UNTOLD = {"decided_in": "sa décision est nommée ici par ses mots"}

    class Meta:
        verbose_name = "mandat"
        constraints = [
            # The person first, the seat as text: PostgreSQL deems this index cheap for either, and it is slow for the
            # second; the seat has an index of its own.
            no_overlap("mandate_once", "person", Cast("seat", models.TextField()), condition=~Q(end_reason="mistake")),
            models.CheckConstraint(condition=Q(period__startswith__isnull=False), name="mandate_has_start"),
        ]

    def told(self) -> str:
        """As the journal names it."""
        return f"{self.person}, {self.seat.name}"


class Delegation(Dated):
    """An organisation entrusts powers to a person, who accepts. Today: a pôle's secretariat, which prepares, never decides."""

    class Power(models.TextChoices):
        SECRETARIAT = "secretariat", "Secrétariat confié"

    granter = models.ForeignKey(
        Organisation, verbose_name="confié par", on_delete=models.PROTECT, related_name="delegations"
    )
    holder = models.ForeignKey(Person, verbose_name="confié à", on_delete=models.PROTECT, related_name="delegations")
    powers = ArrayField(models.SlugField(max_length=40, choices=Power), verbose_name="ce qui est confié")
    accepted_on = models.DateField("accepté le", null=True)

    TITLE = "{holder}"
    FINAL = (
        Final(("granter_id", "holder_id", "powers"), but={"imports.merge": (GONE,)}),
        Final(("accepted_on",), since="accepted_on", but={"imports.merge": (GONE,)}),
    )

    class Meta:
        verbose_name = "secrétariat confié"
        constraints = [no_overlap("delegation_once", "granter", "holder")]


class SubstitutionQuerySet(DatedQuerySet):
    def standing_on(self, day: date) -> Self:
        """Those that nobody had taken back by that day, whether accepted or not."""
        return self.on(day).filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=day))

    def visible_to(self, actor: Actor) -> Self:
        """Both people, and those within the network who read the organisation."""
        where = None if actor.is_system else actor.where("read")
        if where is None:
            return self.all()
        mine = Q(substitute=actor.person) | Q(mandate__person=actor.person) if actor.person else Q(pk=None)
        return self.filter(mine | Q(mandate__seat__body__organisation__in=where))


class Substitution(Dated):
    """Somebody away asks somebody of the same body to do, for some days, what their mandate lets them do. It gives nothing
    until it is accepted, nothing more than the mandate gives, and ends by itself: with its days, with the mandate, or when
    whoever stands in leaves the body. Either of them may take it back."""

    mandate = models.ForeignKey(Mandate, verbose_name="mandat", on_delete=models.PROTECT, related_name="substitutions")
    substitute = models.ForeignKey(Person, verbose_name="qui remplace", on_delete=models.PROTECT, related_name="+")
    accepted_on = models.DateField("accepté le", null=True)
    withdrawn_on = models.DateField("retiré le", null=True)

    objects = SubstitutionQuerySet.as_manager()  # type: ignore[misc]

    TITLE = "{substitute}, pour remplacer {mandate}"
    FINAL = (
        Final(("mandate_id", "substitute_id", "period")),
        Final(("accepted_on",), since="accepted_on"),
        Final(("withdrawn_on",), since="withdrawn_on"),
    )

    class Meta:
        verbose_name = "remplacement"
        constraints = [
            no_overlap("substitution_once", "mandate", condition=Q(withdrawn_on=None)),
            models.CheckConstraint(
                condition=Q(period__startswith__isnull=False, period__endswith__isnull=False), name="substitution_ends"
            ),
        ]

    def told(self) -> str:
        """As the journal names it."""
        return f"{self.substitute}, pour {self.mandate.person}"


class ZoneLead(Dated):
    """The holder of a post is the reference of a zone; only one of them is the main one at a time."""

    mandate = models.ForeignKey(Mandate, verbose_name="poste", on_delete=models.PROTECT, related_name="zone_leads")
    zone = models.ForeignKey(Zone, verbose_name="territoire", on_delete=models.PROTECT, related_name="leads")
    main = models.BooleanField("référence principale", default=True)

    READ_WITH = "mandate"
    TITLE = "{mandate}, {zone}"

    class Meta:
        verbose_name = "référence"
        constraints = [no_overlap("main_lead_once", "zone", condition=Q(main=True))]


class PleaQuerySet(RecordQuerySet):
    def open(self) -> Self:
        return self.filter(answered_at=None)

    def visible_to(self, actor: Actor) -> Self:
        """One's own, and those of what one may do oneself where it is asked."""
        if actor.is_system:
            return self.all()
        if actor.person is None:
            return self.none()
        seen = Q(person=actor.person)
        for right in {right for hat in actor.hats for right in hat.rights}:
            where = actor.where(right)
            everywhere = Q(right=right) & ~Q(organisation__in=actor.left(right))
            seen |= everywhere if where is None else Q(right=right, organisation__in=where)
        return self.filter(seen)


class Plea(Record):
    """Somebody who may not do something asks those who may; one of them answers that it is done, or why it will not be."""

    class Outcome(models.TextChoices):
        GRANTED = "granted", "C’est fait"
        DECLINED = "declined", "Cela ne se fera pas"

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="pleas"
    )
    right = models.SlugField("ce qui est demandé", max_length=40)
    person = models.ForeignKey(Person, verbose_name="qui demande", on_delete=models.PROTECT, related_name="pleas")
    message = models.TextField("demande")
    asked_at = models.DateTimeField("demandé")
    outcome = models.CharField("réponse", max_length=8, choices=Outcome, blank=True)
    reason = models.TextField("pourquoi", blank=True)
    answered_by = models.ForeignKey(
        Person, verbose_name="qui répond", null=True, on_delete=models.PROTECT, related_name="pleas_answered"
    )
    answered_at = models.DateTimeField("répondu", null=True)

    objects = PleaQuerySet.as_manager()

    TITLE = "{right}"
    OVER = True  # it says who answered
    FINAL = (Final(("organisation_id", "right", "person_id", "message", "asked_at")), Final(since="answered_at"))

    class Meta:
        verbose_name = "demande"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "right", "person"], condition=Q(answered_at=None), name="plea_open_once"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, outcome="", answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False, outcome__in=("granted", "declined")),
                name="plea_answered_whole",
            ),
            models.CheckConstraint(condition=~Q(answered_by=F("person")), name="plea_answered_by_another"),
        ]

    def told(self) -> str:
        """As the journal names it."""
        return str(self.person)
