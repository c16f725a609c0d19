"""A meeting, from the draft to the archive: its agenda, its notices, the roll that they froze, what each answers."""

from datetime import date, datetime, time, timedelta
from typing import Any, Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from kevread.base.french import Words
from kevread.base.models import Record, RecordQuerySet
from kevread.common.actor import Actor
from kevread.common.finality import Final, Owner
from kevread.common.periods import MONTHS, day_in_words
from kevread.competence.rules import bodies as competence
from kevread.directory.models import Organisation, Person, under
from kevread.documents.models import Version
from kevread.meetings.rules.life import State
from kevread.meetings.rules.terms import ORDINARY, RESOLUTIONS
from kevread.seats.models import Body, Mandate
from kevread.ui.words import moment

# Once its minutes are signed: the states in which nothing of a meeting is told otherwise, but by what corrects them.
SIGNED = (State.SIGNED.value, State.APPROVED.value, State.ARCHIVED.value)


class MeetingQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """To those who read the organisation of the body, to whoever sits in the body today, and to whoever was convened.
        The public sees the date and the place of public assemblies: `public()`."""
        if actor.is_system:
            return self.all()
        if actor.is_anonymous:
            return self.none()
        if (here := actor.where("read")) is None:
            return self.all()
        own = Mandate.objects.filter(pk__in=[hat.mandate for hat in actor.hats if hat.mandate])
        return self.filter(
            Q(body__organisation__in=here)
            | Q(pk__in=RollEntry.objects.filter(under(actor)).values("meeting"))
            | Q(body__in=own.values("seat__body"))
        )

    def public(self) -> Self:
        """What anybody may know: the assemblies that were convened as open to all, and that one of them will not be held."""
        told = Q(state__in=(State.CANCELLED, State.POSTPONED)) & Exists(Notice.objects.filter(meeting=OuterRef("pk")))
        return self.filter(Q(state__in=State.announced()) | told, is_public=True)

    def held(self) -> Self:
        """Those that took place: what a cadence counts."""
        return self.filter(state__in=State.held())

    def planned(self) -> Self:
        """Those to come: drafts with a date count as planned, as nothing else says that a body means to meet."""
        return self.filter(state__in=State.planned())

    def untold(self, first: date, on: date) -> Self:
        """Those from that day whose day is past, their last day for a consultation, and of which nobody said what became."""
        return self.planned().between(first, on - timedelta(days=1)).filter(ends_at__date__lt=on)

    def between(self, first: date, last: date) -> Self:
        """Those that start on a day from `first` to `last`, both included, in local time."""
        zone = timezone.get_current_timezone()
        start = datetime.combine(first, time.min, zone)
        end = datetime.combine(last + timedelta(days=1), time.min, zone)
        return self.filter(starts_at__gte=start, starts_at__lt=end)


