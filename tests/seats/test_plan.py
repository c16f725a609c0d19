"""The plan of a body: each place once, for whom; the figure and the sentence say no more than what is kept and decided."""

import re
from datetime import timedelta

import pytest

from kevread.base import clock
from kevread.charter.models import Keeping
from kevread.journal.memory import forget
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from kevread.seats.conditions import RESTS_ON
from kevread.seats.models import Body, Mandate
from kevread.seats.queries.composition import read_body
from kevread.seats.queries.plan import LARGEST, SMALLEST, Plan, plan_of, sectors_of
from kevread.seats.queries.resting import resting_on
from tests.conftest import TODAY, arranging
from tests.factories import BodyFactory, SeatFactory, since
from tests.gatherings.decided import met
from tests.seats.screens import at, show_name, words
from tests.worlds import add_local

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def board(scene) -> Body:
    return scene.world.body(f"{scene.grouping.slug}-board")


@pytest.fixture
def drawn(scene) -> None:
    """The grouping has so many pôles that its board is drawn."""
    with arranging():
        for _ in range(2):
            add_local(scene.world, scene.grouping)


def plan(scene, board, actor=None) -> Plan:
    return plan_of(read_body(board, actor or scene.direction, TODAY, TODAY))


def kinds(plan: Plan, name: str) -> list[str]:
    return [place.kind for share in plan.shares if share.name == name for place in share.places]


def test_whoever_has_a_post_is_drawn_once_with_the_pole_that_they_represent(scene, board):
    found = plan(scene, board)
    president = scene.world.holder(board.slug, "president")
    mine = [
        (share.name, place.roles)
        for share in found.shares
        for place in share.places
        if place.holder and place.holder.mandate.person_id == president.person_id
    ]
    assert mine == [(president.represents.name, ["Présidence"])]


def test_somebody_in_two_seats_is_one_place_with_both_posts(scene, board):
    president = scene.world.holder(board.slug, "president")
    before = plan(scene, board).many("held")
    with arranging():
        scene.world.seated(board.slug, "treasurer", person=president.person, represents=president.represents)
    found = plan(scene, board)
    assert found.many("held") == before
    roles = {tuple(p.roles) for p in found.places if p.holder and p.holder.mandate.person_id == president.person_id}
    assert roles == {("Présidence", "Trésorerie")}


def test_a_free_place_is_drawn_in_its_share_and_the_sentence_says_whose(scene, board):
    scene.free_a_place(scene.first)
    found = plan(scene, board)
    assert kinds(found, scene.first.name).count("free") == 1
    assert found.sentence.startswith("Deux personnes par pôle, au plus.")
    assert f"Une place reste libre pour {scene.first.name}." in found.sentence
    assert "Il manque" not in found.sentence  # « au plus », and somebody sits for that pôle


def test_a_pole_for_which_nobody_sits_is_said_to_miss(scene, board):
    with arranging():
        for mandate in scene.world.mandates(board.slug).filter(represents=scene.first):
            mandate.period = since(mandate.period.lower, TODAY - timedelta(days=1))
            mandate.save()
    found = plan(scene, board)
    assert kinds(found, scene.first.name) == ["free", "free"]
    assert f"Il manque {scene.first.name}." in found.sentence


def test_what_is_not_kept_is_neither_counted_nor_said_to_miss(scene, board):
    scene.free_a_place(scene.first)
    with arranging():
        scene.world.mandates(board.slug, "secretary").delete()
        Keeping.objects.filter(organisation=scene.grouping, register="mandates").update(
            period=since(last=TODAY - timedelta(days=1))
        )
    found = plan(scene, board)
    assert found.sentence == "Deux personnes par pôle, au plus."  # nor a title that nobody holds
    assert not found.many("free")
    assert found.figure == str(found.many("held"))


@pytest.fixture
def all_represent(scene, board) -> None:
    """Whoever sits there sits for a pôle: nobody for a direct member, whose seats nobody numbered."""
    with arranging():
        for mandate in scene.world.mandates(board.slug, "direct-member"):
            mandate.period = since(mandate.period.lower, TODAY - timedelta(days=1))
            mandate.save()


def test_the_figure_counts_the_places_that_articles_number(scene, board, all_represent):
    scene.free_a_place(scene.first)
    scene.free_a_place(scene.second)
    found = plan(scene, board)
    held, places = found.many("held"), len(found.places)
    assert (found.figure, found.notes) == (f"{held} sur {places}", ["places, au plus"])


