"""Proofs of the computed rules of the invented federation: one planted fact flips one verdict."""

from datetime import date
from functools import partial

import pytest
from django.conf import settings

from kevread.charter.loader import load
from kevread.charter.queries.coverage import coverage
from kevread.common.verdicts import Verdict
from kevread.meetings.models import Meeting
from tests.charter import proofs
from tests.factories import OrganisationFactory, SettingFactory, since
from tests.worlds import World, end, put

PROVEN: dict[str, str] = {}
proves = partial(proofs.proves, proven=PROVEN)
CIRCLE, COMMISSION = "cercle-des-pupitres", "commission-du-repertoire"


def choir(small: World):
    return small.locals[small.head][0]


@proves("R1.1")
def test_a_second_federation(small: World):
    OrganisationFactory(scale="head", slug="une-autre", name="Une autre ronde")


@proves("R1.2")
def test_a_grouping_between_the_choirs_and_the_federation(small: World):
    OrganisationFactory(grouping=True)


@proves("R1.3")
def test_a_choir_that_is_a_company(small: World):
    put(choir(small), legal_form="company")


@proves("R1.4")
def test_a_choir_that_leaves(small: World):
    end(choir(small).affiliations)


@proves("R2.1", clause=1)
def test_two_presidents(small: World):
    small.seated(f"{choir(small).slug}-board", "president")


@proves("R2.1", clause=2)
def test_no_president(small: World):
    board = f"{choir(small).slug}-board"
    put(small.holder(board, "president"), seat=small.seat(board, "administrator"))


@proves("R2.2")
def test_a_committee_too_large(small: World):
    for _ in range(12):
        small.seated("la-ronde-board", "administrator")


@proves("R2.3")
def test_a_choir_with_nobody_in_the_circle(small: World):
    end(small.holder(CIRCLE, "member", represents=choir(small)))


@proves("R2.4", before=Verdict.UNKNOWN)
def test_a_choir_with_more_people_than_places(small: World):
    SettingFactory(name="R2.4.places_per_choir", value=1)
    small.seated(CIRCLE, "member", represents=choir(small))


def cannot_meet(small: World, space: str, rule: str) -> None:
    """Nothing is planned any more, and more is asked than the days that are left."""
    put(Meeting.objects.filter(body=small.body(space), starts_at__year=2026), state="cancelled")
    SettingFactory(name=f"{rule}.per_year_min", value=3, organisation=small.head, period=since(date(2026, 1, 1)))


def met_once(small: World, space: str) -> None:
    last = Meeting.objects.filter(body=small.body(space), starts_at__year=2025).latest("starts_at")
    put(last, state="cancelled")


@proves("R2.5", clause=1)
def test_the_circle_can_no_longer_meet_enough(small: World):
    cannot_meet(small, CIRCLE, "R2.5")


@proves("R2.5", clause=2)
def test_the_circle_met_once_last_year(small: World):
    met_once(small, CIRCLE)


@proves("R3.1")
def test_the_commission_closes(small: World):
    end(small.body(COMMISSION))


@proves("R3.2", clause=1)
def test_the_commission_can_no_longer_meet_enough(small: World):
    cannot_meet(small, COMMISSION, "R3.2")


@proves("R3.2", clause=2)
def test_the_commission_met_once_last_year(small: World):
    met_once(small, COMMISSION)


@proves("R3.4")
def test_a_choir_without_a_stage_name(small: World):
    end(choir(small).names)


def test_every_computed_clause_is_flipped():
    book = load(settings.FEDERATIONS / "exemple")
    assert set(PROVEN) == {c.key for a in book.founding for c in a.clauses if c.check}


@pytest.mark.usefixtures("small")
def test_each_computed_rule_says_what_proves_it():
    told = coverage()
    computed = [row for row in told["rules"] if row["status"] == "computed"]
    assert len(computed) == told["computed"] == 12
    assert {row.get("proved_by") for row in computed} == {"tests/exemple/test_proofs.py"}


@pytest.mark.usefixtures("small")
def test_a_federation_that_names_no_proofs_has_unproven_rules(tmp_path, settings):
    for name in ("federation.yaml", "bodies.yaml", "organisations.yaml", "charter"):
        (tmp_path / name).symlink_to(settings.FEDERATIONS / "exemple" / name)
    (tmp_path / "federation.yaml").unlink()
    about = (settings.FEDERATIONS / "exemple" / "federation.yaml").read_text(encoding="utf-8")
    (tmp_path / "federation.yaml").write_text(about.replace("proofs: tests/exemple\n", ""), encoding="utf-8")
    settings.KEVREAD_FEDERATION = tmp_path
    told = coverage()
    assert told["computed"] == 0
    assert {row["status"] for row in told["rules"]} >= {"unproven"}
