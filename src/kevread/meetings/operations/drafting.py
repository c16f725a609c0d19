"""Before a meeting is convened: what it is, and its agenda. After the notice, the agenda still moves, but what changes
binds nobody until a further notice says so (`convening.send_further_notice`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.words import seen
from kevread.competence.queries import matrix
from kevread.journal.operations import act
from kevread.meetings import permissions
from kevread.meetings.models import AgendaItem, Meeting
from kevread.meetings.operations.planning import LONGEST_SITTING, mode_refused
from kevread.meetings.operations.stages import BEFORE_NOTICE, lock, pass_to
from kevread.meetings.queries import terms
from kevread.meetings.rules.life import State
from kevread.meetings.rules.notices import says_nothing
from kevread.meetings.rules.terms import ORDINARY, RESOLUTIONS

AGENDA_MOVES = (State.DRAFT, State.CONVENED)
SETTLED = "L’ordre du jour ne change plus"
MOST_ITEMS = 60


@dataclass(frozen=True, slots=True)
class Point:
    """What is typed of an item."""

    kind: str
    title: str
    text: str = ""
    decision_type: str = ""
    resolution: str = ORDINARY
    presenter: str = ""
    minutes: int | None = None

    @property
    def columns(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "title": self.title.strip(),
            "text": self.text.strip(),
            "decision_type": self.decision_type,
            "resolution": self.resolution,
            "presenter": self.presenter.strip(),
            "minutes": self.minutes,
        }

    def check(self) -> None:
        """Raises Invalid: a nature and a type that exist, a title that says something, a duration that a meeting can hold."""
        if self.kind not in AgendaItem.Kind.values:
            raise Invalid("kind", "Choisissez la nature du point.")
        if not 3 <= len(seen(self.title)) <= len(self.title.strip()) <= 200:
            raise Invalid("title", "Donnez au point un intitulé précis, de 3 à 200 caractères.")
        if self.minutes is not None and not 1 <= self.minutes <= 600:
            raise Invalid("minutes", "Une durée va de 1 à 600 minutes.")
        if self.decision_type and self.decision_type not in matrix().types:
            raise Invalid("decision_type", "Ce type de décision n’existe pas.")
        if self.resolution not in RESOLUTIONS:
            raise Invalid("resolution", "Choisissez ce que la résolution change.")


def amend_meeting(
    *,
    actor: Actor,
    meeting: Meeting,
    now: datetime,
    title: str,
    session: str,
    mode: str,
    place: str,
    link: str,
    is_public: bool,
) -> Meeting:
    """What the meeting is and where; its day is moved apart (`move_meeting`, `postpone_meeting`).

    Once convened, only where one goes may change, and a further notice must say it. Raises Denied; Refused by its state;
    Invalid on `mode` when the articles of association do not allow it (L1.13), on `session` when it is not an assembly's.
    """
    permissions.may_prepare(actor, meeting.body).or_raise()
    asked = {
        "title": title.strip(),
        "session": session,
        "mode": mode,
        "place": place.strip(),
        "link": link.strip(),
        "is_public": is_public,
    }
    with act(
        "meetings.amend", actor=actor, about=meeting.organisation, now=now, arguments={"meeting": meeting.pk} | asked
    ):
        found = lock(meeting, (*BEFORE_NOTICE, State.CONVENED), "Cette fiche ne change plus")
        changed = {name: value for name, value in asked.items() if getattr(found, name) != value}
        if found.stage is State.CONVENED and changed.keys() - {"place", "link"}:
            raise Refused(
                "La convocation est partie : seuls le lieu et le lien changent encore. Pour le reste, reportez ou annulez."
            )
        require_kind(found, session, mode)
        for name, value in changed.items():
            setattr(found, name, value)
        if changed:
            found.sequence += 1
            found.save(update_fields=[*changed, "sequence"])
    return found


def require_kind(meeting: Meeting, session: str, mode: str) -> None:
    if session not in Meeting.Session.values:
        raise Invalid("session", "Choisissez ordinaire ou extraordinaire.")
    if session == Meeting.Session.EXTRAORDINARY and meeting.body.kind != meeting.body.Kind.ASSEMBLY:
        raise Invalid("session", "Seule une assemblée se réunit en session extraordinaire.")
    if mode not in Meeting.Mode.values:
        raise Invalid("mode", "Choisissez comment l’instance se réunit.")
    if mode != Meeting.Mode.WRITTEN and meeting.ends_at - meeting.starts_at > LONGEST_SITTING:
        raise Invalid("mode", "Seule une consultation écrite s’étend sur plusieurs jours : changez d’abord sa date.")
    if mode != meeting.mode and mode not in terms(meeting).modes:
        raise mode_refused(meeting, mode)


def add_item(*, actor: Actor, meeting: Meeting, point: Point, now: datetime) -> AgendaItem:
    """At the end of the agenda, before « questions diverses ». Raises Denied, Invalid on the field, Refused by the state
    of the meeting, or because a second call has the agenda of the first (L1.11)."""
    permissions.may_prepare(actor, meeting.body).or_raise()
    point.check()
    require_precise(meeting, point)
    arguments = {"meeting": meeting.pk, "title": point.title}
    with act("meetings.add_item", actor=actor, about=meeting.organisation, now=now, arguments=arguments):
        found = lock(meeting, AGENDA_MOVES, SETTLED)
        require_own_agenda(found)
        return append(found, point.columns)


def append(meeting: Meeting, columns: dict[str, Any]) -> AgendaItem:
    """Write an item after the last, but before a final « questions diverses ». Inside an act, the meeting being locked."""
    last = meeting.items.filter(withdrawn=False).order_by("-rank").first()
    if meeting.items.count() >= MOST_ITEMS:
        raise Refused(f"Un ordre du jour a {MOST_ITEMS} points au plus.")
    rank = (meeting.items.aggregate(last=Max("rank"))["last"] or 0) + 1
    if last and last.kind == AgendaItem.Kind.MISCELLANEOUS and columns["kind"] != AgendaItem.Kind.MISCELLANEOUS:
        free, rank = rank, last.rank
        last.rank = free
        last.save(update_fields=["rank"])
    return AgendaItem.objects.create(meeting=meeting, rank=rank, **columns)


def require_precise(meeting: Meeting, point: Point) -> None:
    """What an assembly votes has a title that says what (L1.9). Raises Invalid."""
    voted = point.kind in (AgendaItem.Kind.DECISION, AgendaItem.Kind.ELECTION)
    if voted and meeting.body.kind == meeting.body.Kind.ASSEMBLY and says_nothing(point.title):
        raise Invalid("title", "Une assemblée ne vote pas sous cet intitulé : dites ce qui est décidé (article L1.9).")


def require_own_agenda(meeting: Meeting) -> None:
    if meeting.second_call_of_id:
        raise Refused(
            "Une seconde convocation reprend l’ordre du jour de la première, sans rien y changer (article L1.11)."
        )


def amend_item(*, actor: Actor, item: AgendaItem, point: Point, now: datetime) -> AgendaItem:
    """Another wording. After the notice, an item whose title changed is no longer what was sent: an assembly does not vote
    on it unless a further notice says it in time. Raises as `add_item`."""
    meeting = item.meeting
    permissions.may_prepare(actor, meeting.body).or_raise()
    point.check()
    require_precise(meeting, point)
    with act("meetings.amend_item", actor=actor, about=meeting.organisation, now=now, arguments={"item": item.pk}):
        found = item_of(meeting, item)
        if found.resolution != point.resolution and meeting.notices.exists():
            raise Invalid("resolution", "La convocation est partie : ce qui décide de la majorité ne change plus.")
        for name, value in point.columns.items():
            setattr(found, name, value)
        found.save(update_fields=list(point.columns))
    return found


def item_of(meeting: Meeting, item: AgendaItem) -> AgendaItem:
    """The item, its meeting being locked and its agenda still open."""
    require_own_agenda(lock(meeting, AGENDA_MOVES, SETTLED))
    found = AgendaItem.objects.filter(pk=item.pk, meeting=meeting).first()
    if found is None or found.withdrawn:
        raise Refused("Ce point est retiré de l’ordre du jour.")
    return found


def move_item(*, actor: Actor, item: AgendaItem, up: bool, now: datetime) -> AgendaItem:
    """One place up or down. At the end of the agenda nothing moves. Raises Denied, Refused by the state."""
    meeting = item.meeting
    permissions.may_prepare(actor, meeting.body).or_raise()
    with act(
        "meetings.move_item", actor=actor, about=meeting.organisation, now=now, arguments={"item": item.pk, "up": up}
    ):
        found = item_of(meeting, item)
        others = meeting.items.filter(withdrawn=False)
        beside = (
            others.filter(rank__lt=found.rank).order_by("-rank").first()
            if up
            else others.filter(rank__gt=found.rank).order_by("rank").first()
        )
        if beside:
            found.rank, beside.rank = beside.rank, found.rank
            AgendaItem.objects.bulk_update([found, beside], ["rank"])
    return found


def withdraw_item(*, actor: Actor, item: AgendaItem, now: datetime) -> None:
    """Take an item off. Before any notice it is forgotten; after, it stays as withdrawn, since it was sent.
    Raises Denied, Refused by the state."""
    meeting = item.meeting
    permissions.may_prepare(actor, meeting.body).or_raise()
    arguments = {"item": item.pk, "title": item.title}
    with act("meetings.withdraw_item", actor=actor, about=meeting.organisation, now=now, arguments=arguments):
        found = item_of(meeting, item)
        if meeting.notices.exists() or found.forwarded.exists():
            found.withdrawn = True
            found.save(update_fields=["withdrawn"])
        else:
            found.delete()


def forward_item(*, actor: Actor, item: AgendaItem, to: Meeting, now: datetime) -> AgendaItem:
    """Carry an item to another meeting, of the same body or of another, with where it comes from.

    By those who prepare the meeting that receives it. Raises Denied; Refused when it is there already, or when that
    agenda no longer moves.
    """
    permissions.may_prepare(actor, to.body).or_raise()
    arguments = {"item": item.pk, "to": to.pk}
    with act("meetings.forward_item", actor=actor, about=to.organisation, now=now, arguments=arguments):
        found = lock(to, AGENDA_MOVES, SETTLED)
        require_own_agenda(found)
        if item.meeting_id == found.pk or found.items.filter(origin=item, withdrawn=False).exists():
            raise Refused("Ce point est déjà à cet ordre du jour.")
        return append(found, columns_of(item) | {"origin": item})


def columns_of(item: AgendaItem) -> dict[str, Any]:
    """What is carried of an item: what it asks, never what was said of it."""
    names = ("kind", "title", "text", "decision_type", "resolution", "presenter", "minutes")
    return {name: getattr(item, name) for name in names}


def carry_agenda(items: Sequence[AgendaItem], to: Meeting) -> None:
    """The same agenda, in the same order, with its origin. Inside an act."""
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=to, rank=rank, origin=item, **columns_of(item)) for rank, item in enumerate(items, start=1)
    )


def set_agenda(*, actor: Actor, meeting: Meeting, now: datetime) -> Meeting:
    """The agenda is complete: the notice may be sent. Raises Denied; Refused when nothing but « questions diverses » is
    on it, or by the state."""
    permissions.may_prepare(actor, meeting.body).or_raise()
    with act(
        "meetings.set_agenda", actor=actor, about=meeting.organisation, now=now, arguments={"meeting": meeting.pk}
    ):
        found = lock(meeting, (State.DRAFT,), "L’ordre du jour est déjà arrêté")
        if not found.items.filter(withdrawn=False).exclude(kind=AgendaItem.Kind.MISCELLANEOUS).exists():
            raise Refused("Un ordre du jour a au moins un point, en plus des questions diverses.")
        pass_to(found, State.AGENDA)
    return found


def reopen_agenda(*, actor: Actor, meeting: Meeting, now: datetime) -> Meeting:
    """Back to the draft, before any notice. Raises Denied, Refused by the state."""
    permissions.may_prepare(actor, meeting.body).or_raise()
    with act(
        "meetings.reopen_agenda", actor=actor, about=meeting.organisation, now=now, arguments={"meeting": meeting.pk}
    ):
        found = lock(meeting, (State.AGENDA,), "L’ordre du jour ne se rouvre pas")
        pass_to(found, State.DRAFT)
    return found
