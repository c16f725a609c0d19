"""What a federation says of its staff: read whole, each fault with its line."""

from datetime import date

import pytest

from kevread.delegations.loader import load as load_acts
from kevread.seats.loader import load as load_bodies
from kevread.staff.loader import load
from tests.databases import ROOT


@pytest.mark.parametrize("name", ["bretagne", "exemple"])
def test_what_it_names_stands_in_its_other_files(name):
    folder = ROOT / "federations" / name
    staff, acts = load(folder / "staff.yaml"), load_acts(folder / "delegations.yaml").acts
    assert {code for code in (staff.signs, staff.dismisses) if code} <= set(acts)
    bodies = load_bodies(folder / "bodies.yaml").each
    titles = {
        seat.title for bodies_ in bodies.values() for body in bodies_ if body.kind == "team" for seat in body.seats
    }
    assert {one.seat for one in staff.functions.values() if one.seat} <= titles
    assert sum(one.directs for one in staff.functions.values()) == 1


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("functions:\n  a: {label: A, mission: rien}\n", "la mission « rien »"),
        (
            "agreements:\n  a:\n    label: A\n    idcc: 1\n    values:\n"  # noqa: ISC004
            '      - {since: 2026-01-01, v1: "1", v2: "1"}\n      - {since: 2025-01-01, v1: "1", v2: "1"}\n',
            "les valeurs se suivent",
        ),
        (
            "agreements:\n  a:\n    label: A\n    idcc: 1\n    seniority:\n"  # noqa: ISC004
            "      - {since: 2026-01-01, points: 2}\n      - {since: 2026-01-01, points: 1}\n",
            "les valeurs se suivent",
        ),
        *(
            (
                f"agreements:\n  a:\n    label: A\n    idcc: 1\n    seniority: [{{since: 2026-01-01, {said}}}]\n",
                "au moins un point",
            )
            for said in ("points: 0", "points: 2, months: 0")
        ),
    ],
)
def test_each_fault_is_told(tmp_path, said, told):
    path = tmp_path / "staff.yaml"
    path.write_text(said, encoding="utf-8")
    with pytest.raises(Exception, match=told):
        load(path)


def test_what_seniority_adds_is_of_its_day(tmp_path):
    path = tmp_path / "staff.yaml"
    path.write_text(
        "agreements:\n  a:\n    label: A\n    idcc: 1\n    seniority:\n"
        "      - {since: 2024-01-01, points: 2}\n      - {since: 2026-01-01, points: 3, months: 24}\n",
        encoding="utf-8",
    )
    agreement = load(path).agreements["a"]
    on = [agreement.seniority_on(date(*day)) for day in ((2023, 12, 31), (2024, 1, 1), (2025, 12, 31), (2026, 1, 1))]
    assert [(one.points, one.months) if one else None for one in on] == [None, (2, 12), (2, 12), (3, 24)]
