"""What a ballot and a result say to whoever reads them: in whose name, what an abstention is, and the way back."""

import pytest

from tests.clients import entered_as
from tests.gatherings.polling import ELECTION, HANDS, OPEN, SECRET, hands, opened
from tests.gatherings.screens import alone, holder, of_meeting, said
from tests.gatherings.screens import of_vote as at

pytestmark = pytest.mark.django_db
NEITHER = "S’abstenir ou voter blanc : ni pour, ni contre."


def test_a_ballot_tells_what_an_abstention_is_and_that_a_choice_is_final(met, settings):
    poll, _ = opened(met, OPEN)
    page = said(entered_as(alone(met), settings).get(at(met, poll, "/bulletin")))
    assert NEITHER in page
    assert "Une fois confirmée, elle ne change plus." in page


def test_an_election_has_no_such_line(met, settings):
    poll, _ = opened(met, OPEN, ELECTION)
    assert "S’abstenir" not in said(entered_as(alone(met), settings).get(at(met, poll, "/bulletin")))


def test_one_reads_in_whose_name_one_votes(met, settings):
    person = holder(met)
    (giver,) = [one.giver for one in met.proxies if one.holder.person == person]
    poll, _ = opened(met, OPEN)
    page = said(entered_as(person, settings).get(at(met, poll, "/bulletin")))
    assert "Vous votez pour " in page
    assert str(giver.represents or giver.person) in page or str(giver.person) in page


def test_of_several_votes_of_a_secret_ballot_nobody_reads_which_is_whose(met, settings):
    person = holder(met)
    poll, _ = opened(met, SECRET)
    page = said(entered_as(person, settings).get(at(met, poll, "/bulletin")))
    assert "vous portez 2 voix" in page and "Vous votez pour " not in page


def test_a_result_has_its_way_back_first_and_its_file_as_a_link(met, settings):
    poll, _ = opened(met, HANDS)
    hands(met, poll, for_=9, against=3)
    for person, screen, word in (
        (met.secretary, "room", "Revenir à la salle"),
        (alone(met), "meeting", "Revenir à la réunion"),
    ):
        page = entered_as(person, settings).get(at(met, poll)).text.partition('class="page-head"')[2]  # below the bar
        back = page.partition(word)[0].rpartition("<a ")[2]
        assert "button" in back and of_meeting(screen, met) in back, screen
        file = page.partition("Le fichier du dépouillement (JSON)")[0].rpartition("<a ")[2]
        assert "button" not in file
