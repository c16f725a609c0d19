"""The full cost of an action equals one computed by hand; what accounts mean is said from a day on, and keys are frozen."""

from datetime import date
from typing import Any

import pytest

from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied, Invalid, Refused
from kevread.directory.models import Organisation
from kevread.ledgers import operations
from kevread.ledgers.loader import load
from kevread.ledgers.models import Book, Code, Key, Passage
from kevread.ledgers.queries.codes import codes_of
from kevread.ledgers.queries.costs import Analysis, actions_of, along_axes, analysed
from kevread.ledgers.queries.meaning import suggestion
from tests.conftest import NOW

from .files import fec, opened, row

pytestmark = pytest.mark.django_db
SINCE = date(2026, 1, 1)


def say(
    of: Organisation, account: str, *parts: tuple[str, int], section: str = "", since: date = SINCE, **codes: str
) -> Passage:
    asked = {"account": account, "section": section, "parts": parts, "codes": codes, "since": since}
    return operations.set_passage(actor=SYSTEM, organisation=of, now=NOW, **asked)


def key(of: Organisation, source: str, *parts: tuple[str, int], basis: str = "fixed", year: int = 2026) -> Key:
    asked = {"organisation": of, "year": year, "source": source, "basis": basis, "parts": parts}
    return operations.set_key(actor=SYSTEM, now=NOW, **asked)


def entry(number: int, *rows: dict[str, str]) -> list[dict[str, str]]:
    return [one | {"EcritureNum": str(number)} for one in rows]


def book(of: Organisation, *entries: list[dict[str, str]]) -> Book:
    data = fec([line for one in entries for line in one])
    asked: dict[str, Any] = {"file": opened(data), "name": "a.txt", "last": date(2026, 12, 31)}
    found = operations.read(actor=SYSTEM, organisation=of, now=NOW, **asked)
    return operations.keep(actor=SYSTEM, book=found, seen=None, now=NOW)


def spent(number: int, account: str, euros: str) -> list[dict[str, str]]:
    return entry(number, row(account, debit=euros), row("512", credit=euros))


def figures(found: Analysis) -> dict[str, tuple[int, int, int, int]]:
    return {one.code: (one.direct, one.received, one.full, one.products) for one in actions_of(found)}


def test_a_full_cost_equals_one_computed_by_hand(scene):
    """Rent 100,01 € in two lines, shared by halves line by line: 50,01 € of animation (25,01 + 25,00) and 50,00 € of support.
    Salaries of animation 1 000 €, of accompaniment 600 €, of direction 300 €. Direction gives a third to support, the rest to
    accompaniment; support gives 1 to animation, 3 to accompaniment.

    Direction 300 → support 100, accompaniment 200. Support 50,00 + 100 = 150,00 → animation 37,50, accompaniment 112,50.
    Animation: 1 050,01 + 37,50 = 1 087,51. Accompaniment: 600 + 200 + 112,50 = 912,50. In all 2 000,01.
    """
    here = scene.grouping
    say(here, "613", ("ANIMATION", 1), ("SUPPORT", 1), N="SUPPORT")
    say(here, "641", ("ANIMATION", 1), N="ANIMATION")
    say(here, "6411", ("ACCOMPAGNEMENT", 1), N="DEVELOPPEMENT")
    say(here, "6412", ("DIRECTION", 1), N="SUPPORT")
    say(here, "74", ("ANIMATION", 1), N="ANIMATION", F="REGION")
    key(here, "DIRECTION", ("SUPPORT", 1), ("ACCOMPAGNEMENT", 2))
    key(here, "SUPPORT", ("ANIMATION", 1), ("ACCOMPAGNEMENT", 3), basis="staff")
    made = book(
        here, spent(1, "6130", "50,01"), spent(2, "6130", "50,00"), spent(3, "6410", "1000"), spent(4, "6411", "600"),
        spent(5, "6412", "300"), entry(6, row("512", debit="1500"), row("741", credit="1500")), spent(7, "622", "7"),
        entry(8, row("864", debit="90"), row("875", credit="90")),
    )  # fmt: skip
    found = analysed(made)
    assert figures(found) == {
        "SUPPORT": (5000, -5000, 0, 0),
        "DIRECTION": (30000, -30000, 0, 0),
        "ANIMATION": (105001, 3750, 108751, 150000),
        "ACCOMPAGNEMENT": (60000, 31250, 91250, 0),
    }
    assert (sum(one.full for one in actions_of(found)), found.left) == (200001, 0)
    assert [one.account for one in found.unsaid] == ["622"]
    halves = {one.code: (one.cents, one.whole, one.part) for one in found.posted if one.account == "6130"}
    assert halves == {"ANIMATION": (5001, 10001, (1, 2)), "SUPPORT": (5000, 10001, (1, 2))}
    told = {label: {code: (out, brought) for code, _, out, brought in rows} for label, rows in along_axes(found)}
    assert told["Nature"] == {"ANIMATION": (100000, 150000), "DEVELOPPEMENT": (60000, 0), "SUPPORT": (40001, 0)}
    assert told["Financeur, convention"][""] == (200001, 0)


