"""Close a vote and count it: what was cast becomes a verdict and a line of the register, in one act."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from kevread.attendance.rules import not_before
from kevread.base.stamped import stamp_of
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.reading import plain
from kevread.journal.operations import act
from kevread.tally.rules import Decider, Outcome, Resolution, Result, decide
from kevread.tally.rules import tallies as tally
from kevread.tally.rules.loader import vote
from kevread.tally.rules.polls import Counted, PollTerms
from kevread.tally.rules.recount import kept, told, verdict_of
from kevread.votes import permissions
from kevread.votes.models import HandCount, Poll, Scrutineer
from kevread.votes.operations.acted import require_as_acted, require_itself_as_acted
from kevread.votes.operations.box import (
    TO_BE_VOID,
    require_closed_so,
    require_proven,
    require_terms,
    require_whole,
    seal_soon,
    shuffle,
)
from kevread.votes.operations.consulting import require_over
from kevread.votes.operations.count_records import keep_record
from kevread.votes.operations.entering import enter, note_quorum, propose_mandates
from kevread.votes.operations.named import casting_of, counted_openly, frozen, heard_in, named, own_line
from kevread.votes.operations.register import note_closing, require_closed_once, require_registered
from kevread.votes.queries.answered import answered
from kevread.votes.queries.box import committed, lines_of, slips_of
from kevread.votes.queries.installation import installation
from kevread.votes.queries.presiding import whom_to_tell
from kevread.votes.rules.box import lies_in, stamped_box, stamped_count
from kevread.votes.rules.keys import Opening, is_opening, open_share, opening, read_sums
from kevread.votes.rules.sealing import Pair, Sheet, added, sheet_of

type Counts = Mapping[str, Mapping[str, int]]
NOBODY: Mapping[UUID, bool] = {}  # of a vote that is counted by hand


class VoicesMissing(Refused):
    """More votes have not answered than whoever closes was told."""


def close_poll(*, actor: Actor, poll: Poll, now: datetime, missing: int = 0) -> Poll:
    """End a vote: nothing more is cast. One that is public is counted at once; the box of a secret one is held against its
    roll and shuffled, and waits for its scrutineers. Ballots under way are awaited: each is either counted or refused.

    `missing`: how many votes the person read that nobody has cast yet. The roll is frozen at the opening, so that there can
    only be fewer since; more, and it is asked again.

    Raises Denied; VoicesMissing; Refused when the vote is not open, is counted by hand (`enter_count`), or when the box and
    the roll do not agree: it can only be given up then.
    """
    permissions.may_run_poll(actor, poll.meeting).or_raise()
    about = poll.meeting.organisation
    with act("votes.close", actor=actor, about=about, now=now, arguments={"poll": poll.pk}):
        poll = locked(poll, Poll.State.OPEN, "Ce vote ne se clôt pas")
        permissions.may_run_poll(actor, poll.meeting).or_raise()
        if poll.method in (Poll.Method.SHOW_OF_HANDS, Poll.Method.PAPER):
            raise Refused("Ce vote se compte à la main : écrivez le compte, il se clôt avec.")
        if poll.method == Poll.Method.SECRET:
            slips, lines = slips_of(poll), lines_of(poll)
            require_whole(poll, slips, lines)
            require_awaited(poll, sum(line.votes for line in lines if line.stamp), missing, now)
            proven = require_proven(poll, slips, lines)
            require_registered(poll, slips, lines)
            require_itself_as_acted(poll)
            close(poll, now)
            shuffle(poll, proven)
            poll.box_stamp = installation().sign(stamped_box(bytes.fromhex(poll.sha256), poll.box_sha256))
            poll.save(update_fields=["box_stamp"])
            note_closing(poll, slips, lines)
            seal_soon()
            return poll
        said = named(poll)
        require_awaited(poll, sum(one.votes for one in said), missing, now)
        own, counts = own_line(poll, said), counted_openly(poll, said)
        require_itself_as_acted(poll)
        close(poll, now)
        return conclude(poll, counts, casting_of(own), frozen(said, own), heard_in(said))


def require_awaited(poll: Poll, cast: int, missing: int, now: datetime) -> None:
    """Those whose votes are not among what is counted had their time, and are no more than whoever closes read. Raises Refused,
    VoicesMissing."""
    left = poll.put.voices - cast
    require_over(poll, now, left)
    if left > missing:
        raise VoicesMissing(f"Il manque {left} voix sur {poll.put.voices}.")


def enter_count(*, actor: Actor, poll: Poll, counts: Counts, now: datetime, casting: str = "") -> Poll:
    """Write what was counted by hand or on paper: votes by choice, by college where the terms want it; blank and null apart
    on paper, which alone has some. `casting`: how whoever presides breaks a tie, "for", "against" or "none".

    Raises Denied; Invalid when no vote is counted, or more than there were, or when a tie waits for whoever presides.
    """
    permissions.may_run_poll(actor, poll.meeting).or_raise()
    about = poll.meeting.organisation
    with act("votes.enter_count", actor=actor, about=about, now=now, arguments={"poll": poll.pk, "counts": counts}):
        poll = locked(poll, Poll.State.OPEN, "Ce compte ne s’écrit pas")
        permissions.may_run_poll(actor, poll.meeting).or_raise()
        if poll.method not in (Poll.Method.SHOW_OF_HANDS, Poll.Method.PAPER):
            raise Refused("Ce vote ne se compte pas à la main.")
        require_over(poll, now, poll.put.voices)
        require_terms(poll)
        require_itself_as_acted(poll)
        check_counts(poll.put, counts)
        HandCount.objects.bulk_create(
            HandCount(poll=poll, college=college if poll.put.by_college else "", votes=dict(votes))
            for college, votes in counts.items()
        )
        close(poll, now)
        return conclude(poll, counts, casting)


def give_share(*, actor: Actor, scrutineer: Scrutineer, code: str, now: datetime) -> Poll:
    """Open the sums with one's code, where the page of the keeper cannot do it: the server sees their share for a moment.
    Otherwise as `give_opening`; Invalid on a code that is not theirs."""
    permissions.may_scrutinise(actor, scrutineer).or_raise()
    share_and_place = scrutineer.share, scrutineer.place
    if scrutineer.poll.state == Poll.State.CLOSED and all(share_and_place) and not scrutineer.has_opened:
        poll = Poll.objects.get(pk=scrutineer.poll_id)
        sharing = [bytes.fromhex(one) for one in poll.put.sharing]
        place = scrutineer.place or 0
        require_terms(poll)
        require_in_terms(poll, scrutineer)
        share = open_share(code, bytes(scrutineer.share or b""), sharing, place)
        said = {
            college: opening(share, bytes.fromhex(poll.sha256), place, sums)
            for college, sums in opened_once(poll).sums.items()
        }
        return give_opening(actor=actor, scrutineer=scrutineer, said=said, now=now)
    return give_opening(actor=actor, scrutineer=scrutineer, said={}, now=now)


def require_in_terms(poll: Poll, scrutineer: Scrutineer) -> None:
    """The key of a keeper is the one to which the vote was opened. Raises Refused."""
    if poll.put.keepers[(scrutineer.place or 0) - 1].key != bytes(scrutineer.public_key or b"").hex():
        raise Refused(
            "Votre clé n’est pas celle pour laquelle ce vote s’est ouvert : quelqu’un a changé les clés. N’ouvrez rien, et "
            f"dites-le {whom_to_tell(poll.meeting)}. Rien n’a été ouvert."
        )


def give_opening(*, actor: Actor, scrutineer: Scrutineer, said: Mapping[str, Opening], now: datetime) -> Poll:
    """Give what one's share makes of the sums of the box, once the vote is closed; with the last that is needed, the result
    is known. The share itself is told to nobody, and what is given says nothing of a single ballot.

    Raises Denied; Invalid on what this share does not make; Refused when the box is not what it was at the closing.
    """
    permissions.may_scrutinise(actor, scrutineer).or_raise()
    about = scrutineer.poll.meeting.organisation
    with act("votes.give_share", actor=actor, about=about, now=now, arguments={"poll": scrutineer.poll_id}):
        poll = locked(scrutineer.poll, Poll.State.CLOSED, "L’urne ne s’ouvre pas")
        scrutineer = poll.scrutineers.select_related("entry__person").get(pk=scrutineer.pk)
        permissions.may_scrutinise(actor, scrutineer).or_raise()
        if scrutineer.share is None or scrutineer.place is None:
            raise Refused("Vous n’avez pas de part de cette clé : vous n’aviez pas accepté quand le vote s’est ouvert.")
        if scrutineer.opening is not None:
            return poll
        require_in_terms(poll, scrutineer)
        box = opened_once(poll)
        sheet, sums = box.sheet, box.sums
        sharing = [bytes.fromhex(one) for one in poll.put.sharing]

        def opens(one: Mapping[str, Opening], place: int) -> bool:
            every = sums.items()
            return set(one) == set(sums) and all(
                is_opening(one[c], sharing, sheet.terms, place, cells) for c, cells in every
            )

        if not opens(said, scrutineer.place):
            raise Invalid("code", "Ce que cette page a calculé n’est pas ce que fait votre part : rechargez-la.")
        require_itself_as_acted(poll)
        scrutineer.opening, scrutineer.is_lost = said, False
        scrutineer.save(update_fields=["opening", "is_lost"])
        needed = poll.threshold or 0
        given = list(poll.scrutineers.filter(opening__isnull=False).order_by("place")[:needed])
        if len(given) < needed:
            return poll
        if not all(opens(one.opening or {}, one.place or 0) for one in given):
            raise Refused(f"Une part donnée avant la vôtre n’est plus celle qui l’a été. {TO_BE_VOID}")
        return count_poll(poll, box, {one.place or 0: one.opening or {} for one in given})


def lose_share(*, actor: Actor, scrutineer: Scrutineer, now: datetime) -> Scrutineer:
    """Say that one no longer has the code of one's share: whether enough of them remain is then known, and shown. Opening
    the share, if the code is found again, takes this back.

    Raises Denied; Refused when one has no share, or has opened it, or when there is nothing left to open.
    """
    permissions.may_scrutinise(actor, scrutineer).or_raise()
    about = scrutineer.poll.meeting.organisation
    with act("votes.lose_share", actor=actor, about=about, now=now, arguments={"poll": scrutineer.poll_id}):
        poll = Poll.objects.lock(scrutineer.poll_id)
        if poll.state not in (Poll.State.OPEN, Poll.State.CLOSED) or scrutineer.share is None:
            raise Refused("Vous n’avez pas de part à ouvrir pour ce vote.")
        if scrutineer.has_opened:
            raise Refused("Votre part est déjà ouverte : son code ne sert plus.")
        scrutineer.is_lost = True
        scrutineer.save(update_fields=["is_lost"])
    return scrutineer


def locked(poll: Poll, state: str, what: str) -> Poll:
    """The vote, locked, with what it is of, read then: what a page read before it waited for the lock is not what stands.
    Raises Refused in another state, or when a row that it depends on is not what acts left."""
    found: Poll = Poll.objects.select_related("item__meeting__body__organisation").lock(poll.pk)
    if found.state != state:
        raise Refused(f"{what} : il est {found.get_state_display().lower()}.")
    require_as_acted(found)
    return found


def close(poll: Poll, now: datetime) -> None:
    poll.state, poll.closed_at = Poll.State.CLOSED, not_before(now, poll.opened_at)
    poll.save(update_fields=["state", "closed_at"])


# A secret vote -------------------------------------------------------------------------------------------------------


class Box(NamedTuple):
    """What a box that was proved holds: how many ballots, what they add up to, college by college, who answered, by proxy or
    not."""

    sheet: Sheet
    cast: int
    sums: dict[str, list[Pair]]
    heard: dict[UUID, bool]


def opened_once(poll: Poll) -> Box:
    """What the list published at the closing adds up to; nothing else is opened, and its rows are not read again. Raises
    Refused when the box is not what it was."""
    slips, lines = slips_of(poll), lines_of(poll)
    if not lies_in(poll.box_sha256, slips, lines, committed(poll)):
        raise Refused(
            "L’urne, l’émargement ou ce que les reçus disaient d’elle ne sont pas ce qu’ils étaient à la clôture. "
            + TO_BE_VOID
        )
    require_whole(poll, slips, lines)
    require_closed_so(poll)
    require_closed_once(poll)
    sheet = sheet_of(poll.put, poll.sha256, bytes(poll.public_key or b""))
    colleges: dict[str, list[bytes]] = {}
    for slip in slips:
        colleges.setdefault(slip.college, []).append(slip.sealed)
    sums = {college: added(sheet, ballots) for college, ballots in sorted(colleges.items())}
    return Box(sheet, len(slips), sums, {line.entry: line.by_proxy for line in lines if line.stamp})


def count_poll(poll: Poll, box: Box, openings: Mapping[int, Mapping[str, Opening]]) -> Poll:
    """The sums that enough shares open. Must run inside an act, the poll locked."""
    counts: dict[str, Counter[str]] = {}
    for college, cells in box.sums.items():
        parts = {place: said[college] for place, said in openings.items()}
        numbers = read_sums(parts, cells, poll.put.voices)
        counts[college or tally.EVERYBODY] = +Counter(dict(zip(box.sheet.codes, numbers, strict=True)))
    return conclude(poll, counts, names={"cast": box.cast}, heard=box.heard)


# A public vote -------------------------------------------------------------------------------------------------------


def check_counts(terms: PollTerms, counts: Counts) -> None:
    """Some votes, and no more than there were, college by college."""
    if not tally.may_count_nothing(terms) and not any(sum(votes.values()) for votes in counts.values()):
        raise Invalid("counts", tally.NO_VOICE)
    known = {code for code, _ in tally.choices_of(terms)} | set(tally.counted_apart(terms))
    there = {college.code: college for college in terms.colleges}
    for college, votes in counts.items():
        if college in there and set(votes) - known and set(votes) <= known | set(tally.APART):
            raise Invalid(
                "counts", "À main levée, rien n’est blanc ni nul : ces voix s’abstiennent, ou ne sont pas comptées."
            )
        if college not in there or set(votes) - known:
            raise Invalid("counts", "Ce compte ne correspond pas au bulletin.")
        if any(number < 0 for number in votes.values()):
            raise Invalid("counts", "Un nombre de voix n’est pas négatif.")
        if said := tally.too_many(terms, there[college], votes):
            raise Invalid("counts", said)


# The verdict ---------------------------------------------------------------------------------------------------------


def conclude(
    poll: Poll,
    counts: Counts,
    casting: str = "",
    names: Mapping[str, Any] | None = None,
    heard: Mapping[UUID, bool] = NOBODY,
) -> Poll:
    """The verdict, from the file that anybody can compute again, and the line of the register that says it. Must run
    inside an act, the poll locked and closed. A quorum that is missing decides nothing, and enters nothing.

    `names`: what each line of the roll answered, in a vote by name, and who carried it (`frozen`); of a box, how many ballots
    were in it. It is kept with the
    result, which the journal follows: what the page tells afterwards is that, whatever becomes of the rows. `heard`: the lines
    that were cast, as they were proved."""
    terms, breaks, there = poll.put, broken_by(poll, casting), answered(poll, counts, heard)
    file = tally.tally_file(terms, counts, breaks, there)
    require_broken(terms, file, casting)
    note_quorum(poll, there)
    answer = verdict_of(terms, file, there)
    poll.result = kept(terms, counts, breaks, there)
    if poll.method == Poll.Method.SECRET:  # what anybody checks of the file of the box, and of no other
        said_so = stamped_count(bytes.fromhex(poll.sha256), poll.result["counts"], plain(file))
        poll.result["count_stamp"] = installation().sign(said_so).hex()
    if names is not None:
        poll.result |= names
    poll.state = Poll.State.COUNTED
    if decision := enter(poll, answer, poll.result["said"]):
        poll.result["decision"] = str(decision.pk)
        if isinstance(answer, Result):
            propose_mandates(poll, decision, answer)
    poll.result_stamp = stamp_of(poll)  # its record tells it, and is then part of it
    poll.result |= keep_record(poll)
    poll.result_stamp = stamp_of(poll)
    poll.save(update_fields=["state", "result", "result_stamp"])
    seal_soon()
    return poll


def foreseen(poll: Poll, counts: Counts, casting: str = "") -> Counted:
    """What this count would decide, read before it is proclaimed: nothing is written. Raises Invalid as `enter_count`."""
    check_counts(poll.put, counts)
    breaks, there = broken_by(poll, casting), answered(poll, counts, NOBODY)
    require_broken(poll.put, tally.tally_file(poll.put, counts, breaks, there), casting)
    found = told(poll.put, kept(poll.put, counts, breaks, there))
    assert found is not None
    return found


def broken_by(poll: Poll, casting: str) -> str | None:
    """How whoever presides breaks a tie, where the articles give them that voice."""
    return casting if casting in (tally.FOR, tally.AGAINST) and poll.put.casting_vote else None


def require_broken(terms: PollTerms, file: Mapping[str, Any], casting: str) -> None:
    if terms.casting_vote and not casting and would_be_broken(vote(file)):
        raise Invalid("casting", "Il y a égalité : dites comment la présidence de séance départage.")


def would_be_broken(asked: object) -> bool:
    """Whether the voice of whoever presides is what decides."""
    if not isinstance(asked, Resolution):
        return False
    with_it = Resolution(
        asked.majority, asked.colleges, asked.weighting, asked.quorum, asked.double_majority, Outcome.ADOPTED
    )
    return decide(with_it).decided_by is Decider.CASTING_VOTE
