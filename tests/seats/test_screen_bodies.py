"""The bodies of an organisation, and one of them: composition for everybody, faults for those within."""

from datetime import timedelta

import pytest

from kevread.charter.models import Keeping
from kevread.seats.models import Body, Mandate
from tests.conftest import TODAY, arranging
from tests.factories import BodyFactory, SeatFactory, since
from tests.seats.screens import at, queries, show_name, words
from tests.worlds import add_local

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(scene) -> Body:
    return scene.world.body(f"{scene.grouping.slug}-board")


@pytest.fixture
def address(scene, board) -> str:
    return at("body", scene.grouping, body=board.slug)


def crowd(scene) -> None:
    """One person too many for a pôle on the board of its grouping."""
    person = scene.administrator_of(scene.first)
    with arranging():
        scene.world.seated(f"{scene.grouping.slug}-board", "administrator", person=person, represents=scene.first)


def test_anybody_reads_the_bodies_and_nobody_reads_teams_from_outside(scene, readers):
    for client in (readers.public, readers.hatless, readers.elsewhere):
        page = client.get(at("bodies", scene.grouping))
        assert page.status_code == 200
        assert "Conseil d’administration" in words(page)
        assert at("body", scene.grouping, body=f"{scene.grouping.slug}-team") not in page.content.decode()
    assert (
        at("body", scene.grouping, body=f"{scene.grouping.slug}-team")
        in readers.direction.get(at("bodies", scene.grouping)).content.decode()
    )


def test_the_head_reads_its_bodies_by_level(scene, readers):
    page = words(readers.public.get(at("bodies", scene.world.head)))
    assert page.index("Niveau politique") < page.index("Niveau stratégique") < page.index("Niveau opérationnel")


def test_the_public_reads_the_names_of_those_who_agreed(scene, readers, address):
    shown = scene.world.holder(f"{scene.grouping.slug}-board", "president").person
    hidden = scene.world.holder(f"{scene.grouping.slug}-board", "vice-president").person
    show_name(shown)
    page = words(readers.public.get(address))
    assert str(shown) in page
    assert str(hidden) not in page
    assert "une personne" in page
    inside = words(readers.direction.get(address))
    assert str(hidden) in inside


def test_a_consent_that_was_withdrawn_hides_the_name_in_the_past_too(scene, readers, address):
    person = scene.world.holder(f"{scene.grouping.slug}-board", "president").person
    show_name(person)
    with arranging():
        person.consents.update(period=since(last=TODAY - timedelta(days=1)))
    assert str(person) not in words(readers.public.get(f"{address}?au=2026-03-12"))


def test_where_articles_say_at_most_a_free_place_is_an_open_row_with_one_button_and_no_vacancy(scene, readers, address):
    gone = scene.free_a_place(scene.first)
    page = readers.direction.get(address)
    assert "1 place libre, sur 2 au plus" in words(page)
    share = words(page).split(scene.first.name, 1)[1].split(scene.second.name, 1)[0]
    assert "Siège vacant" not in share
    fill = at("fill", scene.grouping, body=f"{scene.grouping.slug}-board", seat="administrator")
    assert f'{fill}?pour={scene.first.slug}"' in page.content.decode()
    assert str(gone.person) in words(page)  # among past mandates
    outside = readers.public.get(address)
    assert "1 place libre, sur 2 au plus" in words(outside)
    assert fill not in outside.content.decode()


def test_a_vacancy_is_an_open_row_since_the_last_one_left(scene, readers, address):
    president = scene.world.holder(f"{scene.grouping.slug}-board", "president")
    with arranging():
        president.period = since(president.period.lower, TODAY - timedelta(days=1))
        president.save()
    assert "Siège vacant depuis le 24 novembre 2026" in words(readers.direction.get(address))


def test_a_pole_fills_its_own_share_and_no_other(scene, readers, address):
    scene.free_a_place(scene.first)
    scene.free_a_place(scene.second)
    page = readers.president(scene.second).get(address).content.decode()
    assert f"?pour={scene.second.slug}" in page
    assert f"?pour={scene.first.slug}" not in page


def test_registers_that_nobody_keeps_are_told_once_on_the_page(scene, readers):
    here = Keeping.objects.filter(organisation=scene.grouping, register__in=("mandates", "team"))
    said = "Registre non tenu à cette date"
    with arranging():
        here.filter(register="team").update(period=since(last=TODAY - timedelta(days=1)))
    assert words(readers.direction.get(at("bodies", scene.grouping))).count(said) == 1, "this one only"
    with arranging():
        here.update(period=since(last=TODAY - timedelta(days=1)))
    page = words(readers.direction.get(at("bodies", scene.grouping)))
    assert said not in page and page.count("Ces registres ne sont pas tenus") == 1


def test_what_is_not_kept_is_not_called_vacant(scene, readers, address):
    scene.free_a_place(scene.first)
    with arranging():
        Keeping.objects.filter(organisation=scene.grouping, register="mandates").update(
            period=since(last=TODAY - timedelta(days=1))
        )
    page = words(readers.direction.get(address))
    assert "Siège vacant" not in page
    assert "place libre" not in page
    assert "Nous ne savons pas quels sièges sont vacants" in page


def test_faults_are_read_within_with_their_article_and_never_outside(scene, readers, address):
    crowd(scene)
    inside = readers.direction.get(address)
    assert "3 personnes pour 2 places" in words(inside)
    assert "À régler" in words(inside)
    assert f"/{scene.grouping.slug}/texte/R3.7" in inside.content.decode()
    for client in (readers.public, readers.hatless, readers.elsewhere):
        page = words(client.get(address))
        assert "À régler" not in page
        assert "pour 2 places" not in page
    assert "1 point à régler" in words(readers.direction.get(at("bodies", scene.grouping)))
    assert "à régler" not in words(readers.public.get(at("bodies", scene.grouping)))


