"""Somebody is erased everywhere that law does not keep, and the journal still verifies."""

import logging
from datetime import UTC, datetime, time, timedelta
from html import unescape

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.cache import cache
from django.utils import timezone

from kevread.accounts.models import Account, ConsoleCode
from kevread.charter.models import Attestation, Contest
from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.finality import GONE
from kevread.common.personal import everything
from kevread.common.rooms import verb
from kevread.decisions.models import Decision
from kevread.directory.models import Consent, Person
from kevread.directory.operations import amend_person
from kevread.home.models import MorningLetter
from kevread.journal.models import Act, Change
from kevread.journal.operations import act, seal_journal
from kevread.journal.tables import verify_all
from kevread.mail.models import Content, Dispatch, Unsubscription
from kevread.mail.operations import queue_letter
from kevread.privacy.models import Demand, Erasure
from kevread.privacy.operations import erase
from kevread.privacy.queries.erasing import naming_of, preview
from kevread.rhythm.models import Feed
from kevread.seats.models import Delegation, Mandate, Plea
from kevread.seats.queries.actors import actor_of
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import MandateFactory, PersonFactory, since

from .looking import plain, where

pytestmark = pytest.mark.django_db
WORDS = ("Quistinic", "Zénaïde", "Kerbrat", "zq-unique", "ancienne-adresse")


@pytest.fixture
def coordinator(scene):
    return actor_of(scene.world.holder("cress-team", "direction").person, TODAY)


@pytest.fixture
def person(scene):
    """Somebody who sat, wrote, was written to and written of, under two names and two addresses."""
    with arranging():
        found = PersonFactory(given_name="Zénaïde", family_name="Kerbrat", email="ancienne-adresse@exemple.fr")
        seat = scene.world.holder(f"{scene.grouping.slug}-board", "president").seat
        MandateFactory(
            seat=seat, person=found, period=since(TODAY - timedelta(days=900), TODAY - timedelta(days=500)),
            origin_note="Zénaïde Kerbrat remplace Anne",
        )  # fmt: skip
    amend_person(
        actor=SYSTEM, person=found, given_name="Zénaïde", family_name="Quistinic", email="ZQ-unique@Exemple.fr", now=NOW
    )
    found.refresh_from_db()
    account = Account.objects.create_account("zq-unique@exemple.fr")
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={})
    ConsoleCode.objects.create(account=account, digest="0" * 64, expires_at=NOW)
    with arranging():
        found.account = account
        found.save()
    return found


def write_of(person, scene):
    """All over the house: by them, to them, of them, in every writing of their name."""
    other = scene.world.holder(f"{scene.grouping.slug}-team", "direction").person
    here, asked = scene.grouping, {"asked_at": NOW, "organisation": scene.grouping}
    with arranging():
        Plea.objects.create(person=person, right="fill_seat", message="Je suis Mme QUISTINIC.", **asked)
        Plea.objects.create(person=other, right="hire", message="Voir zenaide  quistinic, Z. Quistinic", **asked)
        Attestation.objects.create(
            clause="R3.4/2", organisation=here, person=person, is_met=True, piece="Note de Zénaïde Q.", piece_on=TODAY,
            period=since(TODAY, TODAY + timedelta(days=90)),
        )  # fmt: skip
        Contest.objects.create(
            clause="R3.4/2", organisation=here, on=TODAY, verdict="breaches", sentence="Il manque Kerbrat Zénaïde.",
            evidence={"Zénaïde Quistinic": 1.50, "of": ["Zoé"], "mail": "zq-unique%40exemple.fr"}, about="fact",
            reason="Quistinic\nZénaïde est là", person=person, at=NOW,
        )  # fmt: skip
        Consent.objects.create(person=person, what="name", period=since(TODAY))
        MorningLetter.objects.create(person=person, asked_at=NOW)
        Feed.objects.create(person=person, scope="mine", digest="1" * 64, made_at=NOW)
        Unsubscription.objects.create(address="ancienne-adresse@exemple.fr", since=NOW)
        Demand.objects.create(
            organisation=scene.world.head,
            person=person,
            kind="erase",
            text="Effacez Zénaïde Quistinic.",
            received_on=TODAY,
        )
    with act("tests.try", actor=actor_of(person, TODAY), about=here, now=NOW, arguments={"mail": "zq-unique@exemple.fr"},
             reason="Zénaïde Quistinic l’a voulu"):  # fmt: skip
        queue_letter(about=here, to=person, subject="Zénaïde, bonjour", text="Chère Mme Quistinic", now=NOW)
        queue_letter(
            about=here,
            to="autre@exemple.fr",
            subject="De Zénaïde Quistinic",
            text="zq-unique@exemple.fr écrit",
            now=NOW,
        )


