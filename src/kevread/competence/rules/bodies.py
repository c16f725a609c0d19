"""The bodies that the matrix names, those that decide, advise, adopt and ratify, and which is which."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kevread.common.facts import HEAD, Number, Span

ADVICE = "advice"  # the type of a line of the register that decides nothing
OUTSIDE = "outside"  # the kind of whoever advises and is no body of the network
OTHER = (
    "other"  # that of a decision of which the matrix does not speak: somebody said so; with no type, nobody said which
)


class Session(StrEnum):
    """Of an assembly: what may be decided differs."""

    ORDINARY = "ordinary"
    EXTRAORDINARY = "extraordinary"


@dataclass(frozen=True, slots=True)
class Organ:
    """Who may decide or advise: one regional space by its slug; or the body of a kind, in organisations of a scale; or somebody
    outside of Kevread, whose advice is only known of a decision once somebody notes it (`key`: as the matrix names them)."""

    name: str  # « le conseil d’administration du groupement »
    body: str = ""
    kind: str = ""
    scale: str = ""
    session: str = ""
    outside: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class DecisionType:
    """A line of the matrix. `organs`: any of them is competent. `together`: each takes the same decision, "all" in every
    organisation of its scale, "parties" in one that is tied to the others. `undecided`: nobody said which body, in words;
    `by_articles`: the articles of each association say it, and not this matrix.
    `basis`: "text" when the founding text speaks, in `article`; else "proposal". `after_article`: that by which it asks for
    the advices, if it does; else they are a proposal too."""

    slug: str
    label: str
    organs: tuple[Organ, ...]
    advices: tuple[Organ, ...] = ()
    together: str = ""
    undecided: str = ""
    by_articles: bool = False
    basis: str = "proposal"
    article: str = ""
    after_article: str = ""
    executes: str = ""  # a kind that a room opens, or one that waits elsewhere
    represents: bool = False  # it names who represents the organisation in the bodies of others
    own: bool = False  # each takes it for itself: of one of another scale than those of `organs`, nothing is said
    note: str = ""

    def speaks_of(self, scale: str) -> bool:
        """Whether a decision of this type, of an organisation of that scale, is one of which the matrix speaks."""
        return not self.own or any(organ.scale == scale for organ in self.organs)

    def is_taken_at(self, scale: str) -> bool:
        """Whether a body of an organisation of that scale takes it. The spaces are of the head; of what nobody said who
        takes, those whose advice is asked tell the scale, or it is of any.

        >>> space = Organ("le Cercle", body="cercle")
        >>> kinds = [DecisionType("a", "", (space,)), DecisionType("b", "", (Organ("", kind="board", scale="local"),))]
        >>> [[one.is_taken_at(scale) for scale in ("head", "local")] for one in [*kinds, DecisionType("c", "", ())]]
        [[True, False], [False, True], [True, True]]
        >>> DecisionType("d", "", (), advices=(space,)).is_taken_at("local")
        False
        """
        named = self.organs or tuple(organ for organ in self.advices if not organ.outside)
        return not named or any((organ.scale or HEAD) == scale for organ in named)


@dataclass(frozen=True, slots=True)
class By:
    """The body that decided, or advised. `session` empty: not known. `kin`: the organisations that its own was a member
    of, or that were members of it, on the day."""

    body: str
    kind: str
    scale: str
    organisation: str
    name: str
    session: str = ""
    kin: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Given:
    """An advice: by whom, on what day, in favour or not."""

    by: By
    on: date
    favourable: bool = True


@dataclass(frozen=True, slots=True)
class Expected:
    """Who must take the same decision. `organisation` empty: any one of the organ's scale."""

    name: str
    organ: Organ
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """The same decision, elsewhere: by whom, on what day, adopted or rejected; the advices that it follows. In the order of
    the days."""

    by: By
    on: date
    adopted: bool = True
    after: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True)
