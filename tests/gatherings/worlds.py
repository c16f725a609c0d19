"""A grouping that meets: its assembly of forty in two colleges, its board of twelve, its articles of association, and a
meeting in the state that a test asks for. Call `gathering` inside `arranging()`.

    met = gathering(state=State.OPEN)                    # 28 present, 12 represented, one proxy a holder
    met = gathering(state=State.CONVENED, body="board")  # twelve administrators, nobody has answered but those of `present`
    met.actor(met.president), met.entries[0], met.items["comptes"]
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from kevread.attendance.models import Presence
from kevread.charter.models import Setting
from kevread.common.actor import Actor
from kevread.directory.models import Affiliation, Organisation, Person
from kevread.meetings.models import AgendaItem, Meeting, Notice, Proxy, RollEntry
from kevread.meetings.operations.convening import named
from kevread.meetings.queries.notices import content_of
from kevread.meetings.queries.roll import expected_roll
from kevread.meetings.rules.life import State
from kevread.meetings.rules.notices import digest
from kevread.seats.models import Body, Mandate, Seat
from kevread.seats.queries import actor_of
from tests.conftest import TODAY
from tests.factories import (
    BodyFactory,
    MandateFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    SettingFactory,
    since,
)

# 18:30 in Paris, on the day of the tests: what has been convened is about to be held.
TONIGHT = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)
IN_A_MONTH = datetime(2026, 12, 18, 17, 30, tzinfo=UTC)
SENT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
PREPARED = (State.DRAFT, State.AGENDA)
OPENED = (
    State.OPEN,
    State.FAILED,
    State.IN_PROGRESS,
    State.CLOSED,
    State.DRAFTED,
    State.SIGNED,
    State.APPROVED,
    State.ARCHIVED,
)
CLOSED = (State.CLOSED, State.DRAFTED, State.SIGNED, State.APPROVED, State.ARCHIVED)

# What its articles of association say. A test changes one with `settings={…}`; None takes it away: nobody decided.
ARTICLES: dict[str, Any] = {
    "L1.10.notice_days": 15,
    "L1.10.notice_days_board": 7,
    "L1.10.convener": "president_or_secretary",
    "L1.11.quorum": "1/4",
    "L1.11.quorum_extraordinary": "1/2",
    "L1.11.quorum_board": "1/2",
    "L1.11.quorum_second_call": "0",
    "L1.11.second_call_days": 15,
    "L1.11.majority": "simple",
    "L1.11.majority_extraordinary": "two_thirds_expressed",
    "L1.11.majority_board": "simple",
    "L1.11.casting_vote": "president",
    "L1.12.proxies_max": 2,
    "L1.12.proxies_max_board": 1,
    "L1.12.proxies_college": "same",
    "L1.13.remote": "hybrid",
    "L1.13.remote_board": "remote",
    "L1.13.electronic_vote": "allowed",
    "L1.13.written_consultation": "allowed",
    "L1.14.secret_elections": "on_request",
}
AGENDA = (
    ("rapport", AgendaItem.Kind.INFORMATION, "Rapport moral et d’activité", ""),
    ("comptes", AgendaItem.Kind.DECISION, "Approuver les comptes 2025", "L’assemblée approuve les comptes de l’exercice 2025."),
    ("budget", AgendaItem.Kind.DECISION, "Voter le budget 2027", "L’assemblée vote le budget prévisionnel 2027."),
    ("conseil", AgendaItem.Kind.ELECTION, "Élire le conseil d’administration", "Trois sièges sont à pourvoir."),
    ("cap", AgendaItem.Kind.DEBATE, "Le cap des trois prochaines années", ""),
    ("divers", AgendaItem.Kind.MISCELLANEOUS, "Questions diverses", ""),
)  # fmt: skip
BOARD = ("president", "vice-president", "secretary", "treasurer", *("administrator",) * 8)
SEAT_NAMES = {
    "president": "Présidence",
    "vice-president": "Vice-présidence",
    "secretary": "Secrétariat",
    "treasurer": "Trésorerie",
    "administrator": "Administrateur·rice",
}


@dataclass
class Gathering:
    """What was built. `entries` are those of the roll with a vote, in its order; `guests` those without."""

    grouping: Organisation
    assembly: Body
    board: Body
    members: list[Mandate]
    directors: list[Mandate]
    direction: Person
    meeting: Meeting = None  # type: ignore[assignment]
    items: dict[str, AgendaItem] = field(default_factory=dict)
    notice: Notice | None = None
    entries: list[RollEntry] = field(default_factory=list)
    guests: list[RollEntry] = field(default_factory=list)
    presences: list[Presence] = field(default_factory=list)
    proxies: list[Proxy] = field(default_factory=list)

    def holder(self, title: str) -> Person:
        """Who has that seat on the board."""
        return next(mandate.person for mandate in self.directors if mandate.seat.title == title)

    @property
    def president(self) -> Person:
        return self.holder("president")

    @property
    def secretary(self) -> Person:
        return self.holder("secretary")

    def actor(self, person: Person | None = None) -> Actor:
        """Who acts: that person, with their hats of the day; the secretary of the board when nobody is named."""
        return actor_of(person or self.secretary, TODAY)

    def entry(self, person: Person) -> RollEntry:
        return next(entry for entry in [*self.entries, *self.guests] if entry.person_id == person.pk)


def gathering(
    *,
    body: str = "assembly",
    state: State = State.CONVENED,
    members: int = 40,
    represented: int | None = None,
    starts_at: datetime | None = None,
    settings: dict[str, Any] | None = None,
    **meeting: Any,
) -> Gathering:
    """`represented`: how many gave their proxy, a holder each (12 of 40 at an assembly, nobody elsewhere). Once it was
    opened, all the others are present. Further arguments are columns of the meeting."""
    met = grouping_of(members)
    decided = {name: value for name, value in (ARTICLES | (settings or {})).items() if value is not None}
    Setting.objects.bulk_create(
        SettingFactory.build(name=name, value=value, organisation=met.grouping) for name, value in decided.items()
    )
    starts_at = starts_at or (IN_A_MONTH if state in PREPARED else TONIGHT)
    met.meeting = Meeting.objects.create(
        body=met.assembly if body == "assembly" else met.board,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
        place="Maison des associations, Rennes",
        state=state.value,
        opened_at=starts_at if state in OPENED else None,
        closed_at=starts_at + timedelta(hours=2) if state in CLOSED else None,
        **meeting,
    )
    for rank, (key, kind, title, text) in enumerate(AGENDA, start=1):
        met.items[key] = AgendaItem(meeting=met.meeting, rank=rank, kind=kind, title=title, text=text)
    AgendaItem.objects.bulk_create(met.items.values())
    if state not in PREPARED:
        convened(met)
        if represented is None:
            represented = members * 3 // 10 if body == "assembly" else 0
        give_proxies(met, represented)
        if state in OPENED:
            arrive(met, starts_at - timedelta(minutes=10))
    return met


def grouping_of(members: int) -> Gathering:
    """Seven members in ten are pôles, the others direct members: two colleges. The first twelve sit on the board."""
    grouping = OrganisationFactory(grouping=True)
    assembly = BodyFactory(organisation=grouping, assembly=True, rank=10)
    board = BodyFactory(organisation=grouping, rank=20)
    poles = members * 7 // 10
    structures = [OrganisationFactory.build(local=rank < poles) for rank in range(members)]
    Organisation.objects.bulk_create(structures)
    Affiliation.objects.bulk_create(
        Affiliation(member=one, of=grouping, college="poles" if rank < poles else "adherents-directs", period=since())
        for rank, one in enumerate(structures)
    )
    people = [PersonFactory.build(family_name=f"Votante {rank:04}") for rank in range(members)]
    for rank, person in enumerate(people):
        person.email = f"votante{rank}@example.org"
    Person.objects.bulk_create(people)
    seat = SeatFactory(body=assembly, title="representative-local", name="Représentant·e")
    sitting = [
        MandateFactory.build(seat=seat, person=person, represents=one)
        for person, one in zip(people, structures, strict=True)
    ]
    Mandate.objects.bulk_create(sitting)
    seats = {
        title: SeatFactory.build(body=board, title=title, name=name, rank=10 * (1 + BOARD.index(title)))
        for title, name in SEAT_NAMES.items()
    }
    Seat.objects.bulk_create(seats.values())
    directors = [
        MandateFactory.build(seat=seats[title], person=person, represents=one)
        for title, person, one in zip(BOARD, people, structures, strict=False)
    ]
    Mandate.objects.bulk_create(directors)
    post = SeatFactory(body=BodyFactory(organisation=grouping, team=True), direction=True)
    direction = MandateFactory(seat=post, hired=True, person=PersonFactory(email="direction@example.org")).person
    return Gathering(grouping, assembly, board, sitting, directors, direction)


def convened(met: Gathering, sent_at: datetime = SENT) -> None:
    """The roll is frozen and the notice sent, in time."""
    roll = [convened.entry(met.meeting) for convened in expected_roll(met.meeting)]
    RollEntry.objects.bulk_create(roll)
    convener = next(mandate for mandate in met.directors if mandate.seat.title == "president")
    content = content_of(met.meeting, met.items.values(), roll, convener=named(convener), reason="", previous=None)
    met.notice = Notice.objects.create(
        meeting=met.meeting,
        number=1,
        sent_at=sent_at,
        convener=convener,
        sender=met.secretary,
        content=content,
        sha256=digest(content),
    )
    met.entries = [entry for entry in roll if entry.votes]
    met.guests = [entry for entry in roll if not entry.votes]


def give_proxies(met: Gathering, number: int) -> None:
    """The last of each college give their proxy to its first, in proportion; one each."""
    left = number
    colleges = sorted({entry.college for entry in met.entries})
    for index, college in enumerate(colleges):
        inside = [entry for entry in met.entries if entry.college == college]
        share = left if index == len(colleges) - 1 else round(number * len(inside) / len(met.entries))
        for giver, holder in zip(reversed(inside[-share:]) if share else [], inside, strict=False):
            met.proxies.append(Proxy(giver=giver, holder=holder, given_at=SENT + timedelta(days=9)))
        left -= share
    Proxy.objects.bulk_create(met.proxies)


def arrive(met: Gathering, at: datetime) -> None:
    """All those who gave no proxy sign in."""
    away = {proxy.giver_id for proxy in met.proxies}
    met.presences = [Presence(entry=entry, arrived_at=at) for entry in met.entries if entry.pk not in away]
    Presence.objects.bulk_create(met.presences)
