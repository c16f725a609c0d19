"""What is about somebody at work goes neither to a colleague who stands in, nor into a letter, nor with a deposited file."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.base.models import as_range
from kevread.common.periods import Period
from kevread.directory.models import Person
from kevread.documents.files import File
from kevread.documents.models import Document
from kevread.home.letter import OF_SOMEBODY, letter_of
from kevread.home.queries import today
from kevread.seats.models import Mandate, Substitution
from kevread.seats.queries import actor_of
from kevread.staff.models import EMPLOYS
from kevread.staff.operations import deposit, set_visit
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.screens import said

pytestmark = pytest.mark.django_db


def stands_in(mandate: Mandate, somebody: Person) -> Substitution:
    with arranging():
        return Substitution.objects.create(
            mandate=mandate,
            substitute=somebody,
            accepted_on=TODAY,
            period=as_range(Period.through(TODAY, TODAY + timedelta(days=20))),
        )


def test_a_colleague_who_stands_in_for_the_direction_does_not_employ(staffing, settings):
    """They have the rest of what the mandate gives; a board hands all of it, whose members read what its presidency does."""
    scene, team = staffing.scene, f"{staffing.grouping.slug}-team"
    director, colleague = scene.world.holder(team, "direction"), scene.world.holder(team, "delegate").person
    contract = staffing.contract()
    page = reverse("staff:contract", args=[staffing.grouping.slug, contract.pk])
    one = stands_in(director, colleague)
    acting = actor_of(colleague, TODAY)
    assert acting.hat_for("hire", staffing.grouping.pk) and not acting.hat_for(EMPLOYS, staffing.grouping.pk)
    assert entered_as(colleague, settings).get(page).status_code == 404
    assert actor_of(director.person, TODAY).hat_for(EMPLOYS, staffing.grouping.pk)
    told = entered_as(colleague, settings).get(
        reverse("seats:substitution", args=[staffing.grouping.slug, one.pk])
    )  # fmt: skip
    assert "N’en fait pas partie" in said(told) and "tenir les postes, les contrats de travail" in said(told)
    president = scene.world.holder(f"{staffing.grouping.slug}-board", "president")
    administrator = scene.world.mandates(f"{staffing.grouping.slug}-board", "administrator").first().person
    other = stands_in(president, administrator)
    assert actor_of(administrator, TODAY).hat_for(EMPLOYS, staffing.grouping.pk)
    shown = entered_as(administrator, settings).get(
        reverse("seats:substitution", args=[staffing.grouping.slug, other.pk])
    )  # fmt: skip
    assert "N’en fait pas partie" not in said(shown)


def test_the_letter_of_the_morning_names_nobody_at_work(staffing):
    """The page does; a box of letters is opened by others, and keeps what it received."""
    contract = staffing.contract()
    set_visit(actor=staffing.direction, contract=contract, planned_on=TODAY + timedelta(days=3), now=NOW)
    director = Person.objects.get(pk=staffing.direction.person)
    page = today(actor_of(director, TODAY), director, staffing.grouping, TODAY, NOW)
    shown = [row.item.what for row in (*page.rows, *page.rest)]
    (visit,) = [one for one in shown if one.startswith("Visite médicale de")]
    assert str(contract.person) in visit
    letter = letter_of(director, NOW)
    assert (letter is not None and OF_SOMEBODY[0] in letter.text) or OF_SOMEBODY[1] in letter.text
    told = f"{letter.text} {letter.buttons}"
    assert [word for word in ("Visite médicale", contract.person.family_name, str(contract.pk)) if word in told] == []


def test_a_signed_contract_is_read_on_its_page_and_nowhere_else(staffing, settings):
    """By whoever reads the contract, as long as they do: not for ever by who deposited it."""
    contract = staffing.contract()
    deposit(actor=staffing.direction, contract=contract, file=File("c.pdf", b"%PDF-1.7 x", "application/pdf"), now=NOW)
    contract.refresh_from_db()
    director = Person.objects.get(pk=staffing.direction.person)
    where = reverse("staff:contract_file", args=[staffing.grouping.slug, contract.pk])
    apart = reverse("documents:document", args=[staffing.grouping.slug, contract.paper_id])
    for person in (director, contract.person):
        assert entered_as(person, settings).get(where).status_code == 200
        assert entered_as(person, settings).get(apart).status_code == 404
        assert not Document.objects.visible_to(staffing.acting(person)).filter(pk=contract.paper_id).exists()
    with arranging():
        Mandate.objects.filter(person=director).update(
            period=as_range(Period(TODAY - timedelta(days=400), TODAY - timedelta(days=1)))
        )
    assert entered_as(director, settings).get(where).status_code in (302, 403, 404)
