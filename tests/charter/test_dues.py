"""Proofs of what the common framework says of dues."""

from datetime import timedelta
from typing import Any

from kevread.common.verdicts import Verdict
from kevread.decisions.models import Application
from kevread.directory.models import Organisation
from kevread.dues.models import Bracket, Call, Due, Tariff
from tests.charter.proofs import board, planted, proves
from tests.conftest import TODAY
from tests.factories import AffiliationFactory, OrganisationFactory, since
from tests.gatherings.decided import decided
from tests.worlds import World


def asked(small: World, of: Organisation, *, reach: str = "local", local: bool = True, **more: Any) -> Due:
    """Dues that an organisation asks of one of its members, who is one of a pôle too."""
    member = OrganisationFactory(reach=reach, legal_form="association")
    if local:
        AffiliationFactory(member=member, of=small.locals[small.groupings[0]][0])
    made = AffiliationFactory(member=member, of=of)
    by = decided(f"{of.slug}-board", "bareme")
    opened = Application.objects.create(decision=by, kind="tariff", asked={})
    tariff = Tariff.objects.create(organisation=of, basis="flat", decided_by=opened, period=since(TODAY))
    bracket = Bracket.objects.create(tariff=tariff, rank=0, cents=4000)
    given = {"called_on": TODAY, "year": TODAY.year} | more
    call = Call.objects.create(
        organisation=of, tariff=tariff, due_on=TODAY, year=given["year"], called_on=given["called_on"]
    )
    return Due.objects.create(
        organisation=of, call=call, affiliation=made, year=given["year"], number=1, bracket=bracket, by_tariff=4000,
        cents=given.get("cents", 4000), reason=given.get("reason", ""), undone_on=given.get("undone_on"),
    )  # fmt: skip


@proves("R5.3", also=("R0.9/1", "R0.9/2", "R0.9/3"))  # nobody decided who fixes a tariff
def test_a_grouping_asks_the_dues_of_a_local_structure_of_a_pole(small: World):
    asked(small, small.groupings[0])


def test_what_is_asked_elsewhere_is_local_dues_and_nothing_else(small: World):
    grouping = small.groupings[0]
    told = {
        "departmental": ({"reach": "departmental"}, Verdict.CONFORMS),
        "nobody said how far": ({"reach": ""}, Verdict.UNKNOWN),
        "of no pôle": ({"local": False}, Verdict.CONFORMS),
        "last year": ({"year": TODAY.year - 1}, Verdict.CONFORMS),
        "later": ({"called_on": TODAY + timedelta(days=1)}, Verdict.CONFORMS),
        "nothing asked": ({"cents": 0, "reason": "Sa cotisation va à son pôle."}, Verdict.CONFORMS),
        "undone": ({"undone_on": TODAY}, Verdict.CONFORMS),
    }
    for name, (given, verdict) in told.items():
        with planted(small, lambda small, given=given: asked(small, grouping, **given)):
            assert board()["R5.3/1", grouping.pk][0] is verdict, name
