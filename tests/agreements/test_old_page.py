"""An amendment and the days of a text, from one window to the other (decision 208)."""

from dataclasses import replace

import pytest
from django.urls import reverse

from kevread.agreements.operations import set_terms
from tests.agreements.test_amending import DATES, agreement, changes, opened  # noqa: F401
from tests.conftest import NOW
from tests.gatherings.screens import said
from tests.pressing import press, shown

pytestmark = pytest.mark.django_db


def test_a_clause_is_not_written_over_what_somebody_wrote_meanwhile(scene, agreement, readers):  # noqa: F811
    text = opened(scene, agreement)
    where = (
        reverse("agreements:amend_clause", args=[scene.grouping.slug, agreement.pk, text.number]) + "?clause=securite"
    )
    old = shown(readers.direction, where)
    made = changes(scene, text, said="Sous 12 heures, et par écrit.")
    typed = {"title": made.title, "text": "Sous 24 heures."}
    refused = readers.direction.post(where, typed | {"vu": old})
    assert refused.status_code == 422 and "« Sous 12 heures, et par écrit. »" in said(refused)
    made.refresh_from_db()
    assert made.text == "Sous 12 heures, et par écrit."
    assert "a changé depuis" in said(readers.direction.post(where, {"geste": "supprimer", "vu": old}))
    assert press(readers.direction, where, typed).status_code == 302


def test_nor_are_its_days(scene, agreement, readers):  # noqa: F811
    text = opened(scene, agreement)
    where = reverse("agreements:prepare_amendment", args=[scene.grouping.slug, agreement.pk, text.number, "echeances"])
    old = shown(readers.direction, where)
    set_terms(actor=scene.direction, instrument=text, dates=replace(DATES, notice_months=6), now=NOW)
    typed = {
        "starts_on": DATES.starts_on.isoformat(),
        "ends_on": DATES.ends_on.isoformat(),
        "notice_months": "3",
        "renewal_months": "0",
        "notice_means": DATES.notice_means,
    }
    refused = readers.direction.post(where, typed | {"vu": old})
    assert refused.status_code == 422 and "Il est inscrit maintenant : « 6 »." in said(refused)
    text.refresh_from_db()
    assert text.notice_months == 6
