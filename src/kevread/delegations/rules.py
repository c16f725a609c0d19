"""Whether a chain of delegations holds on a day, and which link is missing. Pure."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from kevread.common.money import euros
from kevread.common.periods import Period, day_in_words

NOT_GRANTED = "Aucune délégation ne confie cet acte à cette personne."
SIGNATURE = "signature"  # given in person: it ends with the office of whoever gave it, when powers do not (L3.2)
MANY = 5  # links of a chain, at most: beyond, nobody knows who answers for what


@dataclass(frozen=True, slots=True)
class Standing:
    """A seat that somebody holds or held, in words; `period` None: it was a mistake, and was never in force."""

    words: str
    period: Period | None


@dataclass(frozen=True, slots=True)
class Link:
    """A delegation as one of a chain. `giver`: the office of whoever gave it; None when a body decided it, or when the link
    above gave it. `body`: when the body that decided it exists."""

    grant: UUID
    nature: str
    holder: UUID
    name: str
    post: Standing
    acts: tuple[str, ...]
    period: Period
    accepted_on: date | None
    given_by: str
    ceilings: Mapping[str, int] = field(default_factory=dict, hash=False)
    giver: Standing | None = None
    body: Period | None = None
    end_reason: str = ""
    further: bool = False
    limits: str = ""

    def flaw(self, on: date) -> str:
        """Why it does not hold that day, in words; nothing when it does. The first day of what ended is no longer in.

        >>> year = Period(date(2026, 1, 1), date(2027, 1, 1))
        >>> post = Standing("Direction, ESS 35", Period(date(2025, 1, 1), date(2026, 6, 1)))
        >>> link = Link(UUID(int=1), "hr", UUID(int=2), "Anne M.", post, ("recruter",), year, date(2026, 1, 1), "le conseil")
        >>> link.flaw(date(2026, 5, 31)), link.flaw(date(2026, 6, 1))
        ('', 'Anne M. n’est plus en fonction (Direction, ESS 35) depuis le 1er juin 2026')
        """
        if self.is_mistake:
            return "elle a été annulée : c’était une erreur"
        if self.period.start and on < self.period.start:
            return f"elle ne commence que le {day_in_words(self.period.start)}"
        if self.period.end and on >= self.period.end:
            return f"elle a pris fin le {day_in_words(self.period.last or self.period.end)}"
        if self.accepted_on is None or on < self.accepted_on:
            return f"{self.name} ne l’a pas acceptée" + (" ce jour-là" if self.accepted_on else "")
        if said := left(self.name, self.post, on):
            return said
        if self.giver and self.giver.period is None:
            return left("qui l’a donnée", self.giver, on)
        if self.nature == SIGNATURE and self.giver and (said := left("qui l’a donnée", self.giver, on)):
            return said
        if self.body and on not in self.body:
            return "l’instance qui l’a décidée n’existe pas ce jour-là"
        return ""

    @property
    def is_mistake(self) -> bool:
        return self.end_reason == "mistake"

    def outlived(self, on: date) -> bool:
        """Whether whoever holds it left their post; or, of a signature, whoever gave it their office."""
        signs = self.giver if self.nature == SIGNATURE else None
        return bool(left("", self.post, on) or (signs and left("", signs, on)))

    def to_confirm(self, on: date) -> str:
        """Of powers, that whoever gave them left their office: they were given in the name of the organisation, and hold;
        whoever holds the office now had better say so. Nothing of a signature, which has ended."""
        if self.nature == SIGNATURE or self.giver is None:
            return ""
        return left("qui l’a donnée", self.giver, on)


def left(name: str, standing: Standing, on: date) -> str:
    if standing.period is None:
        return f"{name} n’a jamais été en fonction ({standing.words})"
    if on in standing.period:
        return ""
    ended = standing.period.end
    since = f" depuis le {day_in_words(ended)}" if ended and on >= ended else " ce jour-là"
    return f"{name} n’est {'plus' if ended and on >= ended else 'pas'} en fonction ({standing.words}){since}"


@dataclass(frozen=True, slots=True)
class Chain:
    """A delegation and those it comes from, the nearest first."""

    links: tuple[Link, ...]

    @property
    def leaf(self) -> Link:
        return self.links[0]

    @property
    def source(self) -> str:
        """Who gave the first of them, in words."""
        return self.links[-1].given_by

    def broken(self, on: date) -> str:
        """What of it does not hold that day, the nearest to its source first, since the rest follows; nothing when all
        holds."""
        for place, link in reversed([*enumerate(self.links)]):
            if flaw := link.flaw(on):
                above = f"la délégation de {link.name}, dont elle vient, ne vaut plus : " if place else ""
                return f"{above}{flaw}"
        return ""

    def cause(self, on: date) -> str:
        """The same, without whence it comes: what is alike for all that one thing broke."""
        return next((flaw for link in reversed(self.links) if (flaw := link.flaw(on))), "")

    def holds(self, on: date) -> bool:
        return not self.broken(on)

    def is_given(self, on: date) -> bool:
        """Whether it holds, or would once whoever receives it accepts it: the document asks that it be given."""
        return Chain((replace(self.leaf, accepted_on=date.min), *self.links[1:])).holds(on)

    def to_confirm(self, on: date) -> str:
        """Of one that holds: who gave it, or what it comes from, is no longer in office."""
        said = (link.to_confirm(on) for link in self.links)
        return next((one for one in said if one), "") if self.holds(on) else ""

    def is_inside(self) -> bool:
        """Whether each link says no more than the one above: its acts, its sums, its days."""
        for child, parent in itertools.pairwise(self.links):
            sums = all(cents <= parent.ceilings.get(act, cents) for act, cents in child.ceilings.items())
            start, last = child.period.start, child.period.last
            days = all(day is not None and day in parent.period for day in (start, last))
            if not (set(child.acts) <= set(parent.acts) and sums and days and parent.further):
                return False
        return True

    def ceiling(self, act: str) -> int | None:
        """The least of its links; None when none has any."""
        return min((link.ceilings[act] for link in self.links if act in link.ceilings), default=None)

    def short_of(self, act: str, cents: int | None) -> str:
        """Why the sum is too much for it, or is not known while it has a ceiling; nothing when it is neither."""
        least = self.ceiling(act)
        if least is None:
            return ""
        if cents is None or cents < 0:
            return f"elle va jusqu’à {euros(least)}, et le montant n’est pas dit"
        if cents <= least:
            return ""
        return f"elle va jusqu’à {euros(least)}, et il s’agit de {euros(cents)}"

    def last_day(self) -> date | None:
        """The last day on which all of it may hold, as things stand."""
        ends = [link.period.last for link in self.links]
        signed = [link.giver for link in self.links if link.nature == SIGNATURE]
        rests_on = [*(link.post for link in self.links), *signed]
        ends += [one.period.last for one in rests_on if one and one.period]
        return min((day for day in ends if day), default=None)


@dataclass(frozen=True, slots=True)
class Office:
    """Who holds acts by their seat."""

    mandate: UUID
    person: UUID
    name: str
    words: str
    seat: str  # « board/president »

    @property
    def why(self) -> str:
        """What holds it by an office is what the federation wrote, a proposal: no articles of association are read."""
        return f"{self.words} : de par cette fonction, selon la répartition proposée ici ; les statuts ne sont pas lus."


@dataclass(frozen=True, slots=True)
class Found:
    """What is written of who may commit an organisation, that day: whether its register of delegations is or was kept, who
    holds an office, and the chains, whether they hold or not."""

    kept: bool
    offices: tuple[Office, ...]
    chains: tuple[Chain, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether somebody may commit an organisation, and by what: an office, or a chain. `unknown`: its register of delegations
    was not kept yet that day, and nothing is refused in its name. When it is no, `why` names the missing link."""

    granted: bool
    why: str
    office: Office | None = None
    chain: Chain | None = None
    unknown: bool = False

    def __bool__(self) -> bool:
        return self.granted

    @property
    def told(self) -> str:
        """The same, to the person of whom it is said.

        >>> Answer(False, NOT_GRANTED).told
        'Aucune délégation ne vous confie cet acte.'
        """
        return "Aucune délégation ne vous confie cet acte." if self.why == NOT_GRANTED else self.why


