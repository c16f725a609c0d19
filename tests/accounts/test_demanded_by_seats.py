"""A seat with powers demands a second factor, end to end; the others do not."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kevread.accounts.models import Account
from kevread.accounts.operations import create_account, deactivate_account
from kevread.base.models import as_range
from kevread.common.periods import Period
from kevread.directory.operations import amend_person, register_person
from kevread.journal.models import Act
from kevread.journal.operations import act
from kevread.seats.models import Delegation
from tests import jobs
from tests.conftest import NOW, TODAY, arranging
from tests.directory.conftest import wearing
from tests.factories import (
    AffiliationFactory,
    BodyFactory,
    MandateFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    since,
)

from .conftest import ACTIVATE, CODE, DEACTIVATE, FACTOR, SIGN_IN, activate, ask, code_of, is_in, sign_in, totp
from .test_sign_in import cleaned

pytestmark = pytest.mark.django_db
SOME_PAGE = "/mentions-legales/"
TO_ACTIVATE = f"{ACTIVATE}?next=%2Fmentions-legales%2F"


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
    assert visitor.get(SOME_PAGE).headers["Location"] == TO_ACTIVATE
    assert visitor.post(SOME_PAGE).headers["Location"] == ACTIVATE
    assert "il demande plus qu’une boîte aux lettres" in visitor.get(ACTIVATE).content.decode().replace("\u00a0", " ")
    activate(visitor)
    assert visitor.get(SOME_PAGE).status_code == 200


def test_the_page_that_one_came_for_is_found_again_after_the_codes(person, visitor, mailoutbox):
    direction(person)
    sign_in(visitor, mailoutbox)
    asked = f"{SOME_PAGE}?a=1&b=%C3%A9"
    to_activate = visitor.get(asked).headers["Location"]
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", visitor.get(to_activate).content.decode())[1]
    codes = visitor.post(to_activate, {"code": totp(secret)}).headers["Location"]
    page = visitor.get(codes).content.decode()
    assert 'href="/mentions-legales/?a=1&amp;b=%C3%A9">Continuer' in page and "Revenir à mon compte" not in page
    assert visitor.get(to_activate).headers["Location"] == asked  # from another tab


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_an_address_that_is_not_ours_is_not_followed(person, visitor, mailoutbox, elsewhere):
    direction(person)
    sign_in(visitor, mailoutbox)
    to_activate = f"{ACTIVATE}?next={elsewhere}"
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", visitor.get(to_activate).content.decode())[1]
    codes = visitor.post(to_activate, {"code": totp(secret)}).headers["Location"]
    page = visitor.get(f"{codes.partition('?')[0]}?next={elsewhere}").content.decode()
    assert "Continuer" not in page and "Revenir à mon compte" in page


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
    assert visitor.get(SOME_PAGE).headers["Location"] == TO_ACTIVATE


def test_a_plain_administrator_is_not_led_to_it(person, board, visitor, mailoutbox):
    with arranging():
        MandateFactory(seat=SeatFactory(body=board), person=person)
    sign_in(visitor, mailoutbox)
    assert visitor.get(SOME_PAGE).status_code == 200


def test_a_president_is(person, board, visitor, mailoutbox):
    with arranging():
        MandateFactory(seat=SeatFactory(body=board, president=True), person=person)
    sign_in(visitor, mailoutbox)
    assert visitor.get(SOME_PAGE).headers["Location"] == TO_ACTIVATE


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
    assert visitor.get(SOME_PAGE).headers["Location"] == TO_ACTIVATE


def test_a_post_that_ended_demands_nothing(person, visitor, mailoutbox):
    direction(person, period=as_range(Period(since().lower, TODAY)))
    sign_in(visitor, mailoutbox)
    assert visitor.get(SOME_PAGE).status_code == 200


def test_a_seat_filled_while_one_is_in_demands_it_at_the_next_page(person, visitor, mailoutbox):
    sign_in(visitor, mailoutbox)
    assert visitor.get(SOME_PAGE).status_code == 200
    direction(person)
    assert visitor.get(SOME_PAGE).headers["Location"] == TO_ACTIVATE


def invited(board, **more):
    with arranging():
        person = PersonFactory(email="yuna@exemple.bzh")
        MandateFactory(seat=SeatFactory(body=board), person=person, **more)
    return person


def opened() -> int:
    return Act.objects.filter(verb__in=["accounts.create", "directory.tie_account"]).count()


def test_who_is_registered_and_seated_comes_in_by_themselves(board, visitor, mailoutbox):
    person = invited(board)
    sign_in(visitor, mailoutbox, "Yuna@exemple.bzh")
    person.refresh_from_db()
    assert is_in(visitor)
    assert person.account.email == "yuna@exemple.bzh"
    assert opened() == 2


def test_an_address_named_by_a_stranger_opens_nothing_until_the_code_is_typed(board, visitor, mailoutbox):
    """Otherwise anybody could end the hold of who registered them, before the mistyped address is mended."""
    person = invited(board)
    ask(visitor, person.email)
    for _ in range(3):
        visitor.post(CODE, {"code": "0000-0000"})
    person.refresh_from_db()
    assert (len(mailoutbox), person.account, opened()) == (1, None, 0)
    assert not Account.objects.exists()


def test_who_registered_them_still_mends_the_address_and_the_code_then_opens_nothing(board, visitor, mailoutbox):
    keeper = wearing("register_person", board.organisation)
    identity = {"given_name": "Yuna", "family_name": "Riou", "email": "yuna@exemple.bzh"}
    person = register_person(actor=keeper, within=board.organisation, now=NOW, **identity)
    with act("seats.fill", actor=keeper, about=board.organisation, now=NOW):
        MandateFactory(seat=SeatFactory(body=board), person=person)
    ask(visitor, "yuna@exemple.bzh")
    person.refresh_from_db()
    amend_person(actor=keeper, person=person, now=NOW, **identity | {"email": "yuna.riou@exemple.bzh"})
    assert visitor.post(CODE, {"code": code_of(mailoutbox[0])}).headers["Location"] == SIGN_IN
    assert not is_in(visitor)
    assert opened() == 0
    sign_in(visitor, mailoutbox, "yuna.riou@exemple.bzh")
    assert is_in(visitor)


def test_a_seat_that_ends_while_the_code_is_on_its_way_opens_nothing(board, visitor, mailoutbox):
    person = invited(board)
    ask(visitor, person.email)
    with arranging():
        person.mandates.update(period=as_range(Period(TODAY - timedelta(days=9), TODAY)))
    assert visitor.post(CODE, {"code": code_of(mailoutbox[0])}).headers["Location"] == SIGN_IN
    assert not is_in(visitor)
    assert opened() == 0


def test_two_windows_that_asked_both_come_in_and_one_account_is_opened(board, visitor, mailoutbox):
    person, other = invited(board), Client()
    ask(visitor, person.email)
    ask(other, person.email)
    visitor.post(CODE, {"code": code_of(mailoutbox[0])})
    other.post(CODE, {"code": code_of(mailoutbox[1])})
    assert is_in(visitor)
    assert is_in(other)
    assert opened() == 2


@pytest.mark.parametrize("state", ["unknown", "closed"])
def test_an_address_that_would_open_answers_and_works_as_one_that_would_not(board, account, state, mailoutbox):
    """Where the letter goes apart: the same pages, the same statements, the same letter in the queue."""
    invited(board)
    other = "inconnue@exemple.bzh"
    if state == "closed":
        other = account.email
        Account.objects.update(is_active=False)

    def asked(address):
        visitor = Client()
        with CaptureQueriesContext(connection) as made:
            answer = visitor.post(SIGN_IN, {"email": address})
        statements = [re.sub(r"'[^']*'|\d+", "?", one["sql"]) for one in made]  # before the next request forgets them
        assert statements
        page = cleaned(visitor.get(CODE).content.decode(), address)
        return answer.status_code, answer.headers["Location"], page, statements

    asked("encore@exemple.bzh")  # what is made once
    assert asked("yuna@exemple.bzh") == asked(other)
    assert jobs.waiting() == ["accounts.send"] * 3
    jobs.run()
    assert [letter.to for letter in mailoutbox] == [["yuna@exemple.bzh"]]


@pytest.mark.parametrize("period", [Period(TODAY - timedelta(days=9), TODAY), Period(TODAY + timedelta(days=1))])
def test_who_sits_no_longer_or_not_yet_does_not(board, visitor, mailoutbox, period):
    invited(board, period=as_range(period))
    ask(visitor, "yuna@exemple.bzh")
    assert mailoutbox == []
    assert opened() == 0


def test_a_closed_account_is_not_opened_again_by_a_seat(board, visitor, mailoutbox):
    person = invited(board)
    deactivate_account(account=create_account(email=person.email, now=NOW), now=NOW)
    ask(visitor, person.email)
    assert mailoutbox == []
