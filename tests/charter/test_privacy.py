"""Proofs of what the law says of people’s data."""

from datetime import date, datetime, timedelta

from kevread.charter.models import Keeping
from kevread.common.verdicts import Verdict
from kevread.privacy import facts
from kevread.privacy.models import Breach, Demand, Validation
from kevread.privacy.queries.retention import GONE
from kevread.staff.models import Post
from kevread.supervision.models import Candidate, Matter
from tests.charter.proofs import judged, planted, proves
from tests.conftest import NOW, TODAY
from tests.factories import PersonFactory, since
from tests.worlds import World, put

KNOWN = datetime(2026, 11, 21, 22, 0, tzinfo=NOW.tzinfo)  # three days end at 23:00 in Paris, on the day asked

YEAR_AGO = TODAY - timedelta(days=365)


def demanded(small: World, received: date, **answered) -> None:
    if answered:
        answered |= {"outcome": "granted", "answer": "C’est fait.", "answered_by": PersonFactory()}
    person = PersonFactory()
    Demand.objects.create(
        organisation=small.groupings[0], person=person, kind="access", text="…", received_on=received, **answered
    )


def broken(small: World, known: datetime, **told) -> None:
    Breach.objects.create(
        organisation=small.groupings[0], opened_by=PersonFactory(), known_at=known, what="…", concerned="…", **told
    )


@proves("L10.1", clause=2)
def test_nobody_validated_the_register(small: World):
    Validation.objects.filter(organisation=small.groupings[0]).delete()


@proves("L10.1", clause=3)
def test_somebody_asked_and_a_month_is_over(small: World):
    demanded(small, date(2026, 10, 23))


@proves("L10.1", clause=4, also=("L10.1/5",))  # nobody knows its risk yet
def test_a_breach_is_known_for_more_than_three_days(small: World):
    broken(small, KNOWN - timedelta(hours=2))


@proves("L10.1", clause=5)
def test_a_high_risk_is_told_to_nobody(small: World):
    broken(small, NOW, risk="high", notified_at=NOW)


def applied(small: World, closed: date | None, name: str = "Awa Le Goff") -> None:
    """Somebody applied for a post of the grouping; what was asked is closed on that day."""
    post = Post.objects.filter(employer=small.groupings[0]).first()
    matter = Matter.objects.create(act="recruter", organisation=small.groupings[0], post=post, title="…", raised_at=NOW)
    Candidate.objects.create(matter=matter, name=name, received_on=date(2024, 9, 1), closed_on=closed)


@proves("L10.2", clause=1)
def test_a_candidate_is_still_named_two_years_after(small: World):
    applied(small, date(2024, 11, 24))


def test_a_candidate_is_named_for_two_years_and_no_longer(small: World):
    for closed, name, expected in (
        (date(2024, 11, 24), "Awa Le Goff", Verdict.BREACHES),
        (date(2024, 11, 25), "Awa Le Goff", Verdict.CONFORMS),
        (None, "Awa Le Goff", Verdict.CONFORMS),
        (date(2020, 1, 1), GONE, Verdict.CONFORMS),
    ):
        with planted(small, lambda small, closed=closed, name=name: applied(small, closed, name)):
            assert verdict(small, "L10.2/1") is expected, (closed, name)


def test_where_nobody_decided_how_long_nothing_is_known(small: World, monkeypatch):
    monkeypatch.setattr(facts, "terms_on", lambda on: {})
    with planted(small, lambda small: applied(small, date(2010, 1, 1))):
        assert verdict(small, "L10.2/1") is Verdict.UNKNOWN


def test_people_are_told_of_a_high_risk_or_why_not(small: World):
    told = {
        "told": ({"people_told_on": TODAY}, Verdict.CONFORMS),
        "told tomorrow": ({"people_told_on": TODAY + timedelta(days=1)}, Verdict.BREACHES),
        "why not": ({"people_because": "Leurs données étaient chiffrées."}, Verdict.CONFORMS),
        "why the authority was told late": ({"because": "Nul ne le savait."}, Verdict.BREACHES),
        "nobody knows the risk": ({"risk": "unknown"}, Verdict.UNKNOWN),
        "nobody knows the risk, and they are told": ({"risk": "unknown", "people_told_on": TODAY}, Verdict.CONFORMS),
        "closed when one reason served both": ({"because": "Chiffré.", "closed_at": NOW}, Verdict.UNKNOWN),
        "another risk": ({"risk": "some"}, Verdict.CONFORMS),
    }
    for name, (said, expected) in told.items():
        with planted(small, lambda small, said=said: broken(small, NOW, **{"risk": "high", "notified_at": NOW} | said)):
            assert verdict(small, "L10.1/5") is expected, name


def test_a_high_risk_that_is_told_to_nobody_is_a_departure_though_another_is_not_known(small: World):
    def plant(small: World) -> None:
        broken(small, NOW, risk="unknown", notified_at=NOW)
        broken(small, NOW, risk="high", notified_at=NOW)

    with planted(small, plant):
        assert verdict(small, "L10.1/5") is Verdict.BREACHES


