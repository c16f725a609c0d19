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
from kevread.directory.models import Organisation, Person
from kevread.seats.models import Body, Mandate
from kevread.seats.queries.access import named_on
from kevread.staff.loader import framework
from kevread.staff.models import EMPLOYS
from kevread.supervision.loader import acts
from kevread.supervision.models import Matter, boards_of
from kevread.supervision.models import Side as Share
from kevread.supervision.rules import EMPLOYER, POLE, Act, Side, sides_of
from kevread.ui.words import counted

from .lines import Worker
from .matters import end_of


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


OPENED = "Qui a ouvert un dossier par une délégation le lit aussi, tant qu’elle dure."


def seen_by(workers: Sequence[Worker], on: date) -> list[Seen]:
    """Who may see what of somebody: the employer’s line, the boards of the pôles that have or had a share in their matters,
    whoever was entrusted with their contracts, and themselves, by name; those who read where they work, by their number. Six
    queries, and one for each employer."""
    employers = {one.lines.employer for one in workers}
    person = workers[0].person
    worn = named_on(on, EMPLOYS, "read")
    line = {name: f"{name}, {hat.label}" for _, name, hat in worn if any(hat.allows(EMPLOYS, one) for one in employers)}
    asked = Share.objects.filter(
        line=POLE, matter__in=Matter.objects.filter(person=person.pk, raised_at__lt=end_of(on))
    )
    poles = {key for one in workers for key in one.lines.poles} | set(asked.values_list("organisation", flat=True))
    boards = members(poles - employers, on)
    entrusted = entrusted_with_contracts(employers, on)
    near = {key for one in workers for key in one.organisations}
    readers = {who for who, _, hat in worn if any(hat.allows("read", one) for one in near)} - {person.pk}
    names = ", ".join(sorted({place.name for one in workers for place in one.organisations.values()}))
    return [
        Seen(
            "Son contrat, son salaire, son groupe et ses points",
            named(person, entrusted | line),
            "Aucun pôle ne les voit, s’il ne l’emploie pas. Le fichier d’un cabinet comptable peut nommer quelqu’un à côté "
            "d’un montant : qui tient les comptes de l’employeur le lit.",
        ),
        Seen(
            "La fin de son contrat, et pourquoi",
            named(person, entrusted | line),
            f"{OPENED} Aucun pôle ne les lit. Une fois la fin inscrite, son dernier jour se lit au poste, comme celui de toute "
            "affectation.",
        ),
        Seen("Ses dossiers : entretiens, arbitrages, priorités", named(person, line | boards), OPENED),
        Seen(
            "Ses frais de mission et leur justificatif",
            named(person, line | boards),
            "Qui tient ses contrats par une délégation en lit la somme du mois, pour la paie.",
        ),
        Seen(
            "Son poste, et où est son travail",
            [],
            f"{counted(len(readers), 'personne')} du réseau : toutes celles qui peuvent lire {names}, depuis un pôle, un "
            "groupement ou la tête de réseau.",
        ),
        Seen(
            "Les jours de ses visites médicales",
            named(person, entrusted | line),
            "Le jour prévu et le jour tenu, cinq ans après la fin du contrat au plus.",
        ),
        Seen("Sa santé", [], "Personne : de ces visites ni d’ailleurs, Kevread n’en demande ni n’en garde rien."),
    ]


def named(person: Person, others: Mapping[str, str]) -> list[str]:
    """Oneself, then the others, by name; each once."""
    return [str(person), *(said for name, said in sorted(others.items()) if name != str(person))]


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


def members(poles: Collection[UUID], on: date) -> dict[str, str]:
    """Who sits on the boards of these. One query."""
    kinds = (Body.Kind.BOARD, Body.Kind.BUREAU)
    rows = Mandate.objects.on(on).filter(seat__body__kind__in=kinds, seat__body__organisation__in=poles)
    read = rows.select_related("person", "seat__body__organisation")
    return {str(one.person): f"{one.person}, {one.seat.body.organisation.name}" for one in read}
