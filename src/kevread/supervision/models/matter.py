"""A matter about somebody at work, the lines that have a share in it, and what each said."""

from collections.abc import Collection
from datetime import date
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from kevread.base.models import Record, RecordQuerySet
from kevread.base.retention import kept_long_enough
from kevread.common.actor import Actor
from kevread.common.finality import Final
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation, Person
from kevread.seats.models import Mandate
from kevread.staff.models import Contract, Post
from kevread.staff.models.contract import RESERVED, of_the_line
from kevread.supervision.rules import EMPLOYER, PERSON, POLE
from kevread.supervision.rules.days import days_in_words, halves, length_in_words

# By which roles one speaks for the board of a pôle (`seats.roles`).
BOARD = ("local_president", "secretary", "treasurer", "local_administrator")
LINES = ((EMPLOYER, "Ligne hiérarchique"), (POLE, "Ligne fonctionnelle"), (PERSON, "La personne"))


def boards_of(actor: Actor) -> set[UUID]:
    """The pôles on whose board this person sits."""
    return {hat.organisation for hat in actor.hats if hat.mandate and hat.role in BOARD}


class MatterQuerySet(RecordQuerySet):
    def standing(self) -> Self:
        """Those that nobody said to be a mistake."""
        return self.filter(annulled_on=None)

    def open(self) -> Self:
        return self.standing().filter(closed_at=None)

    def visible_to(self, actor: Actor, entrusted: Collection[tuple[UUID, str]] = ()) -> Self:
        """The employer’s line, the boards of the pôles that have a share in it, and whoever it is about; whoever opened it by a
        delegation that still holds (`entrusted`: employers, each with an act). Nobody else, wherever they may act in the
        network; and nobody once it was kept long enough."""
        if actor.is_system:
            return self.all()
        asked = Side.objects.filter(matter=OuterRef("pk"), line=POLE, organisation__in=boards_of(actor))
        read = of_the_line(actor, "organisation", "person") | Q(Exists(asked))
        for employer, code in entrusted:
            read |= Q(organisation=employer, act=code, raised_by=actor.person)
        until = kept_long_enough("matters")
        return self.filter(read, Q() if until is None else Q(closed_at=None) | Q(closed_at__date__gt=until))


class Matter(Record):
    """Something that is decided about somebody at work, or about a post that nobody holds: an act of the matrix, what is asked,
    and how it ended. What was asked is final; so is what was decided, once it is. A mistake stays, annulled."""

    class Outcome(models.TextChoices):
        DECIDED = "decided", "Décidé"
        DROPPED = "dropped", "Abandonné"

    act = models.SlugField("acte", max_length=40)  # of `supervision.yaml`
    organisation = models.ForeignKey(
        Organisation, verbose_name="employeur", on_delete=models.PROTECT, related_name="matters"
    )
    post = models.ForeignKey(Post, verbose_name="poste", on_delete=models.PROTECT, related_name="matters")
    person = models.ForeignKey(
        Person, verbose_name="au sujet de", null=True, on_delete=models.PROTECT, related_name="matters"
    )
    title = models.CharField("objet", max_length=160)
    text = models.TextField("ce qui est demandé", blank=True)
    raised_at = models.DateTimeField("ouvert le")
    raised_by = models.ForeignKey(
        Person, verbose_name="ouvert par", null=True, on_delete=models.PROTECT, related_name="+"
    )
    due_at = models.DateTimeField("à décider avant", null=True)
    outcome = models.CharField("issue", max_length=7, choices=Outcome, blank=True)
    conclusion = models.TextField("ce qui est décidé", blank=True)
    held_on = models.DateField("entretien tenu le", null=True)
    takes_stock = models.BooleanField("fait l’état des lieux des huit ans", default=False)
    closed_at = models.DateTimeField("clos le", null=True)
    closed_by = models.ForeignKey(
        Person, verbose_name="clos par", null=True, on_delete=models.PROTECT, related_name="+"
    )
    authority = models.CharField("ce qui l’y habilite", max_length=300, blank=True)
    decision = models.ForeignKey(
        Decision, verbose_name="décision au registre", null=True, on_delete=models.PROTECT, related_name="+"
    )
    contract = models.ForeignKey(
        Contract,
        verbose_name="contrat qui en est venu",
        null=True,
        on_delete=models.PROTECT,
        related_name="recruitments",
    )
    annulled_on = models.DateField("annulé le", null=True)
    annulled_because = models.CharField("motif de l’annulation", max_length=300, blank=True)

    objects = MatterQuerySet.as_manager()

    TITLE = "{act}, {post}"
    TOLD_FROM = ("act", "post__name")
    UNTOLD = dict.fromkeys(("title", "text", "conclusion", "annulled_because"), RESERVED)
    FINAL = (
        Final(
            ("act", "organisation_id", "post_id", "person_id", "title", "text", "raised_at", "raised_by_id", "due_at")
        ),
        Final(
            (
                "outcome",
                "conclusion",
                "held_on",
                "takes_stock",
                "closed_at",
                "closed_by_id",
                "authority",
                "decision_id",
            ),
            since="closed_at",
        ),
        Final(("annulled_on", "annulled_because"), since="annulled_on"),
    )

    class Meta:
        verbose_name = "dossier d’encadrement"
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="", conclusion="") | Q(closed_at__isnull=False, outcome__gt=""),
                name="matter_closed_whole",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "act"], name="matter_by_employer")]

    def told(self) -> str:
        """As the journal names it: neither what it says, nor of whom."""
        return self.post.name

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.annulled_on is None


