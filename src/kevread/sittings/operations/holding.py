"""A meeting is held: opened, the quorum found or not, gone through point by point, closed."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from kevread.attendance import permissions
from kevread.attendance.models import QuorumCheck
from kevread.attendance.operations.acted import attendance_of
from kevread.attendance.operations.missed import QuorumMissed, keeping, note_presence
from kevread.attendance.operations.presence import bring, moment_of
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words, hour_in_words
from kevread.common.words import seen
from kevread.directory.models import Person
from kevread.journal.operations import act
from kevread.meetings.models import AgendaItem, Meeting, RollEntry
from kevread.meetings.operations.stages import lock, pass_to
from kevread.meetings.rules.life import State
from kevread.sittings.queries.left import Left, keys_of, left_in, unfinished

Occasion = QuorumCheck.Occasion
MARK_LEAVES = 170  # signs of a title, once it is marked as an incident
NO_QUORUM = (
    "Aucun quorum n’est à constater ici : il n’est pas demandé, "
    "ou il se compte sur les réponses d’une consultation écrite."
)


class ToRead(Refused):
    """Something that no rule forbids, and that whoever asked has not read: `told` says what, key by key."""

    def __init__(self, told: Mapping[str, str]) -> None:
        super().__init__(" ".join(told.values()))
        self.told = told


def open_meeting(
    *, actor: Actor, meeting: Meeting, chair: Person, secretary: Person, now: datetime, seen: Collection[str] = ()
) -> Meeting:
    """The sitting opens: whoever chairs and whoever records are named, and are there; proxies are closed.

    `seen`: the keys of what the person read first: that its hour is not there yet, that whoever chairs has no vote there.

    Raises Denied; Invalid on `chair` or `secretary` (not on the roll, or the same person); ToRead; Refused unless it is
    convened, and on another day than its own or the next.
    """
    permissions.may_open(actor, meeting).or_raise()
    arguments = {"meeting": meeting.pk, "chair": chair.pk, "secretary": secretary.pk}
    with act("sittings.open", actor=actor, about=meeting.organisation, now=now, arguments=arguments):
        found = lock(meeting, (State.CONVENED,), "Cette réunion ne peut pas être ouverte", attendance_of)
        require_its_day(found, now)
        entries = named(found, chair, secretary)
        require_read(before_its_hour(found, now) | without_a_vote(entries[0]), seen)
        found.chair, found.secretary = chair, secretary
        found.opened_at = moment_of(found, now)
        pass_to(found, State.OPEN, "chair", "secretary", "opened_at")
        bring(found, entries, now)
    return found


def name_officers(
    *, actor: Actor, meeting: Meeting, chair: Person, secretary: Person, now: datetime, seen: Collection[str] = ()
) -> Meeting:
    """Somebody else chairs, or records, from now on. Raises as `open_meeting`; Refused unless the sitting is open."""
    permissions.may_run(actor, meeting).or_raise()
    arguments = {"meeting": meeting.pk, "chair": chair.pk, "secretary": secretary.pk}
    with act("sittings.name_officers", actor=actor, about=meeting.organisation, now=now, arguments=arguments):
        found = lock(meeting, State.under_way(), "La présidence de séance ne change plus", attendance_of)
        entries = named(found, chair, secretary)
        if found.chair_id != chair.pk:
            require_read(without_a_vote(entries[0]), seen)
        found.chair, found.secretary = chair, secretary
        found.save(update_fields=["chair", "secretary"])
        bring(found, entries, now)
    return found


def check_quorum(*, actor: Actor, meeting: Meeting, now: datetime, key: UUID | None = None) -> QuorumCheck:
    """Find whether the quorum is there now, and note the sum. With the same `key` sent again, it is noted once.

    Raises Denied; Refused when none is asked, or when the sitting is not open.
    """
    permissions.may_note(actor, meeting).or_raise()
    if key and (noted := QuorumCheck.objects.filter(meeting=meeting, pk=key).first()):
        return noted
    with act(
        "attendance.check_quorum", actor=actor, about=meeting.organisation, now=now, arguments={"meeting": meeting.pk}
    ):
        found = lock(meeting, State.under_way(), "Le quorum ne se constate plus", attendance_of)
        noted = note_quorum(found, Occasion.DEMAND, now, key=key)
        if noted is None:
            raise Refused(NO_QUORUM)
    return noted


def begin(*, actor: Actor, meeting: Meeting, now: datetime) -> Meeting:
    """The quorum is there, or none is asked: the body may deliberate. Its first point is the current one.

    Raises Denied; Refused when the quorum is not there, with what is missing, which is kept; or unless the sitting is open.
    """
    permissions.may_run(actor, meeting).or_raise()
    with (
        keeping(Occasion.OPENING, actor=actor, meeting=meeting, now=now),
        act("sittings.begin", actor=actor, about=meeting.organisation, now=now, arguments={"meeting": meeting.pk}),
    ):
        found = lock(meeting, (State.OPEN,), "Cette séance ne peut pas commencer", attendance_of)
        noted = note_quorum(found, Occasion.OPENING, now)
        if noted and not noted.met:
            raise QuorumMissed(
                f"Le quorum n’est pas atteint : {noted.shown}. Attendez d’autres arrivées, ou constatez l’absence de quorum."
            )
        found.current = found.items.filter(withdrawn=False).order_by("rank").first()
        pass_to(found, State.IN_PROGRESS, "current")
    return found


def record_failure(*, actor: Actor, meeting: Meeting, now: datetime) -> Meeting:
    """The quorum is not there: the body does not deliberate. A second call is then proposed (`second_call`).

    Raises Denied; Refused when no quorum is asked or when it is there, or unless the sitting is open.
    """
    permissions.may_run(actor, meeting).or_raise()
    with act(
        "sittings.record_failure", actor=actor, about=meeting.organisation, now=now, arguments={"meeting": meeting.pk}
    ):
        found = lock(meeting, (State.OPEN,), "L’absence de quorum se constate à l’ouverture", attendance_of)
        noted = note_quorum(found, Occasion.OPENING, now)
        if noted is None:
            raise Refused(NO_QUORUM)
        if noted.met:
            raise Refused(f"Le quorum est atteint : {noted.shown}. La séance peut commencer.")
        found.closed_at = moment_of(found, now)
        found.sequence += 1  # calendars have it as CONFIRMED
        pass_to(found, State.FAILED, "closed_at", "sequence")
    return found


def turn_to(*, actor: Actor, meeting: Meeting, item: AgendaItem, now: datetime) -> None:
    """Another point is dealt with: the room and the screen on the wall follow. Nothing is written when it is the current
    one. Raises Denied; Refused for a point withdrawn, of another meeting, or out of the sitting."""
    permissions.may_note(actor, meeting).or_raise()
    if meeting.current_id == item.pk:
        return
    arguments = {"meeting": meeting.pk, "item": item.pk}
    with act("sittings.turn_to", actor=actor, about=meeting.organisation, now=now, arguments=arguments):
        found = lock(meeting, (State.IN_PROGRESS,), "Les points se traitent en séance", attendance_of)
        if item.meeting_id != found.pk or item.withdrawn:
            raise Refused("Ce point n’est pas à l’ordre du jour de cette séance.")
        found.current = item
        found.save(update_fields=["current"])


def admit_incident(*, actor: Actor, meeting: Meeting, title: str, reason: str, now: datetime) -> AgendaItem:
    """What happens in session and cannot wait, a revocation for instance: whoever chairs admits it, with why, and it may be
    decided though no notice announced it (L1.9). The minutes show it as such.

    Raises Denied; Invalid on `title` or `reason`; Refused out of the sitting, or when it is there already.
    """
    permissions.may_admit_incident(actor, meeting).or_raise()
    title, reason = title.strip(), reason.strip()
    if not title or len(title) > MARK_LEAVES:
        raise Invalid("title", f"Dites en {MARK_LEAVES} signes au plus sur quoi porte l’incident.")
    if len(seen(reason)) < 10:
        raise Invalid("reason", "Dites pourquoi cela ne peut pas attendre : le procès-verbal le portera.")
    arguments = {"meeting": meeting.pk, "title": title}
    with act(
        "sittings.admit_incident",
        actor=actor,
        about=meeting.organisation,
        now=now,
        arguments=arguments,
        reason=reason,
    ):
        found = lock(meeting, (State.IN_PROGRESS,), "Un incident s’admet en séance", attendance_of)
        marked = f"Incident de séance : {title}"
        if found.items.filter(title=marked).exists():
            raise Refused("Cet incident est déjà à l’ordre du jour de cette séance.")
        last = found.items.order_by("-rank").values_list("rank", flat=True).first() or 0
        return AgendaItem.objects.create(
            meeting=found,
            rank=last + 1,
            kind=AgendaItem.Kind.DECISION,
            title=marked,
            incident=reason,
            record=f"Incident de séance, admis par la présidence : {reason}",
        )


class StillLeft(Refused):
    """Something is left that whoever closes has not read: `left` says what."""

    def __init__(self, left: list[Left]) -> None:
        super().__init__(f"Il reste, avant de clore : {', '.join(one.what for one in left)}.")
        self.left = left


def close_meeting(*, actor: Actor, meeting: Meeting, now: datetime, seen: Collection[str] = ()) -> Meeting:
    """The sitting ends: nobody comes nor goes any more, nothing is voted. Its minutes are still to be written.

    What is left (`left_in`) is read before: `seen` are the keys of what the person was shown, and nothing else may be left
    once the meeting is locked; what was done meanwhile may.

    Raises Denied; StillLeft; Refused while a vote is open or waits for its count, and unless the sitting is in progress.
    """
    permissions.may_run(actor, meeting).or_raise()
    with act("sittings.close", actor=actor, about=meeting.organisation, now=now, arguments={"meeting": meeting.pk}):
        found = lock(meeting, (State.IN_PROGRESS,), "Cette séance ne peut pas être close", attendance_of)
        if polls := unfinished(found):
            raise Refused(
                f"Un vote n’est pas terminé : « {polls[0].question} » est {polls[0].get_state_display().lower()}. "
                "Dépouillez-le ou annulez-le, puis fermez la séance."
            )
        left = left_in(found)
        if set(keys_of(left)) - set(seen):
            raise StillLeft(left)
        found.closed_at = moment_of(found, now)
        pass_to(found, State.CLOSED, "closed_at")
    return found


def note_quorum(meeting: Meeting, occasion: str, now: datetime, *, key: UUID | None = None) -> QuorumCheck | None:
    """Write what is there and what is needed, inside an act, the meeting locked; None when no quorum is asked, and in a
    written consultation, where it is counted on the answers at the end of each vote (`quorum_missed`)."""
    if meeting.mode == Meeting.Mode.WRITTEN:
        return None
    return note_presence(meeting, occasion, now, **({"pk": key} if key else {}))


def named(meeting: Meeting, chair: Person, secretary: Person) -> list[RollEntry]:
    """The lines of the roll of those who chair and record. Raises Invalid on the field."""
    if chair == secretary:
        raise Invalid("secretary", "Le procès-verbal porte deux signatures : désignez deux personnes.")
    entries = []
    for field, person in (("chair", chair), ("secretary", secretary)):
        entry = meeting.roll.filter(person=person).order_by("-votes", "pk").first()
        if entry is None:
            raise Invalid(field, f"{person} n’est pas sur la liste de cette réunion.")
        entries.append(entry)
    return entries


def require_its_day(meeting: Meeting, now: datetime) -> None:
    if why := out_of_its_day(meeting, now):
        raise Refused(why)


def out_of_its_day(meeting: Meeting, now: datetime) -> str:
    """Why the sitting does not open now, when its day is not there yet, or long over; empty when it may."""
    today = timezone.localtime(now).date()
    if today < meeting.day:
        return f"Cette réunion se tient le {day_in_words(meeting.day)} : elle s’ouvre ce jour-là."
    if today > meeting.day + timedelta(days=1):
        return f"Cette réunion devait se tenir le {day_in_words(meeting.day)}. Déclarez-la tenue ce jour-là, ou reportez-la."
    return ""


def before_its_hour(meeting: Meeting, now: datetime) -> dict[str, str]:
    """On its day, and before the hour that was announced: people may be on their way."""
    starts, here = timezone.localtime(meeting.starts_at), timezone.localtime(now)
    if here >= starts:
        return {}
    return {"hour": f"La réunion est prévue à {hour_in_words(starts)} ; il est {hour_in_words(here)}."}


def without_a_vote(chair: RollEntry) -> dict[str, str]:
    """Whoever chairs is on the roll with no vote: no rule that is kept here says who may chair."""
    if chair.votes:
        return {}
    told = (
        f"{chair.person} est sur la liste sans droit de vote. Rien de ce qui est inscrit ici ne dit qui peut présider : "
        "les statuts le disent peut-être."
    )
    return {f"chair:{chair.person_id}": told}


def require_read(told: Mapping[str, str], seen: Collection[str]) -> None:
    if set(told) - set(seen):
        raise ToRead(told)
