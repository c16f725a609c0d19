"""A meeting that opened without its quorum is no meeting held: it is said beside what was."""

from datetime import date

import pytest

from kevread.rhythm.queries.calendar import rhythm_of
from tests.conftest import TODAY, arranging
from tests.rhythm.test_screen_rhythm import met
from tests.worlds import World

pytestmark = pytest.mark.django_db


def counts(small: World, slug: str) -> str:
    return next(one for one in rhythm_of(small.head, TODAY.year, TODAY) if one.body.slug == slug).counts


def test_what_had_no_quorum_is_said_beside_what_was_held(small: World):
    body = small.body("gmo-soutien")
    before = counts(small, "gmo-soutien")
    assert "quorum" not in before
    with arranging():
        met(body, date(2026, 11, 3), state="failed")
    assert (
        counts(small, "gmo-soutien") == f"{before.replace('aucune réunion', 'aucune tenue')}, 1\u00a0séance sans quorum"
    )
    with arranging():
        met(body, date(2026, 11, 10), state="failed")
    assert counts(small, "gmo-soutien").endswith("2\u00a0séances sans quorum")
