"""What remains to be done before a notice is sent: one step after another, the first that is not done being the next."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from kevread.common.periods import day_in_words
from kevread.meetings.models import AgendaItem, Meeting, RollEntry
from kevread.meetings.queries.conveners import conveners_of
from kevread.meetings.queries.roll import Convened, expected_roll, seated_since
from kevread.meetings.queries.terms import terms, terms_ahead
from kevread.meetings.rules.life import State
from kevread.meetings.rules.notices import Timing
from kevread.meetings.rules.terms import Terms
from kevread.seats.models import Mandate


@dataclass(frozen=True, slots=True)
class Step:
    """`screen` is where it is done; `said` what stands, or what is missing."""

    label: str
    done: bool
    said: str
    screen: str
    button: str
    by: str = ""


def steps_of(meeting: Meeting, now: datetime) -> list[Step]:
    """The steps of a meeting that is not convened yet, in order; none after. About eight queries."""
    if meeting.stage not in (State.DRAFT, State.AGENDA):
        return []
    asked = terms(meeting)
    return [step_where(meeting, asked), *steps_agenda(meeting), step_notice(meeting, asked, now)]


def step_where(meeting: Meeting, asked: Terms) -> Step:
    label, screen, button = "La date, le lieu, le mode", "meetings:amend", "Compléter"
    if meeting.date_options.exists():
        return Step(label, False, "Une date se cherche entre plusieurs.", "meetings:dates", "Voir les réponses")
    if meeting.mode not in asked.modes:
        said = f"« {meeting.get_mode_display()} » n’est pas inscrit dans les statuts (article L1.13)."
        return Step(label, False, said, screen, "Changer le mode")
    if meeting.mode in (Meeting.Mode.ON_SITE, Meeting.Mode.HYBRID) and not meeting.place:
        return Step(label, False, "Le lieu n’est pas dit.", screen, button)
    if meeting.mode in (Meeting.Mode.REMOTE, Meeting.Mode.HYBRID) and not meeting.link:
        return Step(label, False, "Le lien pour se joindre à distance n’est pas donné.", screen, button)
    return Step(label, True, meeting.place or meeting.get_mode_display(), screen, "Modifier")


def steps_agenda(meeting: Meeting) -> list[Step]:
    """The points that the agenda shows, « questions diverses » among them, but that alone is no agenda (`set_agenda`)."""
    kinds = list(meeting.items.filter(withdrawn=False).values_list("kind", flat=True))
    has_point = any(kind != AgendaItem.Kind.MISCELLANEOUS for kind in kinds)
    written = f"{len(kinds)} points" if len(kinds) > 1 else "Un point" if kinds else "Aucun point n’est écrit."
    if kinds and not has_point:
        written = "Il manque un point, en plus des questions diverses."
    settled = meeting.stage is State.AGENDA
    return [
        Step(
            "Les points", has_point, written, "meetings:agenda_of", "Relire" if has_point else "Écrire l’ordre du jour"
        ),
        Step(
            "L’ordre du jour arrêté",
            settled,
            "Il ne change plus." if settled else "Une fois complet, il s’arrête avant l’envoi.",
            "meetings:agenda_of",
            "Arrêter l’ordre du jour",
        ),
    ]


def step_notice(meeting: Meeting, asked: Terms, now: datetime) -> Step:
    timing = Timing(meeting.day, asked.notice_days, timezone.localtime(now).date())
    number = sum(1 for one in expected_roll(meeting))
    people = f"{number} personnes" if number > 1 else "Une personne" if number else "Personne n’a de siège ici."
    by = f"au plus tard le {day_in_words(timing.last)}" if timing.last else "délai non décidé dans les statuts"
    said = f"{people}, {by}."
    if timing.late:
        said = f"Trop tard pour le {day_in_words(meeting.day)} : il fallait envoyer {by}."
        return Step("La convocation", False, said, "meetings:move", "Reporter la réunion")
    if asked.conveners is None:
        said += " Qui convoque n’est pas décidé dans les statuts."
    elif not conveners_of(meeting, asked, timing.sending) and meeting.body.kind != meeting.body.Kind.SPACE:
        said += " Personne ne tient aujourd’hui un siège chargé de convoquer."
    return Step("La convocation", False, said, "meetings:convene", "Relire et envoyer", by=by)


AHEAD, MOST = timedelta(days=120), 12


def to_convene(organisations: Iterable[UUID], on: date, until: date) -> list[tuple[Meeting, date | None]]:
    """The meetings to come whose notice must leave by a day, each with its last day to send; where nobody decided a delay,
    those that are held by then. The soonest first, twelve meetings at most. Two queries."""
    rows = Meeting.objects.filter(state__in=(State.DRAFT, State.AGENDA), body__organisation__in=set(organisations))
    rows = rows.between(on, on + AHEAD).select_related("body__organisation").order_by("starts_at", "pk")
    found = []
    for meeting, asked in terms_ahead(list(rows[:MOST])):
        last = Timing(meeting.day, asked.notice_days, on).last
        if (last or meeting.day) <= until:
            found.append((meeting, last))
    return found


def to_convene_too(organisations: Iterable[UUID], on: date) -> list[tuple[Meeting, list[Convened]]]:
    """The meetings to come that were convened, with those whom no notice reached: they sit, or are invited, since. Three
    queries, and those of `seated_since` for each meeting where a mandate is in none of its notices; twelve at most."""
    rows = Meeting.objects.filter(state=State.CONVENED, body__organisation__in=set(organisations))
    rows = rows.between(on, on + AHEAD)
    meetings = list(rows.select_related("body__organisation").order_by("starts_at", "pk"))
    reached = set(RollEntry.objects.filter(meeting__in=meetings).values_list("meeting", "person", "represents"))
    mandates: dict[UUID, list[Mandate]] = defaultdict(list)
    for one in Mandate.objects.filter(seat__body__in={meeting.body_id for meeting in meetings}).select_related("seat"):
        mandates[one.seat.body_id].append(one)
    awaiting = [
        meeting
        for meeting in meetings
        if any(
            (meeting.pk, one.person_id, one.represents_id) not in reached
            for one in mandates[meeting.body_id]
            if one.in_force(meeting.day)
        )
    ]
    return [(meeting, people) for meeting in awaiting[:MOST] if (people := seated_since(meeting))]
