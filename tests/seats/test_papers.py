"""What one prints of the seats: officers, governance, chart; who may, and whose names are there."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from kevread.common.actor import NOBODY
from kevread.directory.models import Person
from kevread.seats.models import Mandate
from kevread.seats.queries.papers import chart_paper, governance_paper, officers_paper, tree_of
from kevread.seats.queries.teams import team_of
from tests.conftest import TODAY, arranging

pytestmark = pytest.mark.django_db
PAPERS = {
    "seats:officers_pdf": officers_paper,
    "rhythm:governance_pdf": governance_paper,
    "seats:chart_pdf": chart_paper,
}


def printed(client, name, scale, day=""):
    answer = client.get(reverse(name, kwargs={"scale": scale.slug}) + day)
    assert answer.status_code == 200
    return PdfReader(BytesIO(answer.content))


def text_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).replace("\xa0", " ").split())


@pytest.mark.parametrize("name", PAPERS)
def test_it_is_saved_under_a_name_that_says_its_day(scene, readers, name):
    answer = readers.direction.get(reverse(name, kwargs={"scale": scene.grouping.slug}))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith(f'attachment; filename="{scene.grouping.slug}-')
    assert answer["Content-Disposition"].endswith('-2026-11-24.pdf"')


@pytest.mark.parametrize("name", PAPERS)
def test_each_scale_prints_its_own(scene, readers, name):
    for scale in (scene.world.head, scene.grouping, scene.first):
        assert scale.name in text_of(printed(readers.coordination, name, scale))


def test_the_officers_are_those_of_the_board_with_their_function_and_term(scene):
    paper = officers_paper(scene.grouping, scene.direction, TODAY, TODAY)
    seated = Mandate.objects.on(TODAY).filter(seat__body__slug=f"{scene.grouping.slug}-board").select_related("person")
    board = paper.bodies[0]
    assert sorted(officer.name for officer in board.officers) == sorted(str(one.person) for one in seated)
    president = next(one.person for one in seated.filter(seat__title="president"))
    assert board.officers[0].name == str(president)
    assert [one.name for one in paper.signatories] == [str(president)]


def leave_one_to_the_head(scene):
    """One of the two representatives of the grouping on the board of the head never was: exactly two are asked (R3.13)."""
    seated = Mandate.objects.on(TODAY).filter(seat__body__slug="cress-board", represents=scene.grouping)
    with arranging():
        seated.exclude(pk=seated.order_by("pk")[0].pk).delete()


def test_a_vacancy_is_said_with_whose_it_is(scene):
    leave_one_to_the_head(scene)
    paper = officers_paper(scene.world.head, scene.coordination, TODAY, TODAY)
    assert any(scene.grouping.name in vacancy for vacancy in paper.bodies[0].vacancies)


def test_where_the_articles_say_at_most_no_paper_tells_a_vacancy(scene):
    scene.free_a_place(scene.first)
    paper = officers_paper(scene.grouping, scene.direction, TODAY, TODAY)
    assert not any(scene.first.name in vacancy for vacancy in paper.bodies[0].vacancies)


def test_the_diagram_names_nobody_whoever_prints_it(scene, readers):
    for client in (readers.public, readers.coordination):
        text = text_of(printed(client, "rhythm:governance_pdf", scene.grouping))
        assert "Conseil d’administration" in text
        assert scene.first.name in text
        people = Person.objects.filter(mandates__seat__body__organisation=scene.grouping)
        assert not any(str(person) in text for person in people)


def test_the_diagram_of_the_public_has_no_team(scene):
    within = governance_paper(scene.grouping, scene.direction, TODAY, TODAY)
    outside = governance_paper(scene.grouping, NOBODY, TODAY, TODAY)
    assert [level.name for level in within.levels][-1] == "L’équipe"
    assert "L’équipe" not in [level.name for level in outside.levels]


def test_the_places_of_the_diagram_are_those_of_the_screen(scene):
    leave_one_to_the_head(scene)
    paper = governance_paper(scene.world.head, scene.coordination, TODAY, TODAY)
    name = scene.world.body("cress-board").name
    board = next(body for level in paper.levels for body in level.bodies if body.name == name)
    seat = scene.seat("cress-board", "representative-territoire")
    seats = next(one for one in board.seats if one.name.startswith(seat.name))
    assert seats.vacant == 1


def test_the_chart_says_who_follows_which_territory(scene):
    paper = chart_paper(scene.grouping, scene.direction, TODAY, TODAY)
    assert [head.name for head in paper.heads] == ["Présidence", "Direction"]
    posts = [post for branch in paper.branches for post in branch.posts]
    zones = {zone.name for zone in scene.world.epci[scene.grouping]}
    assert any(zone in post.grounds for post in posts for zone in zones)


def test_the_tree_on_screen_is_that_of_the_paper(scene, readers):
    paper = chart_paper(scene.grouping, scene.direction, TODAY, TODAY)
    assert tree_of(team_of(scene.grouping, scene.direction, TODAY, TODAY)) == (paper.heads, paper.branches)
    page = readers.direction.get(f"/{scene.grouping.slug}/equipe").text
    drawn = page.partition('class="tree"')[2]
    names = [branch.name for branch in (*paper.heads, *paper.branches)]
    places = [drawn.index(f"<h3>{name}</h3>") for name in names]
    assert names[:2] == ["Présidence", "Direction"] and places == sorted(places)
    assert tree_of(team_of(scene.first, scene.direction, TODAY, TODAY)) == ((), ()), "a pôle has no team of its own"


def test_the_places_of_the_diagram_on_screen_are_drawn_one_dot_each(scene, readers):
    leave_one_to_the_head(scene)
    page = readers.coordination.get(f"/{scene.world.head.slug}/gouvernance").text
    paper = governance_paper(scene.world.head, scene.coordination, TODAY, TODAY)
    seats = [seat for level in paper.levels for body in level.bodies for seat in body.seats if seat.drawn]
    assert any(seat.vacant for seat in seats) and all(seat.drawn == seat.held + seat.vacant <= 24 for seat in seats)
    assert page.count('class="dots"') == len(seats)
    assert all(member in page for member in paper.members)


@pytest.mark.parametrize("name", ["seats:officers_pdf", "seats:chart_pdf"])
def test_names_are_for_those_within(scene, readers, name):
    address = reverse(name, kwargs={"scale": scene.grouping.slug})
    assert readers.public.get(address).status_code == 302
    for client in (readers.hatless, readers.elsewhere):
        assert client.get(address).status_code == 403


def test_the_past_is_printed_as_it_was(scene, readers):
    assert "24 novembre 2026" in text_of(printed(readers.direction, "seats:officers_pdf", scene.grouping))
    then = printed(readers.direction, "seats:officers_pdf", scene.grouping, "?au=2026-03-12")
    assert "12 mars 2026" in text_of(then)


@pytest.mark.parametrize("compose", PAPERS.values(), ids=lambda compose: compose.__name__)
def test_as_many_queries_whatever_the_number_of_people(scene, compose, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    actor = scene.direction
    with CaptureQueriesContext(connection) as before:
        compose(scene.grouping, actor, TODAY, TODAY)
    for _ in range(4):
        scene.administrator_of(scene.first)
    with django_assert_num_queries(len(before)):
        compose(scene.grouping, actor, TODAY, TODAY)