def decide_of(person, scene):
    """What law keeps: a line of the register of decisions."""
    with arranging():
        Decision.objects.create(
            organisation=scene.grouping, number=9_000, title="Remerciements", text="L’assemblée remercie Zénaïde Quistinic.",
            outcome="adopted", decided_on=TODAY, body=scene.world.body(f"{scene.grouping.slug}-board"),
        )  # fmt: skip


def erased(person, scene, coordinator):
    return erase(actor=coordinator, person=person, within=scene.world.head, why="Sa demande du 24 novembre", now=NOW)


def by_law() -> set[str]:
    """The columns that the declarations of rooms keep, and what the journal says of these tables."""
    kept = set()
    for _, held in everything():
        if held.law:
            model = apps.get_model(held.model)
            kept |= {
                f"{model._meta.db_table}.{model._meta.get_field(name).column}" for name in (*held.texts, *held.copies)
            }
    return kept


def test_they_are_nowhere_and_the_journal_verifies(scene, person, coordinator, caplog):
    write_of(person, scene)
    seal_journal(now=NOW)
    assert len(where(*WORDS)) > 12
    with caplog.at_level(logging.DEBUG):
        erased(person, scene, coordinator)
    assert where(*WORDS) == set()
    assert not any(plain(word) in plain(caplog.text) for word in WORDS)
    for _ in range(2):
        answer = verify_all(None)
        assert (answer["faults"], answer["tables"]["faults"], answer["tables"]["schema"], answer["ok"]) == (
            [],
            [],
            [],
            True,
        )
        seal_journal(now=NOW)
    named = {(one["table"], str(one["row"])) for one in answer["tables"]["erased"]}
    assert ("directory_person", str(person.pk)) in named
    assert ("journal_act", str(Act.objects.get(verb="tests.try", person=person.pk).pk)) in named
    assert str(Person.objects.get(pk=person.pk)) == "Personne effacée"


def test_what_law_keeps_stays_and_is_told(scene, person, coordinator):
    decide_of(person, scene)
    told = erased(person, scene, coordinator)
    assert where(*WORDS) == {"decisions_decision.text", "journal_change.after"}
    assert "decisions_decision.text" in by_law()
    assert set(Change.objects.filter(after__icontains="quistinic").values_list("table", flat=True)) == {
        "decisions_decision"
    }
    many, law = told.kept["Décisions"]
    assert many == 1 and "registre des délibérations" in law
    assert verify_all(None)["ok"]


def test_what_they_held_stays_without_their_name(scene, person, coordinator):
    write_of(person, scene)
    mandate = Mandate.objects.get(person=person)
    erased(person, scene, coordinator)
    mandate.refresh_from_db()
    assert (mandate.person_id, mandate.origin_note) == (person.pk, "Personne effacée remplace Anne")
    plea = Plea.objects.get(right="hire")
    assert plea.message == "Voir Personne effacée, Personne effacée"
    assert Contest.objects.get().evidence == {"Personne effacée": 1.5, "of": ["Zoé"], "mail": "effacee@kevread.invalid"}
    assert Act.objects.get(verb="tests.try", person=person.pk).person_name == "Personne effacée"