def test_what_is_said_counts_for_the_years_that_end_while_it_holds(scene):
    here = scene.grouping
    say(here, "61", ("SUPPORT", 1))
    made = book(here, spent(1, "6130", "10"))
    passage = say(here, "61", ("ANIMATION", 1), since=date(2027, 1, 1))
    say(here, "613", ("ACCOMPAGNEMENT", 1), since=date(2027, 1, 1))  # more precise, and of another year
    assert list(figures(analysed(made))) == ["SUPPORT"]
    assert Passage.objects.filter(organisation=here, account="61").count() == 2
    again = say(here, "61", ("DIRECTION", 1), since=date(2027, 1, 1))
    assert again.pk == passage.pk
    with pytest.raises(Invalid, match="commence plus tard"):
        say(here, "61", ("ANIMATION", 1), since=date(2026, 6, 1))
    operations.end_passage(actor=SYSTEM, passage=again, last=date(2027, 1, 1), now=NOW)
    assert Passage.objects.get(pk=again.pk).dates.last == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"account": "0"}, "account"),
        ({"account": "x"}, "account"),
        ({"parts": []}, "parts"),
        ({"parts": [("RIEN", 1)]}, "parts"),
        ({"parts": [("SUPPORT", 0)]}, "parts"),
        ({"parts": [("SUPPORT", 1), ("SUPPORT", 2)]}, "parts"),
        ({"parts": [("SUPPORT", 1_000_001)]}, "parts"),
        ({"codes": {"N": "RIEN"}}, "codes"),
        ({"codes": {"S": "CRESS"}}, "codes"),
        ({"codes": {"P": "SUPPORT"}}, "codes"),
    ],
)
def test_what_is_said_of_an_account_is_of_the_codes_that_are_there(scene, asked, field):
    given: dict[str, Any] = {"account": "61", "section": "", "codes": {}, "parts": [("SUPPORT", 1)], "since": SINCE}
    with pytest.raises(Invalid) as raised:
        operations.set_passage(actor=SYSTEM, organisation=scene.grouping, now=NOW, **given | asked)
    assert raised.value.field == field


def test_the_common_codes_are_locked_and_ours_begin_by_our_prefix(scene, small):
    head = small.head
    asked = {"axis": "P", "label": "Alimentation durable", "since": SINCE, "now": NOW}
    for code in ("SUPPORT", "ALIM", "G1-ALIM", "CRESS-", "CRESS-A B"):
        with pytest.raises(Invalid, match="commence par CRESS-") as raised:
            operations.open_code(actor=SYSTEM, organisation=head, code=code, **asked)
        assert raised.value.field == "code"
    made = operations.open_code(actor=SYSTEM, organisation=head, code=" cress-alim ", **asked)
    assert codes_of(head, "P", SINCE)["CRESS-ALIM"] == "Alimentation durable"
    with pytest.raises(Invalid, match="déjà là"):
        operations.open_code(actor=SYSTEM, organisation=head, code="CRESS-ALIM", **asked)
    with pytest.raises(Invalid):
        operations.open_code(actor=SYSTEM, organisation=head, code="CRESS-X", **asked | {"axis": "S"})
    with pytest.raises(Refused, match="préfixe"):
        operations.open_code(actor=SYSTEM, organisation=scene.first, code="X-1", **asked)
    with pytest.raises(Invalid):
        operations.close_code(actor=SYSTEM, code=made, last=date(2025, 12, 31), now=NOW)
    operations.close_code(actor=SYSTEM, code=made, last=date(2026, 6, 30), now=NOW)
    assert "CRESS-ALIM" in codes_of(head, "P", date(2026, 6, 30))
    assert "CRESS-ALIM" not in codes_of(head, "P", date(2026, 7, 1))
    with pytest.raises(Refused, match="déjà clos"):
        operations.close_code(actor=SYSTEM, code=Code.objects.get(pk=made.pk), last=date(2026, 7, 1), now=NOW)


