"""Who may sign for an organisation by a delegation."""

from collections.abc import Collection
from datetime import date

from kevread.common.errors import Way
from kevread.delegations.loader import acts
from kevread.delegations.queries.chains import every_chain, givers, way_to_ask
from kevread.delegations.queries.proposed import ACCEPT, proposed
from kevread.directory.models import Organisation, Person
from kevread.documents.asks import Committing, Entitled, Link
from kevread.seats.asks import SIGN


def code_of(act: Committing | None, on: date) -> str:
    """Of the act that is signed; where nobody said which, of the one that the federation ties to signing, if any."""
    return act.code if act else acts().of_gesture(SIGN, on)


def entrusted(
    organisations: Collection[Organisation], amount: int | None, on: date, act: Committing | None, *, then: bool = False
) -> list[Entitled]:
    """Whoever holds this act, by a chain that holds whole that day, up to that amount; the shortest chain first. Nobody, of an
    act that the federation does not name. `then`: as `every_chain` says. Two queries."""
    code = code_of(act, on)
    if not code:
        return []
    places = {one.pk: one for one in organisations}
    if code == ACCEPT:
        return proposed(places, on)
    found = [
        (where, chain)
        for where, chain in every_chain(places, then=then)
        if code in chain.leaf.acts and chain.holds(on) and not chain.short_of(code, amount)
    ]
    found.sort(key=lambda pair: len(pair[1].links))
    people = Person.objects.in_bulk({chain.leaf.holder for _, chain in found})
    return [
        Entitled(
            person=people[chain.leaf.holder],
            organisation=places[where],
            quality=f"{chain.leaf.post.words}, par délégation"[:160],
            chain=tuple(
                Link(
                    "delegation",
                    one.grant,
                    f"Délégation donnée à {one.name} par {one.given_by}",
                    chain.last_day() if one is chain.leaf else one.period.last,
                )
                for one in chain.links
            ),
        )
        for where, chain in found
    ]


def way_to_sign(organisation: Organisation, amount: int | None, on: date, act: Committing | None) -> Way | None:
    """Where whoever may not sign this for an organisation asks for that delegation; nowhere for an act that is not named, or
    that nobody entrusts. One query."""
    code = code_of(act, on)
    known = acts().on(on).get(code)
    if known is None or not known.delegated:
        return None
    offices, chains = givers(organisation, code, on)
    whom = next((one.name for one in offices), "") or next((one.leaf.name for one in chains), "")
    return way_to_ask(organisation, code, amount, whom)
