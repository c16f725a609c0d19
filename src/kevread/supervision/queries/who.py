"""« Qui décide quoi pour moi ? »: for each act, who decides, who is asked, by name, and by what right, on a day."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from kevread.agreements.models import Agreement
from kevread.agreements.queries.standing import Standing, standings
from kevread.common.actor import Actor
from kevread.delegations.loader import acts as committing
from kevread.delegations.queries import chains_of
from kevread.delegations.rules import Chain, Found
from kevread.directory.models import Organisation
from kevread.seats.models import Body, Mandate
from kevread.staff.loader import framework
from kevread.supervision.loader import acts
from kevread.supervision.models import boards_of
from kevread.supervision.rules import EMPLOYER, Act, Side, sides_of

from .lines import Worker


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody who may decide, and why: their office, or the chain of their delegation."""

    person: str
    why: str
    chain: Chain | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A line at a place, in words; `names`: who acts for it. `is_mine`: whoever reads speaks for it."""

    side: Side
    organisation: Organisation
    names: Sequence[Name]
    is_mine: bool

    @property
    def decides(self) -> bool:
        return self.side.share.part == "decides"

    @property
    def said(self) -> str:
        return self.side.share.said


@dataclass(frozen=True, slots=True)
class Row:
    """An act, and what each line does of it."""

    code: str
    act: Act
    parts: Sequence[Part]

    @property
    def deciding(self) -> list[Part]:
        return [one for one in self.parts if one.decides]

    @property
    def others(self) -> list[Part]:
        return [one for one in self.parts if not one.decides]


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one post. `agreements`: by pôle, what binds it to the employer that day, None where nothing does."""

    worker: Worker
    rows: Sequence[Row]
    agreements: Sequence[tuple[Organisation, Standing | None]]


def told_of(workers: Sequence[Worker], actor: Actor, on: date) -> list[Told]:
    """In the same order. Two queries for each organisation that has a line there, then five."""
    places = {key: one for worker in workers for key, one in worker.organisations.items()}
    found = {key: chains_of(key, on) for key in places}
    boards = chairs(places, on)
    bound = agreements_of(workers, on)
    mine = boards_of(actor)
    heads = {one.person_id for one in directing(places, on)}
    told = []
    for worker in workers:
        rows = [
            Row(
                code,
                act,
                [part_of(act, side, worker, found, boards, mine, heads, on) for side in sides_of(act, worker.lines)],
            )
            for code, act in acts().acts.items()
        ]
        pairs = [
            (pole, bound.get((worker.lines.employer, pole.pk))) for pole in worker.poles if pole != worker.employer
        ]
        told.append(Told(worker, [row for row in rows if row.parts], pairs))
    return told


def part_of(
    act: Act,
    side: Side,
    worker: Worker,
    found: Mapping[UUID, Found],
    boards: Mapping[UUID, Sequence[Name]],
    mine: Collection[UUID],
    heads: Collection[UUID],
    on: date,
) -> Part:
    decides = side.share.part == "decides"
    names = (
        entitled(found[side.place], act, on, worker.person.pk, heads if side.line == EMPLOYER else None)
        if decides
        else []
    )
    if not names and side.line != EMPLOYER:
        names = list(boards.get(side.place, ()))
    return Part(side, worker.organisations[side.place], names, side.line != EMPLOYER and side.place in mine)


def entitled(found: Found, act: Act, on: date, but: UUID, heads: Collection[UUID] | None) -> list[Name]:
    """Whoever may do this there that day: who holds it by a delegation, and does it every day; else by their office. Nobody
    decides about themselves (`but`): of whoever directs, those who preside decide. What is opened
    here is decided by the line itself (`heads`), not by whoever else holds the act."""
    known, code = committing().on(on), act.delegation
    if code not in known:
        return []
    chains = [one for one in found.chains if code in one.leaf.acts and one.holds(on) and one.leaf.holder != but]
    chains = [one for one in chains if heads is None or not act.is_opened or one.leaf.holder in heads]
    by_chain = [Name(one.leaf.name, f"{one.leaf.post.words}, par délégation de {one.source}", one) for one in chains]
    offices = [one for one in found.offices if one.seat in known[code].offices and one.person != but]
    return by_chain or [Name(one.name, f"{one.words}, au titre de sa fonction") for one in offices]


