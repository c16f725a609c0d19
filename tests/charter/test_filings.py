"""Proofs of what the law says of changes to declare."""

from datetime import date, timedelta

from kevread.charter.models import Keeping, Setting
from kevread.common.verdicts import Reason, Verdict
from kevread.decisions.models import Decision
from kevread.filings.models import Declaration, Happening, Publication
from kevread.statutes.models import Statutes
from tests.arrange import TODAY
from tests.charter.proofs import board, planted, proves
from tests.factories import AffiliationFactory, OrganisationFactory, since
from tests.gatherings.decided import decided
from tests.worlds import LAST_YEAR, World, put

LONG_AGO = date(2026, 8, 23)  # one day more than three months before


def happened(small: World, kind: str, on: date) -> None:
    Happening.objects.create(organisation=small.groupings[0], kind=kind, happened_on=on, what="Un changement")


@proves("L1.3", also=("L1.8/1",))
def test_a_change_of_address_waits_for_a_day_too_many(small: World):
    happened(small, "address", LONG_AGO)


@proves("L1.4", also=("L1.8/1",))
def test_a_seat_that_moved_waits_for_a_day_too_many(small: World):
    happened(small, "seat", LONG_AGO)


def test_articles_that_an_assembly_may_have_changed_are_not_known_to_be_declared(small: World):
    """Its decision says so, or nobody said what it is about: no text of that day is written, nothing of it is declared."""
    grouping = small.groupings[0]

    def told(day: date = LONG_AGO, type_: str = "statuts", body: str = "assembly", then=None, **more) -> list[Verdict]:
        def plant(small: World) -> None:
            put(Keeping.objects.filter(register="filings", organisation=grouping), period=since(date(2026, 1, 1)))
            line = decided(f"{grouping.slug}-{body}", type_, on=day, **more)
            if then:
                then(line)

        with planted(small, plant):
            now = board("L1.4", "L1.8")
        return [now[clause, grouping.pk][0] for clause in ("L1.4/1", "L1.8/1")]

    def text(line: Decision, **more) -> None:
        said = {"organisation": grouping, "origin": "paper", "begun_on": line.decided_on, "adopted_by": "L’assemblée"}
        Statutes.objects.create(**said, **{"adopted_on": line.decided_on, "since": TODAY, **more})

    def of_that_line(line: Decision) -> None:
        text(line, adopted_on=line.decided_on + timedelta(days=1), decision=line)

    def bylaws(line: Decision) -> None:
        text(line, kind="bylaws", decision=line)

    def declared(line: Decision) -> None:
        happened(small, "seat", line.decided_on)
        Declaration.objects.create(
            organisation=grouping, kind="seat", happened_on=line.decided_on, filed_on=TODAY,
            covers=[str(Happening.objects.get().pk)],
        )  # fmt: skip

    unknown, good = [Verdict.UNKNOWN] * 2, [Verdict.CONFORMS] * 2
    assert told() == told(type_="") == unknown
    assert told(day=LONG_AGO + timedelta(days=1)) == [Verdict.CONFORMS, Verdict.UNKNOWN], "still in time"
    assert told(type_="adhesion") == told(body="board") == told(outcome="rejected") == told(then=declared) == good
    assert told(day=date(2026, 1, 1)) == good, "before filings are kept"
    assert told(then=text) == [Verdict.BREACHES] * 2, "the text itself waits for it"
    assert told(then=bylaws) == unknown and told(type_="", then=bylaws) == good, "bylaws are declared to nobody"
    assert told(then=of_that_line) == [Verdict.CONFORMS, Verdict.BREACHES]


@proves("L1.6", also=("L1.8/1",))
def test_a_building_was_bought_and_nobody_declared_it(small: World):
    happened(small, "estate", LONG_AGO)


def test_a_building_bought_three_months_ago_is_in_time_on_that_day(small: World):
    with planted(small, lambda small: happened(small, "estate", LONG_AGO + timedelta(days=1))):
        now = board()
    assert now["L1.6/1", small.groupings[0].pk][0] is Verdict.CONFORMS


@proves("L1.8")
def test_a_change_that_is_still_in_time_binds_nobody_else_yet(small: World):
    happened(small, "seat", TODAY)