def test_the_access_the_letters_and_what_they_asked_for_go(scene, person, coordinator):
    write_of(person, scene)
    erased(person, scene, coordinator)
    for model in (Account, EmailAddress, Authenticator, ConsoleCode):
        assert not model.objects.filter(**({"email": "zq-unique@exemple.fr"} if model is Account else {})).exists(), (
            model
        )
    assert not any(model.objects.exists() for model in (Feed, MorningLetter, Unsubscription, Consent))
    letter = Dispatch.objects.get(person=person)
    assert (letter.state, letter.address) == ("failed", "effacee@kevread.invalid")
    assert Content.objects.count() == 1
    demand = Demand.objects.get()
    assert (demand.outcome, demand.answered_by_id) == ("granted", coordinator.person)


def test_the_preview_says_what_the_erasing_does_and_writes_nothing(scene, person, coordinator):
    write_of(person, scene)
    acts = Act.objects.count()
    shown = preview(person)
    assert Act.objects.count() == acts
    assert len(where(*WORDS)) > 12
    told = erased(person, scene, coordinator)
    assert told.gone == dict(shown.gone)
    assert dict(shown.gone)["Ce que vous avez demandé, ou ce à quoi vous avez répondu"] == 2
    assert not dict(shown.gone).keys() & {called for called, _, _ in shown.kept}


def test_a_family_name_that_others_bear_does_not_name_them_alone(scene, person, coordinator):
    with arranging():
        PersonFactory(given_name="Yann", family_name="QUISTINIC")
        Plea.objects.create(
            organisation=scene.grouping, person=scene.world.holder("cress-team", "direction").person, right="hire",
            message="M. Quistinic et Zénaïde Quistinic", asked_at=NOW,
        )  # fmt: skip
    assert naming_of(person).alone == ("Kerbrat",)
    erased(person, scene, coordinator)
    assert Plea.objects.get().message == "M. Quistinic et Personne effacée"
    assert Person.objects.filter(family_name="QUISTINIC").exists()


def test_nor_does_one_that_a_place_bears(scene, person):
    with arranging():
        Person.objects.filter(pk=person.pk).update(family_name=scene.grouping.name.split()[-1])
    person.refresh_from_db()
    assert person.family_name not in naming_of(person).alone


@pytest.mark.parametrize("family", ["Mai", "Conseil", "Maire", "Bureau", "..."])
def test_a_name_that_is_a_word_leaves_the_texts_of_others(scene, coordinator, family):
    """« Le 3 mai » is not « Anne Mai »: what names nobody is written again neither in the tables nor in the journal."""
    with arranging():
        person = PersonFactory(given_name="Annaïg", family_name=family)
    other = scene.world.holder("cress-team", "direction").person
    text = f"Le 3 {family.lower()} 2025, le {family} ; {family}, Mme {family.lower()}"
    with arranging():
        Plea.objects.create(organisation=scene.grouping, person=other, right="hire", message=text, asked_at=NOW)
    before = dict(Change.objects.exclude(row=person.pk).values_list("pk", "after"))
    shown = preview(person)
    assert (shown.sentences, dict(shown.gone).keys()) == ([], {"Votre fiche", "Écritures du journal"})
    erased(person, scene, coordinator)
    assert Plea.objects.get().message == text
    assert dict(Change.objects.filter(pk__in=before).values_list("pk", "after")) == before


def test_after_a_title_the_same_word_names_them_and_the_page_shows_each_sentence(scene, coordinator, settings):
    with arranging():
        person = PersonFactory(given_name="Annaïg", family_name="Mai")
        other = scene.world.holder("cress-team", "direction").person
        text = "En mai, M. Mai-Le Bris et Mme Mai, dite A. Mai, siègent." + " Puis rien." * 30
        Plea.objects.create(organisation=scene.grouping, person=other, right="hire", message=text, asked_at=NOW)
    left = "En mai, M. Mai-Le Bris et Mme Personne effacée, dite Personne effacée, siègent."
    ((_, before, after),) = preview(person).sentences
    assert (after.startswith(left), after.endswith("…"), len(after) < 200) == (True, True, True)
    coordination = Person.objects.get(pk=coordinator.person)
    page = (
        entered_as(coordination, settings)
        .get(f"/{scene.world.head.slug}/personnes/{person.pk}/effacer")
        .content.decode()
    )
    shown = unescape(page).replace("\xa0", " ")  # an initial and its name stay on one line
    assert before in shown and after in shown
    erased(person, scene, coordinator)
    assert Plea.objects.get().message == left + " Puis rien." * 30


