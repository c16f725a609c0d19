"""How each voted aloud leaves as a spreadsheet, for those who read it on the page of the vote, and of no secret vote."""

import pytest

from kevread.votes import operations
from kevread.votes.models import RollMark
from kevread.votes.queries.polls import named_votes
from tests.clients import entered_as
from tests.conftest import arranging
from tests.factories import PersonFactory
from tests.gatherings.polling import CALL, NOW, PAPER, opened
from tests.gatherings.screens import alone
from tests.gatherings.screens import of_vote as at
from tests.reading_tables import taken

pytestmark = pytest.mark.django_db
FORMS = ("csv", "xlsx")


@pytest.mark.parametrize("form", FORMS)
def test_each_leaves_with_their_answer_and_the_proxy_they_voted_by(met, settings, form):
    poll, _ = opened(met, CALL)
    reader, file = entered_as(alone(met), settings), at(met, poll, f"/noms.{form}")
    for mark in RollMark.objects.filter(poll=poll):
        operations.call_name(actor=met.actor(), poll=poll, mark=mark, choices=("for",), now=NOW)
    assert reader.get(file).status_code == 404  # before it is counted, its page says nothing either
    poll = operations.close_poll(missing=0, actor=met.actor(), poll=poll, now=NOW)
    assert file in reader.get(at(met, poll)).text
    rows = [(row["qui"], row["par pouvoir"] or "", row["vote"]) for row in taken(reader.get(file))]
    assert rows == named_votes(poll) and len(rows) == RollMark.objects.filter(poll=poll).count()
    assert any(proxy for _, proxy, _ in rows)
    with arranging():
        stranger = PersonFactory()
    assert entered_as(stranger, settings).get(file).status_code == 404
    assert entered_as(None, settings).get(file).status_code == 302


@pytest.mark.parametrize("form", FORMS)
def test_a_vote_that_names_nobody_has_no_such_file(met, settings, form):
    poll, _ = opened(met, PAPER)
    poll = operations.enter_count(actor=met.actor(), poll=poll, counts={"tous": {"for": 12, "against": 20}}, now=NOW)
    client = entered_as(met.secretary, settings)
    assert client.get(at(met, poll, f"/noms.{form}")).status_code == 404
    assert "/noms." not in client.get(at(met, poll)).text
