"""The bundle of a vote, and what anybody checks of it away from the server: whether this box is the box. Pure.

Nothing is believed of what it says but its terms: the receipts, the sums, the count and the result are computed again. The
terms are held by each receipt; who has one finds it in the file, or the file is not of the vote where they cast it.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal
from uuid import UUID

from kevread.common.errors import Invalid
from kevread.common.reading import Misread, dotted, plain, read_as
from kevread.common.wrong import Fault
from kevread.tally.rules import tallies as tally
from kevread.tally.rules.colleges import College
from kevread.tally.rules.loader import vote
from kevread.tally.rules.polls import PollTerms, read_terms
from kevread.votes.rules import box
from kevread.votes.rules.keys import MOST, is_opening, print_of, read_sums
from kevread.votes.rules.sealing import MOST_CHOICES, Pair, Sheet, added, holds, sheet_of

FORMAT: Literal["kevread vote 4"] = "kevread vote 4"
# Of a box closed before decision 287: its digest, stamped then, holds nothing of what was committed to.
OF_BEFORE: Literal["kevread vote 3"] = "kevread vote 3"
# What a file that holds nothing together may raise while it is looked at.
ABSURD = (ValueError, LookupError, TypeError, ArithmeticError, RecursionError, Invalid)
NO_TERMS = "les termes d’un vote à bulletin secret sont attendus, et ceux-ci ne se lisent pas."


@dataclass(frozen=True, slots=True)
class RollLine:
    entry: UUID
    voter: UUID
    college: str
    votes: int
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class BallotLine:
    receipt: str
    college: str
    sealed: str
    stamp: str
    batch: int | None = None


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    number: int
    ballots: int
    sha256: str
    stamp: str


@dataclass(frozen=True, slots=True)
class OpeningLine:
    place: int
    sums: Mapping[str, tuple[tuple[str, str, str], ...]]


@dataclass(frozen=True)
class Bundle:
    """What is published of a vote by secret ballot once it is closed; `openings` and what follows, as they come."""

    format: Literal["kevread vote 3", "kevread vote 4"]
    terms: str  # the very text of which everybody holds the digest
    terms_sha256: str
    terms_stamp: str
    box_sha256: str
    box_stamp: str
    roll: tuple[RollLine, ...]
    ballots: tuple[BallotLine, ...]
    commitments: tuple[CommitmentLine, ...]
    openings: tuple[OpeningLine, ...] = ()
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    file: Mapping[str, Any] = field(default_factory=dict)
    count_stamp: str = ""

    @cached_property
    def put(self) -> PollTerms:
        return read_terms(json.loads(self.terms))

    @cached_property
    def installation(self) -> bytes:
        """The key that stamped all of it, as the terms say it: to be compared with that of the installation."""
        return bytes.fromhex(self.put.stamp_key)

    @cached_property
    def sheet(self) -> Sheet:
        return sheet_of(self.put, self.digest, bytes.fromhex(self.put.sharing[0]))

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.terms.encode()).hexdigest()

    @cached_property
    def slips(self) -> list[box.Slip]:
        return [
            box.Slip(one.receipt, one.college, bytes.fromhex(one.sealed), bytes.fromhex(one.stamp), one.batch)
            for one in self.ballots
        ]

    @cached_property
    def lines(self) -> list[box.Line]:
        return [box.Line(one.entry, one.voter, one.college, one.votes, bytes.fromhex(one.stamp)) for one in self.roll]

    @cached_property
    def committed(self) -> list[box.Committed]:
        return [
            box.Committed(one.number, one.ballots, one.sha256, bytes.fromhex(one.stamp)) for one in self.commitments
        ]

    @cached_property
    def print(self) -> str:
        """The digest of the box as it is here, as its closing took it."""
        if self.format == OF_BEFORE:
            return box.fingerprint_of_before(self.slips, self.lines)
        return box.fingerprint(self.slips, self.lines, self.committed)

    @cached_property
    def sums(self) -> dict[str, list[Pair]]:
        colleges: dict[str, list[bytes]] = {}
        for slip in self.slips:
            colleges.setdefault(slip.college, []).append(slip.sealed)
        return {college: added(self.sheet, ballots) for college, ballots in sorted(colleges.items())}

    @cached_property
    def marked(self) -> Counter[str]:
        """Votes marked on the roll, by college where the ballots say theirs."""
        found = Counter[str]()
        for line in self.lines:
            if line.stamp:
                found[line.college if self.put.by_college else ""] += line.votes
        return found


def read_bundle(content: Any) -> Bundle:
    """Raises Misread."""
    found = read_as(Bundle, content, dotted)
    try:
        terms = found.put
        if not terms.sharing or not terms.stamp_key or len(terms.sharing) != terms.threshold:
            raise Misread([Fault("terms", "ces termes ne sont pas ceux d’un vote à bulletin secret.")])
        if len(found.sheet.codes) > MOST_CHOICES + 1 or len(terms.sharing) > MOST:
            raise Misread([Fault("terms", "aucun vote de Kevread n’a autant de choix, ni autant de parts.")])
        assert found.print and print_of(
            found.installation
        )  # which read each line of the roll, the box and its commitments
    except Misread:
        raise
    except ABSURD:
        raise Misread([Fault("terms", NO_TERMS)]) from None
    return found


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    ok: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Report:
    verdict: str
    ballots: int
    marks: int
    terms_sha256: str
    box_sha256: str
    checks: tuple[Check, ...]
    result: Mapping[str, Any]


def verify(bundle: Bundle, key: str = "") -> Report:
    """Every check, whatever the others say. « incomplete »: nothing is wrong, and the box is not opened yet. `key`: what is
    known elsewhere of the key of the installation; without it, the file is held against the key that it names itself."""
    found = [Check(name, not (wrong := first(check, bundle)), wrong or said) for name, check, said in CHECKS]
    if found[0].ok:
        found[0] = held_to(key, bundle.put.stamp_key, found[0].detail)
    found = [lacking(check, bundle) if check.name == "commitments" else check for check in found]
    waits = (
        all(check.ok for check in found[:-2]) and len(bundle.openings) < (bundle.put.threshold or 0) and not bundle.file
    )
    verdict = "valid" if all(check.ok for check in found) else "incomplete" if waits else "altered"
    return Report(
        verdict=verdict,
        ballots=len(bundle.ballots),
        marks=bundle.marked.total(),
        terms_sha256=bundle.digest,
        box_sha256=bundle.print,
        checks=tuple(found),
        result=tally.row_of(tally.answer(vote(bundle.file))) if verdict == "valid" else {},
    )


def lacking(check: Check, bundle: Bundle) -> Check:
    """Where nothing is wrong with what was committed to, that too little was is said all the same; and of how many ballots
    it is, where not of all: what was taken out before the closing is not told from what never was; after it, the digest of the
    box is another one, but in a file of before decision 287."""
    if not check.ok or not bundle.ballots:
        return check
    sizes = [one.ballots for one in bundle.commitments]
    held, all_of_them = max(sizes, default=0), len(bundle.ballots)
    if held < all_of_them:
        check = replace(
            check, detail=f"{check.detail} {OF_SOME.format(held=held, of=all_of_them)}" if held else OF_NONE
        )
    left = box.uncommitted(all_of_them, sizes)
    return replace(check, detail=f"{check.detail} {left} bulletins de suite : {FEWER}") if left else check


OF_NONE = "Aucun engagement n’est dans ce fichier : rien n’y dit ce que l’urne contenait pendant le vote."
OF_SOME = "Ils portent sur {held} bulletins, des {of} de l’urne : comparez avec votre reçu."


FEWER = (
    "quand ils sont entrés, ils n’ont été engagés par aucun reçu ; quelque chose a empêché Kevread de le faire pendant le vote."
    " Le résultat, lui, se vérifie comme les autres."
)


def held_to(key: str, stamp_key: str, said: str) -> Check:
    """Whether what stamped this is the installation whose key one knows."""
    mine = print_of(bytes.fromhex(stamp_key))
    if not key:
        return Check("keys", ok=True, detail=f"{said} Clé de cette installation, à comparer ailleurs : {mine}.")
    if key != mine:
        return Check("keys", ok=False, detail=f"Le cachet est celui d’une autre installation, de clé {mine}.")
    return Check("keys", ok=True, detail=f"{said} C’est la clé attendue.")


def first(check: Callable[[Bundle], Iterator[str]], bundle: Bundle) -> str:
    try:
        return next(check(bundle), "")
    except ABSURD:
        return "Ce que le fichier en donne ne se lit pas."


# What may be wrong: each tells the first thing that it finds ----------------------------------------------------------


def wrong_keys(bundle: Bundle) -> Iterator[str]:
    terms = bundle.put
    if bundle.digest != bundle.terms_sha256:
        yield "Les termes ne sont pas ceux dont le fichier donne l’empreinte."
    if box.fingerprint_of_key(bundle.sheet.key) != terms.key_sha256:
        yield "La clé de l’urne n’est pas celle des termes."
    stamp = bytes.fromhex(bundle.terms_stamp)
    if not box.is_stamped(bundle.installation, stamp, box.stamped_terms(bundle.sheet.terms)):
        yield "Les termes ne portent pas le cachet de l’installation qu’ils nomment."
    if not 2 <= (terms.threshold or 0) <= len(terms.keepers):
        yield "Une personne seule, ou personne, pourrait ouvrir cette urne."
    if len({keeper.key for keeper in terms.keepers}) < len(terms.keepers):
        yield "Deux personnes gardent la même clé."


def wrong_commitments(bundle: Bundle) -> Iterator[str]:
    if wrong := box.wrong_commitment(bundle.installation, bundle.sheet.terms, bundle.committed, bundle.slips):
        yield wrong


def wrong_receipts(bundle: Bundle) -> Iterator[str]:
    sheet, public = bundle.sheet, bundle.installation
    if len({slip.receipt for slip in bundle.slips}) < len(bundle.slips):
        yield "Deux bulletins ont le même reçu."
    for slip in bundle.slips:
        if slip.receipt != box.receipt_of(sheet.terms, slip.college, slip.sealed):
            yield f"Le reçu {slip.receipt} n’est pas celui de ce bulletin."
        if not box.is_stamped(public, slip.stamp, box.stamped_ballot(sheet.terms, slip.college, slip.sealed)):
            yield f"Le bulletin {slip.receipt} n’est pas entré dans l’urne par un vote."
        if not holds(sheet, slip.college, slip.sealed):
            yield f"Le bulletin {slip.receipt} ne prouve pas qu’il est un seul bulletin de ce vote."
    if bundle.print != bundle.box_sha256:
        yield "L’urne n’est pas celle dont le fichier donne l’empreinte, prise à la clôture" + (
            "." if bundle.format == OF_BEFORE else " : des bulletins, des marques ou des engagements ont changé."
        )
    if not box.is_stamped(public, bytes.fromhex(bundle.box_stamp), box.stamped_box(sheet.terms, bundle.box_sha256)):
        yield "L’empreinte de l’urne ne porte pas le cachet de l’installation, mis à la clôture."


def wrong_roll(bundle: Bundle) -> Iterator[str]:
    public = bundle.installation
    if box.fingerprint_of_roll(bundle.lines) != bundle.put.roll_sha256:
        yield "La liste des votant·es n’est pas celle de l’ouverture."
    for line in bundle.lines:
        if line.stamp and not box.is_stamped(public, line.stamp, box.stamped_mark(bundle.sheet.terms, line.voter)):
            yield f"La ligne {line.entry} est marquée, et aucun vote ne l’a marquée."
    inside = Counter(slip.college for slip in bundle.slips)
    if inside != bundle.marked:
        yield f"Il y a {inside.total()} bulletins dans l’urne, pour {bundle.marked.total()} voix marquées."


def wrong_openings(bundle: Bundle) -> Iterator[str]:
    terms = bundle.put
    sharing = [bytes.fromhex(one) for one in terms.sharing]
    places = [one.place for one in bundle.openings]
    if len(places) < (terms.threshold or 0):
        yield f"{len(places)} part(s) ouverte(s), sur {terms.threshold} qu’il faut."
    if len(set(places)) < len(places) or not set(places) <= set(range(1, len(terms.keepers) + 1)):
        yield "Une part ouverte n’est de personne."
    for one in bundle.openings:
        if set(one.sums) != set(bundle.sums) or not all(
            is_opening(one.sums[college], sharing, bundle.sheet.terms, one.place, cells)
            for college, cells in bundle.sums.items()
        ):
            yield f"La part n° {one.place} n’ouvre pas les sommes de cette urne."


def wrong_tally(bundle: Bundle) -> Iterator[str]:
    if not bundle.file:
        yield "Le compte n’est pas publié."
    counts = counted(bundle)
    if counts != {college: dict(votes) for college, votes in bundle.counts.items()}:
        yield "Le compte n’est pas ce que disent les sommes ouvertes."
    if bundle.file != plain(tally.tally_file(bundle.put, counts, answered=answered(bundle))):
        yield "Le fichier du résultat n’est pas celui de ce compte."
    stamp = bytes.fromhex(bundle.count_stamp)
    if not box.is_stamped(
        bundle.installation, stamp, box.stamped_count(bundle.sheet.terms, bundle.counts, bundle.file)
    ):
        yield "Le compte ne porte pas le cachet de l’installation, mis au dépouillement."
    tally.answer(vote(bundle.file))


def counted(bundle: Bundle) -> dict[str, dict[str, int]]:
    """What the sums say. Raises ValueError when the openings make no count."""
    openings = {one.place: one.sums for one in sorted(bundle.openings, key=lambda one: one.place)}
    used = dict(list(openings.items())[: bundle.put.threshold])
    counts, ballots = {}, Counter(slip.college for slip in bundle.slips)
    for (
        college,
        cells,
    ) in bundle.sums.items():  # no choice has more votes than there are ballots, whatever the terms say
        parts = {place: sums[college] for place, sums in used.items()}
        counts[college or tally.EVERYBODY] = sums_by_choice(bundle.sheet, read_sums(parts, cells, ballots[college]))
    return counts


def sums_by_choice(sheet: Sheet, numbers: Sequence[int]) -> dict[str, int]:
    return {code: number for code, number in zip(sheet.codes, numbers, strict=True) if number}


def answered(bundle: Bundle) -> tuple[College, ...] | None:
    """Those whose line is marked, where those who answered are those who are there; None where the terms say who is."""
    terms = bundle.put
    if not terms.written and terms.kind != "consent":
        return None
    found: dict[str, tuple[int, int]] = {}
    for line in bundle.lines:
        members, votes = found.get(line.college, (0, 0))
        voted = bool(line.stamp)
        found[line.college] = members + voted, votes + voted * line.votes
    return tuple(College(code, members, members, 0, votes, votes, 0, 0) for code, (members, votes) in found.items())


CHECKS: tuple[tuple[str, Callable[[Bundle], Iterator[str]], str], ...] = (
    (
        "keys",
        wrong_keys,
        "Les termes tiennent les clés de l’urne, de qui la garde et de l’installation, qui les a cachetés.",
    ),
    ("commitments", wrong_commitments, "Ce que chaque reçu disait de l’urne, pendant le vote, est encore vrai."),
    ("receipts", wrong_receipts, "Chaque reçu est celui de son bulletin, qui est un seul bulletin, entré par un vote."),
    ("roll", wrong_roll, "Autant de bulletins que de voix marquées, sur la liste arrêtée à l’ouverture."),
    ("openings", wrong_openings, "Assez de parts ont ouvert les sommes de ces bulletins, et elles le prouvent."),
    ("tally", wrong_tally, "Le compte est celui des sommes, et le résultat celui du compte."),
)
