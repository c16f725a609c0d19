"""People and mandates, taken away: what the screen shows, of the day that it shows, and addresses for those alone who keep
them."""

from datetime import timedelta

import pytest

from kevread.common.actor import NOBODY
from kevread.directory.models import Consent, Person
from kevread.seats.models import Body, Mandate
from kevread.seats.queries.actors import actor_of
from kevread.seats.queries.addresses import Addresses
from kevread.seats.roles import every_right
from tests.conftest import TODAY, arranging
from tests.directory.conftest import wearing
from tests.factories import PersonFactory, since
from tests.reading_tables import taken
from tests.seats.screens import at, queries, words

pytestmark = pytest.mark.django_db

ALL = "?reseau=1&dirigeants=1"


@pytest.fixture(autouse=True)
def addressed(scene) -> None:
    with arranging():
        for person in Person.objects.all():
            Person.objects.filter(pk=person.pk).update(email=f"{person.pk.hex}@exemple.fr")


@pytest.fixture
def boarder(scene) -> Mandate:
    return scene.world.holder(f"{scene.grouping.slug}-board", "administrator", represents=scene.first)


def places(rows) -> set[str]:
    return {row["organisation"] for row in rows}


def addresses(rows) -> set[str]:
    return {row["adresse électronique"] for row in rows if row["adresse électronique"]}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_officers_of_the_whole_network_are_two_clicks_away(scene, readers, form):
    """From the organisations of the network: who leads them, then the file."""
    client = readers.coordination
    there = f"{at('mandates', scene.world.head)}{ALL}"
    page = client.get(at("organisations", scene.world.head, room="directory"))
    assert there.replace("&", "&amp;") in page.text
    link = f"{at(f'mandates_{form}', scene.world.head)}{ALL}"
    assert link.replace("&", "&amp;") in client.get(there).text
    answer = client.get(link)
    rows = taken(answer)
    everywhere = {
        scene.world.head,
        *scene.world.groupings,
        *(one for some in scene.world.locals.values() for one in some),
    }
    assert places(rows) == {organisation.name for organisation in everywhere}
    assert {row["siège"] for row in rows} <= {"Présidence", "Secrétariat", "Trésorerie", "Vice-présidence"} | {
        seat for seat in {row["siège"] for row in rows} if "ice-présiden" in seat
    }
    assert len(addresses(rows)) == len({(row["nom"], row["prénom"]) for row in rows})
    assert (
        answer["Content-Disposition"]
        == f'attachment; filename="cress-tout-le-reseau-dirigeants-mandats-2026-11-24.{form}"'
    )


def test_the_boards_of_the_whole_network_are_a_click_from_its_bodies(scene, readers):
    """Whoever sits on a board, as whatever, everywhere; of no other body."""
    link = f"{at('mandates_xlsx', scene.world.head)}?reseau=1&conseils=1"
    assert link.replace("&", "&amp;") in readers.coordination.get(at("bodies", scene.world.head)).text
    answer = readers.coordination.get(link)
    rows = taken(answer)
    boards = Mandate.objects.on(TODAY).filter(seat__body__kind=Body.Kind.BOARD)
    names = boards.values_list("seat__body__name", "seat__name", "person__family_name", "person__given_name")
    said = sorted((row["instance"], row["siège"], row["nom"], row["prénom"]) for row in rows)
    assert said == sorted(names) and len(places(rows)) > 5
    assert "-tout-le-reseau-conseils-mandats-" in answer["Content-Disposition"]
    page = readers.coordination.get(f"{at('mandates', scene.world.head)}?reseau=1&conseils=1")
    assert "Mandats d’administration" in words(page) and link.replace("&", "&amp;") in page.text


def test_a_reader_takes_away_no_other_organisation_than_those_they_read(scene, readers):
    """The direction of a grouping reads it, its pôles and the head; not the other grouping nor its pôles."""
    rows = taken(readers.direction.get(f"{at('mandates_csv', scene.world.head)}?reseau=1"))
    assert places(rows) == {one.name for one in (scene.world.head, scene.grouping, scene.first, scene.second)}
    client = readers.as_person(scene.administrator_of(scene.first))
    rows = taken(client.get(f"{at('mandates_csv', scene.grouping)}?reseau=1"))
    assert places(rows) == {scene.grouping.name, scene.first.name}  # not the other pôle of the grouping