def test_one_who_has_no_numbered_place_leaves_the_figure_to_people(scene, board):
    direct = scene.world.holder(board.slug, "direct-member").person_id
    found = plan(scene, board)
    assert direct in {place.holder.mandate.person_id for place in found.places if place.holder}
    assert found.figure == str(found.many("held"))
    assert found.notes == ["personnes y siègent"]


def test_one_too_many_is_drawn_and_never_counted_as_a_place(scene, board, all_represent):
    scene.free_a_place(scene.second)
    person = scene.administrator_of(scene.first)
    with arranging():
        scene.world.seated(board.slug, "administrator", person=person, represents=scene.first)
    found = plan(scene, board)
    assert kinds(found, scene.first.name) == ["held"] * 3
    assert found.figure == f"{found.many('held')} sur {len(found.places) - 1}"


def test_who_presides_is_in_the_middle_and_the_table_in_the_order_of_names(scene, board, drawn):
    forget()
    found = plan(scene, board)
    president = scene.world.holder(board.slug, "president")
    names = [share.name for share in found.shares if share.name]
    assert abs(names.index(president.represents.name) - (len(names) - 1) / 2) <= 0.5
    assert [share.name for share in found.listed if share.name] == sorted(names)


def test_a_seat_is_offered_on_the_plan_to_those_who_may_fill_it_and_to_no_one_else(scene, readers, board, drawn):
    scene.free_a_place(scene.first)
    scene.free_a_place(scene.second)
    forget()
    address = at("body", scene.grouping, body=board.slug)

    def offered(client, gesture="Confier ce siège") -> list[str]:
        page = client.get(address).content.decode()
        assert 'class="hemicycle"' in page
        return [
            one.name
            for one in (scene.first, scene.second)
            if f'aria-label="{gesture}, pour {one.name}"' in picture(page)
        ]

    assert offered(readers.presidency) == [scene.first.name, scene.second.name]
    assert offered(readers.direction) == []  # who prepares, and does not decide, proposes
    assert offered(readers.direction, "Proposer quelqu’un") == [scene.first.name, scene.second.name]
    assert offered(readers.president(scene.second)) == [scene.second.name]
    assert offered(readers.elsewhere) == offered(readers.public) == []
    past = readers.direction.get(f"{address}?au={TODAY - timedelta(days=1)}").content.decode()
    assert "Confier ce siège" not in past and "Proposer quelqu’un" not in past


def test_where_the_article_says_at_most_a_free_place_is_no_vacancy(scene, readers, board):
    """To whoever may fill it as to the others; where it says how many, the seat waits for somebody."""
    scene.free_a_place(scene.first)
    with arranging():
        there = scene.world.mandates("cress-board", "representative-territoire").latest("pk")
        there.period = since(there.period.lower, TODAY - timedelta(days=1))
        there.save()
    forget()
    for client in (readers.direction, readers.presidency):
        page = client.get(at("body", scene.grouping, body=board.slug)).content.decode()
        assert "<strong>une place libre</strong>" in page
        assert "un siège à" not in page
    assert (
        "<strong>un siège à pourvoir</strong>"
        in readers.coordination.get(at("body", scene.world.head, body="cress-board")).content.decode()
    )


def picture(page: str) -> str:
    return page.split('class="hemicycle"', 1)[1].split("</svg>", 1)[0]


def written(page: str) -> list[str]:
    """The words of the picture; a long name goes to the line between two of them."""
    return re.sub(r"<[^>]+>", " ", picture(page)).split()


def test_the_plan_names_to_the_public_those_who_agreed_and_nobody_else(scene, readers, board, drawn):
    shown = scene.world.holder(board.slug, "president").person
    hidden = scene.world.holder(board.slug, "vice-president", represents=scene.second).person
    show_name(shown)
    forget()
    page = readers.public.get(at("body", scene.grouping, body=board.slug)).content.decode()
    assert " ".join(str(shown).split()) in " ".join(written(page))
    assert hidden.family_name not in page
    assert "Ce qui en dépend" not in page


def test_what_rests_on_a_board_is_told_within(scene, readers, board):
    on_both = scene.world.mandates("cress-board").filter(
        represents=scene.grouping, person__in=scene.world.mandates(board.slug).values("person")
    )
    page = words(readers.direction.get(at("body", scene.grouping, body=board.slug)))
    assert f"{on_both.get().person} tient aussi une place" in page
    second = scene.world.second_representative(scene.grouping)
    assert f"{second.person} tient aussi une place" not in page


