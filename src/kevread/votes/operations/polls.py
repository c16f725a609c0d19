"""Put a question to the vote: prepare it, choose who keeps the key, open it on terms that no longer change, give it up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from kevread.attendance.models import QuorumCheck
from kevread.attendance.operations.missed import keeping
from kevread.charter.queries.quote import quote
from kevread.charter.queries.written import where_written
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused, Way
from kevread.common.words import of, seen
from kevread.directory.models import Person
from kevread.journal.operations import act
from kevread.meetings.models import AgendaItem, Meeting, RollEntry
from kevread.meetings.operations.stages import lock
from kevread.meetings.queries import terms as terms_of_meeting
from kevread.meetings.rules.life import State
from kevread.meetings.rules.terms import Terms
from kevread.seats.models import Body, Seat
from kevread.tally.rules import tallies as tally
from kevread.votes import permissions
from kevread.votes.models import Candidate, Poll, Scrutineer
from kevread.votes.operations.box import shuffle
from kevread.votes.operations.opening import begin, require_votable
from kevread.votes.operations.register import forget_register
from kevread.votes.queries.installation import installation
from kevread.votes.rules.box import fingerprint_of_key, stamped_keeper
from kevread.votes.rules.keys import check_key, check_threshold, new_code, public_key_of
from kevread.votes.rules.sealing import MOST_CHOICES

PREPARED = (State.AGENDA, State.CONVENED, State.OPEN, State.IN_PROGRESS)
FREE = (Body.Kind.SPACE, Body.Kind.TEAM)  # no organ of an association: it votes as it likes


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody who stands. `gender` is asked for parity, `born` where the oldest wins a tie; neither otherwise."""

    name: str
    person: Person | None = None
    on_list: str = ""
    gender: str = ""
    born: date | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What is put to the vote, and how. `secret_asked`: somebody asked for a secret ballot (L1.14)."""

    item: AgendaItem
    kind: str
    method: str
    question: str
    text: str = ""
    seat: Seat | None = None
    places: int | None = None
    by_lists: bool = False
    parity: bool = False
    oldest_wins: bool = False
    secret_asked: bool = False
    candidates: Sequence[Standing] = ()
    scrutineers: Sequence[RollEntry] = ()
    threshold: int | None = None

    @property
    def is_election(self) -> bool:
        return self.kind == Poll.Kind.ELECTION


def draft_poll(*, actor: Actor, asked: Question, now: datetime) -> Poll:
    """Prepare a vote: nobody can take part yet. Raises Denied; Invalid on the field; Refused when the articles do not
    allow this way of voting (L1.9, L1.13, L1.14)."""
    meeting = asked.item.meeting
    permissions.may_run_poll(actor, meeting).or_raise()
    with act("votes.draft", actor=actor, about=meeting.organisation, now=now, arguments=arguments_of(asked)):
        held = lock(meeting, PREPARED, "Un vote ne se prépare pas ici")
        permissions.may_run_poll(actor, held).or_raise()
        return write(held, asked)


def put_to_vote(*, actor: Actor, asked: Question, now: datetime) -> Poll:
    """Prepare a vote and open it at once: by hands, by names, on paper, or on each one's screen. As `draft_poll`, then
    `open_poll`. A secret vote on screen has scrutineers first."""
    meeting = asked.item.meeting
    permissions.may_run_poll(actor, meeting).or_raise()
    if asked.method == Poll.Method.SECRET:
        raise Invalid("method", "Un vote secret se prépare d’abord : les scrutateur·rices acceptent, puis il s’ouvre.")
    with (
        keeping(QuorumCheck.Occasion.VOTE, actor=actor, meeting=meeting, now=now),
        act("votes.put", actor=actor, about=meeting.organisation, now=now, arguments=arguments_of(asked)),
    ):
        held = lock(meeting, (State.IN_PROGRESS,), "Un vote ne s’ouvre pas ici")
        permissions.may_run_poll(actor, held).or_raise()
        return begin(held, write(held, asked), now)


def accept_scrutiny(*, actor: Actor, scrutineer: Scrutineer, now: datetime, public: bytes = b"") -> str:
    """Accept to keep a share of the key of the box. `public`: the key that the browser of this person made, with a code
    that it alone knows; without one, a code is made here, answered and forgotten. The act says the key, and it is frozen in
    the terms of the vote. Accepting again, before the opening, makes another. Raises Denied, Invalid, Refused."""
    permissions.may_scrutinise(actor, scrutineer).or_raise()
    code = "" if public else new_code()
    public = public or public_key_of(code)
    check_key(public)
    said = {"scrutineer": scrutineer.pk, "key_sha256": fingerprint_of_key(public)}
    about = scrutineer.poll.meeting.organisation
    with act("votes.accept_scrutiny", actor=actor, about=about, now=now, arguments=said):
        poll = Poll.objects.lock(scrutineer.poll_id)
        if poll.state != Poll.State.DRAFT:
            raise Refused("Ce vote n’est plus en préparation : la clé de l’urne est déjà partagée, ou ne le sera pas.")
        scrutineer.public_key = public
        scrutineer.key_stamp = installation().sign(
            stamped_keeper(poll.pk, scrutineer.pk, scrutineer.entry.person_id, public)
        )
        scrutineer.save(update_fields=["public_key", "key_stamp"])
    return code


def open_poll(*, actor: Actor, poll: Poll, now: datetime) -> Poll:
    """Open a vote that was prepared: its terms, who takes part and with how many votes are frozen; a box gets its key,
    which is split among the scrutineers and forgotten.

    Raises Denied; Refused when the item was not on the agenda that was sent (L1.9), when the quorum is not there (L1.11),
    when another vote is open, or when too few scrutineers have accepted.
    """
    meeting = poll.meeting
    permissions.may_run_poll(actor, meeting).or_raise()
    with (
        keeping(QuorumCheck.Occasion.VOTE, actor=actor, meeting=meeting, now=now),
        act("votes.open", actor=actor, about=meeting.organisation, now=now, arguments={"poll": poll.pk}),
    ):
        held = lock(meeting, (State.IN_PROGRESS,), "Un vote ne s’ouvre pas ici")
        permissions.may_run_poll(actor, held).or_raise()
        poll = Poll.objects.select_related("item__meeting", "seat").lock(poll.pk)
        if poll.state != Poll.State.DRAFT:
            raise Refused(f"Ce vote est {poll.get_state_display().lower()} : il ne s’ouvre pas.")
        return begin(held, poll, now)


def void_poll(*, actor: Actor, poll: Poll, reason: str, now: datetime) -> Poll:
    """Give a vote up, with the reason: it decides nothing, and another can be held. What was cast stays, in
    an order drawn anew as at a closing, and is never opened. Raises Refused once it has been counted."""
    meeting = poll.meeting
    permissions.may_run_poll(actor, meeting).or_raise()
    if not seen(reason := " ".join(reason.split())):
        raise Invalid("reason", "Dites pourquoi ce vote est annulé : le procès-verbal le dira.")
    with act(
        "votes.void", actor=actor, about=meeting.organisation, now=now, reason=reason, arguments={"poll": poll.pk}
    ):
        return give_up(poll, reason)


def ask_secret_ballot(*, actor: Actor, poll: Poll, now: datetime) -> Poll:
    """Somebody of the roll asks that an election be secret (L1.14): the vote that is not is given up, and the next one
    of the same item can only be secret."""
    permissions.may_ask_secrecy(actor, poll).or_raise()
    with act("votes.ask_secrecy", actor=actor, about=poll.meeting.organisation, now=now, arguments={"poll": poll.pk}):
        if poll.kind != Poll.Kind.ELECTION or poll.is_secret:
            raise Refused("Le bulletin secret se demande pour une élection, quand le vote ne l’est pas déjà.")
        return give_up(poll, f"Bulletin secret demandé par {actor.name} (L1.14).", secret_asked=True)


def give_up(poll: Poll, reason: str, *, secret_asked: bool = False) -> Poll:
    poll = Poll.objects.select_related("item").lock(poll.pk)
    if poll.state in (Poll.State.COUNTED, Poll.State.VOID):
        raise Refused(f"Ce vote est {poll.get_state_display().lower()} : il ne change plus.")
    if poll.method == Poll.Method.SECRET and poll.state == Poll.State.OPEN:
        poll.state = Poll.State.CLOSED  # whoever gives a box up does not leave it in the order in which it was filled
        poll.save(update_fields=["state"])
        shuffle(poll)
    poll.state, poll.reason = Poll.State.VOID, reason[:300]
    poll.secret_asked = poll.secret_asked or secret_asked
    poll.save(update_fields=["state", "reason", "secret_asked"])
    if poll.method == Poll.Method.SECRET:
        forget_register(poll)
    return poll


# What is asked -------------------------------------------------------------------------------------------------------


def write(meeting: Meeting, asked: Question) -> Poll:
    """The rows of a vote in preparation. Must run inside an act, the meeting locked: what is asked about is read anew then."""
    entries = RollEntry.objects.in_bulk([one.pk for one in asked.scrutineers])
    asked = replace(
        asked,
        item=meeting.items.select_related("meeting__body__organisation").get(pk=asked.item.pk),
        seat=Seat.objects.select_related("body").get(pk=asked.seat.pk) if asked.seat else None,
        scrutineers=[entries[one.pk] for one in asked.scrutineers],
    )
    check(asked)
    last = Poll.objects.filter(item__meeting=meeting).aggregate(last=Max("number"))["last"] or 0
    poll = Poll.objects.create(
        item=asked.item,
        number=last + 1,
        question=asked.question.strip()[:300],
        text=asked.text.strip(),
        kind=asked.kind,
        method=asked.method,
        seat=asked.seat,
        places=asked.places if asked.is_election else None,
        by_lists=asked.by_lists,
        parity=asked.parity,
        oldest_wins=asked.oldest_wins,
        secret_asked=asked.secret_asked,
        threshold=asked.threshold,
    )
    places: dict[str, int] = {}
    for one in asked.candidates:
        on_list = on_one_line(one.on_list)[:80]
        places[on_list] = places.get(on_list, 0) + 1
        Candidate.objects.create(
            poll=poll,
            rank=places[on_list],
            person=one.person,
            name=one.name.strip()[:120],
            on_list=on_list,
            gender=one.gender if asked.parity else "",
            born=one.born if asked.oldest_wins else None,
        )
    Scrutineer.objects.bulk_create(Scrutineer(poll=poll, entry=entry) for entry in asked.scrutineers)
    return poll


def check(asked: Question) -> None:
    """What is asked holds together, and the articles allow this way of voting it."""
    meeting = asked.item.meeting
    if not seen(asked.question):
        raise Invalid("question", "Écrivez la question, telle que chacun·e la lira.")
    if asked.kind == Poll.Kind.RESOLUTION and not seen(asked.text):
        raise Invalid("text", "Écrivez la résolution : c’est ce texte qui sera adopté, ou rejeté.")
    require_votable(asked.item)
    require_method(asked, meeting, terms_of_meeting(meeting))
    if asked.is_election:
        check_candidates(asked)
    if asked.method == Poll.Method.SECRET:
        check_scrutineers(asked, meeting)


def require_method(asked: Question, meeting: Meeting, terms: Terms) -> None:
    def refused(sentence: str, rule: str, *ways: Way) -> Refused:
        return Refused(sentence, rule=rule, text=quote(rule, meeting.organisation.pk, meeting.day), ways=ways)

    if asked.method == Poll.Method.SHOW_OF_HANDS and meeting.mode == Meeting.Mode.WRITTEN:
        raise Invalid("method", "Une consultation écrite ne se vote pas à main levée : choisissez une autre manière.")
    electronic = asked.method in (Poll.Method.OPEN, Poll.Method.SECRET)
    if electronic and not terms.electronic_vote and meeting.body.kind not in FREE:
        raise refused(
            f"Le vote électronique n’est pas permis à {meeting.organisation.name} : ni ses statuts ni son règlement "
            "intérieur ne le disent. Votez à main levée, à l’appel des noms ou sur papier.",
            "L1.13",
            *where_written("L1.13.electronic_vote", meeting.organisation),
        )
    if not asked.is_election or asked.method in (Poll.Method.SECRET, Poll.Method.PAPER):
        return
    if terms.secret_elections:
        raise refused("Les statuts veulent une élection à bulletin secret, sur écran ou sur papier.", "L1.14")
    if asked.secret_asked or Poll.objects.filter(item=asked.item, secret_asked=True).exists():
        raise refused("Quelqu’un a demandé le bulletin secret : cette élection l’est.", "L1.14")


def check_candidates(asked: Question) -> None:
    if not asked.places or asked.places < 1:
        raise Invalid("places", "Dites combien de places sont à pourvoir.")
    if asked.seat and asked.seat.body.organisation_id != asked.item.meeting.organisation.pk:
        raise Invalid("seat", f"Ce siège n’est pas une place {of(asked.item.meeting.organisation.name)}.")
    if not asked.candidates:
        raise Invalid("candidates", "Personne ne se présente : inscrivez au moins une candidature.")
    if len(asked.candidates) > MOST_CHOICES:
        raise Invalid("candidates", f"{MOST_CHOICES} candidatures au plus.")
    names = [one.name.strip().casefold() for one in asked.candidates]
    if not all(names) or len(set(names)) < len(names):
        raise Invalid("candidates", "Chaque candidature a un nom, écrit une seule fois.")
    if asked.by_lists and not all(one.on_list.strip() for one in asked.candidates):
        raise Invalid("candidates", "Dans un scrutin de listes, chaque candidat·e est sur une liste.")
    for named in {on_one_line(one.on_list) for one in asked.candidates if one.on_list.strip()}:
        if not named.isprintable() or not any(letter.isalnum() for letter in named):
            raise Invalid(
                "candidates",
                f"Le nom de liste « {named} » a un signe qui ne se lit pas, ou aucune lettre : retapez-le.",
            )
        if named.casefold() in tally.APART:
            raise Invalid("candidates", f"« {named} » ne peut pas nommer une liste : le compte se sert de ce mot.")
    if asked.parity and not all(one.gender for one in asked.candidates):
        raise Invalid("candidates", "La parité demande le genre de chaque candidat·e.")


def on_one_line(name: str) -> str:
    """The name of a list, with plain spaces: it is told apart from others by it when ballots are counted.

    >>> on_one_line(" Ensemble\u202f!\u00a0") == "Ensemble !"
    True
    """
    return " ".join(name.split())


def check_scrutineers(asked: Question, meeting: Meeting) -> None:
    check_threshold(asked.threshold or 0, len({entry.pk for entry in asked.scrutineers}))
    if any(entry.meeting_id != meeting.pk for entry in asked.scrutineers):
        raise Invalid("scrutineers", "Les scrutateur·rices sont parmi les personnes convoquées.")
    standing = {one.person.pk for one in asked.candidates if one.person}
    if judge := next((entry for entry in asked.scrutineers if entry.person_id in standing), None):
        raise Invalid("scrutineers", f"{judge.person} se présente : choisissez quelqu’un d’autre pour tenir l’urne.")


def arguments_of(asked: Question) -> dict[str, Any]:
    return {
        "item": asked.item.pk,
        "kind": asked.kind,
        "method": asked.method,
        "question": asked.question,
        "places": asked.places,
        "scrutineers": [entry.pk for entry in asked.scrutineers],
        "threshold": asked.threshold,
    }