class Others:
    """What is known of those who decide together. `applied_on`: the first day on which the decision was applied."""

    expected: tuple[Expected, ...] = ()
    said: tuple[Said, ...] = ()
    applied_on: date | None = None


NOBODY_ELSE = Others()


class Standing(StrEnum):
    COMPETENT = "competent"
    RATIFIED = "ratified"
    AWAITS_OTHERS = "awaits_others"
    WRONG_BODY = "wrong_body"
    ADVICE_MISSING = "advice_missing"
    AHEAD = "ahead"
    ADVISED_SINCE = "advised_since"  # after the decision, in favour
    ADOPTED_SINCE = "adopted_since"  # by all, after one applied it
    UNSURE = "unsure"  # the body may be the one that the matrix names: nobody said of which session
    PROPOSED = "proposed"  # good or at fault by a distribution that nobody had decided that day
    UNDECIDED = "undecided"
    BESIDE = "beside"  # of an organisation of which the matrix says nothing, for this type
    BY_ARTICLES = "by_articles"  # those of its association say who decides: nothing here does


UNJUDGED = frozenset({Standing.BESIDE, Standing.BY_ARTICLES})  # there is nothing to know of these
FAULTS = frozenset({Standing.WRONG_BODY, Standing.ADVICE_MISSING, Standing.AHEAD})


@dataclass(frozen=True, slots=True)
class Competence:
    """What the matrix says of one decision. `missing` are the advices that did not come before. Of these, `unheard` gave none
    since, and `against` gave one that is not in favour. `unsaid`: those from outside that nobody noted, which are not known
    to be missing. `awaited` are those who have not adopted the same decision yet. `proposed`: what it would be, were the
    distribution decided. `doubts`: the faults of which nothing shows whether it has them."""

    standing: Standing
    reason: str
    missing: tuple[Organ, ...] = ()
    unheard: tuple[Organ, ...] = ()
    against: tuple[Organ, ...] = ()
    awaited: tuple[Expected, ...] = ()
    proposed: Standing | None = None
    doubts: frozenset[Standing] = frozenset()
    unsaid: tuple[Organ, ...] = ()

    @property
    def lack(self) -> Standing:
        """What is to mend, decided or only proposed."""
        return self.proposed or self.standing

    @property
    def is_to_confirm(self) -> bool:
        """Whether every advice came, and one is not in favour: whoever decided looks at it again, knowing it."""
        return self.lack is Standing.ADVICE_MISSING and not self.unheard

    @property
    def is_flagged(self) -> bool:
        return self.standing in FAULTS

    def count(self, fault: Standing) -> Number:
        """1 where it has this fault; from 0 to 1 where nobody knows.

        >>> found = Competence(Standing.WRONG_BODY, "", doubts=frozenset({Standing.ADVICE_MISSING}))
        >>> [found.count(fault) for fault in (Standing.WRONG_BODY, Standing.ADVICE_MISSING, Standing.AHEAD)]
        [1, Span(least=0, most=1), 0]
        """
        if self.standing is fault:
            return 1
        return Span(0, 1) if fault in self.doubts else 0


def is_one_of(by: By, organ: Organ) -> bool:
    """Whether a body is the organ that the matrix names. A session that is not known may be the one that is asked.

    >>> board = By("un-board", "board", "grouping", "un", "Conseil d’administration")
    >>> is_one_of(board, Organ("le conseil", kind="board", scale="grouping")), is_one_of(board, Organ("", body="cercle"))
    (True, False)
    """
    if organ.outside or by.kind == OUTSIDE:
        return organ.outside and by.kind == OUTSIDE and by.body == organ.key
    if organ.body:
        return by.body == organ.body
    return (
        by.kind == organ.kind
        and by.scale == organ.scale
        and (not organ.session or not by.session or by.session == organ.session)
    )


