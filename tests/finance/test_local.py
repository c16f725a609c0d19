"""What a local lives on: from a balance to the next, exact, and said on one page."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from kevread.common.errors import Invalid, Refused
from kevread.directory.models import Person
from kevread.documents.contracts import as_data
from kevread.documents.rendering import render
from kevread.finance import operations
from kevread.finance.models import LocalLine
from kevread.finance.queries.local import accounts_of, closed_last, life_paper
from kevread.finance.rules import LocalLife
from kevread.seats.queries import actor_of
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.screens import said
from tests.guards.of_dues import due, paid
from tests.guards.of_local_life import OPENED, balance, line

SUMS = st.integers(0, 1_000)
CLOSED = TODAY - timedelta(days=10)


@given(SUMS, SUMS, SUMS, SUMS, SUMS, st.integers(-1_000, 1_000))
def test_what_goes_elsewhere_is_counted_for_sure_and_what_nobody_wrote_only_perhaps(
    opening, dues, income, own, other, gap
):
    life = LocalLife(opening, dues, income, own + other, other, None)
    closed = LocalLife(opening, dues, income, own + other, other, life.expected + gap)
    assert life.apart is None and closed.apart == gap
    assert closed.dues_elsewhere == max(0, other - income) <= closed.perhaps_elsewhere
    assert closed.perhaps_elsewhere == max(0, other + max(0, -gap) - income)


def president(scene):
    return actor_of(scene.world.holder(f"{scene.first.slug}-board", "president").person, TODAY)


def client_of(scene, settings):
    return entered_as(Person.objects.get(pk=president(scene).person), settings)


def of(scene, on=TODAY):
    return accounts_of([scene.first.pk], on).get(scene.first.pk, [])


@pytest.mark.django_db
def test_an_account_runs_from_a_balance_to_the_next_and_counts_the_dues_called_here(scene):
    assert of(scene) == []
    balance(scene.first)
    paid(scene.first)  # 40 € of dues, yesterday
    line(scene.first, "income", 10_00, OPENED + timedelta(days=1))
    line(scene.first, "life", 30_00, CLOSED)
    line(scene.first, "else", 7_00, CLOSED + timedelta(days=1))
    wrong = line(scene.first, "life", 99_00, CLOSED)
    operations.undo_local_line(actor=president(scene), line=wrong, reason="Payée deux fois", now=NOW)
    (running,) = of(scene)
    life = running.life
    assert (life.opening, life.dues, life.income, life.spent, life.elsewhere) == (500_00, 40_00, 10_00, 37_00, 7_00)
    assert life.expected == 513_00 and closed_last([scene.first.pk], TODAY) == {}
    balance(scene.first, CLOSED, 480_00)
    closed, running = of(scene)
    assert (closed.life.spent, closed.life.income, closed.life.dues, closed.life.apart) == (30_00, 10_00, 0, 0)
    assert (running.life.opening, running.life.dues, running.life.spent) == (480_00, 40_00, 7_00)
    assert closed_last([scene.first.pk], TODAY)[scene.first.pk].closing.day == CLOSED
    assert len(of(scene, CLOSED - timedelta(days=1))) == 1, "the day before, nobody had read it"


@pytest.mark.django_db
def test_the_first_balance_stays_while_lines_rest_on_it(scene):
    actor = president(scene)
    with pytest.raises(Refused, match="Dites d’abord le solde"):
        operations.note_local_line(
            actor=actor, organisation=scene.first, kind="life", day=TODAY, cents=1, words="Repas", now=NOW
        )
    first, second = balance(scene.first), balance(scene.first, CLOSED)
    one = line(scene.first, day=CLOSED)
    undo = {"actor": actor, "reason": "Un autre relevé", "now": NOW}
    with pytest.raises(Refused, match="d’aucun compte"):
        operations.undo_local_balance(balance=first, **undo)
    operations.undo_local_balance(balance=second, **undo)
    with pytest.raises(Refused, match="d’aucun compte"):
        operations.undo_local_balance(balance=first, **undo)
    operations.undo_local_line(line=one, **undo)
    operations.undo_local_balance(balance=first, **undo)
    assert of(scene) == []


@pytest.mark.django_db
def test_a_line_after_the_second_balance_does_not_hold_the_first(scene):
    first = balance(scene.first)
    balance(scene.first, CLOSED)
    line(scene.first, day=CLOSED + timedelta(days=1))
    operations.undo_local_balance(actor=president(scene), balance=first, reason="Un autre relevé", now=NOW)
    (running,) = of(scene)
    assert running.opening.day == CLOSED and len(running.lines) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "field"),
    [({"kind": "gold"}, "kind"), ({"cents": 0}, "cents"), ({"cents": 10**13 + 1}, "cents"), ({"words": " "}, "words")],
)
def test_a_line_that_does_not_hold_together(scene, more, field):
    balance(scene.first)
    told = {"kind": "life", "cents": 1, "words": "Repas", "day": TODAY} | more
    with pytest.raises(Invalid) as refusal:
        operations.note_local_line(actor=president(scene), organisation=scene.first, now=NOW, **told)
    assert refusal.value.field == field and not LocalLine.objects.exists()


@pytest.mark.django_db
def test_only_a_local_keeps_one(scene, readers):
    with pytest.raises(Refused, match="celui d’un pôle"):
        operations.read_local_balance(
            actor=scene.direction, organisation=scene.grouping, day=TODAY, cents=1, source="Relevé", now=NOW
        )
    page = said(readers.direction.get(reverse("finance:local", args=[scene.grouping.slug])))
    assert "se tient chez chacun d’eux" in page and "Dire le solde" not in page


@pytest.mark.django_db
def test_from_the_first_balance_to_the_page_of_the_assembly_by_the_screens(scene, settings):
    client, here = client_of(scene, settings), scene.first.slug
    home = reverse("finance:local", args=[here])
    assert "Dire le solde" in said(client.get(home))
    state, note = reverse("finance:read_local_balance", args=[here]), reverse("finance:note_local_line", args=[here])
    typed = {"day": OPENED.isoformat(), "cents": "12,50", "is_overdrawn": "on", "source": "Relevé du compte"}
    assert "− 12,50 €" in said(client.post(state, typed, follow=True))
    due(scene.first)
    rows = [("dues", "Quatre cotisations", "160"), *(("life", f"Rencontre {rank}", str(rank)) for rank in range(1, 8))]
    for kind, words, cents in rows:
        told = {"kind": kind, "words": words, "cents": cents, "day": CLOSED.isoformat()}
        assert words in said(client.post(note, told, follow=True))
    assert "Choisissez un jour" not in said(client.get(home)) and "Il devrait rester 119,50 €" in said(client.get(home))
    wrong = client.post(note, {"kind": "life", "words": "Repas", "cents": "1", "day": "2030-01-01"})
    assert wrong.status_code == 422 and "un jour passé" in said(wrong)
    client.post(state, {"day": CLOSED.isoformat(), "cents": "100", "source": "Relevé du compte"})
    closing = of(scene)[0].closing
    page = said(client.get(reverse("finance:local_account", args=[here, closing.pk])))
    assert "19,50 € manquent" in page
    file = client.get(reverse("finance:local_pdf", args=[here, closing.pk]))
    pages = PdfReader(BytesIO(file.content)).pages
    words = " ".join(pages[0].extract_text().split()).replace("\u202f", " ").replace("\u00a0", " ")
    assert len(pages) == 1
    for told in (
        "Quatre cotisations",
        "160,00 €",
        "28,00 €",
        "− 19,50 €",
        "Rencontre 7",
        "les 3 plus grandes de 7 lignes",
    ):
        assert told in words, told
    assert "Rencontre 4," not in words
    lines = client.get(f"{home}/lignes.csv")
    assert lines.status_code == 200 and "Rencontre 7" in lines.content.decode()


@pytest.mark.django_db
def test_a_full_account_still_is_one_page(scene):
    balance(scene.first)
    with arranging():
        for kind in LocalLine.Kind.values:
            for rank in range(12):
                LocalLine.objects.create(
                    organisation=scene.first,
                    kind=kind,
                    cents=100_00 + rank,
                    day=CLOSED,
                    words=f"{'Longue ' * 20}{rank}",
                )
    balance(scene.first, CLOSED)
    paper = life_paper(scene.first, of(scene)[0], TODAY)
    assert all(len(part.lines) == 3 and part.more == 9 for part in (*paper.received, *paper.spent))
    assert len(PdfReader(BytesIO(render(paper.template, as_data(paper), made_at=NOW))).pages) == 1


@pytest.mark.django_db
def test_nobody_reads_the_account_of_another(scene, readers):
    balance(scene.first)
    assert readers.direction.get(reverse("finance:local", args=[scene.first.slug])).status_code == 403
