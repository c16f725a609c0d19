"""« Depuis votre visite »: what others did, meeting by meeting, in words."""

from datetime import timedelta

import pytest

from kevread.common import rooms
from kevread.common.rooms import Heard
from kevread.documents.models import Signature
from kevread.documents.operations import Asked
from kevread.home.news import News, news
from kevread.journal.models import Act
from kevread.journal.operations import act
from kevread.meetings.operations.answering import answer, give_proxy
from kevread.meetings.queries.naming import called
from kevread.meetings.rules.life import State
from kevread.seats.queries import actor_of
from tests.charter.people import holder
from tests.conftest import NOW, TODAY, arranging
from tests.documents.conftest import Shelf
from tests.factories import PersonFactory
from tests.gatherings.polling import OPEN, opened, under_way
from tests.gatherings.worlds import Gathering, gathering
from tests.worlds import World, met

pytestmark = pytest.mark.django_db
BEFORE = NOW - timedelta(days=1)


@pytest.fixture
def sitting() -> Gathering:
    with arranging():
        return under_way()


def done(verb: str, who, where, **arguments) -> None:
    with act(verb, actor=actor_of(who, TODAY), about=where, now=NOW, arguments=arguments):
        pass


def of(person, where, scale=None) -> list[News]:
    return news(actor_of(person, TODAY), {where.pk}, scale or where, BEFORE, TODAY)


def test_one_s_own_acts_are_no_news(sitting):
    member = sitting.entries[5].person
    done("sittings.open", sitting.secretary, sitting.grouping, meeting=sitting.meeting.pk)
    (told,) = of(member, sitting.grouping)
    assert told.said == f"{sitting.secretary} a ouvert une séance."
    assert of(sitting.secretary, sitting.grouping) == []


def test_gestures_within_a_meeting_are_no_news_and_a_meeting_is_told_once(sitting):
    member = sitting.entries[5].person
    for verb in ("sittings.open", "sittings.begin", "attendance.check_quorum", "sittings.turn_to", "sittings.close"):
        done(verb, sitting.secretary, sitting.grouping, meeting=sitting.meeting.pk)
    (told,) = of(member, sitting.grouping)
    assert told.name == called(sitting.meeting, TODAY)
    assert told.said == f"{sitting.secretary} a ouvert une séance et a clos une séance."
    assert str(sitting.meeting.pk) in told.url


def test_an_open_vote_is_told_with_its_question_under_its_meeting(sitting):
    poll, _ = opened(sitting, OPEN)
    (told,) = of(sitting.entries[5].person, sitting.grouping)
    assert told.name == called(sitting.meeting, TODAY)
    assert f"a mis un point au vote\xa0: «\xa0{poll.question}\xa0»" in told.said


def test_two_who_act_in_a_meeting_are_both_named(sitting):
    member = sitting.entries[5].person
    done("sittings.open", sitting.secretary, sitting.grouping, meeting=sitting.meeting.pk)
    done("sittings.close", sitting.president, sitting.grouping, meeting=sitting.meeting.pk)
    (told,) = of(member, sitting.grouping)
    assert told.said == f"{sitting.secretary} a ouvert une séance. {sitting.president} a clos une séance."


def test_what_a_pole_does_in_its_meetings_is_no_news_to_the_head(small: World):
    local, reader = small.locals[small.groupings[0]][0], small.holder("cress-board", "president").person
    other, coordination = (
        small.holder(f"{local.slug}-board", "president").person,
        holder(small, "cress-team", "direction"),
    )
    with arranging():
        there, here = met(small.body(f"{local.slug}-board"), TODAY), met(small.body("codir"), TODAY)
    done("sittings.open", other, local, meeting=there.pk)
    done("sittings.open", coordination, small.head, meeting=here.pk)
    circle = {local.pk, small.head.pk}
    assert [told.name for told in news(actor_of(reader, TODAY), circle, small.head, BEFORE, TODAY)] == [
        called(here, TODAY)
    ]
    assert [told.name for told in news(actor_of(reader, TODAY), circle, local, BEFORE, TODAY)].count(
        called(there, TODAY)
    ) == 1


def test_what_is_heard_nowhere_is_within_a_meeting_or_prepares_or_is_somebody_s_own():
    silent = [verb.name for verb in rooms.verbs() if verb.heard is Heard.NOWHERE]
    assert {name.partition(".")[0] for name in silent} == {
        "meetings", "attendance", "sittings", "votes", "decisions", "privacy", "imports", "membership",
        "supervision", "equalisation", "dues", "ledgers", "finance", "agreements", "staff", "statutes", "careers",
        "allowances", "documents",
    }  # fmt: skip
    assert "meetings.convene" not in silent and "decisions.record" not in silent


def test_an_answer_and_a_proxy_are_about_their_meeting():
    """Where they are told, it is under its name, and not with that of the person twice."""
    with arranging():
        found, stranger = gathering(state=State.CONVENED, members=6, represented=0), PersonFactory()
    giver, taker = found.entries[2], found.entries[3]
    answer(actor=actor_of(giver.person, TODAY), entry=giver, says="coming", now=NOW)
    give_proxy(actor=actor_of(giver.person, TODAY), giver=giver, holder=taker, now=NOW)
    acts = list(Act.objects.filter(verb__in=("meetings.answer", "meetings.give_proxy")))
    about = rooms.matters(acts, actor_of(found.secretary, TODAY), TODAY)
    assert [about[one.pk].name for one in acts] == [called(found.meeting, TODAY)] * 2
    assert rooms.matters(acts, actor_of(stranger, TODAY), TODAY) == {}


def test_what_is_of_nothing_that_one_reads_is_no_news(scene):
    """« a signé un document », of one that is for somebody else: nothing is told of it."""
    reader = scene.world.holder(f"{scene.grouping.slug}-board", "president").person
    signer, shelf = scene.administrator_of(scene.grouping), Shelf(scene)

    def signed(audience: str) -> list[str]:
        version = shelf.minutes(Asked(signer, "Secrétariat"), audience=audience, organisation=scene.grouping)
        with act("documents.sign", actor=actor_of(signer, TODAY), about=scene.grouping, now=NOW):
            Signature.objects.create(
                version=version, person=signer, person_name=str(signer), rank=1, quality="Secrétariat", method="mail",
                organisation=scene.grouping, sha256=version.sha256, signed_at=NOW,
            )  # fmt: skip
        return [told.said for told in of(reader, scene.grouping) if "a signé un document" in told.said]

    assert signed("people") == []
    (told,) = signed("organisation")
    assert told.startswith(f"{signer} a signé un document\xa0: Procès-verbal")
