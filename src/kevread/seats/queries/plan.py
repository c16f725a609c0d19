"""The plan of the seats of a body: each place once, by those for whom one sits, and the sentence that says what misses.

It is read off the composition (`Reading`), place by place; alternates are told beside, not drawn.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from kevread.common.words import few, listed, of
from kevread.seats.models import Body, Seat
from kevread.ui.hemicycle import Sector, Spot
from kevread.ui.words import day, plural

from .reading import Group, Holder, Line, Promised, Reading

SMALLEST, LARGEST = 6, 40  # a drawing tells no more than a list below, and nothing above
GIVEN = ("promised", "beyond")  # by a decision, and not yet held
TO_CONFIRM = "à confirmer"
WRITTEN = "lettre partie"  # to those who designate: whoever may only propose awaits their answer
NAMED = 4  # as many names as a sentence holds
ENDLESS = "sans terme fixé"


@dataclass(slots=True)
class Place:
    """One place: who holds it and by what posts; or that it is free, or given by a decision that is to be confirmed.
    « beyond »: given where there is no place left, and counted nowhere."""

    kind: str  # held, promised, coming, free or beyond
    seat: Seat
    line: Line
    holder: Holder | None = None
    promised: Promised | None = None
    roles: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        if self.kind in GIVEN and self.promised:
            return self.promised.face.name
        return self.holder.face.name if self.holder else ""

    @property
    def role(self) -> str:
        """As it is said after a name."""
        return ", ".join(role.lower() for role in self.roles)

    @property
    def fillable(self) -> bool:
        return self.line.fillable if self.kind == "free" else bool(self.promised and self.promised.mine)

    @property
    def vacant(self) -> bool:
        """Free, where the articles do not say « au plus »."""
        return self.kind == "free" and not self.line.opening.places.ceiling


@dataclass(slots=True)
class Share:
    """The places of those whom one represents; for nobody in particular, `name` is empty."""

    name: str
    places: list[Place] = field(default_factory=list)

    @property
    def ends(self) -> list[str]:
        """The last days of the mandates, each once; « sans terme » for those that have none."""
        days = {p.holder.mandate.dates.last for p in self.places if p.kind == "held" and p.holder}
        return [day(one) for one in sorted(one for one in days if one)] + ([ENDLESS] if None in days else [])

    @property
    def is_empty(self) -> bool:
        return all(place.kind == "free" for place in self.places)


@dataclass(slots=True)
class Plan:
    """`counts`: whether every place that is held is one of a number that is set. `beyond`: on whose behalf, and whom a decision
    names where every place is taken."""

    body: Body
    shares: list[Share]
    undecided: list[Group]
    alternates: list[Group]
    sentence: str
    counts: bool
    excess: int
    promised: int
    beyond: list[tuple[str, Promised]]

    @property
    def listed(self) -> list[Share]:
        """In the order of names; those that name nobody, last."""
        return sorted(self.shares, key=lambda share: (not share.name, share.name))

    @property
    def places(self) -> list[Place]:
        return [place for share in self.shares for place in share.places]

    def many(self, kind: str) -> int:
        return sum(place.kind == kind for place in self.places)

    @property
    def is_drawn(self) -> bool:
        return self.body.kind != Body.Kind.TEAM and SMALLEST <= len(self.places) <= LARGEST

    @property
    def figure(self) -> str:
        there = len(self.places) - self.excess - self.many("beyond")
        return f"{self.many('held')} sur {there}" if self.counts else str(self.many("held"))

    @property
    def notes(self) -> list[str]:
        """What the figure counts, then what is about to be."""
        ceiling = any(place.line.opening.places.ceiling for place in self.places)
        one = "places, au plus" if ceiling else "sièges pourvus"
        said = [one if self.counts else plural(self.many("held"), "personne y siège", "personnes y siègent")]
        return said + ([f"{self.promised} à confirmer"] if self.promised else [])

    @property
    def same_end(self) -> str:
        """The sentence that says when every mandate ends, if it is on the same day: said once, and not beside each."""
        ends = {end for share in self.shares for end in share.ends}
        if len(ends) != 1 or self.many("held") < 2:
            return ""
        end = ends.pop()
        return f"Tous ces mandats sont {end}." if end == ENDLESS else f"Tous ces mandats finissent le {end}."


def plan_of(reading: Reading) -> Plan:
    """The plan of a body that is read. No query."""
    seated = [group for group in reading.groups if not group.seat.is_alternate]
    last = seated[-1].seat if seated else None
    numbered = {
        holder.mandate.pk
        for group in seated
        for line in group.lines
        if line.opening.places.number is not None
        for holder in (*line.holders, *line.elsewhere)
    }
    shares: dict[str, Share] = {}
    people: dict[UUID, Place] = {}
    counts = reading.kept_since is not None
    for group in seated:
        titled = not group.seat.one_per and (group.seat.places == 1 or group.seat != last)
        roles = [group.seat.name] if titled else []
        for line in group.lines:
            own = shares.setdefault(line.opening.on_behalf, Share(line.opening.on_behalf))
            for holder in line.holders:
                if (known := people.get(holder.mandate.person_id)) is not None:
                    known.roles += roles
                    continue
                counts &= holder.mandate.pk in numbered
                place = people[holder.mandate.person_id] = Place("held", group.seat, line, holder, roles=list(roles))
                shares.setdefault(holder.on_behalf, Share(holder.on_behalf)).places.append(place)
            own.places += waiting(group, line, roles)
    excess = sum(
        max(0, line.opening.places.taken - (line.opening.places.number or 0))
        for group in seated
        for line in group.lines
        if line.excess
    )
    return Plan(
        reading.body,
        around(share for share in shares.values() if share.places),
        [group for group in seated if group.undecided],
        [group for group in reading.groups if group.seat.is_alternate],
        sentence_of(reading, seated),
        counts and bool(people),
        excess,
        sum(place.kind == "promised" for share in shares.values() for place in share.places),
        [
            (line.opening.on_behalf, one)
            for group in seated
            for line in group.lines
            for one in line.promised
            if one.full
        ],
    )


def waiting(group: Group, line: Line, roles: list[str]) -> list[Place]:
    """The places of a line that nobody holds yet: given by a decision, be it in excess, taken later, free."""
    given = [
        Place("beyond" if one.full else "promised", group.seat, line, promised=one, roles=list(roles))
        for one in line.promised
    ]
    coming = [Place("coming", group.seat, line, holder, roles=list(roles)) for holder in line.coming[: len(line.until)]]
    return given + coming + [Place("free", group.seat, line, roles=list(roles)) for _ in range(line.lasting)]


def around(shares: Iterable[Share]) -> list[Share]:
    """In the order of names, those that preside in the middle, as one sits. Within a share that names nobody, the first
    seats in the middle."""
    there = list(shares)
    if not there:
        return []
    first = min(there, key=lambda share: min(place.seat.rank for place in share.places))
    if not first.name:
        ranked = sorted(first.places, key=lambda place: place.seat.rank)
        first.places = [*ranked[1::2][::-1], *ranked[0::2]]
    others = sorted((share for share in there if share is not first), key=lambda share: share.name)
    middle = (len(others) + 1) // 2
    return [*others[:middle], first, *others[middle:]]


def sentence_of(reading: Reading, seated: list[Group]) -> str:
    """How many for whom, as articles say it; and who misses. Where nothing is kept, no place is known to
    be free or vacant: nothing is concluded."""
    said = [rule_of(group) for group in seated if group.seat.one_per]
    sentences = [f"{listed(filter(None, said))}." if any(said) else ""]
    lines = [(group, line) for group in seated for line in group.lines]
    shared = [line for group, line in lines if group.seat.one_per and line.lasting]
    nobody = [line for line in shared if line.vacant or not (line.holders or line.elsewhere or line.promised)]
    some = [line for line in shared if line not in nobody]
    vacant = [group.seat.name.lower() for group, line in lines if not group.seat.one_per and line.vacant]
    sentences += [
        f"Il manque {names_of(nobody)}." if nobody else "",
        room_of(some),
        f"{plural(len(vacant), 'Un siège est vacant', 'Des sièges sont vacants')} : {listed(vacant)}."
        if vacant
        else "",
    ]
    full = [one.full is not None for _, line in lines for one in line.promised]
    sentences += [awaiting(full.count(False)), too_many(full.count(True))]
    return " ".join(filter(None, sentences))


def awaiting(number: int) -> str:
    """
    >>> awaiting(1), awaiting(2)
    ('Une personne est nommée, et reste à confirmer.', 'Deux personnes sont nommées, et restent à confirmer.')
    """
    if number < 2:
        return "Une personne est nommée, et reste à confirmer." if number else ""
    return f"{few(number).capitalize()} personnes sont nommées, et restent à confirmer."


def too_many(number: int) -> str:
    """
    >>> too_many(1)
    'Une personne est nommée là où toutes les places sont prises.'
    """
    if not number:
        return ""
    people = few(number, feminine=True).capitalize()
    return f"{people} {plural(number, 'personne est nommée', 'personnes sont nommées')} là où toutes les places sont prises."


def room_of(lines: list[Line]) -> str:
    """Where « au plus » leaves a place to those who sit already."""
    if not lines:
        return ""
    free = sum(line.lasting for line in lines)
    return f"{plural(free, 'Une place reste libre', 'Des places restent libres')} pour {names_of(lines)}."


def rule_of(group: Group) -> str:
    """« Deux personnes par pôle, au plus »; empty where no number is set, or not the same for all."""
    found = {(line.opening.places.number, line.opening.places.ceiling) for line in group.lines}
    number, ceiling = found.pop()
    if found or number is None:
        return ""
    people = f"{few(number, feminine=True).capitalize()} {plural(number, 'personne')}"
    return f"{people} {group.shares}{', au plus' if ceiling else ''}"


def names_of(lines: list[Line]) -> str:
    """Those for whom a place waits; their number alone when they are many."""
    names = [line.opening.on_behalf for line in lines]
    if len(names) <= NAMED:
        return listed(names)
    return listed([*names[: NAMED - 1], f"{len(names) - NAMED + 1} autres"])


type Fill = Callable[[Seat], str]


def sectors_of(plan: Plan, fill: Fill | None, me: UUID | None) -> list[Sector]:
    """The plan as it is drawn. `fill`: where one confides a seat; None: nothing is offered. `me`: who reads."""
    return [
        Sector(share.name, tuple(spot_of(place, share, fill, me) for place in share.places)) for share in plan.shares
    ]


def first_of(sectors: list[Sector]) -> Spot | None:
    """Where whoever reads has something to do first: a mandate to confirm, then a place to give, unless they wrote to those
    who designate and no answer came."""
    offered = [spot for sector in sectors for spot in sector.spots if spot.url and not spot.role.endswith(WRITTEN)]
    return min(offered, key=lambda spot: spot.role != TO_CONFIRM, default=None)


def spot_of(place: Place, share: Share, fill: Fill | None, me: UUID | None) -> Spot:
    whose = f"pour {share.name}" if share.name else place.seat.name
    role = ", ".join(place.roles)
    url = fill(place.seat) if fill and place.fillable else ""
    if place.kind == "free":
        asked = f"{url}?pour={place.line.share}" if url and place.line.share else url
        words = place.line.gesture if url else "Siège vacant" if place.vacant else "Place libre"
        if url and place.line.letter and place.line.proposes:
            role = ", ".join([*place.roles, WRITTEN])
        return Spot("free", words, role, "+" if url else "", url=asked, says=f"{place.line.gesture}, {whose}")
    if place.kind == "beyond" and place.promised:
        who, is_named = place.promised.face.name, place.promised.face.is_named
        return Spot("beyond", who if is_named else "Siège donné", "sans place", initials(who) if is_named else "")
    if place.kind == "promised" and place.promised:
        one = place.promised
        key = f"{url}?promesse={one.promise.key}" if url else ""
        named = one.face.name if one.face.is_named else "Siège donné"
        said = f"Confirmer le mandat {of(one.face.name)}"
        return Spot("free", named, TO_CONFIRM, initials(one.face.name) if one.face.is_named else "", url=key, says=said)
    assert place.holder is not None
    name, face = place.name, place.holder.face
    mine = me is not None and place.holder.mandate.person_id == me
    letters = initials(name) if face.is_named else ""
    if place.kind == "coming":
        start = place.holder.mandate.dates.start
        return Spot("free", name, f"à partir du {day(start)}" if start else "", letters, mine)
    return Spot("post" if place.roles else "held", name, role, letters, mine)


def initials(name: str) -> str:
    """
    >>> initials("Brigitte Le Menezour"), initials("Jean-Yves Ropartel")
    ('BL', 'JR')
    """
    first, _, rest = name.partition(" ")
    return f"{first[:1]}{rest[:1]}".upper()
