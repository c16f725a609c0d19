"""What the settings in force ask of a meeting: who convenes, how long before, in which modes, how votes are decided. Pure.

A value that nobody decided stays None: the caller says so, and does not invent one. Two have a default in law: without a
rule of its own, an association decides by the majority of the votes present or represented (L1.11); and one meets or votes
at a distance only if its articles of association allow it (L1.13).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from kevread.tally.rules.colleges import Base, Weighting
from kevread.tally.rules.quorum import Quorum, QuorumUnit
from kevread.tally.rules.resolutions import Kind, Majority

BASES = {"expressed": Base.EXPRESSED, "present": Base.PRESENT, "registered": Base.REGISTERED}
MAJORITIES: dict[str, Majority] = {
    "simple": Majority(Kind.SIMPLE),
    **{f"absolute_{name}": Majority(Kind.ABSOLUTE, base) for name, base in BASES.items()},
    **{f"two_thirds_{name}": Majority(Kind.QUALIFIED, base, Fraction(2, 3)) for name, base in BASES.items()},
    **{f"three_quarters_{name}": Majority(Kind.QUALIFIED, base, Fraction(3, 4)) for name, base in BASES.items()},
    "unanimity": Majority(Kind.UNANIMITY),
    "unanimity_no_abstention": Majority(Kind.UNANIMITY, Base.EXPRESSED, None, abstention_blocks=True),
}
OWN_RATIO = {f"own_ratio_{name}": base for name, base in BASES.items()}  # the share is « L1.11.majority_ratio »
LEGAL_MAJORITY = "absolute_present"
LEGAL_COMMITMENTS = "unanimity_no_abstention"  # nobody owes more than they agreed to (L1.11)
ORDINARY = "ordinary"
RESOLUTIONS = {
    ORDINARY: "Résolution courante",
    "statutes": "Modification des statuts",
    "commitments": "Augmentation des engagements des membres",
    "dissolution": "Dissolution, fusion ou scission",
}
CONVENERS = {
    "president": ("president",),
    "president_or_secretary": ("president", "secretary"),
    "officers": ("president", "vice-president", "secretary", "treasurer"),
}
MODES = {"on_site": ("on_site",), "hybrid": ("on_site", "hybrid"), "remote": ("on_site", "hybrid", "remote")}


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one meeting, from the settings of its organisation in force that day. A first notice freezes them:
    they are kept as JSON, and read again.

    >>> from kevread.common.reading import dotted, plain, read_as
    >>> for values in ({}, {"L1.11.quorum": "1/4", "L1.11.majority": "two_thirds_present", "L1.10.convener": "officers"}):
    ...     values |= {"L1.11.weights": "a : 1/3", "L1.11.majority_statutes": "own_ratio_present"}
    ...     values |= {"L1.11.majority_ratio": "3/5"}
    ...     asked = terms_of(values.get, kind="assembly")
    ...     assert read_as(Terms, plain(asked), dotted) == asked
    """

    notice_days: int | None
    conveners: tuple[str, ...] | None  # titles of seats; None: nobody decided
    modes: tuple[str, ...]
    quorum: Quorum | None
    second_call_days: int | None
    majority: Majority
    majority_decided: bool
    casting_vote: bool
    weighting: Weighting
    double_majority: int | Literal["all"] | None
    proxies_max: int | None
    proxies_same_college: bool
    electronic_vote: bool
    secret_elections: bool
    agenda_binds: bool  # L1.9: an assembly votes only on the agenda that was sent
    own_majorities: Mapping[str, Majority] = field(default_factory=dict)  # of some kinds of resolution, where decided
    weights: Mapping[str, Fraction] | None = None  # of each college; None: nobody decided
    member_votes: int = 1  # of one member in an assembly, whatever its colleges: one, unless the articles give several

    def majority_for(self, resolution: str) -> tuple[Majority, bool]:
        """What adopts a resolution of this kind, and whether the articles say it; where they do not, the law (L1.11).

        >>> decided = {"L1.11.majority": "simple", "L1.11.majority_dissolution": "three_quarters_present"}
        >>> terms = terms_of(decided.get, kind="assembly")
        >>> [(majority.kind.value, decided) for majority, decided in map(terms.majority_for, RESOLUTIONS)]
        [('simple', True), ('simple', True), ('unanimity', False), ('qualified', True)]
        """
        if resolution in self.own_majorities:
            return self.own_majorities[resolution], True
        if resolution == "commitments":
            return MAJORITIES[LEGAL_COMMITMENTS], False
        return self.majority, self.majority_decided


