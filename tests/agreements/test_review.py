"""The year of an agreement on a paper."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kevread.agreements.models import Event, Kept, Obligation
from kevread.agreements.queries.review import review_paper, years_of
from kevread.agreements.queries.standing import standing_of
from kevread.directory.models import Person
from tests.agreed import agreed
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.factories import OrganisationFactory
from tests.guards.of_agreements import made
from tests.seats.scene import Scene

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def agreement(scene: Scene):
    found = made(scene, title="Accord", starts_on=date(2025, 6, 1))
    head, ours = found.parties.order_by("rank")
    with arranging():
        for what, debtor, creditor, due in (
            ("Un rapport tenu", ours, head, TODAY - DAY),
            ("Un rapport en retard", head, ours, TODAY - DAY),
            ("Un rapport de 2025", ours, head, date(2025, 12, 31)),
        ):
            owed = Obligation.objects.create(
                agreement=found, debtor=debtor, creditor=creditor, what=what, first_due=due
            )
            if what == "Un rapport tenu":
                Kept.objects.create(obligation=owed, due_on=due, kept_on=due, note="Remis par lettre.")
        Event.objects.create(agreement=found, kind="mediation", told_on=TODAY, note="Un désaccord.")
        Event.objects.create(agreement=found, kind="settled", told_on=date(2025, 12, 1), note="Ancien.")
        Event.objects.create(
            agreement=found, kind="termination", told_on=TODAY, last=TODAY, note="Seulement proposé.", is_proposed=True
        )
    return found


def test_the_balance_of_a_year_says_what_was_due_that_year_and_how_it_stands(agreement):
    paper = review_paper(agreement, 2026, TODAY)
    assert [(one.what, one.state) for one in paper.dues] == [
        ("Un rapport tenu", "Tenu"),
        ("Un rapport en retard", "En retard"),
    ]
    assert [one.said for one in paper.sides] == ["1 en retard", "1 tenu"]
    assert paper.dues[0].said == "Tenu le 23 novembre 2026 : Remis par lettre."
    assert [one.what for one in paper.events] == ["Médiation ouverte : Un désaccord."]  # nothing that is only proposed
    assert [one.what for one in review_paper(agreement, 2025, TODAY).dues] == ["Un rapport de 2025"]
    with arranging():
        agreement.instruments.update(signed_on=date(2025, 5, 1))
    days = (TODAY, date(2025, 6, 1), date(2025, 5, 31))
    assert [years_of(standing_of(agreement, day)) for day in days] == [[2026, 2025], [2025], []]


def test_it_is_read_by_those_of_a_party(scene: Scene, agreement, settings, client):
    where = reverse("agreements:agreement_review", args=[scene.grouping.slug, agreement.pk, 2026])
    inside = entered_as(Person.objects.get(pk=scene.direction.person), settings)
    assert inside.get(where).content.startswith(b"%PDF")
    assert where in inside.get(reverse("agreements:agreement", args=[scene.grouping.slug, agreement.pk])).text
    assert inside.get(where.replace("2026.pdf", "2024.pdf")).status_code == 404
    with arranging():
        public = agreed("etat", OrganisationFactory(name="Un ministère"), scene.world.head)
    outside = client.get(reverse("agreements:agreement_review", args=["cress", public.pk, 2026]))
    assert outside.status_code in (302, 404)