def is_surely(by: By, organs: Iterable[Organ]) -> bool:
    """Whether a body is one of these, its session known where one is asked.

    >>> statutes = Organ("l’assemblée extraordinaire", kind="assembly", scale="grouping", session="extraordinary")
    >>> assembly = By("un-assembly", "assembly", "grouping", "un", "L’assemblée")
    >>> is_one_of(assembly, statutes), is_surely(assembly, [statutes])
    (True, False)
    """
    return any(is_one_of(by, organ) and bool(by.session or not organ.session) for organ in organs)


def advises(given: Given, organ: Organ, decider: By, decided_on: date) -> bool:
    """Whether an advice is the one that is asked for: of that organ, on the day of the decision or before; of the same
    organisation at the decider's own scale, of one that was tied to it by membership that day at another."""
    if given.on > decided_on or not is_one_of(given.by, organ):
        return False
    if organ.body or given.by.organisation == decider.organisation:
        return True
    return organ.scale != decider.scale and given.by.organisation in decider.kin


def ratifies(said: Said, type_: DecisionType, by: By, decided_on: date) -> bool:
    """Whether what a body said of a decision that another took in its place makes it its own: adopted, on that day or after,
    by a body that is competent for it.

    >>> assembly = By("un-assembly", "assembly", "grouping", "un", "L’assemblée")
    >>> board = By("un-board", "board", "grouping", "un", "Le conseil")
    >>> budget = DecisionType("budget", "Budget", (Organ("l’assemblée", kind="assembly", scale="grouping"),))
    >>> ratifies(Said(assembly, date(2026, 6, 1)), budget, board, date(2026, 5, 1))
    True
    >>> ratifies(Said(assembly, date(2026, 4, 1)), budget, board, date(2026, 5, 1))
    False
    """
    return said.adopted and said.on >= decided_on and is_competent_for(said.by, type_, by)


def is_competent_for(one: By, type_: DecisionType, by: By) -> bool:
    """Whether a body should have taken a decision of this type that another took: of its own organisation at its own scale,
    of one that is tied to it at another; the head of network, for everybody."""
    for organ in type_.organs:
        tied = (
            organ.body
            or one.organisation == by.organisation
            or (organ.scale != by.scale and (organ.scale == HEAD or one.organisation in by.kin))
        )
        if tied and is_one_of(one, organ):
            return True
    return False


def awaited_of(by: By, others: Others, on: date = date.max) -> tuple[Expected, ...]:
    """Those who had not adopted the same decision on a day: whoever said it twice is believed the second time.

    >>> board = Organ("le conseil", kind="board", scale="grouping")
    >>> one, two = (By(f"{g}-board", "board", "grouping", g, g) for g in ("un", "deux"))
    >>> both = Others((Expected("Un", board, "un"), Expected("Deux", board, "deux")))
    >>> [one.name for one in awaited_of(one, both)]
    ['Deux']
    """
    last = {said.by.body: said for said in others.said if said.on <= on}
    adopted = [by, *(said.by for said in last.values() if said.adopted and said.by.body != by.body)]
    return tuple(one for one in others.expected if not any(is_the(found, one) for found in adopted))


def is_the(by: By, expected: Expected) -> bool:
    return is_one_of(by, expected.organ) and expected.organisation in ("", by.organisation)


def last_word(organ: Organ, given: Iterable[Given], by: By) -> Given | None:
    """The last advice of an organ on a decision, whatever its day; of two of one day, that in favour."""
    theirs = (one for one in given if advises(one, organ, by, one.on))
    return max(theirs, key=lambda one: (one.on, one.favourable), default=None)


def knows(said: Said, organs: Iterable[Organ], by: By) -> bool:
    """Whether what was said follows the advice of each of these organs, of those that whoever decided had to hear."""
    return all(any(advises(one, organ, by, said.on) for one in said.after) for organ in organs)


def follows(said: Said, organs: Iterable[Organ], by: By) -> bool:
    """Whether what ratifies cites each of these advices: heard before it, or in favour since."""

    def is_cited(organ: Organ) -> bool:
        word = last_word(organ, said.after, by)
        return bool(word and word.favourable) or knows(said, [organ], by)

    return all(map(is_cited, organs))
