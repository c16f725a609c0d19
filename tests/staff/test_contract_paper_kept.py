"""The paper of a contract, signed here or deposited: as what it is kept, what holds it, and what takes it."""

from datetime import date

import pytest

from kevread.base.models import as_range
from kevread.common.periods import Period, add_months
from kevread.documents.files import File
from kevread.documents.models import Removal
from kevread.documents.queries.keeping import holds, term_of
from kevread.journal.tables import verify_tables
from kevread.privacy.operations import carry_out, decide_purge
from kevread.staff.models import Contract, Terms
from kevread.staff.operations import deposit
from tests.conftest import NOW, TODAY, arranging
from tests.documents.test_receive import pdf

from .conftest import asks, signs

pytestmark = pytest.mark.django_db


def signed_by_both(staffing, contract, president) -> Contract:
    circle = asks(staffing, contract, president)
    signs(president, circle)
    signs(contract.person, circle)
    contract.refresh_from_db()
    return contract


def over(contract: Contract) -> None:
    """It ended so long ago that it is kept no more."""
    period = as_range(Period(date(2015, 1, 1), date(2021, 1, 1)))
    Contract.objects.filter(pk=contract.pk).update(period=period)
    Terms.objects.filter(contract=contract).update(period=period)


@pytest.mark.parametrize("how", ["signed here", "deposited"])
def test_it_has_its_sort_and_its_contract_holds_it_past_that_term(staffing, contract, president, how):
    if how == "signed here":
        signed_by_both(staffing, contract, president)
    else:
        file = File("c.pdf", pdf(), "application/pdf")
        contract = deposit(actor=staffing.direction, contract=staffing.contract(), file=file, now=NOW)
    term = term_of(contract.paper, TODAY)
    assert term.keeping is not None and term.keeping.kind == "contracts"
    assert term.until == add_months(TODAY if how == "signed here" else contract.signed_on, 60)
    assert "contrat de travail" in holds([contract.paper_id], TODAY)[contract.paper_id]
    with arranging():
        over(contract)
    assert holds([contract.paper_id], TODAY) == {}


def test_a_purge_of_the_contract_takes_the_paper_that_was_signed_here_and_what_it_said(staffing, contract, president):
    signed_by_both(staffing, contract, president)
    version = contract.paper.versions.get()
    assert contract.paper_id == contract.draft_id and version.data["person"] == str(contract.person)
    with arranging():
        over(contract)
    scene = staffing.scene
    made = decide_purge(actor=scene.coordination, within=scene.world.head, kinds=["contracts"], why="N° 3", now=NOW)
    carry_out(purge=made.pk, now=NOW)
    version.refresh_from_db()
    assert Removal.objects.get().document_id == contract.paper_id
    assert not version.data and version.content.file is None
    assert verify_tables(None)["faults"] == []
