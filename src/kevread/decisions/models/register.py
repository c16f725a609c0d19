"""The register of decisions: its lines, and what ties them."""

from typing import Self
from uuid import UUID

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Lower

from kevread.base.french import Words
from kevread.base.models import Record, RecordQuerySet
from kevread.common.actor import Actor
from kevread.common.finality import GONE, Final
from kevread.common.periods import day_in_words
from kevread.competence.rules import bodies as competence
from kevread.directory.models import Organisation
from kevread.documents.models import Document
from kevread.meetings.models.meeting import AgendaItem, Meeting
from kevread.seats.models import Body
from kevread.tally.rules.sums import sum_in_words

# A title as words are looked for: no accents, no capitals.
PLAIN_TITLE = Lower(Func("title", function="f_unaccent", output_field=models.TextField()))


class DecisionQuerySet(RecordQuerySet):
    def standing(self) -> Self:
        """Those that no later one corrects, and that nobody said were never taken."""
        return self.filter(corrected_by__isnull=True, annulled_on=None)

    def binding(self) -> Self:
        """Those that stand and decide: what was adopted, and is no advice."""
        return self.standing().filter(outcome=Decision.Outcome.ADOPTED).exclude(type=Decision.ADVICE)

    def unclassed(self) -> Self:
        """Those that stand, were adopted, and of which nobody said the type."""
        return self.standing().filter(type="", outcome=Decision.Outcome.ADOPTED)

    def visible_to(self, actor: Actor) -> Self:
        """Those who read the organisation, and those convened to the meeting that decided."""
        if actor.is_system:
            return self.all()
        if actor.is_anonymous:
            return self.none()
        seen = Meeting.objects.visible_to(actor)
        if (where := actor.where("read")) is None:
            return self.all()
        return self.filter(Q(organisation__in=where) | Q(meeting__in=seen.values("pk")))


