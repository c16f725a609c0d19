"""Whoever is employed finds where to ask for days and for what they spent, reads who answers, and acts by their contract."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kevread.directory.models import Person
from kevread.journal.models import Act
from kevread.supervision.operations import drop
from kevread.supervision.todo import waiting
from tests.arrange import NOW, TODAY
from tests.clients import entered_as
from tests.seats.screens import words

from .test_expenses import asker, capped, proposed
from .test_leaves import FRIDAY, MONDAY, asked
from .test_screens import at, client_of, page

__all__ = ["capped"]
pytestmark = pytest.mark.django_db


def links(two) -> tuple[str, str]:
    return at("ask_leave", two.grouping), at("propose_expense", two.grouping)


def test_ones_contract_leads_there_and_the_page_of_whoever_has_none_does_not(two, settings):
    seated = two.scene.administrator_of(two.scene.first)
    told = entered_as(two.person, settings).get(reverse("staff:mine")).text
    assert all(f'href="{link}"' in told for link in links(two))
    contract = entered_as(two.person, settings).get(
        reverse("staff:contract", args=[two.grouping.slug, two.delegate.contract_id])
    )
    assert all(f'href="{link}"' in contract.text for link in links(two))
    assert not any(link in entered_as(seated, settings).get(reverse("staff:mine")).text for link in links(two))


def test_todays_page_has_a_quiet_line_for_whoever_has_a_contract(two, settings):
    employed = client_of(two.direction, settings).get(reverse("home:today", args=[two.grouping.slug]))
    assert all(f'href="{link}"' in employed.text for link in links(two))
    seated = entered_as(two.scene.administrator_of(two.scene.first), settings)
    today = seated.get(reverse("home:today", args=[two.scene.first.slug]))
    assert today.status_code == 200
    assert not any(link in today.text for link in links(two))


@pytest.mark.parametrize(
    ("looked_for", "which"),
    [("congés", 0), ("vacances", 0), ("absence", 0), ("note de frais", 1), ("remboursement", 1), ("frais", 1)],
)
def test_they_are_found_by_the_words_that_people_have(two, settings, looked_for, which):
    found = entered_as(two.person, settings).get(reverse("directory:find"), {"q": looked_for}).text
    assert f'href="{links(two)[which]}"' in found
    seated = two.scene.administrator_of(two.scene.first)
    assert links(two)[which] not in entered_as(seated, settings).get(reverse("directory:find"), {"q": looked_for}).text


def test_one_request_has_one_state_with_who_answers_and_how_much_is_asked(two, settings):
    leave = asked(two, until_noon=True)
    client = client_of(two.oneself, settings)
    state = f"Attend une réponse : {Person.objects.get(pk=two.direction.person)}"
    whole, listed = (
        words(client.get(at("matter", two.grouping, key=leave.matter_id))),
        words(client.get(at("leaves", two.grouping))),
    )
    assert state in whole and state in listed
    assert "4 jours et demi" in whole
    assert "Du 7 décembre 2026 au 11 décembre 2026 à midi" in listed


def test_two_requests_of_one_person_are_told_apart_and_what_waits_for_others_is_read_first(capped):
    asked(capped, last=MONDAY)
    asked(capped, first=FRIDAY)
    proposed(capped, cents=12_00)
    told = [one for one in waiting(asker(capped.direction, capped.grouping)) if str(capped.person) in one.what]
    assert len({one.what for one in told}) == 3
    assert any("le 7 décembre 2026" in one.what for one in told) and any("12" in one.what for one in told)
    assert [one.button for one in told if "congés" in one.what] == ["Le lire", "Le lire"]
    assert [one.button for one in told if "frais" in one.what] == ["Répondre"]


def test_what_one_asks_for_oneself_is_asked_by_ones_contract(capped):
    """Whatever seat one holds there."""
    expense = proposed(capped)
    leave = asked(capped)
    assert {
        one.hat for one in Act.objects.filter(verb__in=("supervision.ask_leave", "supervision.propose_expense"))
    } == {f"Contrat de travail, {capped.grouping.name}"}
    assert leave.matter.raised_by_id == expense.matter.raised_by_id
    drop(actor=capped.oneself, matter=expense.matter, reason="Payé autrement.", now=NOW)
    assert Act.objects.get(verb="supervision.drop").hat == f"Contrat de travail, {capped.grouping.name}"


def test_one_sees_ones_own_because_one_works_there(two, settings):
    leave = asked(two)
    reason = f"votre employeur est {two.grouping.name}"
    client = client_of(two.oneself, settings)
    assert reason in page(client, at("matter", two.grouping, key=leave.matter_id))
    assert reason in page(client, at("leaves", two.grouping))
    others = client_of(two.direction, settings)
    assert reason not in page(others, at("matter", two.grouping, key=leave.matter_id))


def test_a_file_that_is_to_be_chosen_again_is_named_beside_its_field(two, settings):
    client = entered_as(two.person, settings)
    propose = links(two)[1]
    whose = re.search(r'value="([0-9a-f-]{36}:[0-9a-f-]{36})"', client.get(propose).text)[1]
    typed = {"person": whose, "what": "Un billet", "cents": "douze", "spent_on": TODAY.isoformat()}
    proof = SimpleUploadedFile("billet.pdf", b"%PDF-1.7", "application/pdf")
    again = client.post(propose, typed | {"file": proof})
    assert "Choisissez de nouveau « billet.pdf »" in words(again)
    assert "Choisissez de nouveau" not in words(client.post(propose, typed))
