"""What the matrix keeps from a pôle, no button gives it; the journal that its board reads does not tell who asks to leave."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.common import rooms
from kevread.common.errors import Refused
from kevread.common.rooms import Heard
from kevread.directory.models import Person
from kevread.journal.models import Act
from kevread.staff.models import Assignment
from kevread.supervision.models import Matter, Side
from kevread.supervision.operations import ask_line, decide_ending, raise_ending, write_ending
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.reading_tables import taken

from .conftest import DECIDED, Two

pytestmark = pytest.mark.django_db
LAST = TODAY + timedelta(days=60)


def leaving(two: Two, **more) -> Matter:
    asked = {"actor": two.oneself, "line": "person", "reason": "resignation", "last": LAST, "now": NOW}
    return raise_ending(contract=two.delegate.contract, **asked | more).matter


@pytest.mark.parametrize("code", ["fin-de-contrat", "entretien-de-parcours"])
def test_a_pole_that_has_no_share_is_asked_by_no_button_nor_verb(two, code, settings):
    matter = leaving(two) if code == "fin-de-contrat" else two.raised(code)
    chief = entered_as(Person.objects.get(pk=two.direction.person), settings)
    place = two.grouping.slug
    assert "Lui demander aussi" not in chief.get(reverse("supervision:matter", args=[place, matter.pk])).text
    sent = chief.post(reverse("supervision:ask_line", args=[place, matter.pk]), {"pole": two.pole.slug})
    assert sent.status_code == 404
    with pytest.raises(Refused, match="ne demande rien"):
        ask_line(actor=two.direction, matter=matter, place=two.pole, now=NOW)
    assert not Side.objects.filter(matter=matter, line="pole").exists()
    assert not Matter.objects.visible_to(two.board).filter(pk=matter.pk).exists()


def test_a_pole_that_came_is_asked_by_the_button_where_it_has_a_share(two, settings):
    matter = two.raised("entretien-annuel")
    with arranging():
        Assignment.objects.filter(pk=two.delegate.pk).update(local=two.scene.second)
    chief = entered_as(Person.objects.get(pk=two.direction.person), settings)
    where = reverse("supervision:matter", args=[two.grouping.slug, matter.pk])
    assert "Lui demander aussi" in chief.get(where).text
    chief.post(reverse("supervision:ask_line", args=[two.grouping.slug, matter.pk]), {"pole": two.scene.second.slug})
    assert Side.objects.filter(matter=matter, line="pole", organisation=two.scene.second).exists()


def test_the_journal_of_a_board_tells_one_thing_of_a_contract_whatever_is_written_in_it():
    """An amendment, a medical visit, an end: where one person is employed, each would say what somebody has, and when."""
    gestures = "amend", "say_agreement", "deposit", "identify", "set_visit", "hold_visit", "annul_visit", "end_contract"
    gestures += "hand_information", "annul_information"
    known = [rooms.known(f"staff.{one}") for one in gestures]
    assert {(one.sentence, one.heard) for one in known if one} == {
        ("a tenu à jour un contrat de travail", Heard.NOWHERE)
    }
    assert None not in known


def test_the_journal_of_a_board_does_not_tell_who_asks_to_leave(two, settings):
    """Beside a career interview, which the board does not read either: the same sentences, on the screen, in the spreadsheet,
    on the page of each act; and a contract that ends is told as anybody’s is."""
    interview = two.raised("entretien-de-parcours", two.oneself, "person")
    first = Act.objects.latest("at", "id")
    two.settled(interview, held_on=TODAY)
    settled = Act.objects.latest("at", "id")
    ending = leaving(two)
    asked = Act.objects.latest("at", "id")
    decide_ending(
        actor=two.direction, matter=ending, place=two.grouping, last=LAST, conclusion=DECIDED, now=NOW
    )  # fmt: skip
    decided = Act.objects.latest("at", "id")
    write_ending(actor=two.direction, matter=ending, now=NOW)
    written = Act.objects.latest("at", "id")
    assert len({first.pk, settled.pk, asked.pk, decided.pk, written.pk}) == 5
    board = entered_as(Person.objects.get(pk=two.board.person), settings)

    def told(act: Act) -> str:
        page = board.get(reverse("chronicle:act", args=[two.grouping.slug, act.pk]))
        assert page.status_code == 200
        (main,) = re.findall(r"<main.*</main>", page.text, re.DOTALL)
        return re.sub(r"<span class=\"muted\">.*?</span>", "", main)

    assert told(first) == told(asked) and told(settled) == told(decided)
    screen = board.get(reverse("chronicle:journal", args=[two.grouping.slug])).text
    assert "a ouvert un dossier d’encadrement" in screen and "réservé" not in screen
    assert "a tenu à jour un contrat de travail" in told(written)
    file = board.get(reverse("chronicle:journal_csv", args=[two.grouping.slug]))
    own = [(row["acte"], row["sur quoi"], row["motif"]) for row in taken(file) if row["qui"] == str(two.person)]
    assert len(own) == 2 and len(set(own)) == 1
