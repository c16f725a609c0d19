"""What a pack carries of what a body decided: its minutes, the accounts that an assembly approved, what proves that they were
published; why each that is not there is not."""

from datetime import timedelta

import pytest

from kevread.common.actor import SYSTEM
from kevread.documents.files import File
from kevread.documents.models import Document
from kevread.documents.operations import keep_document
from kevread.filings.models import Declaration
from kevread.finance.exports import ACCOUNTS
from kevread.finance.queries.pack import Asked, Piece, pieces_of
from kevread.meetings.models import Enclosure
from kevread.sittings.models import Minutes
from tests.arrange import NOW, TODAY
from tests.conftest import arranging
from tests.gatherings.decided import decided, item, met
from tests.guards.asking import wearing
from tests.guards.of_finance import CLOSED, closes, granted, sent, told_accounts
from tests.worlds import put

pytestmark = pytest.mark.django_db
BYTES = b"%PDF-1.7 as it was kept"
APPROVED_ON = CLOSED.replace(year=CLOSED.year + 1, month=6, day=4)


def pieces(one, actor, on=TODAY) -> dict[str, Piece]:
    return {piece.word: piece for piece in pieces_of(Asked(one, actor, on, NOW, ACCOUNTS))}


def kept(at, title: str = "Procès-verbal", audience: str = "organisation") -> Document:
    asked = {"organisation": at, "kind": "file", "title": title, "audience": audience}
    source = File("papier.pdf", BYTES + title.encode(), "application/pdf")
    return keep_document(actor=SYSTEM, now=NOW, source=source, **asked).document


def minutes_of(meeting, document: Document) -> None:
    with arranging():
        Minutes.objects.create(meeting=meeting, document=document, drafted_at=NOW)


@pytest.fixture
def wanted(scene):
    """A funding that was asked for by a decision of a meeting."""
    with arranging():
        meeting = met(f"{scene.grouping.slug}-board", on=TODAY - timedelta(days=3))
        line = decided(meeting.body, "other", meeting=meeting, item=item(meeting), title="Demander à la Région")
    return granted(scene.grouping, request=sent(scene.grouping, decision=line))


def test_the_minutes_of_who_decided_to_ask_are_there_as_they_are_kept(scene, wanted):
    assert "n’est pas établi" in pieces(wanted, scene.direction)["decision-pv"].lacks
    minutes_of(wanted.request.decision.meeting, kept(scene.grouping))
    found = pieces(wanted, scene.direction)["decision-pv"]
    assert found.make and found.make().startswith(BYTES)
    money_alone = wearing({"read_money": None}, held_at=scene.grouping.pk)
    assert "decision-pv" not in pieces(wanted, money_alone)  # nothing of a line that is not read


def test_minutes_that_one_does_not_read_are_said_and_not_carried(scene, wanted):
    minutes_of(wanted.request.decision.meeting, kept(scene.grouping, audience="people"))
    assert "vous ne le lisez pas" in pieces(wanted, scene.direction)["decision-pv"].lacks


def test_a_decision_of_no_meeting_says_so(scene):
    with arranging():
        line = decided(f"{scene.grouping.slug}-board", "other", on=TODAY)
    one = granted(scene.grouping, request=sent(scene.grouping, decision=line))
    assert "n’est pas celle d’une réunion" in pieces(one, scene.direction)["decision-pv"].lacks


def approving(scene, title: str = "Comptes 2025", **more):
    with arranging():
        meeting = met(f"{scene.grouping.slug}-assembly", on=APPROVED_ON)
        return decided(meeting.body, "comptes", meeting=meeting, item=item(meeting), title=title, **more)


def laid(scene, line, at=None, title: str = "Comptes annuels 2025", **more) -> None:
    document = kept(scene.grouping, title)
    with arranging():
        Enclosure.objects.create(meeting=line.meeting, item=at or line.item, version=document.versions.get(), **more)


@pytest.fixture
def funded(scene):
    closes(scene.grouping)
    told_accounts(scene.grouping)
    return granted(scene.grouping)


def test_the_accounts_that_the_assembly_approved_are_there_with_the_line_and_its_minutes(scene, funded):
    before = pieces(funded, scene.direction)
    assert "Aucune décision" in before["approbation"].lacks and before["comptes-approuves"].lacks
    line = approving(scene)
    now = pieces(funded, scene.direction)
    assert now["approbation"].make and now["approbation-pv"].lacks and "n’est joint" in now["comptes-approuves"].lacks
    laid(scene, line)
    minutes_of(line.meeting, kept(scene.grouping))
    now = pieces(funded, scene.direction)
    assert now["comptes-approuves-1"].make() == BYTES + b"Comptes annuels 2025"
    assert now["approbation-pv"].make().startswith(BYTES)
    assert "Comptes annuels 2025" in now["comptes-approuves-1"].label
    early = pieces(funded, scene.direction, APPROVED_ON - timedelta(days=1))
    assert "Aucune décision" in early["approbation"].lacks
    assert pieces(funded, scene.direction, APPROVED_ON)["approbation"].make


@pytest.mark.parametrize("title", ["Comptes 2024", "Comptes 2024 et 2025", "Les comptes"])
def test_a_line_that_approves_another_year_or_does_not_say_which_is_none(scene, funded, title):
    approving(scene, title)
    assert "Aucune décision" in pieces(funded, scene.direction)["approbation"].lacks


def test_what_was_withdrawn_or_is_of_another_point_was_not_approved(scene, funded):
    line = approving(scene)
    laid(scene, line, withdrawn=True)
    with arranging():
        other = item(line.meeting, "Un autre point")
    laid(scene, line, at=other, title="Un autre papier")
    assert "n’est joint" in pieces(funded, scene.direction)["comptes-approuves"].lacks


def test_what_proves_that_they_were_published_is_there_or_why_not(scene, funded):
    def proof() -> Piece:
        return pieces(funded, scene.direction)["comptes-publication"]

    assert "n’est pas dite" in proof().lacks
    with arranging():
        told = Declaration.objects.create(
            organisation=scene.grouping, kind="accounts", happened_on=CLOSED, covers=[], filed_on=APPROVED_ON
        )
    assert "sans preuve conservée" in proof().lacks
    document = kept(scene.grouping, "Récépissé")
    with arranging():
        put(told, document=document)
    assert proof().make().startswith(BYTES)


def test_a_proof_that_one_does_not_read_is_said_and_not_carried(scene, funded):
    asked = {"kind": "accounts", "happened_on": CLOSED, "covers": [], "filed_on": APPROVED_ON}
    document = kept(scene.grouping, "Récépissé", audience="people")
    with arranging():
        Declaration.objects.create(organisation=scene.grouping, document=document, **asked)
    assert "vous ne la lisez pas" in pieces(funded, scene.direction)["comptes-publication"].lacks
