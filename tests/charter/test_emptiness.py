"""Not using the software is no fault: where nothing was entered, nothing is found at fault, in either federation. Once a
register is declared kept, what is not written there does not exist."""

import pytest
from django.conf import settings
from django.test import override_settings

from kevread.charter.engine import Finding, framework, verdicts
from kevread.charter.models import Keeping
from kevread.common.verdicts import Reason, Verdict
from kevread.directory.models import Organisation
from tests.conftest import TODAY, arranging
from tests.factories import AffiliationFactory, KeepingFactory, OrganisationFactory
from tests.worlds import World, open_bodies, open_spaces

pytestmark = pytest.mark.django_db
FEDERATIONS = {"bretagne": "cress", "exemple": "la-ronde"}


@pytest.fixture(params=FEDERATIONS)
def empty(request):
    """Organisations of each scale, and nothing else."""
    with override_settings(KEVREAD_FEDERATION=settings.FEDERATIONS / request.param):
        with arranging():
            built = World(OrganisationFactory(scale="head", slug=FEDERATIONS[request.param], name="La tête"))
            grouping = OrganisationFactory(grouping=True, rna="", legal_form="")
            built.groupings, built.locals[grouping] = [grouping], [OrganisationFactory(local=True, legal_form="")]
        yield built


def opened(built: World) -> None:
    """Their bodies, where nobody sits, and who belongs to whom."""
    with arranging():
        for one in built.organisations:
            open_bodies(built, one)
        open_spaces(built)
        (grouping,) = built.groupings
        AffiliationFactory(member=built.locals[grouping][0], of=grouping)
        AffiliationFactory(member=grouping, of=built.head)


def at_fault() -> list[tuple[str, str]]:
    return [(f.clause.key, f.organisation.slug) for f in verdicts(TODAY) if f.verdict is Verdict.BREACHES]


def test_no_fault_is_born_of_emptiness(empty):
    assert {finding.clause.key for finding in verdicts(TODAY)} == {
        clause.key for one in framework().articles.values() for clause in one.clauses
        if clause.way in ("check", "attested") and any(Organisation.objects.filter(scale__in=clause.binds))
    }  # fmt: skip
    assert at_fault() == []
    opened(empty)
    assert at_fault() == []


def test_what_is_not_known_says_what_is_to_be_filled_in(empty):
    opened(empty)
    for finding in verdicts(TODAY):
        if finding.verdict is Verdict.UNKNOWN:
            assert finding.reason in {Reason.NOT_KEPT, Reason.NOT_DECIDED, Reason.NOT_ATTESTED, Reason.NO_DATA}


def kept(built: World, register: str) -> list[Finding]:
    with arranging():
        for one in built.organisations:
            KeepingFactory(organisation=one, register=register)
    return [finding for finding in verdicts(TODAY) if finding.verdict is Verdict.BREACHES]


def test_in_a_register_that_is_kept_absence_means_something(empty):
    opened(empty)
    found = {finding.clause.check.registers for finding in kept(empty, "mandates") if finding.clause.check}
    assert {register for needed in found for register, _ in needed} == {"mandates"}
    with arranging():
        Keeping.objects.all().delete()
    assert at_fault() == []