def test_a_given_name_that_others_bear_does_not_name_them_alone(scene, person):
    with arranging():
        PersonFactory(given_name="Quistinic", family_name="Le Goff")
    assert naming_of(person).alone == ("Kerbrat",)


def refused(person, scene, actor, match, kind=Refused):
    before = Act.objects.count()
    with pytest.raises(kind, match=match):
        erase(actor=actor, person=person, within=scene.world.head, why="Sa demande", now=NOW)
    assert Act.objects.count() == before
    assert not Erasure.objects.filter(person=person, why="Sa demande").exists()


def test_who_still_sits_is_not_erased(scene, coordinator):
    seated = scene.world.holder(f"{scene.grouping.slug}-team", "direction").person
    refused(seated, scene, coordinator, "a encore un mandat")


def test_a_mandate_to_come_holds_too_and_one_that_ended_yesterday_does_not(scene, person, coordinator):
    mandate = Mandate.objects.get(person=person)
    for last, free in ((TODAY, False), (TODAY - timedelta(days=1), True)):
        with arranging():
            mandate.period = since(TODAY - timedelta(days=900), last)
            mandate.save()
        if not free:
            refused(person, scene, coordinator, "a encore un mandat")
    erased(person, scene, coordinator)


def test_nobody_erases_themselves_nor_twice_nor_without_saying_why(scene, person, coordinator):
    refused(Person.objects.get(pk=coordinator.person), scene, coordinator, "On ne s’efface pas soi-même")
    with pytest.raises(Invalid, match="Dites pourquoi"):
        erase(actor=coordinator, person=person, within=scene.world.head, why=" ", now=NOW)
    erased(person, scene, coordinator)
    refused(person, scene, coordinator, "déjà effacée")


def test_the_day_of_an_ending_mandate_is_that_of_here(scene, person, coordinator):
    """At half past midnight here, it is still yesterday in universal time."""
    mandate = Mandate.objects.get(person=person)
    with arranging():
        mandate.period = since(TODAY - timedelta(days=900), TODAY)
        mandate.save()
    night = datetime.combine(TODAY, time(0, 30), tzinfo=timezone.get_default_timezone()) + timedelta(days=1)
    assert night.astimezone(UTC).date() == TODAY
    assert erase(actor=coordinator, person=person, within=scene.world.head, why="Sa demande", now=night).pk


def test_who_bears_a_delegation_still_is_not_erased(scene, person, coordinator):
    with arranging():
        Delegation.objects.create(
            granter=scene.grouping, holder=person, powers=["secretariat"], period=since(TODAY - timedelta(days=2))
        )
    refused(person, scene, coordinator, "porte encore une délégation")


def test_whoever_keeps_one_organisation_does_not_erase(scene, person):
    president = actor_of(scene.world.holder(f"{scene.grouping.slug}-team", "direction").person, TODAY)
    refused(person, scene, president, "Effacer une personne|effacer", kind=Denied)


def test_what_is_final_is_rewritten_where_law_keeps_nothing_and_nowhere_else():
    rewrites = verb("privacy.erase").rewrites
    assert (rewrites["seats_plea"], rewrites["mail_dispatch"]) == (("message", "reason"), ("fault", "address"))
    assert rewrites["rhythm_feed"] == (GONE,)
    kept = {apps.get_model(held.model)._meta.db_table for _, held in everything() if held.law}
    assert {"decisions_decision", "documents_signature", "meetings_notice"} <= kept
    assert not kept & set(rewrites)
    assert len(rewrites) > 8


def test_nothing_of_them_waits_in_the_cache(scene, person, coordinator):
    cache.set("somebody", "zq-unique@exemple.fr", 60)
    assert "cache.value" not in where("zq-unique")  # what waits there is sealed
    erased(person, scene, coordinator)