class SideQuerySet(RecordQuerySet):
    def said(self) -> Self:
        return self.exclude(said_at=None)


class Side(Record):
    """A line at a place, its share of a matter, and what it wrote when it was asked for something in writing."""

    matter = models.ForeignKey(Matter, verbose_name="dossier", on_delete=models.PROTECT, related_name="sides")
    line = models.CharField("ligne", max_length=8, choices=LINES)
    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="+"
    )
    is_asked = models.BooleanField("son écrit est attendu", default=False)
    text = models.TextField("ce qui est écrit", blank=True)
    said_at = models.DateTimeField("écrit le", null=True)
    said_by = models.ForeignKey(Person, verbose_name="écrit par", null=True, on_delete=models.PROTECT, related_name="+")
    said_as = models.CharField("à quel titre", max_length=200, blank=True)

    objects = SideQuerySet.as_manager()

    READ_WITH = "matter"
    TITLE = "{organisation}"
    TOLD_FROM = ("organisation__name",)
    UNTOLD = {"text": RESERVED}
    FINAL = (
        Final(("matter_id", "line", "organisation_id", "is_asked")),
        Final(("text", "said_at", "said_by_id", "said_as"), since="said_at"),
    )

    class Meta:
        verbose_name = "part d’une ligne"
        constraints = [
            models.UniqueConstraint(fields=["matter", "line", "organisation"], name="side_once"),
            models.CheckConstraint(
                condition=Q(said_at=None, text="") | (Q(said_at__isnull=False) & ~Q(text="")), name="side_said_whole"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "line"], name="side_by_place")]

    def told(self) -> str:
        return self.organisation.name

    @property
    def by_whom(self) -> str:
        """Who has this share: an organisation, or the person whom it is about."""
        return str(self.matter.person) if self.line == PERSON else self.organisation.name


class CandidateQuerySet(RecordQuerySet):
    def still_kept(self) -> Self:
        """Those whose time is not over: a purge that waits to be decided shows nobody their names."""
        until = kept_long_enough("recruits")
        return self if until is None else self.filter(Q(closed_on=None) | Q(closed_on__gt=until))


class Candidate(Record):
    """Somebody who applied for a post: a name, and no more than the decision asks. Erased once its time is over."""

    matter = models.ForeignKey(Matter, verbose_name="dossier", on_delete=models.PROTECT, related_name="candidates")
    name = models.CharField("nom", max_length=160)
    received_on = models.DateField("reçue le")
    is_chosen = models.BooleanField("retenue", default=False)
    closed_on = models.DateField("close le", null=True)  # from which day it is kept no longer than it must

    objects = CandidateQuerySet.as_manager()

    READ_WITH = "matter"
    TITLE = "{received_on}"
    UNTOLD = {"name": RESERVED}

    class Meta:
        verbose_name = "candidature"
        constraints = [
            models.UniqueConstraint(fields=["matter"], condition=Q(is_chosen=True), name="candidate_chosen_once")
        ]


