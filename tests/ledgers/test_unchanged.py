"""A decision fixes the lines that were there when it was said which budget it fixes."""

import pytest
from django.urls import reverse

from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.decisions.operations.applying import apply_decision, propose_application
from kevread.directory.models import Person
from kevread.ledgers import operations
from tests.clients import entered_as
from tests.conftest import NOW
from tests.ledgers.test_budgets import TABLE, on_the_budget, prepared

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("table", "note"), [(TABLE.replace("1 000,00", "90 000,00"), ""), (TABLE, "Relu par le bureau.")]
)
def test_a_budget_rewritten_since_is_not_the_one_that_was_voted(scene, table: str, note: str):
    budget, who = prepared(scene.grouping), {"actor": SYSTEM, "now": NOW}
    asked = {"budget": str(budget.pk)}
    opened = propose_application(decision=on_the_budget(scene), kind="budget", asked=asked, **who)
    operations.rewrite_budget(budget=budget, table=table, note=note, **who)
    with pytest.raises(Refused, match="a changé depuis"):
        apply_decision(application=opened, **who)
    budget.refresh_from_db()
    assert budget.state == "prepared"
    operations.rewrite_budget(budget=budget, table=TABLE, **who)  # as it was voted
    apply_decision(application=opened, **who)
    budget.refresh_from_db()
    assert budget.state == "voted"


def test_what_it_opens_is_read_before_it_is_confirmed(scene, settings):
    budget, decision = prepared(scene.grouping), on_the_budget(scene)
    asked = {"budget": str(budget.pk)}
    opened = propose_application(actor=SYSTEM, decision=decision, kind="budget", asked=asked, now=NOW)
    client = entered_as(Person.objects.get(pk=scene.direction.person), settings)
    page = client.post(reverse("decisions:apply", args=[scene.grouping.slug, opened.pk]))
    assert reverse("ledgers:budget", args=[scene.grouping.slug, budget.pk]) in page.text
    assert any("1 000 €" in said.replace("\xa0", " ").replace("\u202f", " ") for _, said in page.context["told"])
