"""What the opening of a vote freezes: its terms, who takes part with how many votes, the key of its box."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from fractions import Fraction
from typing import Any

from kevread.attendance.models import QuorumCheck
from kevread.attendance.operations.missed import QuorumMissed
from kevread.charter.queries.quote import quote
from kevread.charter.queries.written import where_written
from kevread.common.errors import Refused
from kevread.common.reading import Misread, plain
from kevread.journal.models import Act
from kevread.meetings.models import AgendaItem, Meeting
from kevread.meetings.queries import terms as terms_of_meeting
from kevread.meetings.queries.notices import votable
from kevread.meetings.rules.terms import Terms
from kevread.tally.rules import Method, Parity, TieRule, Weighting, loader
from kevread.tally.rules import tallies as tally
from kevread.tally.rules.polls import CandidateTerms, ElectionTerms, KeeperTerms, PollTerms, ResolutionTerms
from kevread.votes.models import Poll, RollMark, Scrutineer
from kevread.votes.operations.acted import require_as_acted
from kevread.votes.operations.box import seal_soon
from kevread.votes.operations.consulting import require_in_time
from kevread.votes.operations.register import begin_register
from kevread.votes.queries.electors import NO_COLLEGE, Electors, electors
from kevread.votes.queries.installation import installation
from kevread.votes.rules.box import (
    Line,
    fingerprint_of_carried,
    fingerprint_of_key,
    fingerprint_of_roll,
    is_stamped,
    stamped_keeper,
    stamped_terms,
)
from kevread.votes.rules.keys import new_box


def begin(meeting: Meeting, poll: Poll, now: datetime) -> Poll:
    """Freeze and open. Must run inside an act, the meeting and the poll locked."""
    require_as_acted(poll)
    require_votable(poll.item)
    require_no_other(meeting, poll)
    require_in_time(poll, now)
    terms = terms_of_meeting(meeting)
    found = electors(meeting)
    require_quorum(meeting, found, terms, now)
    if not found.voices:
        raise Refused("Personne n’est là pour voter : notez d’abord les présences.")
    keepers = keepers_of(poll) if poll.method == Poll.Method.SECRET else []
    sharing = seal_box(poll, keepers) if poll.method == Poll.Method.SECRET else []
    poll.terms = plain(frozen(poll, terms, found, sharing, keepers))
    poll.sha256 = tally.digest(poll.terms)
    require_countable(poll)
    poll.terms_stamp = installation().sign(stamped_terms(bytes.fromhex(poll.sha256)))
    RollMark.objects.bulk_create(
        RollMark(
            poll=poll,
            entry_id=voice.entry,
            voter_id=voice.voter,
            college=voice.college,
            votes=voice.votes,
            by_proxy=voice.by_proxy,
        )
        for voice in found.shuffled()
    )
    poll.state, poll.opened_at = Poll.State.OPEN, now
    seal_soon()
    poll.save(update_fields=["terms", "sha256", "terms_stamp", "public_key", "state", "opened_at"])
    if poll.method == Poll.Method.SECRET:
        begin_register(poll)
    return poll


def require_countable(poll: Poll) -> None:
    """What would be counted can be read, before anybody casts anything. Raises Refused."""
    try:
        loader.vote(tally.tally_file(poll.put, {}))
    except Misread:
        raise Refused(
            "Ce vote ne pourrait pas être compté : un nom, ou un choix, a un signe qui ne se lit pas. Annulez-le, et "
            "préparez-le de nouveau."
        ) from None


def require_votable(item: AgendaItem) -> None:
    grounds = votable(item)
    if not grounds:
        where = item.meeting
        raise Refused(grounds.why, rule="L1.9", text=quote("L1.9", where.organisation.pk, where.day))


def require_no_other(meeting: Meeting, poll: Poll) -> None:
    if meeting.mode == Meeting.Mode.WRITTEN:
        return
    others = Poll.objects.filter(item__meeting=meeting, state=Poll.State.OPEN).exclude(pk=poll.pk)
    if other := others.order_by("number").first():
        raise Refused(f"Un autre vote est ouvert : « {other.question} ». Il se clôt d’abord.")


def require_quorum(meeting: Meeting, found: Electors, terms: Terms, now: datetime) -> None:
    """The quorum is looked at before each vote, and what was found is kept (L1.11)."""
    if terms.quorum is None or found.enough is None:
        return
    if not found.enough.met:
        raise QuorumMissed(
            f"Le quorum n’est plus là ({found.enough.said}) : ce vote ne s’ouvre pas.",
            rule="L1.11",
            text=quote("L1.11", meeting.organisation.pk, meeting.day),
        )
    QuorumCheck.objects.create(
        meeting=meeting,
        occasion=QuorumCheck.Occasion.VOTE,
        at=now,
        have=found.enough.have,
        need=found.enough.need,
        met=True,
        shown=found.enough.said,
        present=found.present,
        represented=found.represented,
    )


def seal_box(poll: Poll, keepers: Sequence[Scrutineer]) -> list[bytes]:
    """A key for the box, split among those who accepted, and forgotten here. The box is empty: nothing was cast. Answers
    what is published of it. Raises Refused when too few accepted, or when a key is not that of an acceptance."""
    threshold = poll.threshold or 0
    if len(keepers) < threshold:
        raise Refused(
            f"{len(keepers)} personnes ont accepté de tenir l’urne : il en faut {threshold} pour l’ouvrir. "
            "Attendez les autres, ou votez sur papier."
        )
    for keeper in keepers:
        require_accepted(keeper)
    sharing, shares = new_box(threshold, [bytes(keeper.public_key or b"") for keeper in keepers])
    poll.public_key = sharing[0]
    for place, (keeper, share) in enumerate(zip(keepers, shares, strict=True), start=1):
        keeper.place, keeper.share = place, share
        keeper.save(update_fields=["place", "share"])
    return sharing


def keepers_of(poll: Poll) -> list[Scrutineer]:
    """Those who accepted to keep the key of the box, in the order of their shares."""
    rows = poll.scrutineers.filter(public_key__isnull=False)
    return list(rows.select_related("entry__person").order_by("pk"))


def require_accepted(keeper: Scrutineer) -> None:
    """The key of a keeper is the one that the act of their last acceptance says, and that this installation stamped then,
    for that very person: whoever has the database alone changes both, and stamps nothing. Raises Refused."""
    acts = Act.objects.filter(verb="votes.accept_scrutiny", arguments__scrutineer=str(keeper.pk)).order_by("-id")
    said = acts.values_list("arguments", flat=True).first() or {}
    key, stamp = bytes(keeper.public_key or b""), bytes(keeper.key_stamp or b"")
    wanted = stamped_keeper(keeper.poll_id, keeper.pk, keeper.entry.person_id, key)
    stamped = is_stamped(installation().public, stamp, wanted)
    if not stamped or said.get("key_sha256") != fingerprint_of_key(key):
        raise Refused(
            f"La clé de {keeper.entry.person} n’est pas celle de son acceptation : quelqu’un l’a changée. Le vote ne s’ouvre "
            "pas. Annulez-le, avec ce motif, et faites vérifier qui accède à la base."
        )


def frozen(
    poll: Poll, terms: Terms, found: Electors, sharing: Sequence[bytes], keepers: Sequence[Scrutineer]
) -> PollTerms:
    """The terms of a vote, as they will be counted and published. Counts of people stand in for their names. Who takes part
    (a fingerprint), the keys of the box, of its keepers and of the server are there, so that one digest holds them all."""
    common = PollTerms(
        kind=poll.kind,
        method=poll.method,
        question=poll.question,
        text=poll.text,
        poll=str(poll.pk),
        voices=found.voices,
        voters=found.voters,
        written=poll.item.meeting.mode == Meeting.Mode.WRITTEN,
        colleges=found.everybody(),
        quorum=terms.quorum,
        roll_sha256=fingerprint_of_roll(Line(one.entry, one.voter, one.college, one.votes) for one in found.lines),
        carried_sha256=fingerprint_of_carried((one.entry, one.by_proxy) for one in found.lines),
        **(keys_of(poll, sharing, keepers) if sharing else {}),
    )
    if poll.kind == Poll.Kind.CONSENT:
        return common
    said = {one.name: getattr(common, one.name) for one in fields(common)}
    if poll.kind == Poll.Kind.ELECTION:
        return election_terms(poll, said)
    majority, decided = terms.majority_for(poll.item.resolution)
    weights = weights_for(poll, terms, found)
    require_colleges(poll, terms, found)
    by_college = tally.needs_colleges(terms.weighting, terms.double_majority, terms.quorum)
    said |= {
        "casting_vote": "president" if terms.casting_vote and not poll.is_secret else None,
        "by_college": by_college,
        "colleges": found.by_college(weights) if by_college else found.everybody(),
    }
    return ResolutionTerms(
        **said,
        majority=majority,
        majority_decided=decided,
        resolution=poll.item.resolution,
        double_majority=terms.double_majority,
        weighting=terms.weighting,
    )


def keys_of(poll: Poll, sharing: Sequence[bytes], keepers: Sequence[Scrutineer]) -> dict[str, Any]:
    """Those to whom the shares were dealt, and no other reading of them."""
    named = [KeeperTerms(str(one.entry.person), bytes(one.public_key or b"").hex()) for one in keepers]
    return {
        "keepers": tuple(named),
        "threshold": poll.threshold,
        "key_sha256": fingerprint_of_key(sharing[0]),
        "sharing": tuple(one.hex() for one in sharing),
        "stamp_key": installation().public.hex(),
    }


def weights_for(poll: Poll, terms: Terms, found: Electors) -> dict[str, Fraction]:
    """The weight of each college, as the articles say it. Raises Refused, with who may write it, where they do not."""
    if terms.weighting is Weighting.NONE:
        return {}
    weights = terms.weights or {}
    where = poll.item.meeting
    if missing := [code for code in found.codes if (code or NO_COLLEGE) not in weights]:
        raise Refused(
            f"Le poids de chaque collège n’est pas dans les statuts figés à la convocation : il manque « "
            f"{missing[0] or NO_COLLEGE} ». {where.organisation.name} le décide, et qui y inscrit les modalités l’écrit à "
            "l’article L1.11, pour les réunions convoquées ensuite.",
            rule="L1.11",
            text=quote("L1.11", where.organisation.pk, where.day),
            ways=where_written("L1.11.weights", where.organisation),
        )
    return {code: weights[code or NO_COLLEGE] for code in found.codes}


def require_colleges(poll: Poll, terms: Terms, found: Electors) -> None:
    """A majority is asked in no more colleges than there are. Raises Refused."""
    asked, where = terms.double_majority, poll.item.meeting
    if isinstance(asked, int) and asked > len(found.codes):
        raise Refused(
            f"Les statuts demandent la majorité dans {asked} collèges : il y en a {len(found.codes)} à cette réunion.",
            rule="L1.11",
            text=quote("L1.11", where.organisation.pk, where.day),
        )


def election_terms(poll: Poll, said: dict[str, Any]) -> ElectionTerms:
    return ElectionTerms(
        **said,
        by=Method.LIST if poll.by_lists else Method.PLURALITY,
        seats=poll.places or 1,
        tie=TieRule.OLDEST if poll.oldest_wins else TieRule.RUNOFF,
        parity=Parity.ALTERNATE if poll.parity else Parity.NONE,
        candidates=tuple(
            CandidateTerms(one.code, one.name, one.on_list or None, one.rank, one.gender or None, one.born)
            for one in poll.candidates.order_by("on_list", "rank")
        ),
    )