def chairs(places: Collection[UUID], on: date) -> dict[UUID, list[Name]]:
    """Who presides over the board of each. One query."""
    rows = Mandate.objects.on(on).filter(
        seat__title="president", seat__body__kind=Body.Kind.BOARD, seat__body__organisation__in=places
    )
    found: dict[UUID, list[Name]] = defaultdict(list)
    read = rows.select_related("person", "seat__body__organisation").order_by("person__search", "pk")
    for one in read:
        body = one.seat.body
        found[body.organisation_id].append(Name(str(one.person), f"{one.seat.name}, {body.organisation.name}"))
    return found


def agreements_of(workers: Collection[Worker], on: date) -> dict[tuple[UUID, UUID], Standing]:
    """What binds employers and pôles that day, of the kind that the matrix names. Four queries."""
    kind = acts().agreement
    keys = {key for worker in workers for key in worker.lines.poles}
    if not kind or not keys:
        return {}
    rows = Agreement.objects.filter(kind=kind, annulled_on=None, parties__organisation__in=keys).distinct()
    found = {}
    for one in standings(rows.order_by("pk"), on):
        if one.state.binds:
            parties = [party.organisation_id for party in one.parties]
            found.update({(employer, pole): one for employer in parties for pole in parties if employer != pole})
    return found


@dataclass(frozen=True, slots=True)
class Seen:
    """Something that is held about somebody at work, and who may see it, by name."""

    what: str
    who: Sequence[str]
    note: str = ""


def seen_by(workers: Sequence[Worker], on: date) -> list[Seen]:
    """Who may see what of somebody, by name: the employer’s line, the boards of their pôles, whoever was
    entrusted with its contracts, and themselves. Two queries, and one for each employer."""
    employers = {one.lines.employer for one in workers}
    poles = {key for one in workers for key in one.lines.poles} - employers
    person = str(workers[0].person)
    heads = {str(one.person): f"{one.person}, {one.seat.name.lower()}" for one in directing(employers, on)}
    line = sorted((entrusted_with_contracts(employers, on) | heads).values())
    boards = sorted(set(members(poles, on)))
    return [
        Seen("Son contrat, son salaire, son groupe et ses points", [person, *line], "Aucun pôle ne les voit."),
        Seen("Ses dossiers : entretiens, arbitrages, priorités", [person, *line, *boards]),
        Seen(
            "Son poste, et où est son travail", [], "Qui a un mandat ou un poste chez son employeur ou dans son pôle."
        ),
        Seen("Sa santé", [], "Personne : Kevread n’en garde rien."),
    ]


def directing(employers: Collection[UUID], on: date) -> list[Mandate]:
    """Who directs or presides over these."""
    rows = Mandate.objects.on(on).filter(
        Q(seat__title="direction", seat__body__kind=Body.Kind.TEAM)
        | Q(seat__title="president", seat__body__kind=Body.Kind.BOARD),
        seat__body__organisation__in=employers,
    )
    return list(rows.select_related("person", "seat"))


def entrusted_with_contracts(employers: Collection[UUID], on: date) -> dict[str, str]:
    """Who holds, by a delegation, what lets one read the contracts of these."""
    code = framework().signs
    found = [chain.leaf for key in employers for chain in chains_of(key, on, act=code).chains if chain.holds(on)]
    return {leaf.name: f"{leaf.name}, par délégation" for leaf in found if code in leaf.acts}


def members(poles: Collection[UUID], on: date) -> list[str]:
    """Who sits on the boards of these."""
    rows = Mandate.objects.on(on).filter(seat__body__kind=Body.Kind.BOARD, seat__body__organisation__in=poles)
    read = rows.select_related("person", "seat__body__organisation")
    return [f"{one.person}, {one.seat.body.organisation.name}" for one in read]
