"""Dates that are proposed, typed otherwise: what cannot be is refused beside its line, what is another day is told."""

import re
from datetime import date

import pytest
from django.urls import reverse

from kevread.meetings.models import Meeting

from .test_screen_rhythm import _some_were_cancelled, client, coordinator, posted, proposed, text

pytestmark = pytest.mark.django_db
__all__ = ["_some_were_cancelled", "client", "coordinator"]  # fixtures


def test_a_date_that_cannot_be_is_refused_and_nothing_is_planned(client):
    _, lines = proposed(client)
    address = reverse("rhythm:propose", kwargs={"scale": "cress"})
    wrong = posted([lines[0], ("codir", date(2026, 11, 2), "")])
    answer = client.post(address, wrong)
    assert answer.status_code == 422
    assert "Cette heure est passée" in text(answer)
    assert client.post(address, posted(lines) | {"form-0-day": "jamais"}).status_code == 422
    none = {key: value for key, value in posted(lines).items() if not key.endswith("keep")}
    assert client.post(address, none).status_code == 422
    assert not Meeting.objects.filter(state="draft", starts_at__year=2026).exists()


def test_a_day_that_is_typed_again_is_told_with_its_weekday_beside_one_that_is_none(client):
    _, lines = proposed(client)
    address = reverse("rhythm:propose", kwargs={"scale": "cress"})
    assert lines[0][1] != date(2026, 12, 22)
    again = posted([(lines[0][0], date(2026, 12, 22), ""), lines[1]])
    for wrong in ("jamais", "2026-13-45", "31/02/2026", ""):
        answer = client.post(address, again | {"form-1-day": wrong})
        assert answer.status_code == 422, wrong
        (first, _, _), (second, typed, offer) = answer.context["lines"]
        told, untold = (re.sub(r"<[^>]+>", "", one) for one in re.findall(r"<legend>(.*?)</legend>", text(answer)))
        assert told.startswith(f"{first.name} : mardi 22 décembre") and untold == second.name, wrong
        assert typed["day"].value() == wrong and typed.errors["day"] and offer is None, wrong
    assert not Meeting.objects.filter(state="draft", starts_at__year=2026).exists()
