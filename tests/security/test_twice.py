"""Two windows at once, a button pressed twice, a process killed in the middle: once, or nothing, and a sentence in French."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError, connection

from kevread.charter.models import Attestation, Contest, Derogation, Keeping
from kevread.charter.operations import (
    answer_contest,
    attest,
    close_contest,
    contest_finding,
    end_derogation,
    grant_derogation,
    keep_register,
    set_setting,
    stop_keeping,
    withdraw_attestation,
)  # fmt: skip
from kevread.common.actor import SYSTEM
from kevread.common.errors import NotDone, Refused
from kevread.common.periods import Period
from kevread.directory.models import Organisation, Person
from kevread.directory.operations import (
    add_capacity,
    affiliate,
    agree,
    cover_zone,
    end_affiliation,
    open_access,
    register_organisation,
    rename,
)  # fmt: skip
from kevread.journal.models import Act
from kevread.seats.models import Delegation, Mandate, ZoneLead
from kevread.seats.operations import (
    accept_secretariat,
    annul_mandate,
    close_organisation,
    correct_mandate,
    create_body,
    end_mandate,
    end_zone_lead,
    entrust_secretariat,
    fill_seat,
    lead_zone,
)  # fmt: skip
from kevread.seats.operations import mandates as verbs_of_mandates
from kevread.seats.queries import actor_of
from tests.arrange import UNREGISTERED
from tests.conftest import NOW, TODAY, arranging
from tests.factories import AffiliationFactory, OrganisationFactory, PersonFactory, ZoneFactory, since
from tests.seats.test_two_windows import at_once
from tests.worlds import World, put

OPEN = Period(TODAY)
BY_SYSTEM = {"actor": SYSTEM, "now": NOW}
YESTERDAY = TODAY - timedelta(days=1)


def of_directory(small: World) -> dict[str, Callable[[], Any]]:
    here, local = small.groupings[0], small.locals[small.groupings[0]][0]
    with arranging():
        other, free = OrganisationFactory(name="Autre"), ZoneFactory(name="Libre")
        link = AffiliationFactory(member=OrganisationFactory(name="Encore une"), of=here)
        person = PersonFactory(email="anouk@exemple.bzh")
    whole = dict.fromkeys(("siret", "rna", "locality", "legal_form", "reach"), "")
    return {
        "affiliate": lambda: affiliate(member=other, of=here, college="", period=OPEN, **BY_SYSTEM),
        "end_affiliation": lambda: end_affiliation(affiliation=link, last=YESTERDAY, **BY_SYSTEM),
        "cover_zone": lambda: cover_zone(
            organisation=local, zone=free, source="Carte", certainty="documented", period=OPEN, **BY_SYSTEM
        ),
        "register_organisation": lambda: register_organisation(
            within=here, name="Financeuse", siren="732829320", period=OPEN, **whole, **BY_SYSTEM
        ),
        "rename": lambda: rename(organisation=here, kind="brand", text="ESS neuf", since=TODAY, **BY_SYSTEM),
        "add_capacity": lambda: add_capacity(organisation=here, kind="funder", period=OPEN, **BY_SYSTEM),
        "agree": lambda: agree(person=person, what="name", **BY_SYSTEM),
        "open_access": lambda: open_access(person=person, **BY_SYSTEM),
    }


def corrected_contest(here: Organisation, director: Person, read: dict[str, Any]) -> Contest:
    """Recognised, of a finding that does not say any more what it said."""
    made = contest_finding(organisation=here, clause="R3.7/3", on=TODAY, about="fact", reason="C’est inexact.", **read)
    found = {"value": "1", "asked": "", "facts": [], "basis": {"found": ["breaches", ""]}}
    with arranging():
        put(made, outcome="accepted", answer="À corriger.", answered_by=director, answered_at=NOW, evidence=found)
    return made


def of_charter(small: World) -> dict[str, Callable[[], Any]]:
    here, local = small.groupings[0], small.locals[small.groupings[0]][0]
    with arranging():
        person = PersonFactory()
        Keeping.objects.filter(organisation=local, register="team").delete()
        given = Attestation.objects.create(
            clause="R7.16/1",
            organisation=here,
            person=person,
            piece="Pièce",
            piece_on=TODAY,
            period=since(YESTERDAY, TODAY + timedelta(days=9)),
        )
        there = Derogation.objects.create(
            clause="R3.7/2", organisation=here, reason="Le temps de choisir", adopted_by="Conseil", adopted_on=YESTERDAY,
            period=since(YESTERDAY, TODAY + timedelta(days=90)),
        )  # fmt: skip
    kept = Keeping.objects.filter(organisation=here, register="team").get()
    reader = small.holder("cress-team", "direction").person
    read = {"actor": actor_of(reader, TODAY), "person": reader, "now": NOW}
    director = small.holder(f"{here.slug}-team", "direction").person
    asked = contest_finding(
        organisation=here, clause="R3.7/2", on=TODAY, about="fact", reason="Ce n’est pas vrai.", **read
    )
    answers = {"actor": actor_of(director, TODAY), "person": director, "now": NOW}
    corrected = corrected_contest(here, director, read)
    decision = {"adopted_by": "Assemblée", "adopted_on": TODAY, "since": TODAY}
    return {
        "set_setting": lambda: set_setting(
            name="R3.7.representatives_per_member", value=3, organisation=None, **decision, **BY_SYSTEM
        ),
        "keep_register": lambda: keep_register(organisation=local, register="team", since=TODAY, **BY_SYSTEM),
        "stop_keeping": lambda: stop_keeping(keeping=kept, last=TODAY, **BY_SYSTEM),
        "attest": lambda: attest(
            clause="R3.4/2", organisation=here, person=person, piece="Procès-verbal", piece_on=TODAY, **BY_SYSTEM
        ),
        "withdraw": lambda: withdraw_attestation(attestation=given, last=TODAY, reason="Périmée", **BY_SYSTEM),
        "grant_derogation": lambda: grant_derogation(
            clause="R3.7/1", organisation=here, first=TODAY, last=TODAY, reason="Le temps de choisir",
            adopted_by="Conseil", adopted_on=TODAY, decided_in=uuid4(), **BY_SYSTEM
        ),
        "end_derogation": lambda: end_derogation(derogation=there, last=TODAY, reason="Choisi", **BY_SYSTEM),
        "contest_finding": lambda: contest_finding(
            organisation=here, clause="R3.7/1", on=TODAY, about="fact", reason="Ce n’est pas vrai.", **read
        ),
        "close_contest": lambda: close_contest(contest=corrected, correction="C’est corrigé depuis.", **answers),
        "answer_contest": lambda: answer_contest(
            contest=asked, outcome="accepted", answer="C’est corrigé depuis.", **answers
        ),
    }  # fmt: skip


def of_seats(small: World) -> dict[str, Callable[[], Any]]:
    here, local = small.groupings[0], small.locals[small.groupings[0]][0]
    delegate = small.holder(f"{here.slug}-team", "delegate")
    post, second = (small.holder(f"{here.slug}-board", title) for title in ("president", "vice-president"))
    seat = small.seat(f"{local.slug}-board", "administrator")
    lead = ZoneLead.objects.filter(mandate=delegate).first()
    with arranging():
        person, right = PersonFactory(), PersonFactory()
        mistyped = small.seated(f"{local.slug}-board", "administrator")
        never = small.seated(f"{local.slug}-board", "administrator")
        alone = OrganisationFactory(local=True)
        offer = Delegation.objects.create(
            granter=local, holder=delegate.person, powers=["secretariat"], period=since(TODAY)
        )
    other = small.locals[here][1]
    return {
        "fill_seat": lambda: fill_seat(
            seat=seat, person=person, period=OPEN, origin="election", **UNREGISTERED, **BY_SYSTEM
        ),
        "end_mandate": lambda: end_mandate(mandate=post, last=TODAY, reason="resignation", **BY_SYSTEM),
        "correct_mandate": lambda: correct_mandate(
            mandate=mistyped, person=right, period=OPEN, reason="Mal saisi", **BY_SYSTEM
        ),
        "annul_mandate": lambda: annul_mandate(mandate=never, reason="Confié au mauvais siège", **BY_SYSTEM),
        "create_body": lambda: create_body(organisation=here, name="Groupe", purpose="", period=OPEN, **BY_SYSTEM),
        "close_organisation": lambda: close_organisation(organisation=alone, last=TODAY, **BY_SYSTEM),
        "lead_zone": lambda: lead_zone(
            mandate=delegate, zone=small.island, period=OPEN, **BY_SYSTEM
        ),
        "end_zone_lead": lambda: end_zone_lead(lead=lead, last=YESTERDAY, **BY_SYSTEM),
        "entrust": lambda: entrust_secretariat(granter=other, holder=delegate.person, period=OPEN, **BY_SYSTEM),
        "accept": lambda: accept_secretariat(
            delegation=offer, actor=actor_of(delegate.person, TODAY), now=NOW
        ),
        "end_of_another": lambda: end_mandate(mandate=second, last=TODAY, reason="resignation", **BY_SYSTEM),
    }  # fmt: skip


def test_tests_never_write_on_the_real_database(django_db_blocker):
    """This one carries no mark: run alone, it had the connection of the installation."""
    with django_db_blocker.unblock():
        assert connection.settings_dict["NAME"] == connection.settings_dict["TEST"]["NAME"]


HARMLESS_TWICE = {"open_access", "end_affiliation"}  # the second says the same again, and changes nothing


@pytest.mark.parametrize("room", [of_directory, of_charter, of_seats])
def test_asked_twice_at_once_it_is_done_once(committed, room):
    """The other window reads why: no answer is a failure of the database."""
    for name, verb in room(committed).items():
        answers = at_once(verb, verb)
        done = [answer for answer in answers if not isinstance(answer, NotDone)]
        assert len(done) == 1 or name in HARMLESS_TWICE, (name, answers)
        for answer in answers:
            if isinstance(answer, NotDone):
                assert answer.sentence[-1] in ".?!", (name, answer.sentence)
    assert Person.objects.exclude(account=None).count() <= 1
    assert Organisation.objects.filter(name="Financeuse").count() <= 1


def test_a_process_that_dies_in_the_middle_of_a_verb_leaves_nothing(committed, monkeypatch):
    """The wrong mandate is marked, then the right one is written: PostgreSQL loses the connection between the two."""
    local = committed.locals[committed.groupings[0]][0]
    with arranging():
        right, mandate = PersonFactory(), committed.seated(f"{local.slug}-board", "administrator")
    acts = Act.objects.count()

    def dies(*_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE NONE; SELECT pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(verbs_of_mandates, "carry_zones", dies)
    verb: dict[str, Any] = {"period": mandate.dates, "reason": "Mal saisi"}

    def killed() -> object:
        try:
            return correct_mandate(mandate=mandate, person=right, **verb, **BY_SYSTEM)
        except OperationalError as lost:
            return lost

    (answer,) = at_once(killed)
    assert not isinstance(answer, Mandate | Refused), answer
    mandate.refresh_from_db()
    assert mandate.end_reason == ""
    assert not right.mandates.exists()
    assert Act.objects.count() == acts