def test_somebody_who_represents_a_pole_from_another_seat_takes_one_of_its_places(scene, readers, address):
    person = scene.world.holder(f"{scene.grouping.slug}-board", "president").person
    assert f"{person} occupe aussi une place, à un autre siège" in words(readers.direction.get(address))


def test_the_past_shows_who_sat_then_and_offers_nothing(scene, readers, address):
    gone = scene.free_a_place(scene.first)
    page = readers.direction.get(f"{address}?au=2026-03-12")
    assert "lecture seule" in words(page)
    assert str(gone.person) in words(page)
    assert "place libre" not in words(page)
    assert "Confier" not in words(page)


def test_before_it_existed_a_body_says_so(scene, readers, address):
    assert "n’est pas ouverte au 1er janvier 2020" in words(readers.public.get(f"{address}?au=2020-01-01"))
    assert "Aucune instance n’était ouverte" in words(
        readers.public.get(at("bodies", scene.grouping) + "?au=2020-01-01")
    )


def test_a_body_of_somebody_else_is_not_here(scene, readers):
    assert readers.public.get(at("body", scene.first, body=f"{scene.grouping.slug}-board")).status_code == 404


def test_a_team_is_refused_outside_with_a_reason(scene, readers):
    address = at("body", scene.grouping, body=f"{scene.grouping.slug}-team")
    assert readers.public.get(address).status_code == 404
    refused = readers.elsewhere.get(address)
    assert refused.status_code == 403
    assert scene.grouping.name in words(refused)
    assert readers.direction.get(address).status_code == 200


@pytest.mark.parametrize("name", ["bodies", "body"])
@pytest.mark.parametrize("reader", ["public", "direction"])
def test_queries_do_not_grow(scene, readers, name, reader):
    client = getattr(readers, reader)
    where = at(name, scene.grouping, **({"body": f"{scene.grouping.slug}-board"} if name == "body" else {}))

    def grown(times: int) -> int:
        with arranging():
            for _ in range(times):
                add_local(scene.world, scene.grouping)
                SeatFactory(body=BodyFactory(organisation=scene.grouping, space=True), title="member", places=2)
        return queries(client, where)

    assert grown(1) == grown(3)  # the first that is said not to be known asks for names, the others with it


def created(client, scene, **changes):
    typed = {"name": "Groupe mobilités", "purpose": "Partage des vélos.", "kind": "space", "seat": "Membre"}
    typed |= {"one_per": "local", "places": "1", "first": "2026-11-24", "last": ""}
    return client.post(at("create_body", scene.grouping), typed | changes)


def test_a_group_is_created_from_the_screen(scene, readers):
    page = created(readers.direction, scene)
    body = Body.objects.get(name="Groupe mobilités")
    assert page.url == at("body", scene.grouping, body=body.slug)
    assert (body.seats.get().one_per, body.seats.get().places) == ("local", 1)


def test_what_was_typed_is_kept_with_its_error(scene, readers):
    page = created(readers.direction, scene, first="2026-11-24", last="2026-01-01")
    assert page.status_code == 422
    assert "précède le début" in words(page)
    assert "Groupe mobilités" in page.content.decode()
    assert not Body.objects.filter(name="Groupe mobilités").exists()


def test_only_those_who_may_create(scene, readers):
    assert created(readers.public, scene).status_code == 302
    assert created(readers.elsewhere, scene).status_code == 403
    assert created(readers.delegate, scene).status_code == 403
    assert not Body.objects.filter(name="Groupe mobilités").exists()


def test_what_was_created_here_may_be_closed_here_and_the_federation_s_own_bodies_may_not(scene, readers):
    created(readers.direction, scene)
    group = Body.objects.get(name="Groupe mobilités")
    close = at("close_body", scene.grouping, body=group.slug)
    assert close in readers.direction.get(at("body", scene.grouping, body=group.slug)).content.decode()
    assert close not in readers.elsewhere.get(at("body", scene.grouping, body=group.slug)).content.decode()
    own = f"{scene.grouping.slug}-bureau"
    page = readers.direction.get(at("body", scene.grouping, body=own)).content.decode()
    assert "Fermer cette instance" not in page
    assert readers.direction.get(at("close_body", scene.grouping, body=own)).status_code == 404


def test_a_body_with_people_in_it_is_not_closed(scene, readers):
    created(readers.direction, scene)
    body = Body.objects.get(name="Groupe mobilités")
    person = scene.administrator_of(scene.first)
    with arranging():
        Mandate.objects.create(
            seat=body.seats.get(), person=person, represents=scene.first, period=since(TODAY), origin="designation"
        )
    close = at("close_body", scene.grouping, body=body.slug)
    refused = readers.direction.post(close, {"last": "2026-12-31"})
    assert refused.status_code == 422
    assert person.short_name in words(refused)
    with arranging():
        Mandate.objects.filter(seat__body=body).update(period=since(TODAY, TODAY))
    assert readers.direction.post(close, {"last": "2026-12-31"}).status_code == 302
    assert Body.objects.get(pk=body.pk).dates.last.isoformat() == "2026-12-31"


def test_the_officers_of_all_members_are_taken_away_from_there_by_those_within(scene, readers):
    there = at("mandates_xlsx", scene.grouping).replace("&", "&amp;") + "?reseau=1&amp;dirigeants=1"
    page = readers.direction.get(at("bodies", scene.grouping)).text
    assert f'href="{there}"' in page
    assert readers.direction.get(there.replace("&amp;", "&")).status_code == 200
    assert there not in readers.public.get(at("bodies", scene.grouping)).text
    assert "mandats.xlsx" not in readers.president(scene.first).get(at("bodies", scene.first)).text
