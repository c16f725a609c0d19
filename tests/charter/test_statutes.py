"""Proofs of what the common framework says of locals that hand over to their grouping."""

from kevread.statutes.models import HandingOver
from tests.arrange import TODAY
from tests.charter.proofs import proves
from tests.worlds import World, put


def of_first(small: World, subject: str):
    local = small.locals[small.groupings[0]][0]
    return HandingOver.objects.filter(local=local, subject=subject)


@proves("R5.1", clause=2, also=("R9.3/2",))
def test_the_day_of_the_funding_was_a_mistake(small: World):
    put(of_first(small, "funding"), undone_on=TODAY)


@proves("R6.1", clause=2, also=("R9.3/2",))
def test_the_grouping_alone_set_the_day_of_the_staff(small: World):
    put(of_first(small, "staff"), local_decided_on=None)


@proves("R9.3", clause=2)
def test_the_local_alone_set_the_day_of_the_contracts(small: World):
    put(of_first(small, "contracts"), grouping_decided_on=None)
