"""Proofs of what the common framework says of accounts."""

from datetime import timedelta
from typing import Any

from kevread.common.verdicts import Verdict
from kevread.directory.models import Organisation
from kevread.ledgers.models import Balance, Book, Passage
from tests.charter.proofs import board, planted, proves
from tests.conftest import NOW, TODAY
from tests.factories import since
from tests.worlds import World


def kept(of: Organisation, account: str = "613", **more: Any) -> Book:
    """A file that counts, of one account."""
    given: dict[str, Any] = {
        "state": "kept", "kept_at": NOW, "period": since(TODAY - timedelta(days=700), TODAY - timedelta(days=336)),
    } | more  # fmt: skip
    book = Book.objects.create(
        organisation=of, kind="balance", name="a.csv", sha256="0" * 64, digest="0" * 64, lines=1, read_at=NOW, debit=100,
        credit=100, **given,
    )  # fmt: skip
    Balance.objects.create(book=book, account=account, debit=100, credit=0, lines=1)
    return book


def said(of: Organisation, account: str) -> Passage:
    day = TODAY - timedelta(days=800)
    return Passage.objects.create(organisation=of, account=account, parts=[["SUPPORT", 1]], period=since(day))


@proves("R5.5", also=("R7.24/1",))
def test_a_grouping_has_an_account_of_which_nothing_is_said(small: World):
    kept(small.groupings[0])


@proves("R7.24", also=("R5.5/1",))
def test_the_head_has_an_account_of_which_nothing_is_said(small: World):
    kept(small.head)


def test_what_is_said_or_no_longer_counts_or_is_no_expense_is_none_of_it(small: World):
    grouping = small.groupings[0]

    def another_year(_: World) -> None:
        kept(grouping)
        kept(grouping, "512", period=since(TODAY - timedelta(days=335), TODAY - timedelta(days=1)))

    told = {
        "said": (lambda _: (kept(grouping), said(grouping, "61")), Verdict.CONFORMS),
        "said of other accounts": (lambda _: (kept(grouping), said(grouping, "62")), Verdict.BREACHES),
        "read and not kept": (lambda _: kept(grouping, state="read", kept_at=None), Verdict.CONFORMS),
        "kept later": (lambda _: kept(grouping, kept_at=NOW + timedelta(days=1)), Verdict.CONFORMS),
        "of the balance sheet": (lambda _: kept(grouping, "512"), Verdict.CONFORMS),
        "of another year than the last": (another_year, Verdict.CONFORMS),
    }
    for name, (plant, verdict) in told.items():
        with planted(small, plant):
            assert board()["R5.5/1", grouping.pk][0] is verdict, name
