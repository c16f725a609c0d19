"""Several people hold a seat together, where no article says that one alone does: a presidency by two."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from kevread.common.actor import Actor
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import Period
from kevread.decisions.queries.papers import signers_of
from kevread.delegations.queries.papers import dealings_paper
from kevread.journal.models import Act
from kevread.seats.loader import SeatSpec
from kevread.seats.models import Mandate, Seat
from kevread.seats.operations import bodies, create_body, end_mandate, load_bodies, say_places
from kevread.seats.operations.seating import together
from kevread.seats.queries import actor_of
from kevread.seats.queries.papers import officers_paper
from kevread.supervision.queries.who import chairs
from tests.conftest import NOW, TODAY, arranging
from tests.factories import MandateFactory, since
from tests.gatherings.decided import decided
from tests.seats.conftest import openings
from tests.seats.screens import at, words
from tests.seats.test_fill_seat import fill

STATUTES = "Statuts, article 9"


@pytest.fixture
def seat(scene) -> Seat:
    return scene.seat(f"{scene.first.slug}-board", "president")


@pytest.fixture
def presides(scene) -> Actor:
    """Who presides over the pôle before anybody else does."""
    return scene.president_of(scene.first)


def say(actor, seat, places=2, **more) -> Seat:
    return say_places(**{"actor": actor, "seat": seat, "places": places, "why": STATUTES, "now": NOW} | more)


def both(scene, presides, seat, somebody) -> tuple[Mandate, Mandate]:
    """Who presides already, and another beside."""
    first = scene.world.holder(seat.body.slug, "president")
    say(presides, seat)
    return first, fill(scene, somebody, seat=seat, actor=presides)


def test_two_people_preside_together_once_it_is_said(scene, presides, seat, somebody):
    with pytest.raises(Refused, match="Aucun article du cadre commun ne fixe ce nombre : si davantage"):
        fill(scene, somebody, seat=seat, actor=presides)
    first, second = both(scene, presides, seat, somebody)
    act = Act.objects.filter(verb="seats.say_places").latest("id")
    assert (act.reason, act.arguments["places"]) == (STATUTES, 2)
    (there,) = [one for one in openings(seat.body, TODAY) if one.seat.pk == seat.pk]
    assert (there.places.number, there.places.taken, there.places.excess) == (2, 2, False)
    assert {one.pk for one in there.holders} == {first.pk, second.pk}
    with pytest.raises(Refused, match="2 places"):
        fill(scene, scene.administrator_of(scene.second), seat=seat, actor=presides)


def test_each_of_them_holds_the_whole_function(scene, presides, seat, somebody):
    mandates = both(scene, presides, seat, somebody)
    people = [one.person for one in mandates]
    names = {str(one) for one in people}
    for person in people:
        actor = actor_of(person, TODAY)
        assert all(
            actor.hat_for(right, scene.first.pk) for right in ("decide_seats", "set_setting", "entrust_secretariat")
        )
    assert {one.person for one in chairs([scene.first.pk], TODAY)[scene.first.pk]} == names
    assert {one.name for one in dealings_paper(scene.first, TODAY.year, TODAY).signatories} == names
    paper = officers_paper(scene.first, actor_of(people[0], TODAY), TODAY, TODAY)
    assert {one.name for one in paper.signatories} == names
    with arranging():
        line = decided(seat.body.slug)
    assert set(people) <= {person for person, _ in signers_of(line, TODAY)}


def test_one_that_leaves_is_missed_and_the_other_goes_on(scene, presides, seat, somebody):
    first, _ = both(scene, presides, seat, somebody)
    end_mandate(
        actor=presides,
        mandate=first,
        last=TODAY - timedelta(days=1),
        reason="resignation",
        note="Lettre du 20 novembre, reçue",
        now=NOW,
    )
    (there,) = [one for one in openings(seat.body, TODAY) if one.seat.pk == seat.pk]
    assert (there.places.taken, there.vacant) == (1, 1)


def test_fewer_than_those_who_sit_or_will_is_told(scene, presides, seat, somebody):
    first, second = both(scene, presides, seat, somebody)
    with pytest.raises(Invalid, match="2 personnes y siègent ou y siégeront ensemble") as invalid:
        say(presides, seat, 1)
    assert invalid.value.field == "places"
    with arranging():
        second.period = since(TODAY + timedelta(days=30))
        second.save()
    with pytest.raises(Invalid, match="siégeront"):
        say(presides, seat, 1)
    end_mandate(
        actor=presides,
        mandate=first,
        last=TODAY,
        reason="term",
        note="Lettre du 20 novembre, reçue",
        now=NOW,
    )
    assert say(presides, seat, 1).places == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [({"places": 0}, "places"), ({"places": 21}, "places"), ({"places": 1}, "places"), ({"why": "  "}, "why")],
)
def test_what_is_typed_wrong_is_said_on_its_field(presides, seat, change, field):
    with pytest.raises(Invalid) as invalid:
        say(presides, seat, **change)
    assert invalid.value.field == field


def test_a_number_that_an_article_or_a_share_gives_is_not_said_here(scene):
    for body, title in ((f"{scene.grouping.slug}-board", "administrator"), ("cress-bureau", "vice-president-grouping")):
        with pytest.raises(Refused, match="ne se dit pas ici"):
            say(scene.coordination, scene.seat(body, title))


def test_where_no_number_is_set_none_is_missing(scene):
    with pytest.raises(Invalid, match="n’a pas de nombre de places") as invalid:
        say(scene.coordination, scene.seat(f"{scene.first.slug}-board", "vice-president"))
    assert invalid.value.field == "places"


def test_a_number_chosen_with_a_body_created_here_is_not_said_there(scene, readers, somebody):
    """It is nothing of the usual: whoever created it chose it, and one more is too many."""
    body = create_body(
        actor=scene.coordination, organisation=scene.world.head, name="Cercle des communs", purpose="Y réfléchir",
        level="political", period=Period(TODAY), seats=(SeatSpec("member", "Membre", places=1),), now=NOW,
    )  # fmt: skip
    (seat,) = body.seats.all()
    with pytest.raises(Refused, match="la création de l’instance"):
        say(scene.coordination, seat)
    people = [somebody, scene.administrator_of(scene.first)]
    with arranging():
        for person in people:
            MandateFactory(seat=seat, person=person, period=since(TODAY))
    assert readers.coordination.get(at("places", scene.world.head, body=body.slug, seat="member")).status_code == 404
    page = readers.coordination.get(at("body", scene.world.head, body=body.slug))
    told = words(page).replace("\xa0", " ")
    assert (
        "2 personnes pour 1 place" in told
        and "aucun article" not in told
        and "Plusieurs personnes à ce siège" not in told
    )
    assert together(seat) == "" != together(scene.seat(f"{scene.first.slug}-board", "president"))


def test_no_fewer_than_those_to_whom_a_decision_gives_it(scene, presides, seat, monkeypatch):
    say(presides, seat, 3)
    given = SimpleNamespace(seat=seat.pk, period=Period(TODAY + timedelta(days=7)))
    monkeypatch.setattr(bodies, "promises", lambda seats: [given] if given.seat in seats else [])
    with pytest.raises(Invalid, match="à qui une décision donne ce siège") as invalid:
        say(presides, seat, 1)
    assert invalid.value.field == "places"
    assert say(presides, seat, 2).places == 2


def test_it_is_asked_again_of_the_seat_as_it_is_once_locked(presides, seat):
    with arranging():
        Seat.objects.filter(pk=seat.pk).update(one_per=Seat.OnePer.LOCAL)
    with pytest.raises(Refused, match="ne se dit pas ici"):
        say(presides, seat)


def test_those_who_decide_there_and_those_who_record_what_exists(scene, seat, somebody):
    elsewhere = scene.president_of(scene.world.locals[scene.world.groupings[1]][0])
    for actor in (elsewhere, scene.direction, actor_of(somebody, TODAY)):
        with pytest.raises(Denied):
            say(actor, seat)
    assert say(scene.coordination, seat).places == 2


def test_the_file_of_the_federation_leaves_the_number_that_was_said(scene, presides, seat):
    say(presides, seat)
    load_bodies(actor=scene.coordination, now=NOW)
    assert Seat.objects.get(pk=seat.pk).places == 2


def test_from_the_page_of_the_body(scene, readers, seat, somebody):
    client = readers.president(scene.first)
    board = at("body", scene.first, body=seat.body.slug)
    page = at("places", scene.first, body=seat.body.slug, seat="president")
    assert f'href="{page}"' in client.get(board).content.decode()
    assert f'href="{page}"' not in readers.hatless.get(board).content.decode()
    read = client.get(page)
    assert "Combien de personnes tiennent ce siège ensemble" in words(read)
    mark = read.context["shown"]
    typed = {"places": "2", "why": STATUTES, "vu": mark}
    assert client.post(page, typed | {"places": "0"}).status_code == 422
    assert client.post(page, typed | {"why": ""}).status_code == 422
    assert readers.hatless.post(page, typed).status_code == 403
    assert readers.public.get(page).status_code == 302
    done = client.post(page, typed, follow=True)
    assert "Présidence : 2 personnes ensemble" in words(done).replace("\xa0", " ")
    assert client.post(page, typed | {"places": "3"}).status_code in (409, 422), "its page showed another number"
    assert Seat.objects.get(pk=seat.pk).places == 2
    other = at("places", scene.grouping, body=f"{scene.grouping.slug}-board", seat="administrator")
    assert readers.presidency.get(other).status_code == 404


def test_what_is_found_to_be_there_is_told_as_ours(scene, readers, seat):
    """Recorded as existing, beyond the usual number: a remark, and no fault."""
    client = readers.president(scene.first)
    with arranging():
        scene.world.seated(seat.body.slug, "president")
    told = words(client.get(at("body", scene.first, body=seat.body.slug))).replace("\xa0", " ")
    assert "2 personnes pour 1 place : aucun article du cadre commun ne fixe ce nombre." in told
