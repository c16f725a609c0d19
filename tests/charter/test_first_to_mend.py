"""Where « Texte » says to begin: what this person may mend, and it is called the gravest only when it is."""

import re
from types import SimpleNamespace

import pytest

from kevread.charter.views.text import first_to_mend
from kevread.common.actor import NOBODY
from kevread.common.verdicts import Severity
from tests.charter.test_screen_text import at, crowd, text_of
from tests.conftest import arranging
from tests.worlds import World, end


def test_what_one_may_mend_is_not_called_the_gravest_when_something_is_graver(monkeypatch):
    def reading(severity: Severity, mends: bool) -> SimpleNamespace:
        gesture = SimpleNamespace(hat=lambda actor: mends)
        return SimpleNamespace(findings=[SimpleNamespace(severity=severity, gesture=gesture)])

    monkeypatch.setattr("kevread.charter.views.text.outcome", lambda finding: "breaches")
    monkeypatch.setattr("kevread.charter.views.text.gesture_of", lambda finding: finding.gesture)
    blocking, major = reading(Severity.BLOCKING, mends=False), reading(Severity.MAJOR, mends=True)
    assert first_to_mend([blocking, major], NOBODY) == (major, "Commencer par ce que vous pouvez régler")
    assert first_to_mend([blocking, reading(Severity.MAJOR, mends=False)], NOBODY) == (
        blocking,
        "Commencer par le plus grave",
    )
    mine = reading(Severity.BLOCKING, mends=True)
    assert first_to_mend([blocking, mine], NOBODY) == (mine, "Commencer par le plus grave")
    assert first_to_mend([], NOBODY)[0] is None


@pytest.mark.django_db
def test_one_first_gesture_leads_to_what_the_reader_may_mend_else_to_the_gravest(
    small: World, grouping, inside, outside
):
    begins = "Commencer par le plus grave"
    assert begins not in text_of(inside.get(at("text", grouping)))
    crowd(small, grouping)
    with arranging():  # a warning, which the direction may cure as well
        end(small.mandates(f"{grouping.slug}-team", "delegate"))
    page = inside.get(at("text", grouping)).text
    step = re.search(
        rf'{begins}</strong>&nbsp;: (.+?)</p><p class="actions on-screen"><a class="button primary" href="([^"]+)" ([^>]+)>',
        page,
    )
    assert step and step[2] == at("article", grouping, rule="R3.7")
    assert f'hx-get="{step[2]}" hx-target="[id=\'glose-R3.7\']"' in step[3], "the gloss opens under its article"
    assert 'id="glose-R3.7"' in page
    filtered = inside.get(at("text", grouping), {"montrer": "tenus"}).text
    assert f'href="{step[2]}">' in filtered and 'hx-target="[id' not in filtered, "it is not listed: its page opens"
    assert "3" in step[1] and "au lieu de 2 au plus" in step[1], "what is wrong is read before one opens anything"
    assert page.index("Un article") < page.index(begins) < page.index("Les registres")
    assert begins not in outside.get(at("text", grouping)).text
    assert begins not in inside.get(at("text", grouping) + "?au=2026-11-01").text
