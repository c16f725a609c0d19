"""What the document gives bears no date, and is not told as decided on the day that one of its sentences names; the rhythms
that it dates are about the years that it says."""

from datetime import date

import pytest
from django.urls import reverse

from kevread.charter.engine import framework, verdicts
from kevread.charter.models import Setting
from kevread.charter.operations import load_founding_settings
from kevread.common.actor import SYSTEM
from kevread.common.verdicts import Reason
from tests.conftest import NOW, arranging
from tests.publishing.test_front import text_of
from tests.worlds import World

pytestmark = pytest.mark.django_db


def refound() -> None:
    """The settings as the installation writes them."""
    with arranging():
        Setting.objects.filter(organisation=None).delete()
    load_founding_settings(actor=SYSTEM, now=NOW)


def shown(client, small: World, name: str) -> str:
    return text_of(client.get(reverse("charter:setting", args=[small.head.slug, name])))


def test_a_value_of_the_document_is_told_without_a_date_and_a_rhythm_since_its_year(small: World, head):
    refound()
    told = shown(head, small, "R4.10.territory_seats")
    assert "comme le texte le donne, sans date" in told
    assert "10, depuis le" not in told
    told = shown(head, small, "R4.8.per_year_min")
    assert "1er janvier 2025" in told and "sans date" not in told


def test_every_rhythm_that_the_document_dates_begins_with_2025(small: World):
    of_document = {rule: one for rule, one in framework().articles.items() if rule.startswith("R")}
    dated = {rule for rule, one in of_document.items() if one.since}
    assert dated == {rule for rule, one in of_document.items() if one.until} and len(dated) == 9
    assert {framework().articles[rule].since for rule in dated} == {date(2025, 1, 1)}
    refound()
    starts = {row.period.lower for row in Setting.objects.filter(name__startswith="R4.8.")}
    assert starts == {date(2025, 1, 1)}


def test_a_rhythm_is_asked_of_nobody_before_its_years(small: World):
    reasons = {one.reason for one in verdicts(date(2024, 12, 31), rules=["R4.8"])}
    assert reasons == {Reason.BEFORE_EFFECT}
