"""A text that several bodies adopt: its versions, who is named for each, what each answered by a line of its register."""

from collections.abc import Iterable
from datetime import date
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q

from kevread.base.models import Record, RecordQuerySet
from kevread.common.actor import Actor
from kevread.common.finality import Final
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation
from kevread.documents.models import Document
from kevread.seats.models import Body

PROPOSES = "propose_common_text"  # the right to put a text before the bodies that would adopt it


class CommonTextQuerySet(RecordQuerySet):
    def concerning(self, organisations: Iterable[UUID]) -> Self:
        """Those that these keep, or that one of their bodies is named for."""
        named = Named.objects.filter(version__text=OuterRef("pk"), body__organisation__in=organisations)
        return self.filter(Q(organisation__in=organisations) | Exists(named))

    def visible_to(self, actor: Actor) -> Self:
        """Read by who reads the organisation that keeps it, or one whose body is named."""
        where = None if actor.is_system else actor.where("read")
        return self.all() if where is None else self.concerning(where)


class CommonText(Record):
    """A text that several bodies adopt, each by its own decision. It is in force from the day on which the last of those that
    are named adopted the same version. Given up before that day, it stays written."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="proposé par", on_delete=models.PROTECT, related_name="common_texts"
    )
    kind = models.SlugField("nature", max_length=40)  # of `texts.yaml`
    title = models.CharField("titre", max_length=160)
    dropped_on = models.DateField("abandonné le", null=True)
    because = models.CharField("motif de l’abandon", max_length=300, blank=True)

    objects = CommonTextQuerySet.as_manager()

    TITLE = "{title}"
    TOLD_FROM = ("title",)
    FINAL = (
        Final(("organisation_id", "kind", "title")),
        Final(("dropped_on", "because"), since="dropped_on"),
    )

    class Meta:
        verbose_name = "texte commun"
        indexes = [models.Index(fields=["organisation"], name="common_text_of")]

    def __str__(self) -> str:
        return self.title


class Version(Record):
    """The words of a text, or its file, frozen with their digest. Another version is adopted anew by everyone."""

    text = models.ForeignKey(CommonText, verbose_name="texte commun", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("version")
    words = models.TextField("texte", blank=True)
    document = models.ForeignKey(
        Document, verbose_name="fichier", null=True, on_delete=models.PROTECT, related_name="+"
    )
    digest = models.CharField("empreinte", max_length=64)
    written_on = models.DateField("arrêtée le")
    changes = models.CharField("ce qu’elle change", max_length=300, blank=True)

    objects = RecordQuerySet.as_manager()

    READ_WITH = "text"
    TITLE = "{text}"
    TOLD_FROM = ("text__title", "number")
    UNTOLD = {"digest": "une empreinte, qui ne se lit pas"}
    FINAL = (Final(),)

    class Meta:
        verbose_name = "version d’un texte commun"
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="common_text_version_once"),
            models.CheckConstraint(condition=Q(words="") ^ Q(document=None), name="common_text_words_or_file"),
        ]

    def __str__(self) -> str:
        return f"{self.text}, version {self.number}"


class Named(Record):
    """A body that must adopt a version for it to be in force."""

    version = models.ForeignKey(Version, verbose_name="version", on_delete=models.PROTECT, related_name="named")
    body = models.ForeignKey(Body, verbose_name="instance", on_delete=models.PROTECT, related_name="named_for_texts")

    objects = RecordQuerySet.as_manager()

    READ_WITH = "version__text"
    TITLE = "{body}"
    TOLD_FROM = ("body__name", "body__organisation__name")
    FINAL = (Final(),)

    class Meta:
        verbose_name = "instance nommée pour un texte commun"
        constraints = [models.UniqueConstraint(fields=["version", "body"], name="common_text_body_once")]

    def __str__(self) -> str:
        return f"{self.body.name}, {self.body.organisation.name}"


class AnswerQuerySet(RecordQuerySet):
    def standing(self) -> Self:
        """Those that nobody said to be a mistake."""
        return self.filter(taken_back_on=None)

    def standing_on(self, on: date) -> Self:
        """What was decided by that day, and that nobody had taken back by then."""
        return self.filter(Q(taken_back_on=None) | Q(taken_back_on__gt=on), decision__decided_on__lte=on)


class Answer(Record):
    """What a body decided of a version, by a line of its register: it adopts it, or says why not. A mistake is taken back, and
    stays written."""

    named = models.ForeignKey(Named, verbose_name="instance", on_delete=models.PROTECT, related_name="answers")
    decision = models.ForeignKey(
        Decision, verbose_name="décision", on_delete=models.PROTECT, related_name="common_text_answers"
    )
    adopts = models.BooleanField("adopte")
    reason = models.CharField("motif du refus", max_length=500, blank=True)
    taken_back_on = models.DateField("annulée le", null=True)
    because = models.CharField("motif de l’annulation", max_length=300, blank=True)

    objects = AnswerQuerySet.as_manager()

    READ_WITH = "named__version__text"
    TITLE = "{named}"
    TOLD_FROM = ("named__body__name", "named__body__organisation__name")
    FINAL = (
        Final(("named_id", "decision_id", "adopts", "reason")),
        Final(("taken_back_on", "because"), since="taken_back_on"),
    )

    class Meta:
        verbose_name = "réponse à un texte commun"
        constraints = [
            models.UniqueConstraint(
                fields=["decision"], condition=Q(taken_back_on=None), name="decision_answers_one_text"
            ),
            models.CheckConstraint(condition=Q(adopts=True) | ~Q(reason=""), name="refusal_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.named}"
