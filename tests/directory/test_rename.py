from datetime import date

import pytest

from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied, Invalid
from kevread.directory.models import Name
from kevread.directory.operations import rename
from tests.conftest import NOW

from .conftest import wearing

BRAND, STATUTORY = Name.Kind.BRAND, Name.Kind.STATUTORY


def call(land, text, since, kind=BRAND, actor=SYSTEM):
    return rename(actor=actor, organisation=land.locals[0], kind=kind, text=text, since=since, now=NOW)


def names_on(land, day, kind=BRAND):
    return [name.text for name in land.locals[0].names.on(day).filter(kind=kind)]


def test_the_former_name_stays_true_of_the_days_before(land):
    call(land, "ESS Étel", date(2025, 1, 1))
    call(land, "ESS Ria d’Étel", date(2026, 3, 1))
    assert names_on(land, date(2026, 2, 28)) == ["ESS Étel"]
    assert names_on(land, date(2026, 3, 1)) == ["ESS Ria d’Étel"]
    land.locals[0].refresh_from_db()
    assert land.locals[0].name == "ESS Ria d’Étel"


def test_a_statutory_name_does_not_hide_the_brand(land):
    call(land, "ESS Étel", date(2025, 1, 1))
    call(land, "Association du pays d’Étel", date(2026, 1, 1), kind=STATUTORY)
    land.locals[0].refresh_from_db()
    assert land.locals[0].name == "ESS Étel"


@pytest.mark.parametrize(
    "text, since, field, words",
    [
        ("", date(2026, 1, 1), "text", "nouveau nom"),
        ("ESS Étel", date(2026, 5, 1), "text", "déjà son nom"),
        ("Autre", date(2027, 1, 1), "since", "prend effet"),
        ("Autre", date(2025, 1, 1), "since", "1er janvier 2025"),
    ],
)
def test_what_does_not_hold_is_refused_on_its_field(land, text, since, field, words):
    call(land, "ESS Étel", date(2025, 1, 1))
    with pytest.raises(Invalid, match=words) as refusal:
        call(land, text, since)
    assert refusal.value.field == field


def test_another_pole_may_not(land):
    with pytest.raises(Denied):
        call(land, "Autre", date(2026, 1, 1), actor=wearing("register_organisation", land.locals[1]))
