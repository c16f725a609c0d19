"""What nobody sees is no text: neither a title, nor a clause, nor ten characters of a reason; what joins letters is kept."""

import pytest

from kevread.agreements.operations import take_back, write_clause
from kevread.agreements.operations.preparing import whole
from kevread.common.errors import Invalid, Refused
from kevread.common.reading import required as read_required
from kevread.common.words import BLANK, one_line, seen
from kevread.decisions.operations.register import record_decision
from kevread.directory.operations.checks import required
from kevread.seats.models import Body
from tests.agreements.test_two_sides import approval
from tests.conftest import NOW, TODAY
from tests.guards.of_agreements import made, text
from tests.seats.scene import Scene

NOTHINGS = [
    "\u200b" * 11,
    "\u00ad" * 11,
    " \u2060\u3000\n\ufeff",
    *(11 * one for one in "\u0301\u20dd\u2065\x07"),
    "\U000e0041" * 11,
    *(11 * one for one in sorted(BLANK)),
]
JOINED = "می‌خواهم 👩‍💻 क्‍ष"  # with what joins and parts letters, inside of words


@pytest.mark.parametrize("nothing", NOTHINGS)
def test_what_nobody_sees_is_nothing(nothing):
    assert (seen(nothing), one_line(nothing)) == ("", "")
    with pytest.raises(ValueError, match="vide"):
        read_required(nothing)
    with pytest.raises(Invalid):
        required("reason", nothing, "Dites pourquoi.")
    with pytest.raises(Invalid):
        required("reason", f"Non{nothing}", "Dites pourquoi.", least=10)


def test_what_joins_letters_is_kept():
    assert one_line(JOINED) == required("reason", JOINED, "Dites pourquoi.") == read_required(JOINED) == JOINED


@pytest.mark.django_db
def test_what_nobody_sees_is_no_reason_no_clause_and_no_title(scene: Scene):
    nothing = NOTHINGS[0]
    instrument = text(made(scene, stage="talks", authority="Une lettre du 3 mars"))
    with pytest.raises(Invalid) as refused:
        take_back(actor=scene.direction, approval=approval(instrument, "groupement"), reason=nothing, now=NOW)
    assert refused.value.field == "reason"
    clause = next(one for one in instrument.clauses.order_by("rank") if one.text and not one.blanks)
    free = write_clause(actor=scene.coordination, clause=clause, text=nothing, now=NOW)
    assert free.text == ""
    with pytest.raises(Refused, match="Il reste à écrire"):
        whole(instrument, TODAY)
    asked = {"actor": scene.coordination, "body": Body.objects.get(slug="cress-board"), "outcome": "adopted"}
    for field in ("title", "text"):
        words = {"title": "Un titre", "text": "Le conseil adhère."} | {field: nothing}
        with pytest.raises(Invalid) as refused:
            record_decision(**asked, **words, decided_on=TODAY, now=NOW)
        assert refused.value.field == field