def terms_of(
    setting: Callable[[str], Any], *, kind: str, extraordinary: bool = False, second_call: bool = False
) -> Terms:
    """The terms of a meeting of a body of this kind. `setting` gives the value in force for a name such as
    « L1.10.notice_days », None when nobody decided it.

    >>> terms = terms_of({"L1.10.notice_days": 15, "L1.11.quorum": "1/4"}.get, kind="assembly")
    >>> terms.notice_days, terms.quorum.ratio, terms.majority.base.value, terms.majority_decided, terms.modes
    (15, Fraction(1, 4), 'present', False, ('on_site',))
    """
    assembly = kind == "assembly"
    majority = setting(
        "L1.11." + ("majority_board", "majority", "majority_extraordinary")[assembly + (assembly and extraordinary)]
    )
    return Terms(
        notice_days=whole_days(setting, "L1.10.notice_days" if assembly else "L1.10.notice_days_board"),
        conveners=CONVENERS.get(setting("L1.10.convener")),
        modes=modes_of(setting, assembly=assembly, free=kind in ("space", "team")),
        quorum=quorum_of(setting, assembly=assembly, extraordinary=extraordinary, second_call=second_call),
        second_call_days=setting("L1.11.second_call_days"),
        majority=majority_named(setting, majority or LEGAL_MAJORITY),
        majority_decided=majority is not None,
        casting_vote=setting("L1.11.casting_vote") == "president",
        weighting=Weighting(setting("L1.11.weighting") or Weighting.NONE),
        double_majority=double_majority_of(setting),
        proxies_max=setting("L1.12.proxies_max" if assembly else "L1.12.proxies_max_board"),
        proxies_same_college=setting("L1.12.proxies_college") == "same",
        electronic_vote=setting("L1.13.electronic_vote") == "allowed",
        secret_elections=setting("L1.14.secret_elections") == "always",
        agenda_binds=assembly,
        own_majorities={
            name: majority_named(setting, chosen)
            for name in RESOLUTIONS
            if name != ORDINARY and (chosen := setting(f"L1.11.majority_{name}"))
        },
        weights=weights_of(setting("L1.11.weights")),
        member_votes=setting("L1.11.member_votes") or 1,
    )


def whole_days(setting: Callable[[str], Any], name: str) -> int | None:
    """The delay of a notice, in whole days between its sending and the meeting: those of the articles, which are clear days
    unless they say that the day of the meeting counts (L1.10). None: nobody decided.

    >>> [whole_days({"days": 15, "L1.10.clear_days": how}.get, "days") for how in (None, "clear", "calendar")]
    [15, 15, 14]
    """
    days: int | None = setting(name)
    if days is None or setting("L1.10.clear_days") != "calendar":
        return days
    return max(days - 1, 0)


def majority_named(setting: Callable[[str], Any], name: str) -> Majority:
    """A majority by its name in the settings; one with a share of its own reads it there, and asks for all where none is
    decided."""
    if name in OWN_RATIO:
        return Majority(Kind.QUALIFIED, OWN_RATIO[name], Fraction(setting("L1.11.majority_ratio") or 1) or Fraction(1))
    return MAJORITIES[name]


def double_majority_of(setting: Callable[[str], Any]) -> int | Literal["all"] | None:
    """In how many colleges the majority is asked for as well: a number that nobody decided is all of them."""
    match setting("L1.11.double_majority"):
        case "all":
            return "all"
        case "number":
            return int(setting("L1.11.double_majority_colleges") or 0) or "all"
    return None


def weights_of(written: str | None) -> dict[str, Fraction] | None:
    """« adherents-directs : 1 ; poles : 2 », as settings keep it; None when nobody decided.

    >>> {college: str(weight) for college, weight in (weights_of("adherents-directs : 1/3 ; poles : 2") or {}).items()}
    {'adherents-directs': '1/3', 'poles': '2'}
    """
    if not written:
        return None
    lines = (line.partition(":") for line in written.split(";"))
    return {college.strip(): Fraction(weight.strip()) for college, _, weight in lines}


def majority_name(*, assembly: bool, extraordinary: bool) -> str:
    if not assembly:
        return "majority_board"
    return "majority_extraordinary" if extraordinary else "majority"


def modes_of(setting: Callable[[str], Any], *, assembly: bool, free: bool) -> tuple[str, ...]:
    """A working space is no organ of an association: it meets as it likes. An organ meets on site unless its articles
    allow more (L1.13); a board is consulted in writing only if they say so."""
    if free:
        return ("on_site", "hybrid", "remote", "written")
    modes = MODES[setting("L1.13.remote" if assembly else "L1.13.remote_board") or "on_site"]
    written = not assembly and setting("L1.13.written_consultation") == "allowed"
    return (*modes, "written") if written else modes


def mode_setting(mode: str, *, assembly: bool) -> str:
    """The setting by which the articles allow a mode.

    >>> mode_setting("hybrid", assembly=True), mode_setting("remote", assembly=False), mode_setting("written", assembly=False)
    ('L1.13.remote', 'L1.13.remote_board', 'L1.13.written_consultation')
    """
    if mode == "written":
        return "L1.13.written_consultation"
    return "L1.13.remote" if assembly else "L1.13.remote_board"


def quorum_of(
    setting: Callable[[str], Any], *, assembly: bool, extraordinary: bool, second_call: bool
) -> Quorum | None:
    """None: no quorum is asked for, by decision or because nobody decided one (L1.11)."""
    name = quorum_named(assembly=assembly, extraordinary=extraordinary, second_call=second_call)
    ratio = Fraction(setting(name) or 0)
    if not ratio:
        return None
    return Quorum(
        unit=QuorumUnit(setting("L1.11.quorum_unit") or QuorumUnit.MEMBERS),
        ratio=ratio,
        count_proxies=setting("L1.11.quorum_proxies") != "not_counted",
        by_college=setting("L1.11.quorum_colleges") == "each",
    )


def quorum_named(*, assembly: bool, extraordinary: bool, second_call: bool) -> str:
    """The setting that says how much of the body must be there.

    >>> quorum_named(assembly=True, extraordinary=False, second_call=False)
    'L1.11.quorum'
    """
    if not assembly:
        return "L1.11.quorum_board"
    return "L1.11.quorum" + ("_second_call" if second_call else "_extraordinary" if extraordinary else "")


def last_day_to_send(meeting: date, notice_days: int) -> date:
    """The last day on which a notice may be sent: whole days in between, neither the sending nor the meeting counts (L1.10).

    >>> last_day_to_send(date(2026, 12, 18), 15)
    datetime.date(2026, 12, 2)
    """
    return date.fromordinal(meeting.toordinal() - notice_days - 1)