def test_what_somebody_holds_for_their_own_pole_does_not_rest_on_the_board_of_the_grouping(scene, board):
    """Their seat in the college is held for the pôle: it looks at the pôle's own board."""
    seated = scene.world.mandates(board.slug).values("person")
    elsewhere = scene.world.mandates("college-territoire", "member-local").filter(person__in=seated).first()
    assert set(elsewhere.seat.conditions) & set(RESTS_ON)
    groups = read_body(board, scene.direction, TODAY, TODAY).groups
    holders = [holder for group in groups for line in group.lines for holder in line.holders]
    found = [mandate for one in resting_on(board, holders, TODAY) for mandate in one.mandates]
    assert found and elsewhere not in found and {mandate.represents for mandate in found} == {scene.grouping}


@pytest.mark.parametrize(
    ("places", "is_drawn"), [(SMALLEST - 1, False), (SMALLEST, True), (LARGEST, True), (LARGEST + 1, False)]
)
def test_a_body_is_drawn_from_six_places_to_forty(scene, places, is_drawn):
    with arranging():
        body = BodyFactory(organisation=scene.grouping, space=True)
        SeatFactory(body=body, title="member", places=places)
    found = plan(scene, body)
    assert found.is_drawn is is_drawn
    assert len(found.places) == places
    assert sum(len(sector.spots) for sector in sectors_of(found, None, None)) == places


def test_a_team_is_never_drawn_as_a_body(scene):
    team = scene.world.body(f"{scene.grouping.slug}-team")
    with arranging():
        for _ in range(SMALLEST):
            scene.world.seated(team.slug, "delegate")
    assert not plan(scene, team).is_drawn


def test_the_aside_tells_the_next_meeting_the_year_and_the_last_decisions_to_those_within(scene, readers, board):
    address = at("body", scene.grouping, body=board.slug)
    inside = words(readers.direction.get(address))
    assert "Prochaine réunion Aucune n’est planifiée." in inside
    assert "L’année 2026" in inside
    assert "Préparer une réunion" in inside
    for client in (readers.public, readers.elsewhere):
        outside = words(client.get(address))
        assert "Prochaine réunion" not in outside and "L’année 2026" not in outside
        assert "Préparer une réunion" not in outside
    past = words(readers.direction.get(f"{address}?au=2026-03-12"))
    assert "Préparer une réunion" not in past and "Prochaine réunion" not in past


def test_the_aside_tells_the_meeting_of_the_day_until_somebody_says_what_became_of_it(scene, readers, board):
    address = at("body", scene.grouping, body=board.slug)
    begins = clock.now() - timedelta(hours=1)
    with arranging():
        meeting = met(board, on=TODAY, opened_at=None, closed_at=None)
        Meeting.objects.filter(pk=meeting.pk).update(starts_at=begins)  # it is past its hour
        later = met(board, on=TODAY + timedelta(days=9), state=State.DRAFT, opened_at=None, closed_at=None)
    for state, said in (
        (State.CONVENED, "Prochaine réunion 24 novembre"),
        (State.OPEN, "En séance 24 novembre"),
        (State.OPEN, "Préparer une autre réunion"),
        (State.OPEN, "Voir la séance"),
        (State.CLOSED, "Prochaine réunion 3 décembre"),
    ):
        with arranging():
            Meeting.objects.filter(pk=meeting.pk).update(state=state)
        assert said in words(readers.direction.get(address)), state
    with arranging():
        Meeting.objects.filter(pk=meeting.pk).update(state=State.IN_PROGRESS, starts_at=begins - timedelta(days=1))
    assert "En séance 23 novembre" in words(readers.direction.get(address)), "until it is closed, past midnight too"
    with arranging():
        Meeting.objects.filter(pk=meeting.pk).update(state=State.CLOSED)
        Meeting.objects.filter(pk=later.pk).update(state=State.CANCELLED)
    assert "Prochaine réunion Aucune n’est planifiée." in words(readers.direction.get(address))


def test_what_ends_on_one_day_is_said_once_and_what_does_not_beside_each(scene, readers, board):
    def said() -> str:
        return words(readers.direction.get(at("body", scene.grouping, body=board.slug)))

    with arranging():
        Mandate.objects.filter(seat__body=board).update(period=(TODAY, TODAY + DAY))
    assert plan(scene, board).same_end == "Tous ces mandats finissent le 24\u00a0novembre 2026."
    assert "Tous ces mandats finissent le 24 novembre 2026." in said() and "Jusqu’au" not in said()
    with arranging():
        Mandate.objects.filter(seat__body=board).update(period=(TODAY, None))
    assert plan(scene, board).same_end == "Tous ces mandats sont sans terme fixé."
    with arranging():
        first = scene.world.holder(board.slug, "president")
        Mandate.objects.filter(pk=first.pk).update(period=(TODAY, TODAY + DAY))
    assert plan(scene, board).same_end == "" and "Jusqu’au" in said()