class Panelist(Record):
    """Who is associated to a recruitment or to a review, by the seat or the post that they hold."""

    matter = models.ForeignKey(Matter, verbose_name="dossier", on_delete=models.PROTECT, related_name="panel")
    mandate = models.ForeignKey(Mandate, verbose_name="siège ou poste", on_delete=models.PROTECT, related_name="panels")

    objects = RecordQuerySet.as_manager()

    READ_WITH = "matter"
    TITLE = "{mandate}"
    TOLD_FROM = ("mandate__person__given_name", "mandate__person__family_name")

    class Meta:
        verbose_name = "membre d’un jury"
        constraints = [models.UniqueConstraint(fields=["matter", "mandate"], name="panelist_once")]


class LeaveQuerySet(RecordQuerySet):
    def standing(self) -> Self:
        """Those that are asked or granted: neither refused, nor given back, nor a mistake."""
        gone = Q(answer=Leave.Answer.REFUSED) | Q(cancelled_on__isnull=False)
        return self.filter(matter__annulled_on=None).exclude(gone)

    def over(self, first: date, last: date) -> Self:
        """Those that hold one of these days."""
        return self.filter(first__lte=last, last__gte=first)


class Leave(Record):
    """Days that somebody asks, of leave or of remote work: which days, and never why. It is answered as its matter is; given
    back before it begins, it stays written. No balance is kept."""

    class Kind(models.TextChoices):
        LEAVE = "leave", "Congés"
        REMOTE = "remote", "Télétravail"

    class Answer(models.TextChoices):
        GRANTED = "granted", "Accordé"
        REFUSED = "refused", "Refusé"

    matter = models.OneToOneField(Matter, verbose_name="dossier", on_delete=models.PROTECT, related_name="leave")
    kind = models.CharField("nature", max_length=6, choices=Kind)
    first = models.DateField("premier jour")
    last = models.DateField("dernier jour, compris")
    from_noon = models.BooleanField("à partir de midi", default=False)
    until_noon = models.BooleanField("jusqu’à midi", default=False)
    answer = models.CharField("réponse", max_length=7, choices=Answer, blank=True)
    cancelled_on = models.DateField("annulé le", null=True)

    objects = LeaveQuerySet.as_manager()

    READ_WITH = "matter"
    TITLE = "{matter}"
    TOLD_FROM = ("matter__act", "matter__post__name")
    UNTOLD = dict.fromkeys(("kind", "first", "last", "from_noon", "until_noon", "answer", "cancelled_on"), RESERVED)
    FINAL = (
        Final(("matter_id", "kind", "first", "last", "from_noon", "until_noon")),
        Final(("answer",), since="answer"),
        Final(("cancelled_on",), since="cancelled_on"),
    )

    class Meta:
        verbose_name = "jours demandés"
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="leave_in_order"),
            models.CheckConstraint(
                condition=Q(last__gt=F("first")) | Q(from_noon=False) | Q(until_noon=False), name="leave_holds_a_half"
            ),
        ]
        indexes = [models.Index(fields=["first", "last"], name="leave_by_day")]

    @property
    def is_standing(self) -> bool:
        """Asked or granted: neither refused, nor given back, nor a mistake."""
        return not (self.answer == self.Answer.REFUSED or self.cancelled_on or self.matter.annulled_on)

    @property
    def halves(self) -> range:
        return halves(self.first, self.last, self.from_noon, self.until_noon)

    @property
    def days(self) -> str:
        return days_in_words(self.first, self.last, self.from_noon, self.until_noon)

    @property
    def length(self) -> str:
        """How much is asked, from Monday to Friday."""
        return length_in_words(self.halves)

    def part_of(self, day: date) -> str:
        """What of a day it holds, in words; nothing where it holds all of it."""
        morning = day.toordinal() * 2
        if morning not in self.halves:
            return "l’après-midi"
        return "" if morning + 1 in self.halves else "le matin"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.days}"

    def told(self) -> str:
        return self.matter.told()