@pytest.mark.parametrize("name", ["people_csv", "people_xlsx", "mandates_csv", "mandates_xlsx", "forecast_xlsx"])
def test_it_is_for_those_within(scene, readers, name):
    address = at(name, scene.grouping)
    assert readers.public.get(address).status_code == 302
    assert readers.hatless.get(address).status_code == 403
    assert readers.elsewhere.get(address).status_code == 403


def test_the_file_holds_what_the_filters_hold(scene, readers, boarder):
    rows = taken(readers.direction.get(f"{at('mandates_csv', scene.grouping)}?nom={boarder.person.family_name}"))
    assert {row["nom"] for row in rows} == {boarder.person.family_name}
    rows = taken(readers.direction.get(f"{at('mandates_csv', scene.grouping)}?instance={scene.grouping.slug}-team"))
    assert {row["instance"] for row in rows} == {f"Équipe d’{scene.grouping.name}"} or len(
        {r["instance"] for r in rows}
    ) == 1
    rows = taken(readers.direction.get(f"{at('mandates_csv', scene.grouping)}?dirigeants=1"))
    assert "Administrateur·rice" not in {row["siège"] for row in rows}
    assert rows
    assert taken(readers.direction.get(f"{at('mandates_csv', scene.grouping)}?bientot=1")) == []


def test_it_is_of_the_day_that_the_screen_shows(scene, readers, boarder):
    gone = TODAY - timedelta(days=1)
    with arranging():
        Mandate.objects.filter(pk=boarder.pk).update(period=since(boarder.period.lower, gone))
    who = (boarder.person.family_name, boarder.person.given_name)

    def there(query: str) -> set:
        answer = readers.direction.get(
            f"{at('mandates_xlsx', scene.grouping)}?instance={boarder.seat.body.slug}{query}"
        )
        return {(row["nom"], row["prénom"]) for row in taken(answer)}

    assert who not in there("")
    assert who in there(f"&au={gone.isoformat()}")
    page = readers.direction.get(f"{at('mandates', scene.grouping)}?au={gone.isoformat()}")
    assert f"mandats.xlsx?au={gone.isoformat()}" in page.text
    name = readers.direction.get(f"{at('mandates_xlsx', scene.grouping)}?au={gone.isoformat()}")["Content-Disposition"]
    assert gone.isoformat() in name


def test_days_are_days(scene, readers):
    row = taken(readers.direction.get(at("mandates_xlsx", scene.grouping)))[0]
    assert (
        row["premier jour"].date()
        == Mandate.objects.on(TODAY).filter(seat__body__organisation=scene.grouping).earliest("period").period.lower
    )


def test_a_member_takes_away_no_address(scene, readers, boarder):
    """Somebody who sits there reads the names; and their own address."""
    client = readers.as_person(boarder.person)
    rows = taken(client.get(f"{at('mandates_csv', scene.grouping)}?reseau=1"))
    assert len(rows) > 5
    assert addresses(rows) == {Person.objects.get(pk=boarder.person_id).email}
    assert addresses(taken(client.get(at("people_csv", scene.grouping)))) == {
        Person.objects.get(pk=boarder.person_id).email
    }


def kept_by(actor) -> set:
    people = list(Person.objects.all())
    addresses = Addresses(actor, TODAY, [person.pk for person in people])
    return {person for person in people if addresses.of(person)}


def sitting_at(*organisations) -> set:
    there = Mandate.objects.on(TODAY).filter(seat__body__organisation__in=organisations)
    return set(Person.objects.filter(mandates__in=there))


def test_whoever_registers_people_somewhere_takes_the_addresses_of_those_who_sit_there(scene):
    assert kept_by(wearing("register_person", scene.first)) == sitting_at(scene.first)
    assert kept_by(wearing("register_person", scene.first, scene.second)) == sitting_at(scene.first, scene.second)
    assert kept_by(wearing("register_person")) == set(Person.objects.all())


def test_every_other_right_together_is_not_enough(scene, readers):
    others = set(every_right()) - {"register_person"}
    assert kept_by(wearing(others)) == set()
    assert kept_by(NOBODY) == set()
    rows = taken(readers.direction.get(at("mandates_csv", scene.grouping)))
    assert len(addresses(rows)) == len({(row["nom"], row["prénom"]) for row in rows})


