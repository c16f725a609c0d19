from datetime import date

import pytest

from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import Period
from kevread.directory.operations import add_capacity, end_capacity
from tests.conftest import NOW

from .conftest import wearing


def add(land, kind="funder", period=None, actor=SYSTEM):
    period = period or Period(date(2026, 1, 1))
    return add_capacity(actor=actor, organisation=land.head, kind=kind, period=period, now=NOW)


def test_an_organisation_is_a_funder_until_its_last_day(land):
    capacity = add(land)
    end_capacity(actor=SYSTEM, capacity=capacity, last=date(2026, 6, 30), now=NOW)
    assert land.head.capacities.on(date(2026, 6, 30)).count() == 1
    assert land.head.capacities.on(date(2026, 7, 1)).count() == 0


def test_the_same_capacity_twice_at_once_is_refused_by_the_database_in_french(land):
    add(land)
    with pytest.raises(Invalid, match="déjà inscrite"):
        add(land, period=Period(date(2026, 5, 1)))


def test_what_ended_does_not_end_again_and_nothing_ends_before_it_begins(land):
    capacity = add(land, period=Period.through(date(2026, 1, 1), date(2026, 3, 31)))
    with pytest.raises(Refused, match="31 mars 2026"):
        end_capacity(actor=SYSTEM, capacity=capacity, last=date(2026, 6, 30), now=NOW)
    with pytest.raises(Invalid, match="ne peut pas précéder"):
        end_capacity(actor=SYSTEM, capacity=capacity, last=date(2025, 6, 30), now=NOW)


def test_an_unknown_capacity_and_an_actor_of_elsewhere_are_refused(land):
    with pytest.raises(Invalid, match="qualités"):
        add(land, kind="ami")
    with pytest.raises(Denied):
        add(land, actor=wearing("register_organisation", land.locals[0]))
