"""What the pages of a contract offer and show: the decisions that let one hire, and what was so on a past day."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse

from kevread.base.models import as_range
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period
from kevread.directory.models import Person
from kevread.documents.contracts import as_data
from kevread.staff.models import Contract
from kevread.staff.operations.signing import require_same
from kevread.staff.queries.enabling import offered
from kevread.staff.queries.signing import paper_of
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import decided
from tests.gatherings.screens import said

from .conftest import asks

pytestmark = pytest.mark.django_db


def test_only_decisions_that_may_let_one_hire_are_offered(staffing, settings):
    board = f"{staffing.grouping.slug}-board"
    with arranging():
        hires, other, unclassed = decided(board, "recrutement"), decided(board, "budget"), decided(board, "")
    found = set(offered(staffing.direction, staffing.grouping).values_list("pk", flat=True))
    assert {hires.pk, unclassed.pk} <= found and other.pk not in found
    client = entered_as(Person.objects.get(pk=staffing.direction.person), settings)
    page = client.get(reverse("staff:hire", args=[staffing.grouping.slug])).text
    assert str(hires.pk) in page and str(other.pk) not in page


def test_on_a_past_day_the_page_says_that_it_was_not_signed_and_shows_no_demand(
    staffing, contract, president, settings
):
    with arranging():
        Contract.objects.filter(pk=contract.pk).update(period=as_range(Period(date(2026, 1, 1))))
    asks(staffing, contract, president)
    client = entered_as(Person.objects.get(pk=staffing.direction.person), settings)
    where = reverse("staff:contract", args=[staffing.grouping.slug, contract.pk])
    assert "attend ses signatures" in said(client.get(where))
    before = said(client.get(f"{where}?au=2026-10-01"))
    assert "Ce contrat n’était pas encore signé ce jour-là" in before and "attend ses signatures" not in before
    with arranging():
        Contract.objects.filter(pk=contract.pk).update(signed_on=date(2026, 11, 20), signatory=president)
    before = said(client.get(f"{where}?au=2026-10-01"))
    assert "n’était pas encore signé" in before and "20 novembre 2026" not in before
    assert "20 novembre 2026" in said(client.get(where))


REPLACES = {"kind": "cdd", "motive": "Remplacement d’une salariée absente", "is_replacement": True}
WHOM = "Awa Le Goff, déléguée territoriale, groupe F"


def test_a_contract_that_replaces_somebody_names_them_on_its_paper(staffing, president):
    fixed = REPLACES | {"period": Period.through(date(2026, 12, 1), date(2027, 3, 31)), "signs_here": True}
    for wrong, field in (
        (fixed, "replaces"),
        (fixed | {"replaces": "x" * 201}, "replaces"),
        (fixed | {"replaces": WHOM, "is_replacement": False}, "replaces"),
    ):
        with pytest.raises(Invalid) as refusal:
            staffing.contract(**wrong)
        assert refusal.value.field == field and staffing.is_untouched
    contract = staffing.contract(**fixed, replaces="  Awa Le Goff,\n déléguée territoriale, groupe F ")
    paper = paper_of(contract, None, TODAY)
    assert paper.replaces == WHOM and not any("remplacé" in one for one in paper.unsaid)
    with arranging():
        Contract.objects.filter(pk=contract.pk).update(replaces="")
    contract.refresh_from_db()
    assert "qui est remplacé·e, et sa qualification" in paper_of(contract, None, TODAY).unsaid
    elsewhere = staffing.contract(**REPLACES, period=Period.through(date(2026, 1, 1), date(2026, 6, 30)))
    assert elsewhere.replaces == "", "what was signed elsewhere says it there"


def test_a_paper_that_was_set_before_it_named_anybody_still_says_what_is_written(contract):
    """It says nothing of what its contract does not say; of what is said there since, it is another."""
    data = as_data(paper_of(contract, None, TODAY))
    data.pop("replaces")
    made = SimpleNamespace(version=SimpleNamespace(data=data, made_at=NOW), signed_at=NOW)
    require_same(contract, made)
    with arranging():
        Contract.objects.filter(pk=contract.pk).update(replaces=WHOM)
    contract.refresh_from_db()
    with pytest.raises(Refused, match="a changé"):
        require_same(contract, made)
