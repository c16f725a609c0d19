"""A meeting is convened: its agenda, its roll and its papers are frozen, and each person gets a letter.

A day that was announced is not moved: the meeting is postponed, its calendar entry is cancelled, and another meeting,
linked to it, has an entry of its own. A change of place is a further notice: the same entry, its sequence one higher.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from kevread.charter.queries.quote import quote
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused, Way
from kevread.common.periods import day_in_words
from kevread.common.words import listed, seen, spelled
from kevread.directory.models import Person
from kevread.documents.models import Document, Version
from kevread.documents.operations import freeze, freeze_version, let_read
from kevread.journal.operations import act
from kevread.meetings import permissions
from kevread.meetings.models import Meeting, Notice, RollEntry
from kevread.meetings.operations.acted import require_convened_as_acted
from kevread.meetings.operations.enclosing import open_to_roll
from kevread.meetings.operations.letters import Occasion, send_letters
from kevread.meetings.operations.planning import mode_refused
from kevread.meetings.operations.stages import lock, pass_to
from kevread.meetings.queries import terms
from kevread.meetings.queries.conveners import conveners_of
from kevread.meetings.queries.notices import changes, content_of, frozen_agenda, last_notice
from kevread.meetings.queries.outgoing import notice_paper
from kevread.meetings.queries.roll import Convened, expected_roll, seated_since
from kevread.meetings.rules.life import State
from kevread.meetings.rules.notices import Timing, digest
from kevread.meetings.rules.terms import Terms
from kevread.seats.models import Mandate


def convene(*, actor: Actor, meeting: Meeting, now: datetime, convener: Mandate | None = None) -> Notice:
    """Send the notice. `convener`: in whose name; the first whom the articles charge with it when nobody is named.

    Raises Denied; Refused when the agenda is not settled, the mode not allowed (L1.13), whole days are missing (L1.10: the
    sentence says the last day and the first date that would do), nobody would be convened, or nobody may convene; Invalid
    on `place`, `link` or `convener`.
    """
    may_convene(actor, meeting, now).or_raise()
    arguments = {"meeting": meeting.pk, "convener": convener.pk if convener else None}
    with act("meetings.convene", actor=actor, about=meeting.organisation, now=now, arguments=arguments):
        found = lock(meeting, (State.AGENDA,), "La convocation ne part pas")
        asked = terms(found)
        whom = require_convener(found, asked, convener, now)
        require_mode(found, asked)
        require_time(found, asked, now)
        roll = [one.entry(found) for one in expected_roll(found)]
        require_votes(found, roll)
        require_one_voice(found, asked, roll)
        require_convened_as_acted(found, roll)
        RollEntry.objects.bulk_create(roll)
        notice = write_notice(found, roll, whom, actor, now)
        open_to_roll(found, [entry.person for entry in roll])
        found.sequence += 1  # calendars that followed the draft have it as TENTATIVE
        pass_to(found, State.CONVENED, "sequence")
        send_letters(found, roll, Occasion.NOTICE, now=now, notice=notice)
    return notice


def may_convene(actor: Actor, meeting: Meeting, now: datetime) -> Any:
    """Whoever has the right `convene` there, or is charged with it by the articles of association."""
    named = conveners_of(meeting, terms(meeting), timezone.localtime(now).date())
    return permissions.may_convene(actor, meeting.body, [mandate.person for mandate in named])


def require_convener(meeting: Meeting, asked: Terms, convener: Mandate | None, now: datetime) -> Mandate | None:
    """In whose name: one of those whom the articles charge with it. Nobody when they charge nobody."""
    possible = conveners_of(meeting, asked, timezone.localtime(now).date())
    if asked.conveners is None or meeting.body.kind == meeting.body.Kind.SPACE:
        return convener
    if not possible:
        raise Refused(
            "Personne ne tient aujourd’hui un siège que les statuts chargent de convoquer (article L1.10).",
            rule="L1.10",
            text=quote("L1.10", meeting.organisation.pk, meeting.day),
            ways=(way_to(meeting, "Voir les instances", "seats:bodies", keyed=False),),
        )
    if convener is None:
        return possible[0]
    if convener.pk not in {mandate.pk for mandate in possible}:
        raise Invalid("convener", "Choisissez une des personnes que les statuts chargent de convoquer (article L1.10).")
    return convener


def require_mode(meeting: Meeting, asked: Terms) -> None:
    if meeting.mode not in asked.modes:
        wrong = mode_refused(meeting, meeting.mode, way_to(meeting, "Changer le mode", "meetings:amend"))
        raise Refused(wrong.sentence, rule=wrong.rule, text=wrong.text, ways=wrong.ways)
    if meeting.mode in (Meeting.Mode.ON_SITE, Meeting.Mode.HYBRID) and not meeting.place:
        raise Invalid("place", "Dites où l’on se réunit.")
    if meeting.mode in (Meeting.Mode.REMOTE, Meeting.Mode.HYBRID) and not meeting.link:
        raise Invalid("link", "Donnez le lien par lequel on se joint à distance.")


def require_time(meeting: Meeting, asked: Terms, now: datetime) -> None:
    """The whole days of L1.10. Nobody decided a delay: it is sent, and the notice says so."""
    if meeting.starts_at <= now:
        raise Refused("Cette réunion a déjà commencé : choisissez une autre date.", ways=(postpone_way(meeting),))
    timing = Timing(meeting.day, asked.notice_days, timezone.localtime(now).date())
    if not timing.late:
        return
    assert timing.last is not None
    raise Refused(
        f"La convocation pour le {day_in_words(meeting.day)} devait partir le {day_in_words(timing.last)} au plus tard : il "
        f"faut {asked.notice_days} jours entiers, il en reste {timing.whole_days}. Envoyée aujourd’hui, elle vaut pour une "
        f"réunion le {day_in_words(timing.earliest_meeting)} ou après.",
        rule="L1.10",
        text=quote("L1.10", meeting.organisation.pk, meeting.day),
        ways=(postpone_way(meeting),),
    )


def require_votes(meeting: Meeting, roll: Iterable[Convened | RollEntry]) -> None:
    if not any(one.votes for one in roll):
        raise Refused(
            "Personne n’aurait de voix à cette réunion : confiez d’abord des sièges dans cette instance.",
            ways=(way_to(meeting, "Voir les instances", "seats:bodies", keyed=False),),
        )


def require_one_voice(meeting: Meeting, asked: Terms, roll: Iterable[Convened | RollEntry]) -> None:
    """A member does not vote twice in one assembly, by two seats or two colleges, unless the articles give it several votes.
    Raises Refused, naming the first that would, and by whom."""
    if meeting.body.kind != meeting.body.Kind.ASSEMBLY:
        return
    voices: dict[UUID, tuple[str, list[str]]] = {}  # by the member: two may bear one name
    for one in roll:
        if one.represents and one.votes:
            _, people = voices.setdefault(one.represents.pk, (one.represents.name, []))
            people.extend([str(one.person)] * one.votes)
    for name, people in voices.values():
        if len(people) > asked.member_votes:
            many = "plusieurs fois" if asked.member_votes == 1 else f"plus de {spelled(asked.member_votes)} fois"
            raise Refused(
                f"{name} voterait {many} à cette assemblée, par {listed(people)}. Un membre a une voix, quels que soient "
                "ses collèges, sauf si les statuts en donnent d’autres : mettez fin à un mandat, ou inscrivez-les.",
                rule="L1.11",
                text=quote("L1.11", meeting.organisation.pk, meeting.day),
                ways=(way_to(meeting, "Voir les instances", "seats:bodies", keyed=False),),
            )


def obstacle(meeting: Meeting, asked: Terms, roll: Iterable[Convened], now: datetime) -> Refused | None:
    """What would refuse the notice as it stands, but for its state and who asks: the page says it in place of its button."""
    try:
        require_convener(meeting, asked, None, now)
        require_mode(meeting, asked)
        require_time(meeting, asked, now)
        require_votes(meeting, roll)
        require_one_voice(meeting, asked, roll)
    except Refused as refusal:
        return refusal
    return None


def postpone_way(meeting: Meeting) -> Way:
    return way_to(meeting, "Reporter la réunion", "meetings:move")


def way_to(meeting: Meeting, label: str, screen: str, *, keyed: bool = True) -> Way:
    where = {"scale": meeting.organisation.slug} | ({"key": meeting.pk} if keyed else {})
    return Way(label, screen, where)


def write_notice(
    meeting: Meeting,
    roll: list[RollEntry],
    convener: Mandate | None,
    actor: Actor,
    now: datetime,
    reason: str = "",
) -> Notice:
    """Freeze what is sent, as data and as a paper. The digest of the notice is that of its data, which hold the digest of
    the paper. Inside an act, the meeting being locked."""
    before = last_notice(meeting)
    content = content_of(meeting, frozen_agenda(meeting), roll) | {
        "convener": named(convener) if convener else None,
        "reason": reason,
        "previous": before.sha256 if before else None,
    }
    version = freeze_notice(meeting, content, [entry.person for entry in roll], before, actor, now)
    content["paper"] = {"name": version.name, "sha256": version.sha256}
    return Notice.objects.create(
        meeting=meeting,
        number=before.number + 1 if before else 1,
        sent_at=now,
        convener=convener,
        sender_id=actor.person,
        content=content,
        sha256=digest(content),
        reason=reason,
        version=version,
    )


def freeze_notice(
    meeting: Meeting, content: dict[str, Any], people: list[Person], before: Notice | None, actor: Actor, now: datetime
) -> Version:
    """The notice in PDF: one document for a meeting, one version for each sending; the earlier ones stay. Those who were
    convened read it, with those who read what is not public there."""
    sent_on = timezone.localtime(now).date()
    paper = notice_paper(meeting, content, sent_on=sent_on, sender=actor.name if actor.person else "")
    if before and before.version:
        return freeze_version(before.version.document, paper, now=now, corrects=content["reason"])
    return freeze(
        actor=actor,
        organisation=meeting.organisation,
        kind="notice",
        source=paper,
        now=now,
        audience=Document.Audience.ORGANISATION,
        readers=people,
    )


def named(convener: Mandate) -> dict[str, str]:
    return {"name": str(convener.person), "seat": convener.seat.name, "title": convener.seat.title}


def send_further_notice(*, actor: Actor, meeting: Meeting, reason: str, now: datetime) -> Notice:
    """What changed since the last notice is sent to the same roll; the earlier notices stay. Whoever sits since is convened
    too, by the same notice: written to alone, when nothing else changed.

    An item that comes too late is sent all the same: an assembly talks about it without voting (L1.9). Raises Denied;
    Invalid on `reason`; Refused when nothing changed, or by the state, or as `convene` for the roll.
    """
    may_convene(actor, meeting, now).or_raise()
    said = require_reason(reason, "Dites en une phrase ce qui change.")
    with act(
        "meetings.send_further_notice",
        actor=actor,
        about=meeting.organisation,
        now=now,
        arguments={"meeting": meeting.pk},
        reason=said,
    ):
        found = lock(meeting, (State.CONVENED,), "Aucun avis ne part plus")
        if found.starts_at <= now:
            raise Refused("L’heure de la réunion est passée : aucun avis ne part plus.")
        there, new = roll_of(found), [one.entry(found) for one in seated_since(found)]
        told = there if changes(found) else []
        if not (new or told):
            raise Refused("Rien n’a changé depuis la dernière convocation.")
        require_one_voice(found, terms(found), [*there, *new])
        require_convened_as_acted(found, new)
        RollEntry.objects.bulk_create(new)
        first = last_notice(found)
        notice = write_notice(found, [*there, *new], first.convener if first else None, actor, now, said)
        open_to_roll(found, [entry.person for entry in new])
        if notice.version:
            let_read(notice.version.document, [entry.person for entry in new])
        found.sequence += 1
        found.save(update_fields=["sequence"])
        send_letters(found, told, Occasion.FURTHER, now=now, notice=notice, reason=said)
        send_letters(found, new, Occasion.NOTICE, now=now, notice=notice)
    return notice


def require_reason(reason: str, sentence: str) -> str:
    if not 5 <= len(seen(reason)) <= len(reason.strip()) <= 300:
        raise Invalid("reason", sentence)
    return reason.strip()


def cancel_meeting(*, actor: Actor, meeting: Meeting, reason: str, now: datetime) -> Meeting:
    """It will not be held. Whoever was convened is told, and the entry of their calendar is cancelled.

    Before a notice, by those who prepare; after, by those who convene. Raises Denied; Invalid on `reason`; Refused once it
    was opened.
    """
    told = meeting.stage is State.CONVENED
    grounds = may_convene(actor, meeting, now) if told else permissions.may_prepare(actor, meeting.body)
    grounds.or_raise()
    said = require_reason(reason, "Dites en une phrase pourquoi elle est annulée.")
    with act(
        "meetings.cancel",
        actor=actor,
        about=meeting.organisation,
        now=now,
        arguments={"meeting": meeting.pk},
        reason=said,
    ):
        states = (State.CONVENED,) if told else (State.DRAFT, State.AGENDA)
        found = lock(meeting, states, "Cette réunion ne s’annule plus")
        found.sequence += 1
        pass_to(found, State.CANCELLED, "sequence")
        send_letters(found, roll_of(found), Occasion.CANCELLED, now=now, reason=said)
    return found


def roll_of(meeting: Meeting) -> list[RollEntry]:
    return list(meeting.roll.select_related("person", "represents").order_by("pk"))
