"""Proofs of what the law says of changes to declare."""

from datetime import date

from kevread.filings.models import Happening, Publication
from tests.arrange import TODAY
from tests.charter.proofs import proves
from tests.worlds import World, put

LONG_AGO = date(2026, 8, 23)  # one day more than three months before


def happened(small: World, kind: str, on: date) -> None:
    Happening.objects.create(organisation=small.groupings[0], kind=kind, happened_on=on, what="Un changement")


@proves("L1.3", also=("L1.8/1",))
def test_a_change_of_address_waits_for_a_day_too_many(small: World):
    happened(small, "address", LONG_AGO)


@proves("L1.4", also=("L1.8/1",))
def test_a_seat_that_moved_waits_for_a_day_too_many(small: World):
    happened(small, "seat", LONG_AGO)


@proves("L1.6", also=("L1.8/1",))
def test_a_building_was_bought_and_nobody_declared_it(small: World):
    happened(small, "estate", TODAY)


@proves("L1.8")
def test_a_change_that_is_still_in_time_binds_nobody_else_yet(small: World):
    happened(small, "seat", TODAY)


@proves("L1.7")
def test_the_publication_of_an_association_was_a_mistake(small: World):
    put(Publication.objects.filter(organisation=small.groupings[0]), undone_on=TODAY, undone_because="Une autre")
