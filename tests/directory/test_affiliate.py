from datetime import date

import pytest
from django.db import IntegrityError, transaction

from kevread.common.actor import NOBODY
from kevread.common.errors import Denied, Invalid
from kevread.common.periods import Period
from kevread.directory.models import Affiliation
from kevread.directory.operations import affiliate, end_affiliation
from tests.conftest import NOW, arranging
from tests.factories import AffiliationFactory
from tests.worlds import put

from .conftest import wearing

SINCE = Period(date(2026, 1, 1))


def call(land, actor=None, member=None, of=None, period=SINCE, college=""):
    return affiliate(
        actor=actor or wearing("affiliate"),
        member=member or land.locals[0],
        of=of or land.head,
        college=college,
        period=period,
        now=NOW,
    )


def test_a_pole_becomes_a_member_in_a_college_until_its_last_day(land):
    affiliation = call(land, college="territoires")
    end_affiliation(actor=wearing("affiliate"), affiliation=affiliation, last=date(2026, 12, 31), now=NOW)
    members = Affiliation.objects.filter(of=land.head, member=land.locals[0], college="territoires")
    assert members.on(date(2026, 12, 31)).exists()
    assert not members.on(date(2027, 1, 1)).exists()


def test_twice_at_once_says_since_when_and_again_later_is_fine(land):
    call(land, period=Period.through(date(2026, 1, 1), date(2026, 6, 30)))
    with pytest.raises(Invalid, match="du 1er janvier 2026 au 30 juin 2026"):
        call(land, period=Period(date(2026, 6, 30)))
    assert call(land, period=Period(date(2026, 7, 1)))


def test_what_the_file_of_the_federation_proposed_is_what_somebody_enters_from_then_on(land):
    with arranging():
        row = AffiliationFactory(member=land.locals[0], of=land.head, college="ailleurs", is_proposed=True)
    entered = call(land, college="territoires", period=Period(date(2026, 3, 1)))
    assert (entered.pk, entered.college, entered.dates.start) == (row.pk, "territoires", date(2026, 3, 1))
    assert not Affiliation.objects.get(pk=row.pk).is_proposed
    with pytest.raises(Invalid, match="adhère déjà"):
        call(land, college="territoires")


def test_the_college_that_the_file_proposed_is_neither_lost_nor_taken_for_said(land):
    with arranging():
        row = AffiliationFactory(member=land.locals[0], of=land.head, college="ailleurs", is_proposed=True)
    with pytest.raises(Invalid, match="propose le collège « ailleurs »") as wrong:
        call(land)
    assert wrong.value.field == "college"
    assert Affiliation.objects.filter(pk=row.pk, college="ailleurs", is_proposed=True).exists()
    with arranging():
        put(row, college="")
    assert call(land).college == ""


def test_an_organisation_is_not_a_member_of_itself(land):
    with pytest.raises(Invalid, match="elle-même"):
        call(land, member=land.head)


def test_nobody_and_an_actor_of_elsewhere_may_not(land):
    for actor in (NOBODY, wearing("affiliate", land.groupings[0]), wearing("read", land.head)):
        with pytest.raises(Denied):
            call(land, actor=actor)
    with pytest.raises(Denied):
        end_affiliation(
            actor=wearing("affiliate", land.groupings[1]),
            affiliation=Affiliation.objects.filter(of=land.groupings[0]).get(),
            last=date(2026, 12, 31),
            now=NOW,
        )


def test_the_database_refuses_what_the_verb_would(land):
    for member, of in ((land.locals[0], land.groupings[0]), (land.head, land.head)):
        with pytest.raises(IntegrityError), arranging(), transaction.atomic():
            AffiliationFactory(member=member, of=of)
