"""A grouping that meets: its assembly of forty in two colleges, its board of twelve, its articles of association, and a
meeting in the state that a test asks for. Call `gathering` inside `arranging()`.

    met = gathering(state=State.OPEN)                    # 28 present, 12 represented, one proxy a holder
    met = gathering(state=State.CONVENED, body="board")  # twelve administrators, nobody has answered but those of `present`
    met.actor(met.president), met.entries[0], met.items["comptes"]
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from kevread.attendance.models import Presence
from kevread.base.models import as_range
from kevread.charter.models import Setting
from kevread.common.actor import Actor
from kevread.common.periods import Period
from kevread.directory.models import Affiliation, Organisation, Person
from kevread.meetings.models import AgendaItem, Meeting, Notice, Proxy, RollEntry
from kevread.meetings.operations.convening import named
from kevread.meetings.queries.notices import content_of
from kevread.meetings.queries.roll import expected_roll
from kevread.meetings.rules.life import State
from kevread.meetings.rules.notices import digest
from kevread.seats.models import Body, Mandate, Seat
from kevread.seats.queries import actor_of
from tests.arrange import TODAY

SINCE = date(2024, 9, 26)
ALWAYS = as_range(Period(SINCE))
EACH = {"legal_form": "association", "period": ALWAYS}
NUMBERS = count(1)
GIVEN = ("Anne", "Brieuc", "Clémence", "Denez", "Enora", "Fañch", "Gwenola")
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
    decide(met.grouping, ARTICLES | (settings or {}))
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


def decide(grouping: Organisation, articles: dict[str, Any]) -> None:
    """What its articles of association say; None is what nobody decided."""
    said = {"organisation": grouping, "adopted_by": "Décision de test", "adopted_on": SINCE, "period": ALWAYS}
    Setting.objects.bulk_create(
        Setting(name=name, value=value, **said) for name, value in articles.items() if value is not None
    )


def grouping_of(members: int) -> Gathering:
    """Seven members in ten are pôles, the others direct members: two colleges. The first twelve sit on the board."""
    number = next(NUMBERS)
    grouping = Organisation.objects.create(
        scale="grouping",
        slug=f"groupement-uni-{number}",
        name=f"Groupement uni {number}",
        rna=f"W36{number:07}",
        **EACH,
    )
    assembly, board, team = (
        Body(organisation=grouping, kind=kind, name=name, slug=f"{grouping.slug}-{kind}", rank=rank, period=ALWAYS)
        for kind, name, rank in (
            (Body.Kind.ASSEMBLY, "Assemblée générale", 10),
            (Body.Kind.BOARD, "Conseil d’administration", 20),
            (Body.Kind.TEAM, "Équipe", 100),
        )
    )
    Body.objects.bulk_create((assembly, board, team))
    structures = members_of(grouping, members, poles=members * 7 // 10)
    people = [
        Person(
            given_name=GIVEN[rank % len(GIVEN)], family_name=f"Votante {rank:04}", email=f"votante{rank}@example.org"
        )
        for rank in range(members)
    ]
    direction = Person(given_name="Solenn", family_name="Ledirecteur", email="direction@example.org")
    Person.objects.bulk_create([*people, direction])
    seats = {
        title: Seat(body=board, title=title, name=name, rank=10 * (1 + BOARD.index(title)), period=ALWAYS)
        for title, name in SEAT_NAMES.items()
    }
    voice = Seat(body=assembly, title="representative-local", name="Représentant·e", period=ALWAYS)
    post = Seat(body=team, title="direction", name="Direction", places=1, period=ALWAYS)
    Seat.objects.bulk_create([*seats.values(), voice, post])
    elected = {"origin": Mandate.Origin.ELECTION, "period": ALWAYS}
    sitting = [
        Mandate(seat=voice, person=person, represents=one, **elected)
        for person, one in zip(people, structures, strict=True)
    ]
    directors = [
        Mandate(seat=seats[title], person=person, represents=one, **elected)
        for title, person, one in zip(BOARD, people, structures, strict=False)
    ]
    hired = Mandate(seat=post, person=direction, origin=Mandate.Origin.HIRING, period=ALWAYS)
    Mandate.objects.bulk_create([*sitting, *directors, hired])
    return Gathering(grouping, assembly, board, sitting, directors, direction)


def members_of(grouping: Organisation, number: int, *, poles: int) -> list[Organisation]:
    found = []
    for rank in range(number):
        kind, scale = ("pole", "local") if rank < poles else ("structure", "")
        own = next(NUMBERS)
        name = f"{'Pôle uni' if scale else 'Structure unie'} {own}"
        found.append(Organisation(scale=scale, slug=f"{kind}-uni-{own}", name=name, **EACH))
    Organisation.objects.bulk_create(found)
    Affiliation.objects.bulk_create(
        Affiliation(member=one, of=grouping, college="poles" if one.scale else "adherents-directs", period=ALWAYS)
        for one in found
    )
    return found


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