def test_whoever_no_longer_sits_is_not_written_to(scene, readers, boarder):
    """The right is that of today, even on a list of a day when they sat."""
    gone = TODAY - timedelta(days=1)
    with arranging():
        Mandate.objects.filter(person=boarder.person).update(period=since(boarder.period.lower, gone))
    mail = Person.objects.get(pk=boarder.person_id).email
    past = taken(readers.presidency.get(f"{at('mandates_csv', scene.grouping)}?au={gone.isoformat()}"))
    assert (boarder.person.family_name, "") in {(row["nom"], row["adresse électronique"]) for row in past}
    assert mail not in addresses(past)


def test_an_address_that_somebody_agreed_to_show_goes_to_whoever_reads_until_they_withdraw_it(scene, readers, boarder):
    other = scene.world.holder(f"{scene.grouping.slug}-board", "president").person
    mail = Person.objects.get(pk=other.pk).email
    client = readers.as_person(boarder.person)
    with arranging():
        given = Consent.objects.create(person=other, what=Consent.What.NAME, period=since())
    assert mail not in addresses(taken(client.get(at("mandates_csv", scene.grouping))))
    with arranging():
        Consent.objects.filter(pk=given.pk).update(what=Consent.What.EMAIL)
    assert mail in addresses(taken(client.get(at("mandates_csv", scene.grouping))))
    with arranging():
        Consent.objects.filter(pk=given.pk).update(period=since(last=TODAY - timedelta(days=1)))
    assert mail not in addresses(taken(client.get(at("mandates_csv", scene.grouping))))


def test_the_people_of_the_file_are_those_that_the_words_find(scene, readers):
    with arranging():
        PersonFactory(given_name="Zélie", family_name="Introuvée")
    rows = taken(readers.direction.get(f"{at('people_csv', scene.grouping)}?q=introuvee"))
    assert [(row["nom"], row["prénom"]) for row in rows] == [("Introuvée", "Zélie")]
    page = readers.direction.get(f"{at('people', scene.grouping, room='directory')}?q=introuvee&apres=x")
    assert "personnes.xlsx?q=introuvee" in page.text


def test_all_the_people_leave_though_the_screen_shows_a_page(scene, readers):
    with arranging():
        for _ in range(40):
            PersonFactory()
    assert len(taken(readers.coordination.get(at("people_csv", scene.world.head)))) == Person.objects.count()


def test_addresses_cost_two_questions_whatever_their_number(scene, readers, counted):
    actor = actor_of(scene.world.holder(f"{scene.first.slug}-board", "president").person, TODAY)
    keys = [person.pk for person in Person.objects.all()]
    with counted(2):
        Addresses(actor, TODAY, keys)
    everywhere = scene.coordination
    with counted(0):
        Addresses(everywhere, TODAY, keys)


def test_queries_of_the_wide_list_do_not_grow(scene, readers):
    client = readers.coordination
    address = f"{at('mandates', scene.world.head)}?reseau=1"
    first = queries(client, address)
    with arranging():
        for _ in range(8):
            scene.world.seated(f"{scene.first.slug}-board", "administrator")
    assert queries(client, address) == first
    assert scene.first.name in words(client.get(address))


def test_a_local_has_nothing_below_it(scene, readers):
    page = readers.president(scene.first).get(at("mandates", scene.first))
    assert 'name="reseau"' not in page.text
    assert 'name="dirigeants"' in page.text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "-mandats-"),
        ("?dirigeants=1", "-dirigeants-mandats-"),
        ("?reseau=1", "-et-ses-membres-mandats-"),
        (ALL, "-et-ses-membres-dirigeants-mandats-"),
    ],
)
def test_the_name_of_the_file_says_whose_mandates_it_holds(scene, readers, query, said):
    answer = readers.direction.get(at("mandates_xlsx", scene.grouping) + query)
    assert f"{scene.grouping.slug}{said}{TODAY.isoformat()}.xlsx" in answer["Content-Disposition"]


def test_the_name_says_the_whole_network_at_its_head(scene, readers):
    answer = readers.direction.get(at("mandates_xlsx", scene.world.head) + "?reseau=1")
    assert "-tout-le-reseau-mandats-" in answer["Content-Disposition"]
