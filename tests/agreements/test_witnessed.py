"""What the rooms of money and of people at work see happen, and what it keeps by itself."""

from datetime import date, datetime, time

import pytest
from django.utils import timezone

from kevread.agreements.models import Agreement
from kevread.agreements.queries.owed import owed_by
from kevread.agreements.rules import Balance
from kevread.finance.models import Funding, Report
from kevread.ledgers.models import Book
from kevread.supervision.models import Matter
from kevread.supervision.operations import annul
from tests.agreements.test_owed import DAY, owing, stands
from tests.charter.proofs import planted
from tests.conftest import NOW, TODAY, arranging
from tests.factories import since as span
from tests.guards.of_agreements import made
from tests.guards.of_finance import granted
from tests.seats.scene import Scene
from tests.supervision.conftest import two_posts

pytestmark = pytest.mark.django_db
REPORTED, BROUGHT, RECRUITED = "finance.reported", "ledgers.kept", "supervision.recruited"
CLOSED = date(2025, 12, 31)


@pytest.fixture
def agreement(scene: Scene) -> Agreement:
    return made(scene, title="Accord")


def seen_of(agreement: Agreement, on: date = TODAY) -> list[str]:
    return [one.keeper for one in owed_by([agreement], on) if one.seen]


def test_a_report_that_is_sent_keeps_it_until_it_is_undone(scene: Scene, agreement: Agreement):
    owing(scene, agreement, first_due=TODAY, kept_by=REPORTED)
    of_the_head, ours = granted(scene.world.head), granted(scene.grouping)
    with arranging():
        told = {"closed_on": CLOSED, "sent_on": TODAY, "spent": 900_00}
        Report.objects.create(funding=of_the_head, **told)
    assert stands(agreement) == [Balance.DUE]  # of who would be owed
    with arranging():
        row = Report.objects.create(funding=ours, **told)
    assert (stands(agreement, TODAY - DAY), stands(agreement)) == ([Balance.DUE], [Balance.KEPT])
    assert seen_of(agreement) == ["un compte rendu financier envoyé, exercice clos le 31 décembre 2025"]
    with planted(scene.world, lambda _: Funding.objects.update(undone_on=TODAY, undone_because="Une autre année.")):
        assert stands(agreement) == [Balance.DUE]
    with arranging():
        row.undone_on, row.undone_because = TODAY, "Une erreur de date."
        row.save()
    assert stands(agreement) == [Balance.DUE]


def test_the_accounts_of_a_year_keep_it_from_their_first_file(scene: Scene, agreement: Agreement):
    def file(**more: object) -> Book:
        told = {
            "kind": "fec", "name": "2025.txt", "sha256": "0" * 64, "digest": "1" * 64, "lines": 2, "debit": 1, "credit": 1,
            "state": "kept", "read_at": NOW, "kept_at": NOW, "period": span(date(2025, 1, 1), CLOSED),
            "organisation": scene.grouping,
        }  # fmt: skip
        return Book.objects.create(**told | more)

    owing(scene, agreement, cadence="upon", upon=BROUGHT, within=15, first_due=TODAY - 5 * DAY)
    before = stands(agreement)  # upon the accounts of the small world
    with arranging():
        file(state="read", kept_at=None)
        file(organisation=scene.world.head)
        assert stands(agreement) == before
        first = file(state="replaced", kept_at=NOW - 3 * DAY)
        file(replaces=first, kept_at=NOW - DAY)
    found = [one for one in owed_by([agreement], TODAY) if one.by == TODAY + 12 * DAY]
    assert [[event.said for event in one.upon] for one in found] == [["exercice clos le 31 décembre 2025"]]
    assert len(stands(agreement)) == len(before) + 1
    assert owed_by([agreement], TODAY - 4 * DAY) == []
    assert len(owed_by([agreement], TODAY - 3 * DAY)) == 1
    with arranging():
        Book.objects.filter(pk=first.pk).update(state="undone", undone_on=TODAY, undone_because="Un autre exercice.")
    assert stands(agreement) == before


def test_a_recruitment_is_seen_once_decided_by_the_post_alone(scene: Scene, agreement: Agreement):
    midnight = timezone.make_aware(datetime.combine(TODAY, time()))
    owing(scene, agreement, first_due=TODAY, kept_by=RECRUITED)
    with arranging():
        Matter.objects.all().delete()
        two = two_posts(scene)
        told = {
            "act": "recrutement", "organisation": scene.grouping, "post": two.shared, "title": "Remplacer Zoé",
            "raised_at": midnight - 9 * DAY, "closed_at": midnight, "outcome": "decided",
        }  # fmt: skip
        Matter.objects.create(**told | {"outcome": "dropped"})
        Matter.objects.create(**told | {"act": "priorites"})
        Matter.objects.create(**told | {"organisation": scene.world.groupings[1]})
        assert stands(agreement) == [Balance.DUE]
        row = Matter.objects.create(**told)
    assert (stands(agreement, TODAY - DAY), stands(agreement)) == ([Balance.DUE], [Balance.KEPT])
    assert seen_of(agreement) == ["un recrutement décidé, Administration et gestion"]
    annul(actor=scene.direction, matter=row, reason="Un poste ouvert par erreur.", now=NOW)
    assert stands(agreement) == [Balance.DUE]
