"""« Ce constat est faux ? »: anybody who reads a finding may say so; somebody else answers; the verdict does not move."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kevread.charter.engine import verdicts
from kevread.charter.models import Contest
from kevread.charter.operations import answer_contest, contest_finding
from kevread.charter.queries.amiss import amiss
from kevread.common.actor import NOBODY
from kevread.common.errors import Denied, Invalid
from kevread.directory.models import Person
from kevread.journal.models import Act
from kevread.seats.models import Delegation, Mandate
from kevread.seats.queries.actors import actor_of
from tests.charter.people import coordination, direction, holder, local_administrator, local_president
from tests.charter.test_derogation import crowded
from tests.charter.test_screen_text import text_of
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import since
from tests.worlds import World, end, put

pytestmark = pytest.mark.django_db
__all__ = ["crowded"]
TRUE = "L’une des personnes a quitté le pôle en octobre."


def who(actor) -> Person:
    return Person.objects.get(pk=actor.person)


@pytest.fixture
def reader(small: World, crowded):
    """An administrator of a pôle, who reads the grouping above."""
    return local_administrator(small, small.locals[crowded][0])


@pytest.fixture
def asked(crowded, reader):
    return {
        "actor": reader, "person": who(reader), "organisation": crowded, "clause": "R3.7/1", "on": TODAY,
        "about": "fact", "reason": TRUE, "now": NOW,
    }  # fmt: skip


@pytest.fixture
def made(asked) -> Contest:
    return contest_finding(**asked)


def board():
    return {(f.clause.key, f.organisation.id): (f.verdict, f.reason, f.value) for f in verdicts(TODAY)}


def answered(actor, contest, **more):
    whole = {"outcome": "accepted", "answer": "Sa démission est inscrite au 31 octobre.", "now": NOW}
    return answer_contest(actor=actor, person=who(actor), contest=contest, **whole | more)


def test_it_is_kept_with_what_the_finding_said(small: World, crowded, asked):
    made = contest_finding(**asked)
    assert made.verdict == "breaches"
    assert "a 4 personnes au conseil" in made.sentence
    assert (made.evidence["value"], made.evidence["asked"]) == ("4", "le texte dit 2")
    assert made.evidence["facts"][0]["fact"] == "seats.people_of_member"
    with arranging():
        end(small.mandates(f"{crowded.slug}-board", "administrator"))
    made.refresh_from_db()
    assert "a 4 personnes au conseil" in made.sentence


def test_it_changes_no_verdict_and_neither_does_its_answer(small: World, asked):
    before = board()
    made = contest_finding(**asked)
    assert board() == before
    answered(coordination(small), made)
    assert board() == before


def test_what_conforms_may_be_contested_too(small: World, asked):
    assert contest_finding(**asked | {"organisation": small.locals[asked["organisation"]][0], "clause": "R3.2/2"}).pk


# Who may contest.


def test_whoever_does_not_read_the_finding_does_not_contest_it(small: World, asked):
    elsewhere = local_president(small, small.locals[small.groupings[1]][0])
    for actor in (elsewhere, NOBODY):
        with pytest.raises(Denied, match="se lisent, et se contestent"):
            contest_finding(**asked | {"actor": actor})


def test_nor_who_read_it_once(small: World, asked, reader):
    with arranging():
        put(Mandate.objects.filter(person=reader.person), period=since(last=TODAY - timedelta(days=1)))
    with pytest.raises(Denied):
        contest_finding(**asked | {"actor": actor_of(who(reader), TODAY)})


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"about": "everything"}, "about"),
        ({"reason": "Faux"}, "reason"),
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"clause": "R99.1/1"}, "on"),
        ({"clause": "R4.13/2"}, "on"),
    ],
)
def test_bad_input_is_told_on_its_field(asked, changes, field):
    with pytest.raises(Invalid) as told:
        contest_finding(**asked | changes)
    assert told.value.field == field
    assert not Contest.objects.exists()


def test_once_as_long_as_it_is_open(small: World, asked, made):
    with pytest.raises(Invalid, match="la réponse est attendue"):
        contest_finding(**asked)
    answered(coordination(small), made)
    with pytest.raises(Invalid, match="elle est reconnue, et reste à corriger"):
        contest_finding(**asked)
    answered(coordination(small), made, outcome="rejected", answer="Le constat tient finalement.")
    assert contest_finding(**asked).pk


# Who may answer.


def test_the_secretariat_of_the_organisation_answers(small: World, crowded, made):
    done = answered(direction(small, crowded), made)
    assert (done.outcome, done.answered_by.pk, done.answered_at) == ("accepted", direction(small, crowded).person, NOW)
    act = Act.objects.get(verb="charter.answer_contest")
    assert act.reason == "Sa démission est inscrite au 31 octobre."


def test_and_the_head_of_network(small: World, made):
    assert answered(coordination(small), made, outcome="rejected").outcome == "rejected"


def test_and_the_entrusted_secretariat_of_a_pole(small: World, asked):
    grouping = asked["organisation"]
    local, delegate = small.locals[grouping][0], holder(small, f"{grouping.slug}-team", "delegate")
    about = contest_finding(**asked | {"organisation": local, "clause": "R3.2/2"})
    with pytest.raises(Denied):
        answered(actor_of(delegate, TODAY), about)
    with arranging():
        Delegation.objects.create(
            granter=local, holder=delegate, powers=["secretariat"], accepted_on=TODAY, period=since(TODAY)
        )
    assert answered(actor_of(delegate, TODAY), about).outcome


def test_nobody_answers_their_own(small: World, asked):
    actor = coordination(small)
    own = contest_finding(**asked | {"actor": actor, "person": who(actor)})
    with pytest.raises(Denied, match="une autre personne y répond"):
        answered(actor, own)


def test_who_only_reads_does_not_answer(small: World, crowded, made):
    for actor in (
        local_administrator(small, small.locals[crowded][1]),
        actor_of(holder(small, f"{crowded.slug}-board", "vice-president"), TODAY),
        direction(small, small.groupings[1]),
        actor_of(holder(small, f"{crowded.slug}-team", "delegate"), TODAY),
    ):
        with pytest.raises(Denied, match="répond le secrétariat"):
            answered(actor, made)


@pytest.mark.parametrize(
    ("changes", "field"), [({"outcome": "perhaps"}, "outcome"), ({"answer": "Non"}, "answer")]
)  # fmt: skip
def test_an_answer_says_what_and_why(small: World, made, changes, field):
    with pytest.raises(Invalid) as told:
        answered(coordination(small), made, **changes)
    assert told.value.field == field


def test_it_is_answered_once(small: World, crowded, made):
    answered(coordination(small), made)
    with pytest.raises(Invalid, match="déjà été donnée"):
        answered(direction(small, crowded), made)


def test_the_database_keeps_no_half_answer(made):
    for half in ({"outcome": "accepted"}, {"correction": "Corrigé depuis."}):
        with pytest.raises(IntegrityError), transaction.atomic(), arranging():
            put(made, **half)


# On screen.


def at(name: str, scale, **more) -> str:
    return reverse(f"charter:{name}", kwargs={"scale": scale.slug, **more})


@pytest.fixture
def screens(small: World, crowded, reader, settings):
    """The reader, the direction of the grouping, somebody from elsewhere, the public."""
    elsewhere = local_president(small, small.locals[small.groupings[1]][0])
    people = (who(reader), who(direction(small, crowded)), who(elsewhere), None)
    return [entered_as(person, settings) for person in people]


def test_from_the_gloss_to_the_answer(crowded, screens):
    reader, secretariat, elsewhere, public = screens
    article, address = at("article", crowded, rule="R3.7"), at("contest", crowded, rule="R3.7", clause=1)
    assert address in reader.get(article).content.decode()
    assert "Ce constat est faux" in text_of(reader.get(address))
    sent = {"on": "2026-11-24", "about": "fact", "reason": TRUE}
    assert reader.post(address, sent | {"reason": ""}).status_code == 422
    assert reader.post(address, sent).url == article
    made = Contest.objects.get()
    assert TRUE in text_of(reader.get(article))
    assert "en attente de réponse" in text_of(secretariat.get(article))
    answer = at("answer", crowded, key=made.pk)
    day = secretariat.get(f"/{crowded.slug}/aujourd-hui").content.decode()
    assert answer in day
    assert "conteste un constat" in day
    assert answer not in reader.get(f"/{crowded.slug}/aujourd-hui").content.decode()
    assert "Qui y répond" not in text_of(secretariat.get(answer))
    assert reader.post(answer, {"outcome": "accepted", "answer": "Je me réponds à moi-même."}).status_code == 403
    told = {"outcome": "rejected", "answer": "La démission est datée du 30 novembre."}
    assert secretariat.post(answer, told).status_code == 302
    assert "sans être retenu" in text_of(reader.get(article))
    assert "La démission est datée" in text_of(reader.get(answer))
    assert answer not in secretariat.get(f"/{crowded.slug}/aujourd-hui").content.decode()
    for client in (elsewhere, public):
        assert TRUE not in text_of(client.get(article))
        assert client.get(at("contests", crowded)).status_code in (302, 403)
        assert client.get(answer).status_code in (302, 403)


def test_whoever_answers_hears_to_whom(small: World, crowded, made, screens, settings):
    asks = str(made.person)
    page = entered_as(holder(small, "cress-team", "direction"), settings).get(at("contests", crowded)).content.decode()
    assert f'Répondre<span class="seen-by-readers"> à {asks}' in page


def test_the_list_says_what_waits_first(small: World, crowded, made, screens):
    reader = screens[0]
    assert "1 contestation attend une réponse" in text_of(reader.get(at("contests", crowded))).replace("&nbsp;", " ")
    answered(coordination(small), made)
    assert "Aucune contestation n’attend" in text_of(reader.get(at("contests", crowded)))
    assert "Aucune contestation n’attend" in text_of(reader.get(at("contests", crowded) + "?au=2026-03-12"))
    assert TRUE not in text_of(reader.get(at("contests", crowded) + "?au=2026-03-12"))


def test_one_contests_today_and_says_of_which_day_the_finding_is(crowded, screens):
    address = at("contest", crowded, rule="R3.7", clause=1)
    past = screens[0].get(f"{address}?au=2026-03-12").content.decode()
    assert "On agit à la date d’aujourd’hui" in past
    assert f'action="{address}"' not in past
    page = screens[0].get(address).content.decode()
    assert f'action="{address}"' in page
    assert re.search(r'name="on"[^>]*value="2026-11-24"|value="2026-11-24"[^>]*name="on"', page)


def test_another_organisation_has_no_such_contest(small: World, made, settings):
    head = entered_as(holder(small, "cress-team", "direction"), settings)
    assert head.get(at("answer", small.groupings[1], key=made.pk)).status_code == 404
    assert head.get(at("contest", small.groupings[1], rule="R4.13", clause=2)).status_code == 404


def test_the_gravest_points_say_that_one_is_contested_while_it_waits(asked, crowded, small: World):
    answers, worst = direction(small, crowded), lambda: amiss(crowded, TODAY, coordination(small))[0]
    assert worst().rule == "R3.7" and worst().title and not worst().contested
    made = contest_finding(**asked)
    assert worst().contested == f"Contesté par {made.person} le 24 novembre 2026, en attente de réponse."
    answered(answers, made, outcome="rejected", answer="La démission n’a pas été reçue.")
    assert not worst().contested
