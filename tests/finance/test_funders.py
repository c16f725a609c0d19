"""The name of a funder is spelt better, for all who name it; another name is another funder."""

import pytest
from django.urls import reverse

from kevread.common.errors import Invalid, Refused
from kevread.finance import operations
from kevread.finance.models import Funder
from tests.arrange import NOW
from tests.conftest import arranging
from tests.factories import OrganisationFactory
from tests.gatherings.screens import said
from tests.guards.of_finance import granted
from tests.pressing import press

pytestmark = pytest.mark.django_db


def spell(scene, funder, name, at=None, reason="Une lettre de trop"):
    return operations.spell_funder(
        actor=scene.direction, organisation=at or scene.grouping, funder=funder, name=name, reason=reason, now=NOW
    )


def test_a_misspelt_funder_is_spelt_for_all_and_may_be_spelt_back(scene):
    with arranging():
        wrong = Funder.objects.create(name="Fondation des Vaguees", kind="foundation")
        there = OrganisationFactory(name="Fondation des Vagues")
    ours, theirs = granted(scene.grouping, funder=wrong), granted(scene.first, funder=wrong)
    spell(scene, wrong, "Fondation des Vagues")
    for one in (ours, theirs):
        one.refresh_from_db()
        assert (one.funder.name, one.funder.organisation) == ("Fondation des Vagues", there)
    assert spell(scene, wrong, "Fondation des Vaguees").name == "Fondation des Vaguees"


def test_another_name_is_another_funder_and_nobody_renames_who_does_not_fund_them(scene):
    with arranging():
        wrong = Funder.objects.create(name="Fondation des Vaguees", kind="foundation")
        Funder.objects.create(name="Fondation des Vagors", kind="foundation")
    with pytest.raises(Refused, match="ni demande ni financement"):
        spell(scene, wrong, "Fondation des Vagues")
    granted(scene.grouping, funder=wrong)
    for name in ("Conseil départemental", "FONDATION des vagors", "Fondation des Vaguees", " "):
        with pytest.raises(Invalid) as refusal:
            spell(scene, wrong, name)
        assert refusal.value.field == "name", name
    with pytest.raises(Invalid) as refusal:
        spell(scene, wrong, "Fondation des Vagues", reason="")
    assert refusal.value.field == "reason"


def test_by_the_page_of_a_funding(scene, readers):
    with arranging():
        wrong = Funder.objects.create(name="Fondation des Vaguees", kind="foundation")
    one = granted(scene.grouping, funder=wrong)
    do = reverse("finance:change_funding", args=[scene.grouping.slug, one.pk, "financeur"])
    assert 'value="Fondation des Vaguees"' in readers.direction.get(do).text
    typed = {"name": "Fondation des Vagues", "reason": "Une lettre de trop"}
    assert "est corrigé" in said(press(readers.direction, do, typed, follow=True))
    assert Funder.objects.get(pk=wrong.pk).name == "Fondation des Vagues"
