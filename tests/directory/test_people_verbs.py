"""People: registered, corrected by those who may, given an access that cannot be taken over."""

import pytest

from kevread.accounts.models import Account
from kevread.accounts.operations import create_account
from kevread.common.actor import NOBODY, SYSTEM, Actor
from kevread.common.errors import Denied, Invalid, Refused
from kevread.directory.models import Person
from kevread.directory.operations import agree, amend_person, open_access, register_person, tie_account, withdraw
from kevread.directory.queries import registered_by
from tests import jobs
from tests.conftest import NOW, TODAY

from .conftest import wearing

RIGHT = "register_person"


def register(actor, within, **asked):
    asked = {"given_name": "Malo", "family_name": "Riou", "email": "Malo@Exemple.bzh"} | asked
    return register_person(actor=actor, within=within, now=NOW, **asked)


def amend(actor, person, **asked):
    asked = {"given_name": person.given_name, "family_name": person.family_name, "email": person.email} | asked
    return amend_person(actor=actor, person=person, now=NOW, **asked)


def themself(person):
    return Actor(person=person.pk, name=str(person))


def test_a_person_is_registered_and_holds_nothing(land):
    person = register(wearing(RIGHT, land.locals[0]), land.locals[0])
    assert (person.email, person.account_id) == ("malo@exemple.bzh", None)
    assert registered_by(person) == land.locals[0].pk


@pytest.mark.parametrize(
    "asked, field",
    [({"given_name": " "}, "given_name"), ({"family_name": ""}, "family_name"), ({"email": "malo@"}, "email")],
)
def test_a_wrong_field_is_refused_on_that_field(land, asked, field):
    with pytest.raises(Invalid) as refusal:
        register(SYSTEM, land.head, **asked)
    assert refusal.value.field == field


def test_the_same_address_is_the_same_person(land, somebody):
    with pytest.raises(Invalid, match="Anouk Tanguy"):
        register(SYSTEM, land.head, email="ANOUK@exemple.bzh")


def test_nobody_and_an_actor_of_elsewhere_register_nobody(land):
    for actor in (NOBODY, wearing(RIGHT, land.locals[1]), wearing("read", land.locals[0])):
        with pytest.raises(Denied):
            register(actor, land.locals[0])
    assert not Person.objects.exists()


def test_whoever_registered_them_corrects_until_they_can_sign_in(land):
    pole = wearing(RIGHT, land.locals[0])
    person = register(pole, land.locals[0])
    assert amend(pole, person, family_name="Rioual").family_name == "Rioual"
    open_access(actor=pole, person=person, now=NOW)
    with pytest.raises(Denied, match="se connecte déjà"):
        amend(pole, Person.objects.get(), email="a-moi@exemple.bzh")


def test_oneself_and_the_whole_directory_always_correct_others_never(land, somebody):
    assert amend(themself(somebody), somebody, given_name="Anouck").given_name == "Anouck"
    assert amend(wearing(RIGHT), somebody, given_name="Anouk").given_name == "Anouk"
    for actor in (NOBODY, wearing(RIGHT, land.head), wearing("read")):
        with pytest.raises(Denied):
            amend(actor, somebody, given_name="X")


def test_an_access_is_opened_with_the_address_of_the_sheet_once(land, somebody, mailoutbox):
    person = open_access(actor=wearing(RIGHT), person=somebody, now=NOW)
    assert person.account.email == "anouk@exemple.bzh"
    again = open_access(actor=wearing(RIGHT), person=person, now=NOW)
    assert again.account_id == person.account_id
    assert Account.objects.count() == 1
    jobs.run()
    [letter] = mailoutbox  # once, and it says where
    assert letter.to == ["anouk@exemple.bzh"]
    assert "/compte/connexion/" in letter.body


def test_an_access_needs_an_address_and_is_nobody_elses(land, somebody):
    other = register(SYSTEM, land.head, email="")
    with pytest.raises(Invalid, match="l’adresse électronique"):
        open_access(actor=SYSTEM, person=other, now=NOW)
    account = create_account(email="anouk@exemple.bzh", now=NOW)
    tie_account(actor=SYSTEM, person=somebody, account=account, now=NOW)
    with pytest.raises(Invalid, match="déjà celui d’une autre personne"):
        tie_account(actor=SYSTEM, person=other, account=account, now=NOW)
    with pytest.raises(Refused, match="autre compte"):
        tie_account(actor=SYSTEM, person=somebody, account=create_account(email="b@exemple.bzh", now=NOW), now=NOW)


def test_a_person_agrees_and_withdraws_for_themself_only(land, somebody):
    agree(actor=themself(somebody), person=somebody, what="name", now=NOW)
    assert somebody.agreed("name", TODAY)
    assert not somebody.agreed("email", TODAY)
    for actor in (NOBODY, wearing(RIGHT), themself(Person())):
        with pytest.raises(Denied, match="Seul·e"):
            withdraw(actor=actor, person=somebody, what="name", now=NOW)
    withdraw(actor=themself(somebody), person=somebody, what="name", now=NOW)
    assert not somebody.agreed("name", TODAY)
    with pytest.raises(Refused):
        withdraw(actor=themself(somebody), person=somebody, what="name", now=NOW)


def test_what_was_shown_before_stays_dated(land, somebody):
    from datetime import timedelta

    agree(actor=themself(somebody), person=somebody, what="name", now=NOW - timedelta(days=30))
    withdraw(actor=themself(somebody), person=somebody, what="name", now=NOW)
    assert somebody.agreed("name", TODAY - timedelta(days=1))
    assert not somebody.agreed("name", TODAY)
    agree(actor=themself(somebody), person=somebody, what="name", now=NOW)
    assert somebody.agreed("name", TODAY)
    with pytest.raises(Invalid, match="déjà donné"):
        agree(actor=themself(somebody), person=somebody, what="name", now=NOW)