class Meeting(Record):
    """A body meets. What may follow a state stands in `rules.life`; what was sent, voted and signed stands in their own
    tables, which nothing rewrites."""

    class Session(models.TextChoices):
        ORDINARY = competence.Session.ORDINARY.value, "Ordinaire"
        EXTRAORDINARY = competence.Session.EXTRAORDINARY.value, "Extraordinaire"

    class Mode(models.TextChoices):
        ON_SITE = "on_site", "Sur place"
        HYBRID = "hybrid", "Sur place et à distance"
        REMOTE = "remote", "À distance"
        WRITTEN = "written", "Consultation écrite"

    body = models.ForeignKey(Body, verbose_name="instance", on_delete=models.PROTECT, related_name="meetings")
    session = models.CharField("session", max_length=14, choices=Session, default=Session.ORDINARY)
    title = models.CharField("titre", max_length=160, blank=True)  # empty: the name of the body
    mode = models.CharField("façon de se réunir", max_length=8, choices=Mode, default=Mode.ON_SITE)
    starts_at = models.DateTimeField("commence")
    ends_at = models.DateTimeField("finit")
    place = models.CharField("lieu", max_length=200, blank=True)
    link = models.URLField("lien pour y participer", blank=True)
    is_public = models.BooleanField("ouverte à tout le monde", default=False)
    state = models.CharField("état", max_length=10, choices=State.choices(), default=State.DRAFT.value)
    # Of the calendar entry: grows at each change that is sent.
    sequence = models.PositiveSmallIntegerField("changements envoyés aux agendas", default=0)
    second_call_of = models.OneToOneField(
        "self", verbose_name="seconde convocation de", null=True, on_delete=models.PROTECT, related_name="second_call"
    )
    postponed_to = models.OneToOneField(
        "self", verbose_name="reportée à", null=True, on_delete=models.PROTECT, related_name="postponed_from"
    )
    opened_at = models.DateTimeField("ouverte", null=True)
    closed_at = models.DateTimeField("close", null=True)
    is_recorded = models.BooleanField("racontée après coup", default=False)  # told afterwards: held without Kevread
    chair = models.ForeignKey(
        Person,
        verbose_name="présidence de séance",
        null=True,
        on_delete=models.PROTECT,
        related_name="chaired_meetings",
    )
    secretary = models.ForeignKey(
        Person,
        verbose_name="secrétariat de séance",
        null=True,
        on_delete=models.PROTECT,
        related_name="recorded_meetings",
    )
    # What is discussed now; of a sitting that is closed, how far it came.
    current = models.ForeignKey(
        "AgendaItem", verbose_name="point en cours", null=True, on_delete=models.PROTECT, related_name="+"
    )
    opening_text = models.TextField("procès-verbal, ouverture", blank=True)  # of the minutes
    closing_text = models.TextField("procès-verbal, clôture", blank=True)

    objects = MeetingQuerySet.as_manager()

    TITLE = "{body}, {starts_at}"
    TOLD_FROM = ("title", "starts_at", "body__name")
    OVER = True  # its minutes are signed: they say who presided, and wrote them
    FINAL = (Final(since="state", values=SIGNED),)
    UNTOLD = {"link": "le lien est donné à qui est convoqué"}

    class Meta:
        verbose_name = "réunion"
        indexes = [
            models.Index(fields=["body", "starts_at"], name="meeting_by_body"),
            GinIndex(Words("title"), name="meeting_words"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_start"),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="meeting_state_known"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(opened_at__isnull=False), name="meeting_closed_was_open"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.body.name

    def told(self) -> str:
        """As the journal names it."""
        return f"{self}, {day_in_words(self.day)}"

    @property
    def organisation(self) -> Organisation:
        return self.body.organisation

    @property
    def day(self) -> date:
        return timezone.localtime(self.starts_at).date()

    @property
    def month(self) -> str:
        """« décembre 2026 », in the time of the federation."""
        return f"{MONTHS[self.day.month - 1]} {self.day.year}"

    @property
    def over_at(self) -> datetime:
        """When it ends, or ended: a sitting that was closed before its hour gives the rest of its hours back."""
        if self.closed_at is None or self.closed_at <= self.starts_at:
            return self.ends_at
        return min(self.closed_at, self.ends_at)

    @property
    def stage(self) -> State:
        return State(self.state)


class AgendaItem(Record):
    """A point of the agenda. What the notice sent is in the notice; here also stands what is said during the meeting."""

    class Kind(models.TextChoices):
        INFORMATION = "information", "Information"
        DEBATE = "debate", "Débat"
        DECISION = "decision", "Décision"
        ELECTION = "election", "Élection"
        MISCELLANEOUS = "divers", "Questions diverses"

    meeting = models.ForeignKey(Meeting, verbose_name="réunion", on_delete=models.PROTECT, related_name="items")
    rank = models.PositiveSmallIntegerField("rang")
    kind = models.CharField("nature", max_length=12, choices=Kind)
    title = models.CharField("titre", max_length=200)
    text = models.TextField("texte", blank=True)  # what it is about; for a decision, the resolution proposed
    # Of the federation's decision matrix.
    decision_type = models.SlugField("type de décision", max_length=60, blank=True)
    # What the majority depends on, where the articles or the law say so (L1.11): a code of `rules.terms.RESOLUTIONS`.
    resolution = models.CharField(
        "majorité demandée", max_length=12, choices=list(RESOLUTIONS.items()), default=ORDINARY
    )
    presenter = models.CharField("présenté par", max_length=120, blank=True)
    minutes = models.PositiveSmallIntegerField("durée en minutes", null=True)  # how long it should last
    origin = models.ForeignKey(
        "self", verbose_name="porté depuis", null=True, on_delete=models.PROTECT, related_name="forwarded"
    )
    withdrawn = models.BooleanField("retiré", default=False)
    record = models.TextField("procès-verbal, ce point", blank=True)  # what the minutes say of it
    # Not on the agenda: what whoever chairs admitted in session, and why (L1.9).
    incident = models.TextField("incident de séance", blank=True)

    objects = RecordQuerySet.as_manager()

    READ_WITH = "meeting"
    TITLE = "{title}"
    TOLD_FROM = ("title",)
    FINAL = (Final(of=Owner("meeting_id", "meetings_meeting"), since="state", values=SIGNED),)

    class Meta:
        verbose_name = "point de l’ordre du jour"
        indexes = [GinIndex(Words("title"), name="agenda_words")]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "rank"], name="agenda_rank_once", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return self.title


class Notice(Record):
    """What was sent, as it was sent: the agenda, the roll, the papers, the day. A later one adds; none is rewritten."""

    meeting = models.ForeignKey(Meeting, verbose_name="réunion", on_delete=models.PROTECT, related_name="notices")
    number = models.PositiveSmallIntegerField("numéro")
    sent_at = models.DateTimeField("envoyée")
    convener = models.ForeignKey(
        Mandate, verbose_name="convoquée par", null=True, on_delete=models.PROTECT, related_name="+"
    )
    sender = models.ForeignKey(
        Person, verbose_name="envoyée par", null=True, on_delete=models.PROTECT, related_name="+"
    )
    content = models.JSONField("contenu")
    sha256 = models.CharField("empreinte", max_length=64)
    reason = models.CharField("ce qui change", max_length=300, blank=True)  # of a further notice: what changes
    # The same, as a paper; `content` has its digest, so that one digest holds both. Null: told afterwards.
    version = models.ForeignKey(Version, verbose_name="document", null=True, on_delete=models.PROTECT, related_name="+")

    READ_WITH = "meeting"
    TITLE = "{meeting}"
    OVER = True  # it says who sent it, and was sent
    NAMES = {"content": "la convocation est envoyée : elle dit qui fut convoqué·e"}
    FINAL = (Final(),)
    UNTOLD = {"content": "la convocation elle-même le dit", "sha256": "une empreinte, qui ne se lit pas"}

    class Meta:
        verbose_name = "convocation"
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="notice_number_once")]


