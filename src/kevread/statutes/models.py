"""The day on which a local hands a subject over to its grouping; the articles of association of each, and its bylaws."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from kevread.base.models import Record, RecordQuerySet
from kevread.common.actor import Actor
from kevread.common.finality import GONE, Final, Owner
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation, Person
from kevread.documents.models import Document
from kevread.statutes.rules.articles import STANDS

ARTICLES, BYLAWS = "articles", "bylaws"
HANDS_OVER = "hand_over"  # the right by which the day that a side decided is written
ADOPTS = "adopt_articles"  # the right by which articles of association and bylaws are drafted, and written once adopted


class HandingOverQuerySet(RecordQuerySet):
    def standing(self) -> Self:
        """Those that nobody said to be a mistake."""
        return self.filter(undone_on=None)

    def standing_on(self, on: date) -> Self:
        """Those that nobody had undone by that day: what is undone later stood then."""
        return self.filter(Q(undone_on=None) | Q(undone_on__gt=on))

    def dated(self, on: date | None = None) -> Self:
        """Those that both sides decided, that stand, or stood that day: their day is one."""
        return (
            (self.standing() if on is None else self.standing_on(on))
            .exclude(local_decided_on=None)
            .exclude(grouping_decided_on=None)
        )

    def nothing(self, on: date) -> Self:
        """What a local had said by that day that it has not: there is nothing of it to hand over."""
        return self.standing_on(on).filter(is_nothing=True, local_decided_on__lte=on)

    def visible_to(self, actor: Actor) -> Self:
        where = None if actor.is_system else actor.where("read")
        return self.all() if where is None else self.filter(Q(local__in=where) | Q(grouping__in=where))


class HandingOver(Record):
    """A local hands a subject over to its grouping, from a day on: a day once both sides decided it, the same.

    A decision is a line of the register, or words where it was taken before that register was kept. Each side is written by a
    person of its own. What is undone stays written: by its side alone while the other has not decided, by both once they have.
    A local that has nothing of a subject says so alone (`is_nothing`), and its day is that of its decision.
    """

    class Subject(models.TextChoices):
        STAFF = "staff", "Personnes salariées"
        FUNDING = "funding", "Financements"
        CONTRACTS = "contracts", "Contrats"

    local = models.ForeignKey(
        Organisation, verbose_name="passe la main", on_delete=models.PROTECT, related_name="hands_over"
    )
    grouping = models.ForeignKey(
        Organisation, verbose_name="prend la suite", on_delete=models.PROTECT, related_name="takes_over"
    )
    subject = models.CharField("sujet", max_length=9, choices=Subject)
    day = models.DateField("à partir du")
    is_nothing = models.BooleanField("rien à passer", default=False)
    local_decided_on = models.DateField("décidé par qui passe la main, le", null=True)
    local_decided_by = models.CharField("décision de qui passe la main", max_length=200, blank=True)
    local_decision = models.ForeignKey(
        Decision, verbose_name="au registre de qui passe la main", null=True, on_delete=models.PROTECT, related_name="+"
    )
    grouping_decided_on = models.DateField("décidé par qui prend la suite, le", null=True)
    grouping_decided_by = models.CharField("décision de qui prend la suite", max_length=200, blank=True)
    grouping_decision = models.ForeignKey(
        Decision,
        verbose_name="au registre de qui prend la suite",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    local_written_by = models.ForeignKey(
        Person, verbose_name="inscrit pour qui passe la main par", null=True, on_delete=models.PROTECT, related_name="+"
    )
    grouping_written_by = models.ForeignKey(
        Person,
        verbose_name="inscrit pour qui prend la suite par",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    undo_asked_for = models.ForeignKey(
        Organisation, verbose_name="annulation demandée par", null=True, on_delete=models.PROTECT, related_name="+"
    )
    undo_asked_by = models.ForeignKey(
        Person, verbose_name="annulation demandée pour elle par", null=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_on = models.DateField("annulé le", null=True)
    undone_because = models.CharField("motif de l’annulation", max_length=300, blank=True)

    objects = HandingOverQuerySet.as_manager()

    TITLE = "{local}, {subject}"
    TOLD_FROM = ("local", "subject", "day")
    FINAL = (
        Final(("local_id", "grouping_id", "subject", "day", "is_nothing")),
        *(
            Final(
                (f"{side}_decided_on", f"{side}_decided_by", f"{side}_decision_id", f"{side}_written_by_id"),
                since=f"{side}_decided_on",
            )
            for side in ("local", "grouping")
        ),
        Final(("undo_asked_for_id", "undo_asked_by_id"), since="undo_asked_for_id"),
        Final(("undone_on", "undone_because"), since="undone_on"),
    )

    class Meta:
        verbose_name = "passage au groupement"
        constraints = [
            models.UniqueConstraint(fields=["local", "subject"], condition=Q(undone_on=None), name="handing_over_once"),
            models.CheckConstraint(
                condition=Q(local_decided_on__isnull=False) | Q(grouping_decided_on__isnull=False),
                name="handing_over_is_decided",
            ),
            models.CheckConstraint(
                condition=Q(is_nothing=False)
                | Q(local_decided_on__isnull=False, grouping_decided_on__isnull=True, day=F("local_decided_on")),
                name="nothing_is_said_by_the_local",
            ),
        ]
        indexes = [models.Index(fields=["grouping"], name="handing_over_to")]

    def __str__(self) -> str:
        return f"{self.local}, {self.get_subject_display()}"

    @property
    def is_dated(self) -> bool:
        return self.local_decided_on is not None and self.grouping_decided_on is not None

    @property
    def waits_for(self) -> Organisation | None:
        """The side that did not decide yet, when the other did."""
        if self.is_dated or self.is_nothing:
            return None
        return self.local if self.local_decided_on is None else self.grouping

    def is_done(self, on: date) -> bool:
        return self.is_dated and self.day <= on


class StatutesQuerySet(RecordQuerySet):
    """Articles of association, unless bylaws are asked for: nobody takes one for the other by forgetting it."""

    def adopted(self, kind: str = ARTICLES) -> Self:
        """Those that were adopted, and that nobody said to be a mistake."""
        return self.filter(kind=kind, adopted_on__isnull=False, annulled_on=None)

    def in_force(self, on: date, kind: str = ARTICLES) -> Self:
        """The last text of each organisation that is in force that day is the first of its rows."""
        return self.adopted(kind).filter(since__lte=on).order_by("organisation", "-since", "-pk")

    def drafts(self, kind: str = ARTICLES) -> Self:
        return self.filter(kind=kind, adopted_on=None, dropped_on=None)

    def visible_to(self, actor: Actor) -> Self:
        """An adopted text is read by who reads the organisation; a draft, by who may adopt it."""
        where, adopts = actor.where("read"), actor.where(ADOPTS)
        if actor.is_system or adopts is None:
            return self.all()
        seen = Q(adopted_on__isnull=False)
        return self.filter((seen if where is None else seen & Q(organisation__in=where)) | Q(organisation__in=adopts))


class Statutes(Record):
    """The articles of association of an organisation, or its bylaws: drawn from the model of its scale, or signed elsewhere and
    deposited.

    `values` are the settings of the common framework that the text says: adopting it writes them. Adopted, it is final; a
    mistake is annulled, and stays written.
    """

    class Kind(models.TextChoices):
        ARTICLES = ARTICLES, "Statuts"
        BYLAWS = BYLAWS, "Règlement intérieur"

    class Origin(models.TextChoices):
        HERE = "here", "Rédigés dans Kevread"
        PAPER = "paper", "Signés ailleurs et déposés"

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="statutes"
    )
    kind = models.CharField("nature", max_length=8, choices=Kind, default=Kind.ARTICLES)
    model = models.SlugField("modèle", max_length=60, blank=True)  # of `statutes.yaml`
    origin = models.CharField("origine", max_length=5, choices=Origin)
    values = models.JSONField("modalités", default=dict)
    begun_on = models.DateField("commencés le")
    adopted_on = models.DateField("adoptés le", null=True)
    adopted_by = models.CharField("décision", max_length=200, blank=True)
    decision = models.ForeignKey(
        Decision, verbose_name="au registre", null=True, on_delete=models.PROTECT, related_name="+"
    )
    since = models.DateField("en vigueur à partir du", null=True)
    document = models.ForeignKey(
        Document, verbose_name="texte signé", null=True, on_delete=models.PROTECT, related_name="+"
    )
    dropped_on = models.DateField("abandonnés le", null=True)
    annulled_on = models.DateField("annulés le", null=True)
    because = models.CharField("motif de l’abandon ou de l’annulation", max_length=300, blank=True)

    objects = StatutesQuerySet.as_manager()

    TITLE = "{kind}, {organisation}"
    TOLD_FROM = ("organisation__name", "kind", "begun_on")
    FINAL = (
        Final(("organisation_id", "kind", "origin", "begun_on")),
        Final(("model", "values", "adopted_on", "adopted_by", "decision_id", "since"), since="adopted_on"),
        Final(("document_id",), since="document_id"),
        Final(("dropped_on",), since="dropped_on"),
        Final(("annulled_on", "because"), since="annulled_on"),
    )

    class Meta:
        verbose_name = "statuts"
        constraints = [
            models.CheckConstraint(
                condition=Q(adopted_on__isnull=True, since__isnull=True)
                | Q(adopted_on__isnull=False, since__gte=F("adopted_on")),
                name="statutes_in_force_once_adopted",
            ),
            models.CheckConstraint(
                condition=Q(dropped_on__isnull=True) | Q(adopted_on__isnull=True), name="statutes_dropped_as_draft"
            ),
            models.CheckConstraint(
                condition=Q(annulled_on__isnull=True) | Q(adopted_on__isnull=False),
                name="statutes_annulled_once_adopted",
            ),
            models.UniqueConstraint(
                fields=["organisation", "kind", "since"], condition=Q(annulled_on=None), name="statutes_one_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.called}, {self.organisation}"

    def told(self) -> str:
        return f"{self.called.lower()}, {self.organisation.name}"

    @property
    def called(self) -> str:
        """« Statuts », « Règlement intérieur »."""
        return str(self.get_kind_display())

    @property
    def is_bylaws(self) -> bool:
        return self.kind == BYLAWS

    @property
    def is_draft(self) -> bool:
        return self.adopted_on is None and self.dropped_on is None


class StatutesArticle(Record):
    """An article of a text: how it stands to the model, what fills its blanks, and its words as they read."""

    statutes = models.ForeignKey(Statutes, verbose_name="statuts", on_delete=models.PROTECT, related_name="articles")
    slug = models.SlugField("article du modèle", max_length=60)
    rank = models.PositiveSmallIntegerField("rang")
    title = models.CharField("titre", max_length=160)
    stands = models.CharField("rédaction", max_length=6, choices=[(one.value, said) for one, said in STANDS.items()])
    blanks = models.JSONField("blancs remplis", default=dict)
    text = models.TextField("texte", blank=True)

    objects = RecordQuerySet.as_manager()

    READ_WITH = "statutes"
    TITLE = "{title}"
    TOLD_FROM = ("title",)
    FINAL = (
        Final(("statutes_id", "slug", "rank"), but={"statutes.take_file": ("rank", GONE)}),
        Final(since="adopted_on", of=Owner("statutes_id", "statutes_statutes")),
    )

    class Meta:
        verbose_name = "article des statuts"
        constraints = [models.UniqueConstraint(fields=["statutes", "slug"], name="statutes_article_once")]

    def __str__(self) -> str:
        return self.title
