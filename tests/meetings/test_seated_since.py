"""Further notices: who sits since a meeting was convened is convened too, and written to alone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kevread.common.errors import Refused
from kevread.common.todo import Asker
from kevread.mail.models import Dispatch
from kevread.meetings.models import Enclosure
from kevread.meetings.operations import Point, add_item, send_further_notice
from kevread.meetings.queries.notices import changes_to_send
from kevread.meetings.queries.roll import seated_since
from kevread.meetings.rules.life import State
from kevread.meetings.todo import people_to_convene_too
from kevread.seats.models import Mandate
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import AffiliationFactory, MandateFactory, OrganisationFactory, SeatFactory, since
from tests.gatherings.preparing import letters, ready, send
from tests.gatherings.screens import kept, read
from tests.gatherings.screens import of_meeting as at
from tests.pressing import press
from tests.seats.screens import words
from tests.worlds import put

pytestmark = pytest.mark.django_db
LATER = datetime(2027, 1, 20, 17, 30, tzinfo=UTC)


def seated_later(met, **more) -> Mandate:
    """Somebody who sits for another member, since the notice."""
    with arranging():
        local = OrganisationFactory(local=True)
        AffiliationFactory(member=local, of=met.grouping)
        return MandateFactory(seat=met.members[0].seat, represents=local, **more)


def also(met, **more):
    asked = {"actor": met.actor(), "meeting": met.meeting, "now": NOW + timedelta(hours=1), "reason": "Elle siège."}
    return letters(lambda: send_further_notice(**asked | more))


def test_who_sits_since_is_convened_too_and_the_others_are_left_alone():
    met = ready()
    first = send(met)
    new = seated_later(met)
    with arranging():
        put(new.person, email="nouvelle@example.org")
    assert changes_to_send(met.meeting) == [f"À convoquer aussi : {new.person}, {new.seat.name}"]
    notice, sent = also(met)
    assert [one.person for one in sent] == [new.person]
    assert sent[0].content.subject.startswith("Convocation : ")
    assert "L’avis complémentaire est joint à ce courriel" in sent[0].content.text
    entry = met.meeting.roll.get(person=new.person)
    assert (entry.votes, entry.represents, entry.mandate) == (1, new.represents, new)
    assert len(notice.content["roll"]) == len(first.content["roll"]) + 1
    assert notice.version.document.readers.filter(person=new.person).exists()
    said = read(kept(notice.version))
    assert f"Est aussi convoqué·e : {new.person}" in said
    assert "la convocation déjà envoyée" in said, "which they did not receive"
    assert changes_to_send(met.meeting) == []
    with pytest.raises(Refused, match="Rien n’a changé"):
        also(met)


def test_with_another_change_everybody_is_told_and_the_new_one_is_convened():
    met = ready(starts_at=LATER)
    send(met)
    new = seated_later(met)
    with arranging():
        put(new.person, email="nouvelle@example.org")
    add_item(actor=met.actor(), meeting=met.meeting, point=Point("decision", "Acheter un véhicule"), now=NOW)
    _, sent = also(met)
    subjects = {one.person: one.content.subject.partition(" :")[0] for one in sent}
    assert subjects.pop(new.person) == "Convocation"
    assert len(subjects) == 13 and set(subjects.values()) == {"Ce qui change"}


def test_a_mandate_that_is_over_or_begins_after_the_meeting_convenes_nobody():
    met = ready()
    send(met)
    seated_later(met, period=since(met.meeting.day + timedelta(days=1)))
    seated_later(met, period=since(TODAY, met.meeting.day - timedelta(days=1)))
    assert seated_since(met.meeting) == []


def test_a_member_does_not_get_a_second_voice_that_way():
    met = ready()
    send(met)
    with arranging():
        MandateFactory(seat=met.members[0].seat, represents=met.members[0].represents)
    with pytest.raises(Refused, match="voterait plusieurs fois"):
        also(met)
    assert met.meeting.roll.count() == 13


def test_it_waits_for_whoever_may_convene_and_for_nobody_else(django_assert_max_num_queries):
    met = ready()
    send(met)

    def waiting(person, on=TODAY):
        actor = met.actor(person)
        return people_to_convene_too(Asker(actor, person, met.grouping, frozenset({met.grouping.pk}), on))

    assert waiting(met.secretary) == []
    new = seated_later(met)
    with django_assert_max_num_queries(12):
        (todo,) = waiting(met.secretary)
    assert str(new.person) in todo.what and todo.by == met.meeting.day
    assert waiting(met.members[-1].person) == []
    assert waiting(met.secretary, met.meeting.day + timedelta(days=1)) == []


def test_further_notices_are_numbered_among_themselves_and_only_where_there_are_several(settings):
    here = ready(State.CONVENED)
    client = entered_as(here.secretary, settings)
    for count, title in enumerate(("Acheter un véhicule", "Louer un local"), start=1):
        press(client, at("add_item", here), {"kind": "debate", "title": title})
        press(client, at("convene", here), {"reason": "Un point de plus."})
        page = words(client.get(at("notices", here)))
        assert ("Avis complémentaire 2" in page) == ("Avis complémentaire 1" in page) == (count == 2)
        assert "Avis complémentaire 3" not in page and page.count("en tout") == count
        assert Dispatch.objects.filter(content__attachments__name=f"avis-complementaire-{count}.pdf").exists()


def test_who_is_called_already_and_sits_for_another_member_too_has_that_voice():
    met = ready()
    send(met)
    twice = met.members[0]
    with arranging():
        local = OrganisationFactory(local=True)
        AffiliationFactory(member=local, of=met.grouping)
        other = SeatFactory(body=twice.seat.body, title="second")
        MandateFactory(seat=other, person=twice.person, represents=local)
    assert [(one.person, one.represents) for one in seated_since(met.meeting)] == [(twice.person, local)]


def test_the_page_of_a_further_notice_reads_what_changes_once(settings):
    met = ready()
    send(met)
    client, alone = entered_as(met.secretary, settings), "Cet avis ne part qu’à qui n’a pas encore été convoqué·e."
    assert alone not in words(client.get(at("convene", met)))  # nothing changed: it goes to nobody
    seated_later(met)
    with CaptureQueriesContext(connection) as asked:
        told = words(client.get(at("convene", met)))
    assert "À convoquer aussi" in told and alone in told
    assert sum(f'FROM "{Enclosure._meta.db_table}"' in one["sql"] for one in asked) == 1


def test_one_question_is_enough_where_nobody_sits_since(django_assert_num_queries):
    met = ready()
    with arranging():  # for nobody
        MandateFactory(seat=SeatFactory(body=met.meeting.body, title="alone"), represents=None)
    send(met)
    with django_assert_num_queries(1):
        assert seated_since(met.meeting) == []
