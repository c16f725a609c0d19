"""Who may do what where, in one table, and in one committed file."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from kevread.seats import roles
from kevread.seats.loader import load

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "roles.md"


def test_the_committed_page_is_what_the_table_says():
    assert PAGE.read_text(encoding="utf-8") == roles.as_markdown(), "Lancez ./kevread manage roles"


def test_the_command_writes_the_page(tmp_path):
    page = tmp_path / "roles.md"
    call_command("roles", str(page), stdout=StringIO())
    assert page.read_text(encoding="utf-8") == roles.as_markdown()


def test_every_right_of_a_role_exists():
    for role in (*roles.every_role(), *roles.delegated().values()):
        assert set(role.rights) <= set(roles.every_right()), role.name


def test_every_right_is_somebody_s():
    for right in roles.every_right():
        assert roles.who_has(right, "head"), right


def test_every_right_that_writes_asks_for_a_second_factor():
    for role in (*roles.every_role(), *roles.delegated().values()):
        assert role.second_factor or set(role.rights) <= {"read", "read_money"}, role.name


def test_every_seat_of_the_federations_makes_a_role():
    for name in ("bretagne", "exemple"):
        bodies = load(ROOT / "federations" / name / "bodies.yaml")
        seats = [
            (scale, spec.kind, seat.title)
            for scale, specs in (*bodies.each.items(), ("head", bodies.spaces))
            for spec in specs
            for seat in spec.seats
        ]
        silent = [
            seat for seat in seats if not any(role.is_made_by(seat[1], seat[2], seat[0]) for role in roles.every_role())
        ]
        assert silent == []


@pytest.mark.parametrize(
    ("right", "scale", "names"),
    [
        ("lead_zone", "grouping", ["coordination", "direction", "grouping_president"]),
        ("record_existing", "local", ["coordination"]),
        ("entrust_secretariat", "local", ["local_president"]),
        ("keep_register", "local", ["coordination", "direction", "local_president", "secretariat"]),
    ],
)
def test_who_has_a_right_at_a_scale(right, scale, names):
    assert [role.name for role in roles.who_has(right, scale)] == names


def test_the_matrix_has_a_cell_for_each_right_and_role():
    for label, cells in roles.matrix():
        assert label in roles.every_right().values()
        assert len(cells) == len(roles.every_role()) + len(roles.delegated())