def test_keys_that_would_turn_round_are_refused_and_frozen_ones_stay(scene):
    here = scene.grouping
    key(here, "SUPPORT", ("DIRECTION", 1))
    with pytest.raises(Invalid, match="tourneraient en rond"):
        key(here, "DIRECTION", ("ANIMATION", 1), ("SUPPORT", 1))
    with pytest.raises(Invalid, match="vers ce qu’elle répartit"):
        key(here, "SUPPORT", ("SUPPORT", 1))
    assert key(here, "DIRECTION", ("SUPPORT", 1), year=2025).year == 2025
    assert operations.freeze_keys(actor=SYSTEM, organisation=here, year=2026, now=NOW) == 1
    for source in ("SUPPORT", "VIE-LOCALE"):  # one that was said, one more
        with pytest.raises(Refused, match="Les clés de 2026 sont figées"):
            key(here, source, ("ANIMATION", 1))
    with pytest.raises(Refused, match="n’attend"):
        operations.freeze_keys(actor=SYSTEM, organisation=here, year=2026, now=NOW)
    for asked, field in (
        ({"source": "X"}, "source"),
        ({"basis": "x"}, "basis"),
        ({"year": 1999}, "year"),
        ({"year": 2028}, "year"),
    ):
        given: dict[str, Any] = {"organisation": here, "year": 2026, "source": "ANIMATION", "basis": "fixed"}
        with pytest.raises(Invalid) as raised:
            operations.set_key(actor=SYSTEM, parts=[("VIE-LOCALE", 1)], now=NOW, **given | asked)
        assert raised.value.field == field


def test_what_is_proposed_comes_from_the_neighbours_then_from_usage(scene):
    here = scene.grouping
    assert suggestion(here, "6411", "", SINCE) == {"action_1": "ANIMATION", "part_1": 1, "axis_N": "ANIMATION"}
    assert suggestion(here, "899", "", SINCE) == {}
    say(here, "64", ("SUPPORT", 2), ("DIRECTION", 1), F="ETAT")
    assert suggestion(here, "6411", "", SINCE) == {
        "axis_F": "ETAT", "action_1": "SUPPORT", "part_1": 2, "action_2": "DIRECTION", "part_2": 1,
    }  # fmt: skip


def test_nobody_from_above_says_what_the_accounts_of_a_pole_are(scene):
    asked = {"account": "61", "section": "", "codes": {}, "parts": [("SUPPORT", 1)], "since": SINCE}
    with pytest.raises(Denied):
        operations.set_passage(actor=scene.direction, organisation=scene.first, now=NOW, **asked)
    say(scene.first, "61", ("SUPPORT", 1))
    assert not Passage.objects.visible_to(scene.direction).filter(organisation=scene.first).exists()


def test_what_is_wrong_in_the_framework_is_told_with_its_line(tmp_path):
    path = tmp_path / "analytics.yaml"
    path.write_text(
        "axes: {P: {label: Action}}\n"
        "codes:\n"
        "  - {axis: Q, code: A, label: A, since: 2026-01-01}\n"
        "  - {axis: P, code: a b, label: A, since: 2026-01-01}\n"
        "  - {axis: P, code: G1-X, label: A, since: 2026-01-01}\n"
        "  - {axis: P, code: B, label: A, since: 2026-01-01, until: 2026-06-30}\n"
        "  - {axis: P, code: B, label: A, since: 2026-06-30}\n"
        "prefixes: {un: G1, deux: G1}\n"
        'suggestions: {"6": {P: Z}}\n',
        encoding="utf-8",
    )
    with pytest.raises(Invalid) as raised:
        load(path)
    said = str(raised.value)
    for words in (
        "l’axe « Q »",
        "« a b »",
        "« G1-X » commence",
        "« B » est là deux fois",
        "même préfixe",
        "« Z » n’est pas",
    ):
        assert words in said