class Decision(Record):
    """A line of the register, numbered in each organisation, final: a later one corrects it and says so. Its type alone, by
    which it is filed, may be told afterwards (decision 47). One of a decision that nobody took is annulled: it keeps its number
    and its words, and counts on no day (decision 284).

    An advice is a line of the register too, of type `advice`: `advises` is the type of decision that it prepares,
    `advised_item` the point of another body's agenda when there is one.
    """

    ADVICE, OTHER = competence.ADVICE, competence.OTHER

    class Outcome(models.TextChoices):
        ADOPTED = "adopted", "Adoptée"
        REJECTED = "rejected", "Rejetée"

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="decisions"
    )
    number = models.PositiveIntegerField("numéro")
    decided_on = models.DateField("décidée le")
    body = models.ForeignKey(Body, verbose_name="instance", on_delete=models.PROTECT, related_name="decisions")
    meeting = models.ForeignKey(
        Meeting, verbose_name="réunion", null=True, on_delete=models.PROTECT, related_name="decisions"
    )
    item = models.ForeignKey(
        AgendaItem,
        verbose_name="point de l’ordre du jour",
        null=True,
        on_delete=models.PROTECT,
        related_name="decisions",
    )
    type = models.SlugField("type de décision", max_length=60, blank=True)  # of the federation's decision matrix
    title = models.CharField("titre", max_length=200)
    text = models.TextField("texte")
    outcome = models.CharField("issue", max_length=8, choices=Outcome)
    sum = models.CharField("décompte", max_length=200, blank=True)  # what decided, as it is computed
    advises = models.SlugField("avis sur", max_length=60, blank=True)
    advised_item = models.ForeignKey(
        AgendaItem,
        verbose_name="point sur lequel porte l’avis",
        null=True,
        on_delete=models.PROTECT,
        related_name="advices",
    )
    corrects = models.OneToOneField(
        "self", verbose_name="corrige", null=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    reason = models.CharField("motif de la correction", max_length=300, blank=True)  # of a correction
    annulled_on = models.DateField("annulée le", null=True)
    annulled_because = models.CharField("motif de l’annulation", max_length=300, blank=True, db_default="", default="")

    objects = DecisionQuerySet.as_manager()

    TITLE = "{title}"
    TOLD_FROM = ("decided_on", "number", "title")
    FINAL = (
        Final(
            but={
                "decisions.classify": ("type", "advises", "advised_item_id"),
                "decisions.annul": ("annulled_on", "annulled_because"),
            }
        ),
        Final(("annulled_on", "annulled_because"), since="annulled_on"),
    )

    class Meta:
        verbose_name = "décision"
        constraints = [
            models.CheckConstraint(
                condition=Q(annulled_on=None, annulled_because="")
                | (Q(annulled_on__isnull=False) & ~Q(annulled_because="")),
                name="decision_annulled_with_its_reason",
            ),
            models.UniqueConstraint(fields=["organisation", "number"], name="decision_number_once"),
            models.CheckConstraint(
                condition=Q(type="advice", advises__gt="") | (~Q(type="advice") & Q(advises="")),
                name="advice_advises_something",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-decided_on"], name="decision_by_organisation"),
            GinIndex(OpClass(PLAIN_TITLE, name="gin_trgm_ops"), name="decision_by_title"),
            GinIndex(Words("title", "text"), name="decision_words"),
        ]

    def __str__(self) -> str:
        return f"n° {self.reference}, {self.title}"

    @property
    def reference(self) -> str:
        return f"{self.decided_on.year}-{self.number:03d}"

    @property
    def stands(self) -> bool:
        """Whether nothing corrects it and nobody annulled it: as `DecisionQuerySet.standing`."""
        return self.annulled_on is None and getattr(self, "corrected_by", None) is None

    @property
    def sum_said(self) -> str:
        return sum_in_words(self.sum)

    def quoted_at(self, place: UUID | None) -> str:
        """As it is cited there. Numbers begin anew in each register: another’s (None: of any other) names whose it is."""
        if place == self.organisation_id:
            return self.quoted
        whose = f"{self.body.name}, {self.organisation.name}"
        return f"Décision n° {self.reference}, {whose}, {day_in_words(self.decided_on)}"[:200]

    @property
    def quoted(self) -> str:
        """As a setting or a mandate cites it."""
        return f"Décision n° {self.reference}, {self.body.name}, {day_in_words(self.decided_on)}"[:200]


class Citation(Record):
    """A decision was taken after an advice: « vu l’avis n° 2026-012 du comité de direction ». Or the advice, that lacked, came
    after it, on it: the days of both say which (decision 57)."""

    decision = models.ForeignKey(Decision, verbose_name="décision", on_delete=models.PROTECT, related_name="citations")
    advice = models.ForeignKey(Decision, verbose_name="avis", on_delete=models.PROTECT, related_name="cited_by")

    READ_WITH = "decision"
    TITLE = "{advice}"
    FINAL = (Final(),)

    class Meta:
        verbose_name = "avis cité"
        constraints = [
            models.UniqueConstraint(fields=["decision", "advice"], name="advice_cited_once"),
            models.CheckConstraint(condition=~Q(decision=models.F("advice")), name="advice_of_another"),
        ]


class OutsideAdviceQuerySet(RecordQuerySet):
    def standing(self) -> Self:
        """Those that nobody said to be a mistake."""
        return self.filter(mistake="")


class OutsideAdvice(Record):
    """What somebody outside of the network, that the matrix asks, said of a decision: the works council of an employer. It is
    noted by whoever records the decision, and binds nobody. Noted by mistake, it is said to be one and counts no more."""

    decision = models.ForeignKey(
        Decision, verbose_name="décision", on_delete=models.PROTECT, related_name="outside_advices"
    )
    organ = models.SlugField("instance extérieure", max_length=60)  # as the federation's matrix names it
    given_on = models.DateField("rendu le")
    favourable = models.BooleanField("favorable")
    text = models.TextField("ce que dit l’avis")
    mistake = models.CharField("inscrit par erreur", max_length=300, blank=True)  # why, once somebody said so

    objects = OutsideAdviceQuerySet.as_manager()

    READ_WITH = "decision"
    TITLE = "{text}"
    TOLD_FROM = ("text",)
    FINAL = (Final(("decision_id", "organ", "given_on", "favourable", "text")), Final(("mistake",), since="mistake"))

    class Meta:
        verbose_name = "avis extérieur"

    def __str__(self) -> str:
        return f"avis du {day_in_words(self.given_on)}"


class JoiningQuerySet(RecordQuerySet):
    def standing(self) -> Self:
        """Those that nobody said to be a mistake."""
        return self.filter(parting=None)


class Joining(Record):
    """Two lines of two registers are the same decision, taken by bodies that decide together (`together` in the matrix).
    Final: what was said by mistake is said to be one (`Parting`)."""

    decision = models.ForeignKey(Decision, verbose_name="décision", on_delete=models.PROTECT, related_name="joinings")
    joins = models.ForeignKey(
        Decision, verbose_name="même décision", on_delete=models.PROTECT, related_name="joined_by"
    )

    objects = JoiningQuerySet.as_manager()

    READ_WITH = "decision"
    TITLE = "{joins}"
    TOLD_FROM = ("joins__decided_on", "joins__number", "joins__title")
    FINAL = (Final(),)

    class Meta:
        verbose_name = "décision commune"
        constraints = [
            models.UniqueConstraint(fields=["decision", "joins"], name="decision_joined_once"),
            models.CheckConstraint(condition=~Q(decision=models.F("joins")), name="decision_joins_another"),
        ]

    def __str__(self) -> str:
        return f"même décision que {self.joins}"


class Parting(Record):
    """A link between two decisions was said by mistake: it counts no more from the day it was undone, and both stay to be
    read. Said again, it counts again: this row goes, and the journal keeps it."""

    joining = models.OneToOneField(
        Joining, verbose_name="lien défait", on_delete=models.PROTECT, related_name="parting"
    )

    READ_WITH = "joining__decision"
    TITLE = "{joining}"
    FINAL = (Final(but={"decisions.join": (GONE,)}),)

    class Meta:
        verbose_name = "lien défait entre deux décisions"


class Ratification(Record):
    """The competent body made its own a decision that another had taken in its place, or confirmed its own, knowing an advice
    that came afterwards: a line of its register ratifies the other. Removed when it is annulled; the journal keeps it."""

    decision = models.ForeignKey(
        Decision, verbose_name="décision", on_delete=models.PROTECT, related_name="ratifications"
    )
    ratifies = models.ForeignKey(
        Decision, verbose_name="décision ratifiée", on_delete=models.PROTECT, related_name="ratified_by"
    )

    READ_WITH = "decision"
    TITLE = "{ratifies}"
    FINAL = (Final(but={"decisions.annul_ratification": (GONE,), "decisions.correct": ("decision_id", "ratifies_id")}),)

    class Meta:
        verbose_name = "ratification"
        constraints = [
            models.UniqueConstraint(fields=["decision", "ratifies"], name="decision_ratified_once"),
            models.CheckConstraint(condition=~Q(decision=models.F("ratifies")), name="decision_ratifies_another"),
        ]


class Founding(Record):
    """The line of the head's register that says from what the network lives, taken before there was a register: by a body that
    no longer is. `document`: the paper that shows it, once somebody deposited it."""

    decision = models.OneToOneField(
        Decision, verbose_name="décision", on_delete=models.PROTECT, related_name="founding"
    )
    document = models.ForeignKey(
        Document, verbose_name="papier déposé", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = RecordQuerySet.as_manager()

    READ_WITH = "decision"
    TITLE = "{decision}"
    TOLD_FROM = ("decision__decided_on", "decision__number", "decision__title")
    FINAL = (
        Final(("decision_id",), but={"decisions.correct": ("decision_id",)}),
        Final(("document_id",), since="document_id"),
    )

    class Meta:
        verbose_name = "décision d’avant le registre"

    def __str__(self) -> str:
        return str(self.decision)


class Submission(Record):
    """A point of the agenda of a body that may mend a decision, by which it is submitted to it: what it votes there ratifies
    it, confirms it, is the advice that it lacked, or the same decision. An item that is taken off before any notice takes
    this with it."""

    item = models.OneToOneField(
        AgendaItem, verbose_name="point de l’ordre du jour", on_delete=models.CASCADE, related_name="submission"
    )
    decision = models.ForeignKey(
        Decision, verbose_name="décision portée", on_delete=models.PROTECT, related_name="submissions"
    )

    READ_WITH = "decision"
    TITLE = "{decision}"

    class Meta:
        verbose_name = "décision portée à un ordre du jour"
