"""What the screens of a vote show: to those who hold the session, to each voter, to each scrutineer, then to all."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Sum, Value
from django.db.models.functions import Concat
from django.utils import timezone

from kevread.attendance.queries.quorum import QuorumSaid, quorum_said
from kevread.common.actor import Actor
from kevread.directory.models import Person
from kevread.directory.queries import that_stand
from kevread.meetings.models import Meeting, RollEntry
from kevread.meetings.queries.terms import terms
from kevread.tally.rules import tallies as tally
from kevread.tally.rules.polls import PollTerms, ResolutionTerms
from kevread.votes import permissions
from kevread.votes.models import Ballot, Poll, RollMark, Scrutineer
from kevread.votes.queries.box import uncommitted_in
from kevread.votes.queries.calling import Call, call_of
from kevread.votes.queries.electors import electors
from kevread.votes.queries.missing import CAST
from kevread.votes.queries.register import interrupted_in, traces
from kevread.votes.rules.box import short
from kevread.votes.rules.keys import print_of


@dataclass
class Keeper:
    """Somebody who keeps a share of a key."""

    scrutineer: Scrutineer
    name: str
    mine: bool
    frozen: str = ""  # their key, in the terms

    @property
    def opened(self) -> bool:
        """They have opened the sums with their share."""
        return self.scrutineer.has_opened

    @property
    def print(self) -> str:
        """What people compare of their key: as it was accepted, then as the terms froze it."""
        public = bytes.fromhex(self.frozen) or bytes(self.scrutineer.public_key or b"")
        return print_of(public) if public else ""

    @property
    def accepted(self) -> bool:
        return self.scrutineer.public_key is not None

    @property
    def is_awaited(self) -> bool:
        return self.scrutineer.share is not None and not self.opened and not self.scrutineer.is_lost


@dataclass
class Panel:
    """A vote as somebody sees it now."""

    poll: Poll
    may_run: bool
    carries: int = 0  # votes that this person casts
    has_voted: bool = False
    cast: int = 0  # votes
    keepers: list[Keeper] = field(default_factory=list)
    small: list[tuple[str, int]] = field(default_factory=list)  # colleges with few voters, before the opening
    quorum: QuorumSaid | None = None  # for whoever runs it, before the opening
    few: int = 0  # voters, before the opening, when they are too few for a secret
    leaves_traces: bool = False  # for whoever runs it: the files of the database are still to be erased
    interrupted: int = 0  # for whoever runs it: votes under way when something stopped, that are not in the box

    uncommitted: int = 0  # ballots that no receipt commits to, where that is more than it should be
    call: Call | None = None  # for whoever runs it: the roll call that is under way

    @property
    def voices(self) -> int:
        return self.poll.put.voices if self.poll.terms else 0

    @property
    def tells(self) -> bool:
        """Closed now, a secret vote would hold so few ballots that its result may tell what each says."""
        secret = self.poll.state == Poll.State.OPEN and self.poll.method == Poll.Method.SECRET
        return secret and self.may_run and 0 < self.cast < min(tally.SMALL_COLLEGE, self.voices)

    @property
    def was_marked(self) -> bool:
        """This person took part in a secret vote that is closed: what the roll says of them is theirs to check."""
        ended = self.poll.state in (Poll.State.CLOSED, Poll.State.COUNTED)
        return ended and bool(self.carries) and self.poll.method == Poll.Method.SECRET

    @property
    def votes_now(self) -> bool:
        """This person has something to cast, on their own screen."""
        return self.poll.state == Poll.State.OPEN and bool(self.carries) and self.poll.is_cast_on_screen

    @property
    def mine(self) -> Keeper | None:
        return next((keeper for keeper in self.keepers if keeper.mine), None)

    @property
    def accepted(self) -> int:
        return sum(keeper.accepted for keeper in self.keepers)

    @property
    def opened(self) -> int:
        return sum(keeper.opened for keeper in self.keepers)

    @property
    def missing(self) -> int:
        """How many shares are still needed: to open the vote before it is, to open the box afterwards."""
        have = self.accepted if self.poll.state == Poll.State.DRAFT else self.opened
        return max(0, (self.poll.threshold or 0) - have)

    @property
    def awaited(self) -> list[Keeper]:
        """Who has a share that is not open yet, and has not said that its code is lost."""
        return [keeper for keeper in self.keepers if keeper.is_awaited]

    @property
    def left(self) -> int:
        """How many shares are open or can still be."""
        return self.opened + len(self.awaited)

    @property
    def enough_left(self) -> bool:
        """As many as it takes for the box to be opened."""
        return self.left >= (self.poll.threshold or 0)

    @property
    def rows(self) -> list[tuple[str, int]]:
        """What was counted, all colleges together: the words of the ballot, then blank and null."""
        return rows_of(self.poll)

    @property
    def unanswered(self) -> int:
        """The votes that took part and of which nothing was counted. Of a resolution: elsewhere one may name several."""
        counted = sum(number for _, number in self.rows)
        return max(0, self.voices - counted) if self.poll.kind == Poll.Kind.RESOLUTION else 0

    @property
    def counts_objections(self) -> bool:
        """A consent where whoever has no objection said nothing: the sum alone says how many objected."""
        return self.poll.kind == Poll.Kind.CONSENT and len(self.rows) == 1

    @property
    def majority(self) -> str:
        terms = self.poll.put if self.poll.terms else None
        return (
            tally.majority_in_words(terms.majority, written=terms.written) if isinstance(terms, ResolutionTerms) else ""
        )

    @property
    def is_adopted(self) -> bool:
        return bool(self.poll.result) and self.poll.counted.answer.verdict in ("adopted", "complete")


def rows_of(poll: Poll) -> list[tuple[str, int]]:
    found = poll.counted if poll.terms and poll.result else None
    if not poll.terms or (found and not found.is_told):
        return []
    votes: dict[str, int] = defaultdict(int)
    for counted in found.counts.values() if found else ():
        for choice, number in counted.items():
            votes[choice] += number
    words = [*tally.told_choices(poll.put, votes), (tally.BLANK, "Blancs"), (tally.NULL, "Nuls")]
    rows = [(word, votes[code]) for code, word in words if code in votes or code not in (tally.BLANK, tally.NULL)]
    if poll.kind == Poll.Kind.ELECTION:
        rows.sort(key=lambda row: (row[0] in ("Blancs", "Nuls"), -row[1]))
    return rows


def panels(polls: Iterable[Poll], actor: Actor) -> list[Panel]:
    """Votes of one meeting, as somebody sees them. The number of queries does not grow with the votes."""
    every = list(polls)
    if not every:
        return []
    meeting = every[0].meeting
    may_run = bool(permissions.may_run_poll(actor, meeting))
    cast, own, voted = votes_cast(every), votes_of(every, actor), who_voted(every, actor)
    keepers = keepers_of(every, actor)
    found = [
        Panel(poll, may_run, own.get(poll.pk, 0), poll.pk in voted, cast.get(poll.pk, 0), keepers.get(poll.pk, []))
        for poll in every
    ]
    if may_run and (drafts := [panel for panel in found if panel.poll.state == Poll.State.DRAFT]):
        said = quorum_said(meeting)
        for panel in drafts:
            panel.quorum = said
    secret = [panel for panel in found if panel.poll.state == Poll.State.DRAFT and panel.poll.is_secret]
    if secret and may_run:
        warn(secret, meeting)
    left_out = uncommitted_in([panel.poll for panel in found if panel.poll.is_secret])
    for panel in found:
        panel.uncommitted = left_out.get(panel.poll.pk, 0)
        panel.call = call_of(panel.poll) if may_run else None
    rewritten = [panel for panel in found if panel.poll.box_sha256]
    if rewritten and may_run:
        left = traces()
        for panel in rewritten:
            panel.leaves_traces = panel.poll.pk in left
            panel.interrupted = interrupted_in(panel.poll)
    return found


def panel_of(poll: Poll, actor: Actor) -> Panel:
    return panels([poll], actor)[0]


@dataclass(frozen=True, slots=True)
class Few:
    """Where so few vote now that the result of a secret vote, on screen or on paper, may tell how each did."""

    few: int  # voters in all, when they are too few; otherwise 0
    small: list[tuple[str, int]]  # colleges counted apart, with their voters: for a resolution


def few_voters(meeting: Meeting) -> Few:
    """What to say before a secret vote opens (fewer than three voters, in all or in a college)."""
    found, rule = electors(meeting), terms(meeting)
    apart = tally.needs_colleges(rule.weighting, rule.double_majority, rule.quorum)
    return Few(found.voters if found.voters < tally.SMALL_COLLEGE else 0, found.small_colleges() if apart else [])


def warn(drafts: list[Panel], meeting: Meeting) -> None:
    """Before a secret vote that is prepared opens."""
    found = few_voters(meeting)
    for panel in drafts:
        panel.small = found.small if panel.poll.kind == Poll.Kind.RESOLUTION else []
        panel.few = found.few


def votes_cast(polls: list[Poll]) -> dict[UUID, int]:
    rows = RollMark.objects.filter(CAST, poll__in=polls).values("poll").annotate(cast=Sum("votes"))
    return {row["poll"]: row["cast"] for row in rows}


def votes_of(polls: list[Poll], actor: Actor) -> dict[UUID, int]:
    rows = RollMark.objects.filter(poll__in=polls, voter=actor.person).values("poll").annotate(votes=Sum("votes"))
    return {row["poll"]: row["votes"] for row in rows}


def who_voted(polls: list[Poll], actor: Actor) -> set[UUID]:
    return set(RollMark.objects.filter(CAST, poll__in=polls, voter=actor.person).values_list("poll", flat=True))


def keepers_of(polls: list[Poll], actor: Actor) -> dict[UUID, list[Keeper]]:
    found: dict[UUID, list[Keeper]] = defaultdict(list)
    kept = {poll.pk: poll.put.keepers for poll in polls if poll.public_key}
    rows = Scrutineer.objects.filter(poll__in=polls).select_related("entry__person").order_by("place", "pk")
    for row in rows:
        mine = actor.person is not None and row.entry.person_id == actor.person
        frozen = kept[row.poll_id][row.place - 1].key if row.place else ""
        found[row.poll_id].append(Keeper(row, str(row.entry.person), mine, frozen))
    return found


# The voter -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Carried:
    """The votes that somebody casts in a poll: one line of the roll each. Nothing says whose a secret one is."""

    mark: UUID
    entry: UUID
    college: str
    votes: int
    whose: str  # empty: their own


def carried_by(poll: Poll, actor: Actor) -> list[Carried]:
    """Their own first, then those of whom they represent, by name."""
    rows = (
        RollMark.objects.filter(poll=poll, voter=actor.person)
        .order_by("by_proxy", "entry__person__search", "pk")
        .values_list("pk", "entry", "college", "votes", "entry__person", NAME, "entry__represents__name")
    )
    return [
        Carried(key, entry, college, votes, named("" if person == actor.person else name, represents or ""))
        for key, entry, college, votes, person, name, represents in rows
    ]


NAME = Concat("entry__person__given_name", Value(" "), "entry__person__family_name")


def named(name: str, represents: str) -> str:
    return f"{name}, {represents}" if name and represents else name or represents


def has_voted(poll: Poll, actor: Actor) -> bool:
    return bool(who_voted([poll], actor))


# Afterwards ----------------------------------------------------------------------------------------------------------


def receipts_of(poll: Poll) -> list[str]:
    """Every receipt of a box that is closed, in the order of their letters. Empty before."""
    if poll.state not in (Poll.State.CLOSED, Poll.State.COUNTED):
        return []
    return sorted(Ballot.objects.filter(poll=poll).values_list("receipt", flat=True))


def commitments_of(poll: Poll) -> list[tuple[int, str]]:
    """What receipts said of the box while the vote was open: how many ballots, and the letters of their digest."""
    return [(one.ballots, short(one.sha256)) for one in poll.commitments.order_by("number")]


GONE = "Une personne qui n’est plus sur la liste"


def named_votes(poll: Poll) -> list[tuple[str, str, str]]:
    """How each voted, in a vote that is public: who, by whom, what. Once it is counted, as the count froze it: whatever
    becomes of the rows that were cast, and of the roll of the vote, each line is told, in the name of the same person."""
    if poll.state != Poll.State.COUNTED or not poll.is_named or not poll.counted.is_told:
        return []
    words, said = dict(tally.choices_of(poll.put)), poll.result.get("names", {})
    carried = poll.result.get("carried")
    if carried is None:  # counted before counts froze who carried what
        proxies = RollMark.objects.filter(poll=poll, by_proxy=True).values_list("entry", "voter")
        carried = {str(entry): str(voter) for entry, voter in proxies}
    people = {str(key): str(person) for key, person in that_stand(Person, carried.values()).items()}
    lines = RollEntry.objects.filter(pk__in=list(said)).select_related("person", "represents")
    names = {
        str(line.pk): " · ".join(filter(None, [str(line.person), str(line.represents or "")]))
        for line in lines.order_by("person__search", "pk")
    }
    return [
        (
            names.get(entry, GONE),
            people.get(carried[entry], GONE) if entry in carried else "",
            ", ".join(words[choice] for choice in said[entry]) or "Blanc",
        )
        for entry in [*names, *sorted(said.keys() - names.keys())]
    ]


@dataclass(frozen=True, slots=True)
class Seal:
    """A fingerprint of a vote: of what, and since when it is known."""

    name: str
    letters: str


def seals_of(poll: Poll) -> list[Seal]:
    """What was sealed at the opening (the terms, who takes part, the key of the box), then at the closing (the box)."""
    terms = poll.put if poll.terms else None
    known = [
        Seal("Termes, à l’ouverture", poll.sha256),
        Seal("Liste des votant·es et de leurs voix, à l’ouverture", terms.roll_sha256 if terms else ""),
        Seal("Clé publique de l’urne, à l’ouverture", terms.key_sha256 if terms else ""),
        Seal("Urne, émargement et ce que disaient les reçus, à la clôture", poll.box_sha256),
        Seal("Réponses au nom de chacun·e, au compte", poll.result.get("names_sha256", "")),
        Seal("Clé de l’installation qui a cacheté ces termes", installed_in(terms) if terms else ""),
    ]
    return [seal for seal in known if seal.letters]


def installed_in(terms: PollTerms) -> str:
    """The key of the installation that opened a secret vote, in the letters that people compare."""
    return print_of(bytes.fromhex(terms.stamp_key)) if terms.stamp_key else ""


def minutes_of_count(poll: Poll) -> dict[str, Any]:
    """What the minutes of a count say: data for the document, and for nothing else. Raises ValueError before the count."""
    if poll.state != Poll.State.COUNTED:
        raise ValueError("This vote has not been counted.")
    cast = poll.result["cast"] if "cast" in poll.result else votes_cast([poll]).get(poll.pk, 0)
    return {
        "question": poll.question,
        "text": poll.text,
        "method": poll.get_method_display(),
        "opened": timezone.localtime(poll.opened_at).isoformat(),
        "closed": timezone.localtime(poll.closed_at).isoformat(),
        "voters": poll.put.voters,
        "voices": poll.put.voices,
        "cast": cast if poll.method != Poll.Method.PAPER else None,
        "rows": rows_of(poll),
        "said": poll.counted.said,
        "sum": poll.counted.sum,
        "terms_sha256": poll.sha256,
        "box_sha256": poll.box_sha256,
        "threshold": poll.threshold,
        "scrutineers": [
            {"name": str(one.entry.person), "opened": one.has_opened}
            for one in poll.scrutineers.filter(share__isnull=False).select_related("entry__person").order_by("place")
        ],
    }