def answer(found: Found, person: UUID, act: str, cents: int | None, on: date, offices: Sequence[str]) -> Answer:
    """Of what was found of one person.

    >>> answer(Found(True, (), ()), UUID(int=1), "recruter", None, date(2026, 1, 1), []).why
    'Aucune délégation ne confie cet acte à cette personne.'
    >>> answer(Found(False, (), ()), UUID(int=1), "recruter", None, date(2026, 1, 1), []).unknown
    True
    """
    for office in found.offices:
        if office.person == person and office.seat in offices:
            return Answer(True, office.why, office=office)
    mine = [chain for chain in found.chains if chain.leaf.holder == person and act in chain.leaf.acts]
    mine.sort(key=lambda chain: (len(chain.links), chain.leaf.period.end or date.max))
    missing: tuple[str, Chain] | None = None
    for chain in mine:
        flaw = chain.broken(on) or chain.short_of(act, cents)
        if not flaw:
            return Answer(True, f"Par délégation de {chain.source}.", chain=chain)
        missing = (flaw, chain)
    if not found.kept:
        return Answer(True, "Le registre des délégations n’est pas tenu ici ce jour-là.", unknown=True)
    if missing:
        start = missing[1].leaf.period.start
        day = f" du {day_in_words(start)}" if start else ""
        return Answer(False, f"Sa délégation{day} ne suffit pas : {missing[0]}.", chain=missing[1])
    return Answer(False, NOT_GRANTED)
