import pytest
from django.db import IntegrityError, transaction

from kevread.common.actor import NOBODY
from kevread.common.errors import Denied, Invalid
from kevread.directory.models import Organisation
from kevread.directory.operations import amend_organisation
from kevread.directory.permissions import may_amend_organisation
from kevread.journal.models import Change
from tests.conftest import NOW, arranging
from tests.factories import OrganisationFactory

from .conftest import wearing


def amend(actor, organisation, **asked):
    asked = {"legal_form": "association", "siren": "", "siret": "", "rna": "", "locality": "", "reach": ""} | asked
    return amend_organisation(actor=actor, organisation=organisation, now=NOW, **asked)


def test_the_sheet_is_corrected_and_the_journal_knows_what_it_said(land):
    local = land.locals[0]
    amend(wearing("register_organisation", local), local, siren="732829320", locality="Étel")
    local.refresh_from_db()
    assert (local.siren, local.locality) == ("732829320", "Étel")
    change = Change.objects.filter(row=local.pk).latest("id")
    assert (change.before["siren"], change.after["siren"]) == ("", "732829320")


def test_the_form_that_the_file_proposed_is_then_said_by_somebody(land):
    local = land.locals[0]
    with arranging():
        Organisation.objects.filter(pk=local.pk).update(form_is_proposed=True)
    assert not amend(wearing("register_organisation", local), local).form_is_proposed
    assert not Organisation.objects.get(pk=local.pk).form_is_proposed


def test_a_form_that_nobody_says_stays_proposed_when_the_sheet_is_corrected(land):
    local = land.locals[0]
    with arranging():
        Organisation.objects.filter(pk=local.pk).update(form_is_proposed=True)
    amend(wearing("register_organisation", local), local, legal_form="", locality="Étel")
    local.refresh_from_db()
    assert (local.legal_form, local.form_is_proposed, local.locality) == ("association", True, "Étel")


def test_a_number_may_stay_and_may_not_be_taken(land):
    amend(wearing("register_organisation"), land.locals[0], rna="W351000001")
    amend(wearing("register_organisation"), land.locals[0], rna="W351000001")
    with pytest.raises(Invalid, match="ESS pays d’Étel"):
        amend(wearing("register_organisation"), land.locals[1], rna="W351000001")


def test_another_pole_nobody_and_another_right_may_not(land):
    local, other = land.locals
    for actor in (NOBODY, wearing("register_organisation", other), wearing("read", local)):
        with pytest.raises(Denied):
            amend(actor, local)


def test_an_organisation_outside_the_network_is_amended_by_those_who_keep_the_whole_directory(land):
    with arranging():
        funder = OrganisationFactory(name="Fonds")
    assert may_amend_organisation(wearing("register_organisation"), funder)
    refused = may_amend_organisation(wearing("register_organisation", land.locals[0], funder), funder)
    assert not refused
    assert "pas du réseau" in refused.why


def test_the_database_refuses_a_number_of_the_wrong_form(land):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), arranging(), transaction.atomic():
        Organisation.objects.filter(pk=land.head.pk).update(siren="12")


@pytest.mark.parametrize("reach", ["local", "departmental", "regional", ""])
def test_how_far_an_organisation_acts_is_said_by_those_who_keep_the_directory(land, reach):
    with arranging():
        structure = OrganisationFactory(name="La Yole commune", reach="" if reach else "local")
    for actor in (NOBODY, wearing("register_organisation", land.locals[0], structure), wearing("read")):
        with pytest.raises(Denied):
            amend(actor, structure, reach=reach)
    before = structure.reach
    amend(wearing("register_organisation"), structure, reach=reach)
    structure.refresh_from_db()
    assert structure.reach == reach
    change = Change.objects.filter(row=structure.pk).latest("id")
    assert (change.before["reach"], change.after["reach"]) == (before, reach)


def test_it_is_one_of_three_and_never_that_of_the_network(land):
    with arranging():
        structure = OrganisationFactory()
    for organisation, reach in ((structure, "mondiale"), (land.locals[0], "local")):
        with pytest.raises(Invalid) as refusal:
            amend(wearing("register_organisation"), organisation, reach=reach)
        assert refusal.value.field == "reach"
    with pytest.raises(IntegrityError, match="reach_outside_the_network"), transaction.atomic(), arranging():
        Organisation.objects.filter(pk=land.locals[0].pk).update(reach="local")