class RollEntry(Record):
    """Who is convened, frozen by the first notice: for whom they sit, in which college, with how many votes."""

    class Quality(models.TextChoices):
        MEMBER = "member", "Membre"
        ALTERNATE = "alternate", "Suppléant·e"
        GUEST = "guest", "Invité·e, sans droit de vote"

    meeting = models.ForeignKey(Meeting, verbose_name="réunion", on_delete=models.PROTECT, related_name="roll")
    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.PROTECT, related_name="roll_entries")
    mandate = models.ForeignKey(Mandate, verbose_name="mandat", null=True, on_delete=models.PROTECT, related_name="+")
    represents = models.ForeignKey(
        Organisation, verbose_name="au nom de", null=True, on_delete=models.PROTECT, related_name="+"
    )
    quality = models.CharField("qualité", max_length=10, choices=Quality, default=Quality.MEMBER)
    seat_name = models.CharField("siège", max_length=120, blank=True)
    college = models.CharField("collège", max_length=40, blank=True)
    votes = models.PositiveSmallIntegerField("voix", default=1)  # 0: without a vote

    TOLD_FROM = ("person__given_name", "person__family_name")
    FINAL = (Final(),)

    READ_WITH = "meeting"

    class Meta:
        verbose_name = "personne convoquée"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person", "represents"], name="roll_entry_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(votes=0) | ~Q(quality="guest"), name="guest_has_no_vote"),
        ]

    def told(self) -> str:
        """As the journal names it."""
        return str(self.person)

    @classmethod
    def in_use(cls, rows: Any) -> Any:
        """Until the meeting is held, and for those who preside it until its minutes are signed."""
        called = Q(meeting__state__in=(State.CONVENED, State.OPEN, State.IN_PROGRESS))
        signs = Q(meeting__chair=F("person")) | Q(meeting__secretary=F("person"))
        return rows.filter(called | Q(meeting__state__in=(State.CLOSED, State.DRAFTED)) & signs)


class Reply(Record):
    """What somebody convened answers. The last one counts; the proxy itself is a `Proxy`."""

    class Answer(models.TextChoices):
        COMING = "coming", "Vient"
        REMOTE = "remote", "Vient à distance"
        ABSENT = "absent", "Ne vient pas"

    entry = models.OneToOneField(
        RollEntry, verbose_name="personne convoquée", on_delete=models.PROTECT, related_name="reply"
    )
    answer = models.CharField("réponse", max_length=8, choices=Answer)
    answered_at = models.DateTimeField("répondu")

    READ_WITH = "entry__meeting"
    TITLE = "{entry}"
    UNTOLD = {"answer": "chaque réponse se lit par qui prépare la réunion"}

    class Meta:
        verbose_name = "réponse"


class DateOption(Record):
    """A date proposed for a meeting that has none yet."""

    meeting = models.ForeignKey(Meeting, verbose_name="réunion", on_delete=models.PROTECT, related_name="date_options")
    starts_at = models.DateTimeField("commence")

    READ_WITH = "meeting"
    TITLE = "{starts_at}"
    TOLD_FROM = ("starts_at",)

    class Meta:
        verbose_name = "date proposée"
        constraints = [models.UniqueConstraint(fields=["meeting", "starts_at"], name="date_option_once")]

    def told(self) -> str:
        """As the journal names it."""
        return moment(timezone.localtime(self.starts_at))


class DateAnswer(Record):
    """What somebody says of a date."""

    class Answer(models.TextChoices):
        YES = "yes", "Oui"
        IF_NEEDED = "if_needed", "Si nécessaire"
        NO = "no", "Non"

    option = models.ForeignKey(DateOption, verbose_name="date", on_delete=models.PROTECT, related_name="answers")
    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.PROTECT, related_name="date_answers")
    answer = models.CharField("réponse", max_length=9, choices=Answer)

    READ_WITH = "option__meeting"
    TITLE = "{option}"
    UNTOLD = {"answer": "chaque réponse se lit par qui prépare la réunion"}

    class Meta:
        verbose_name = "réponse sur une date"
        constraints = [models.UniqueConstraint(fields=["option", "person"], name="date_answer_once")]
