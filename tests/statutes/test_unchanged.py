"""What an assembly adopted is what the page showed before one confirmed it."""

import pytest
from django.urls import reverse

from kevread.charter.models import Setting
from kevread.seats.queries import actor_of
from kevread.statutes.models import Statutes
from kevread.statutes.operations import write_values
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.preparing import ready
from tests.pressing import press

pytestmark = pytest.mark.django_db


def changed_by_a_setting(draft: Statutes, actor) -> None:
    write_values(actor=actor, statutes=draft, values={"L1.13.remote": "hybrid", "L1.10.notice_days": "2"}, now=NOW)


def changed_by_an_article(draft: Statutes, actor) -> None:
    with arranging():
        draft.articles.filter(slug="admission").update(stands="other", text="La présidence admet, seule.")


@pytest.mark.parametrize("change", [changed_by_a_setting, changed_by_an_article])
def test_what_is_written_meanwhile_is_not_adopted(settings, change):
    met = ready(settings={"L1.13.remote": None})
    client, here = entered_as(met.direction, settings), met.grouping
    client.post(f"/{here.slug}/statuts/commencer", {"origin": "paper"})
    draft = Statutes.objects.drafts().get(organisation=here)
    press(client, reverse("statutes:write_values", args=[here.slug, draft.pk]), {"L1.13.remote": "hybrid"})
    adopt = reverse("statutes:adopt_statutes", args=[here.slug, draft.pk])
    asked = {"since": "2026-11-20", "decided_on": "2026-11-20", "decided_by": "Assemblée constitutive"}
    shown = client.post(adopt, asked).context["mark"]
    draft.refresh_from_db()
    change(draft, actor_of(met.direction, TODAY))
    for old in (shown, ""):
        answer = client.post(adopt, asked | {"etape": "confirmer", "vu": old})
        assert answer.status_code == 422 and "vient d’écrire dans ce brouillon" in answer.text
        draft.refresh_from_db()
        assert draft.adopted_on is None
    assert not Setting.objects.on(TODAY).filter(organisation=here, name="L1.13.remote").exists()
