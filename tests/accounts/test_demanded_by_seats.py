"""A seat with powers demands a second factor, end to end; the others do not."""

from datetime import timedelta

import pytest
from django.test import Client

from kevread.accounts.operations import create_account, deactivate_account
from kevread.base.models import as_range
from kevread.common.periods import Period
from kevread.journal.models import Act
from kevread.seats.models import Delegation
from tests.conftest import NOW, TODAY, arranging
from tests.factories import (
    AffiliationFactory,
    BodyFactory,
    MandateFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    since,
)

from .conftest import ACTIVATE, DEACTIVATE, FACTOR, activate, ask, is_in, sign_in, totp

pytestmark = pytest.mark.django_db
SOME_PAGE = "/mentions-legales/"


@pytest.fixture
def person(account):
    with arranging():
        return PersonFactory(account=account)


@pytest.fixture
def board(db):
    with arranging():
        return BodyFactory(organisation=OrganisationFactory(grouping=True))


def direction(person, **period):
    with arranging():
        team = BodyFactory(organisation=OrganisationFactory(grouping=True), team=True)
        return MandateFactory(seat=SeatFactory(body=team, direction=True), person=person, hired=True, **period)


def test_a_direction_is_led_to_the_second_factor_whatever_the_page(person, visitor, mailoutbox):
    direction(person)
    sign_in(visitor, mailoutbox)
    assert visitor.get(SOME_PAGE).headers["Location"] == ACTIVATE
    assert visitor.post(SOME_PAGE).headers["Location"] == ACTIVATE
    assert "il demande plus qu’une boîte aux lettres" in visitor.get(ACTIVATE).content.decode().replace("\u00a0", " ")
    activate(visitor)
    assert visitor.get(SOME_PAGE).status_code == 200


def test_it_can_leave_without_setting_one(person, visitor, mailoutbox):
    direction(person)
    sign_in(visitor, mailoutbox)
    visitor.post("/compte/deconnexion/")
    assert not is_in(visitor)
    assert visitor.get(SOME_PAGE).status_code == 200


def test_the_next_time_the_factor_is_asked_for(person, visitor, mailoutbox):
    direction(person)
    sign_in(visitor, mailoutbox)
    secret = activate(visitor)
    other = Client()
    assert sign_in(other, mailoutbox).headers["Location"] == FACTOR
    other.post(FACTOR, {"code": totp(secret)})
    assert other.get(SOME_PAGE).status_code == 200


def test_changing_telephone_leads_back_to_it(person, visitor, mailoutbox):
    direction(person)
    sign_in(visitor, mailoutbox)
    activate(visitor)
    assert "avant toute autre page" in visitor.get(DEACTIVATE).content.decode()
    visitor.post(DEACTIVATE)
    assert visitor.get(SOME_PAGE).headers["Location"] == ACTIVATE


def test_a_plain_administrator_is_not_led_to_it(person, board, visitor, mailoutbox):
    with arranging():
        MandateFactory(seat=SeatFactory(body=board), person=person)
    sign_in(visitor, mailoutbox)
    assert visitor.get(SOME_PAGE).status_code == 200


def test_a_president_is(person, board, visitor, mailoutbox):
    with arranging():
        MandateFactory(seat=SeatFactory(body=board, president=True), person=person)
    sign_in(visitor, mailoutbox)
    assert visitor.get(SOME_PAGE).headers["Location"] == ACTIVATE


def test_who_is_entrusted_with_a_secretariat_is(person, visitor, mailoutbox):
    """A délégué·e alone is not led to it; entrusted with a secretariat, they are."""
    with arranging():
        link = AffiliationFactory(member=OrganisationFactory(local=True))
        MandateFactory(
            seat=SeatFactory(body=BodyFactory(organisation=link.of, team=True), delegate=True), person=person
        )
    sign_in(visitor, mailoutbox)
    assert visitor.get(SOME_PAGE).status_code == 200
    with arranging():
        Delegation.objects.create(
            granter=link.member,
            holder=person,
            powers=["secretariat"],
            accepted_on=TODAY,
            period=since(),
        )
    assert visitor.get(SOME_PAGE).headers["Location"] == ACTIVATE


def test_a_post_that_ended_demands_nothing(person, visitor, mailoutbox):
    direction(person, period=as_range(Period(since().lower, TODAY)))
    sign_in(visitor, mailoutbox)
    assert visitor.get(SOME_PAGE).status_code == 200


def test_a_seat_filled_while_one_is_in_demands_it_at_the_next_page(person, visitor, mailoutbox):
    sign_in(visitor, mailoutbox)
    assert visitor.get(SOME_PAGE).status_code == 200
    direction(person)
    assert visitor.get(SOME_PAGE).headers["Location"] == ACTIVATE


def invited(board, **more):
    with arranging():
        person = PersonFactory(email="yuna@exemple.bzh")
        MandateFactory(seat=SeatFactory(body=board), person=person, **more)
    return person


def test_who_is_registered_and_seated_comes_in_by_themselves(board, visitor, mailoutbox):
    person = invited(board)
    sign_in(visitor, mailoutbox, "Yuna@exemple.bzh")
    person.refresh_from_db()
    assert is_in(visitor)
    assert person.account.email == "yuna@exemple.bzh"
    assert Act.objects.filter(verb="directory.tie_account").count() == 1


@pytest.mark.parametrize("period", [Period(TODAY - timedelta(days=9), TODAY), Period(TODAY + timedelta(days=1))])
def test_who_sits_no_longer_or_not_yet_does_not(board, visitor, mailoutbox, period):
    invited(board, period=as_range(period))
    ask(visitor, "yuna@exemple.bzh")
    assert mailoutbox == []
    assert not Act.objects.filter(verb="directory.tie_account").exists()


def test_a_closed_account_is_not_opened_again_by_a_seat(board, visitor, mailoutbox):
    person = invited(board)
    deactivate_account(account=create_account(email=person.email, now=NOW), now=NOW)
    ask(visitor, person.email)
    assert mailoutbox == []
