"""Proofs of what the common framework says of local dues, and of what they are for."""

from datetime import timedelta

from kevread.charter.models import Keeping
from kevread.common.verdicts import Verdict
from kevread.directory.models import Organisation
from kevread.finance.models import LocalBalance, LocalLine
from tests.charter.proofs import board, judged, planted, proves
from tests.conftest import TODAY
from tests.worlds import World

DAY = timedelta(days=1)
OPENED, CLOSED = TODAY - 30 * DAY, TODAY


def local(small: World) -> Organisation:
    return small.locals[small.groupings[0]][0]


def account(at: Organisation, *lines: tuple[str, int], closing: int = 0, **more: object) -> None:
    """From 0 € to so many cents, with these lines on its last day."""
    told = {"organisation": at, "source": "Relevé du compte"}
    LocalBalance.objects.create(day=OPENED, cents=0, **told)
    LocalBalance.objects.create(**{"day": CLOSED, "cents": closing, **told, **more})
    for kind, cents in lines:
        LocalLine.objects.create(organisation=at, kind=kind, cents=cents, day=CLOSED, words="Assemblée générale")


@proves("R5.3", clause=2, before=Verdict.UNKNOWN, also=("R5.4/1",))  # the account that tells it tells the other
def test_a_local_hands_its_dues_on(small: World):
    account(local(small), ("dues", 100), ("handed", 100))


@proves("R5.4", before=Verdict.UNKNOWN, also=("R5.3/2",))
def test_dues_pay_for_something_else(small: World):
    account(local(small), ("dues", 100), ("else", 100))


def test_what_an_account_tells_of_dues_and_what_it_does_not(small: World):
    at = local(small)
    conforms, breaches, unknown = Verdict.CONFORMS, Verdict.BREACHES, Verdict.UNKNOWN
    told = {
        "spent on its life and its house": ([("dues", 100), ("life", 60), ("house", 40)], 0, {}, conforms, conforms),
        "something else, by other income": ([("income", 100), ("else", 100)], 0, {}, conforms, conforms),
        "a cent more than other income": ([("income", 100), ("dues", 1), ("else", 101)], 0, {}, conforms, breaches),
        "a cent went that nobody wrote": ([("dues", 100), ("life", 99)], 0, {}, conforms, unknown),
        "a cent came that nobody wrote": ([("dues", 100), ("life", 99)], 2, {}, conforms, conforms),
        "handed on": ([("dues", 100), ("handed", 100)], 0, {}, breaches, conforms),
        "closed tomorrow": ([("dues", 100), ("handed", 100)], 0, {"day": TODAY + DAY}, unknown, unknown),
        "undone": ([("dues", 100), ("else", 100)], 0, {"undone_on": TODAY}, unknown, unknown),
    }
    for name, (lines, closing, more, handed, elsewhere) in told.items():

        def plant(small: World, lines=lines, closing=closing, more=more) -> None:
            account(at, *lines, closing=closing, **more)

        with planted(small, plant):
            found = board("R5.3", "R5.4")
            assert (found["R5.3/2", at.pk][0], found["R5.4/1", at.pk][0]) == (handed, elsewhere), name


def test_nothing_is_known_of_who_keeps_no_account(small: World):
    at = local(small)

    def unkept(small: World) -> None:
        account(at, ("dues", 100), ("handed", 50), ("else", 50))
        for one in Keeping.objects.filter(organisation=at, register="local_life"):
            one.delete()

    with planted(small, unkept):
        assert {judged(clause, at.pk)[0] for clause in ("R5.3/2", "R5.4/1")} == {Verdict.UNKNOWN}