def test_what_was_put_off_is_in_time_for_two_months_more(small: World):
    def told(received: date, extended: date) -> Verdict:
        more = {"extended_on": extended, "extended_because": "Trois fichiers"}

        def plant(small: World) -> None:
            Demand.objects.create(
                organisation=small.groupings[0],
                person=PersonFactory(),
                kind="access",
                text="…",
                received_on=received,
                **more,
            )

        with planted(small, plant):
            return verdict(small, "L10.1/3")

    assert told(date(2026, 8, 24), date(2026, 9, 1)) is Verdict.CONFORMS
    assert told(date(2026, 8, 23), date(2026, 9, 1)) is Verdict.BREACHES
    assert told(date(2026, 10, 1), TODAY + timedelta(days=1)) is Verdict.BREACHES, "not put off yet"


def verdict(small: World, clause: str) -> Verdict:
    return judged(clause, small.groupings[0].pk)[0]


def test_a_register_kept_for_less_than_a_year_says_nothing_of_a_year(small: World):
    """From the day on which it is one, it does; what is late is late, whenever it was begun."""
    for register, clause in (("demands", "L10.1/3"), ("breaches", "L10.1/4")):
        for start, expected in ((YEAR_AGO, Verdict.CONFORMS), (YEAR_AGO + timedelta(days=1), Verdict.UNKNOWN)):

            def plant(small: World, register: str = register, start: date = start) -> None:
                put(Keeping.objects.filter(register=register), period=since(start))

            with planted(small, plant):
                assert verdict(small, clause) is expected, (register, start)

    def late(small: World) -> None:
        put(Keeping.objects.filter(register="demands"), period=since(TODAY - timedelta(days=40)))
        demanded(small, date(2026, 10, 23))

    with planted(small, late):
        assert verdict(small, "L10.1/3") is Verdict.BREACHES


def test_an_answer_is_in_time_until_the_last_day(small: World):
    told = {
        "the last day": ({"received": date(2026, 10, 24)}, Verdict.CONFORMS),
        "answered that day": (
            {"received": date(2026, 9, 1), "answered_at": datetime(2026, 10, 1, 21, 0, tzinfo=NOW.tzinfo)},
            Verdict.CONFORMS,
        ),
        "answered the day after": (
            {"received": date(2026, 9, 1), "answered_at": datetime(2026, 10, 1, 22, 30, tzinfo=NOW.tzinfo)},
            Verdict.BREACHES,
        ),
        "a year ago, and nobody answered": ({"received": TODAY - timedelta(days=900)}, Verdict.BREACHES),
        "answered late, a year ago": (
            {"received": TODAY - timedelta(days=500), "answered_at": NOW - timedelta(days=366)},
            Verdict.CONFORMS,
        ),
        "not quite": (
            {"received": TODAY - timedelta(days=500), "answered_at": NOW - timedelta(days=364)},
            Verdict.BREACHES,
        ),
    }
    for name, (asked, expected) in told.items():
        with planted(small, lambda small, asked=asked: demanded(small, **asked)):
            assert verdict(small, "L10.1/3") is expected, name


def test_a_breach_is_told_in_its_hours_or_need_not_be(small: World):
    long_ago = KNOWN - timedelta(days=30)
    hours = timedelta(hours=72)
    told = {
        "its hours run": ({"known": NOW}, Verdict.CONFORMS),
        "told in time": ({"known": long_ago, "notified_at": long_ago + hours}, Verdict.CONFORMS),
        "told late": ({"known": long_ago, "notified_at": long_ago + hours + timedelta(minutes=1)}, Verdict.BREACHES),
        "no risk": ({"known": long_ago, "risk": "none", "because": "Chiffré."}, Verdict.CONFORMS),
        "no risk, nobody says why": ({"known": long_ago, "risk": "none"}, Verdict.BREACHES),
        "a year ago, never told": ({"known": NOW - timedelta(days=900)}, Verdict.BREACHES),
        "told late, a year ago": (
            {"known": NOW - timedelta(days=400), "notified_at": NOW - timedelta(days=366)},
            Verdict.CONFORMS,
        ),
        "not quite": (
            {"known": NOW - timedelta(days=400), "notified_at": NOW - timedelta(days=364)},
            Verdict.BREACHES,
        ),
    }
    for name, (asked, expected) in told.items():
        with planted(small, lambda small, asked=asked: broken(small, **asked)):
            assert verdict(small, "L10.1/4") is expected, name


def test_a_validation_counts_from_its_day(small: World):
    def tomorrow(small: World) -> None:
        Validation.objects.filter(organisation=small.groupings[0]).update(at=NOW + timedelta(days=1))

    with planted(small, tomorrow):
        assert verdict(small, "L10.1/2") is Verdict.BREACHES