def test_members_of_a_union_who_came_and_nobody_declared_bind_nobody_else(small: World):
    """In time or not; where a union keeps no register of its members, nobody knows who came; a local is no union."""
    grouping, local = small.groupings[0], small.locals[small.groupings[0]][0]
    kept = Keeping.objects.filter(organisation__in=(grouping, local), register="admissions")

    def told(plant) -> tuple[Verdict, Verdict]:
        with planted(small, plant):
            now = board("L1.8")
        return now["L1.8/1", grouping.pk][0], now["L1.8/1", local.pk][0]

    def came(_: World) -> None:
        for of in (grouping, local):
            AffiliationFactory(member=OrganisationFactory(), of=of, period=since(TODAY))

    def undated(_: World) -> None:
        put(Setting.objects.filter(name="L1.5.declaration_months"), period=LAST_YEAR)

    assert told(came) == (Verdict.BREACHES, Verdict.CONFORMS)
    assert told(undated) == (Verdict.UNKNOWN, Verdict.CONFORMS), (
        "the time to declare them is not decided: none is counted"
    )
    for period, union in ((LAST_YEAR, Verdict.UNKNOWN), (since(TODAY + timedelta(days=1)), Verdict.UNKNOWN)):
        assert told(lambda _, period=period: put(kept, period=period)) == (union, Verdict.CONFORMS)


def mistaken(small: World) -> None:
    put(Publication.objects.filter(organisation=small.groupings[0]), undone_on=TODAY, undone_because="Une autre")


@proves("L1.7")
def test_an_association_that_kept_its_filings_all_along_was_never_published(small: World):
    mistaken(small)
    grouping = small.groupings[0]
    put(Keeping.objects.filter(organisation=grouping, register="filings"), period=grouping.period)


@proves("L1.7", after=Verdict.UNKNOWN, proven={})  # it may have been published before filings were kept
def test_the_publication_of_an_association_was_a_mistake(small: World):
    mistaken(small)


def test_what_is_seen_in_a_register_that_nobody_keeps_any_more_is_not_known(small: World):
    """A change that nobody writes is not a change that is declared. A building is told among filings themselves."""
    grouping, other = small.groupings
    rows = Keeping.objects.filter(organisation=grouping)
    for ended, unkept in (("mandates", {"L1.3/1", "L1.8/1"}), ("decisions", {"L1.4/1", "L1.8/1"})):
        with planted(small, lambda _, ended=ended: put(rows.filter(register=ended), period=LAST_YEAR)):
            now = board("L1.3", "L1.4", "L1.6", "L1.8")
        told = {clause: now[clause, grouping.pk] for clause in ("L1.3/1", "L1.4/1", "L1.6/1", "L1.8/1")}
        assert {clause for clause, said in told.items() if said == (Verdict.UNKNOWN, Reason.NOT_KEPT)} == unkept, ended
        assert {said for clause, said in told.items() if clause not in unkept} == {(Verdict.CONFORMS, None)}, ended
        assert now["L1.8/1", other.pk] == (Verdict.CONFORMS, None)


def test_what_changed_before_it_could_be_seen_is_not_known(small: World):
    """Filings are kept since today there. One that is late is so, whatever is not seen."""
    grouping = small.groupings[0]
    rows = Keeping.objects.filter(organisation=grouping, register="mandates")
    for later, late, said in (
        (0, False, (Verdict.CONFORMS, None)),
        (1, False, (Verdict.UNKNOWN, Reason.NO_DATA)),
        (1, True, (Verdict.BREACHES, None)),
    ):

        def plant(small: World, later: int = later, late: bool = late) -> None:
            put(rows, period=since(TODAY - timedelta(days=9 - later)))
            put(
                Keeping.objects.filter(organisation=grouping, register="filings"),
                period=since(TODAY - timedelta(days=9)),
            )
            if late:
                happened(small, "address", LONG_AGO)

        with planted(small, plant):
            now = board("L1.3", "L1.4")
        assert (now["L1.3/1", grouping.pk], now["L1.4/1", grouping.pk][0]) == (said, Verdict.CONFORMS), later
