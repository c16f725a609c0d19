"""The register of delegations as of any day: each with its chain, and whether it holds."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from kevread.common.actor import Actor
from kevread.common.errors import Way
from kevread.common.money import euros
from kevread.common.periods import day_in_words
from kevread.delegations.asks import ways_to_do
from kevread.delegations.loader import acts
from kevread.delegations.models import Grant
from kevread.delegations.rules import Chain
from kevread.directory.models import Affiliation, Organisation
from kevread.seats.models import Body, Mandate
from kevread.ui.places import lets_in

from .chains import chains_of, every_chain
from .spaces import level_in_words

WITH = (
    "organisation", "holder", "post__seat__body__organisation", "body", "office__person", "office__seat", "parent__holder",
    "paper", "space",
)  # fmt: skip
SOON = timedelta(days=60)
LEADING = (Body.Kind.BOARD, Body.Kind.BUREAU, Body.Kind.TEAM)


@dataclass(frozen=True, slots=True)
class Row:
    """A delegation, what it comes from, and why it does not hold on the day that is asked; nothing when it does."""

    grant: Grant
    chain: Chain
    on: date
    flaw: str

    @property
    def holds(self) -> bool:
        return not self.flaw

    @property
    def runs(self) -> bool:
        """Its own dates run, whatever became of the rest."""
        return self.grant.in_force(self.on) and self.grant.end_reason != Grant.EndReason.MISTAKE

    @property
    def is_dead(self) -> bool:
        """Its dates run, it was accepted, and something that it rests on is over."""
        return self.runs and self.grant.accepted_on is not None and bool(self.flaw)

    @property
    def waits(self) -> bool:
        return self.grant.accepted_on is None and self.grant.end_reason == "" and self.grant.dates.end > self.on  # type: ignore[operator]

    @property
    def to_confirm(self) -> str:
        """It holds, and whoever gave it has left their office: whoever holds the office now may give it again, or end it."""
        return self.chain.to_confirm(self.on)

    @property
    def state(self) -> str:
        if self.holds:
            return "En vigueur, à confirmer" if self.to_confirm else "En vigueur"
        if self.grant.end_reason == Grant.EndReason.MISTAKE:
            return "Annulée"
        if self.waits:
            return "À accepter"
        if self.is_dead:
            return "Sans effet"
        return "À venir" if self.grant.dates.start and self.on < self.grant.dates.start else "Finie"

    @property
    def acts(self) -> list[str]:
        return acts_in_words(self.grant)

    @property
    def last(self) -> date | None:
        return self.chain.last_day()

    @property
    def ends_soon(self) -> bool:
        return self.holds and self.last is not None and self.last < self.on + SOON


def acts_in_words(grant: Grant) -> list[str]:
    """« Signer une convention, jusqu’à 5 000 € »."""
    book = acts()
    if grant.space:
        level = level_in_words(grant)
        return [f"{grant.space.name} : {level[:1].lower()}{level[1:]}"]
    return [
        book.label(code) + (f", jusqu’à {euros(grant.ceilings[code])}" if code in grant.ceilings else "")
        for code in grant.acts
    ]


def rows_of(organisation: Organisation, on: date) -> list[Row]:
    """All those of an organisation, the last given first: what holds that day, and what does not, with why. Two queries."""
    chains = {chain.leaf.grant: chain for chain in chains_of(organisation.pk, on).chains}
    grants = Grant.objects.filter(pk__in=chains).select_related(*WITH)
    return [row_of(grant, chains[grant.pk], on) for grant in grants.order_by("-period", "-pk")]


def row_of(grant: Grant, chain: Chain, on: date) -> Row:
    return Row(grant, chain, on, chain.broken(on))


def one_of(grant: Grant, on: date) -> Row:
    """One query."""
    (chain,) = chains_of(grant.organisation_id, on, grant=grant.pk).chains
    return row_of(grant, chain, on)


def mine(person: UUID, on: date) -> list[Row]:
    """Those of somebody, wherever they are, that are not over. Two queries."""
    grants = Grant.objects.standing().filter(holder=person, period__endswith__gt=on).select_related(*WITH)
    return with_chains(list(grants.order_by("organisation__search", "period", "pk")), on)


@dataclass(frozen=True, slots=True)
class Mine:
    """A delegation that somebody holds: each of its acts, with where it is done when they would get in there."""

    row: Row
    acts: list[tuple[str, Way | None]]


def mine_with_ways(actor: Actor, on: date) -> list[Mine]:
    """The queries of `mine`, and those of the rooms that know where acts are done: none."""
    return [Mine(row, acts_with_ways(row, actor)) for row in mine(actor.person, on)] if actor.person else []


def acts_with_ways(row: Row, actor: Actor) -> list[tuple[str, Way | None]]:
    """What is read of each act, and where it is done, as long as the delegation holds."""
    where = row.grant.organisation
    ways = [ways_to_do(code, where) if row.holds else [] for code in row.grant.acts]
    open_to = [next((way for way in those if lets_in(way, actor, where.pk)), None) for those in ways]
    return list(zip(row.acts, open_to, strict=False))


def amiss(among: Collection[UUID], on: date) -> list[Row]:
    """In these organisations: what is dead while its dates run, and what ends soon. Two queries."""
    running = Grant.objects.on(on).standing().filter(organisation__in=among).select_related(*WITH)
    rows = with_chains(list(running.order_by("organisation__search", "pk")), on)
    return [row for row in rows if row.is_dead or row.ends_soon]


def with_chains(grants: list[Grant], on: date) -> list[Row]:
    """One query; none when there is no delegation."""
    if not grants:
        return []
    chains = {chain.leaf.grant: chain for _, chain in every_chain({one.organisation_id for one in grants})}
    return [row_of(one, chains[one.pk], on) for one in grants]


def posts_of(organisation: Organisation, on: date) -> list[Mandate]:
    """Those to whom it may entrust something: who sits at its board or bureau, or has a post in its team or in the teams of the
    organisations that it belongs to. One query."""
    here = Q(seat__body__organisation=organisation, seat__body__kind__in=LEADING)
    above = Affiliation.objects.on(on).filter(member=organisation).values("of")
    teams = Q(seat__body__organisation__in=above, seat__body__kind=Body.Kind.TEAM)
    found = Mandate.objects.on(on).filter(here | teams).select_related("person", "seat__body__organisation")
    return list(found.order_by("seat__body__rank", "seat__rank", "person__search", "pk"))


def post_in_words(post: Mandate) -> str:
    return f"{post.person}, {post.seat.name}, {post.seat.body.organisation.name}"


def sources_of(actor: Actor, organisation: Organisation, on: date) -> list[tuple[str, Mandate | Grant]]:
    """By what this person may give a delegation themselves there: their offices, and the delegations that they may give
    further. Two queries."""
    if actor.person is None:
        return []
    offices = {one for act in acts().on(on).values() for one in act.offices}
    seats = Mandate.objects.on(on).filter(person=actor.person, seat__body__organisation=organisation)
    mine = [
        seat
        for seat in seats.select_related("seat__body__organisation", "person").order_by("pk")
        if f"{seat.seat.body.kind}/{seat.seat.title}" in offices
    ]
    held = [chain.leaf for chain in chains_of(organisation.pk, on, person=actor.person).chains if chain.holds(on)]
    keys = [link.grant for link in held if link.further]
    grants = Grant.objects.filter(pk__in=keys).select_related(*WITH).order_by("pk") if keys else []
    found: list[tuple[str, Mandate | Grant]] = [(f"{seat.seat.name}, votre fonction", seat) for seat in mine]
    return found + [(f"{one.get_nature_display()} que vous tenez, {until(one)}", one) for one in grants]


def until(grant: Grant) -> str:
    last = grant.dates.last
    return f"jusqu’au {day_in_words(last)}" if last else ""
