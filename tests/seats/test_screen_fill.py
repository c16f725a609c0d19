"""A seat is entrusted one question at a time; a refusal quotes its article and loses nothing (journey 1)."""

import re
from datetime import timedelta

import pytest

from kevread.charter.engine import verdicts
from kevread.charter.models import Setting
from kevread.charter.operations import Shifts
from kevread.charter.operations.effects_in_words import what_follows
from kevread.charter.operations.upholding import shifted
from kevread.common.periods import day_in_words
from kevread.directory.models import Person
from kevread.journal.models import Act
from kevread.seats.models import Mandate, Seat
from kevread.seats.queries.candidates import candidates, others_until
from tests.arrange import TODAY, arranging, nobody_keeps_decisions
from tests.factories import MandateFactory, since
from tests.seats.screens import at, part_of, words
from tests.worlds import put

pytestmark = pytest.mark.django_db
ASKED = {"first": "2026-11-24", "last": "2027-06-30", "origin": "election", "note": "Assemblée du 20 novembre"}
CONFIRMED = {"etape": "confirmer"}
TYPED = ASKED | CONFIRMED
BEFORE = {"decided_on": "2019-11-20"}  # no register was kept


@pytest.fixture
def address(scene) -> str:
    return at("fill", scene.grouping, body=f"{scene.grouping.slug}-board", seat="administrator")


def whom(address, local, person=None, decision="") -> str:
    answers = [f"pour={local.slug}", f"personne={person.pk}" if person else "", decision and f"decision={decision}"]
    return f"{address}?{'&'.join(filter(None, answers))}"


def test_first_for_whom(scene, readers, address):
    scene.free_a_place(scene.first)
    page = words(readers.direction.get(address))
    assert "Pour qui" in page
    assert f"{scene.first.name} 1 place libre" in page
    assert f"{scene.second.name} complet : 2 sur 2" in page


@pytest.mark.parametrize("title", ["president", "vice-president", "secretary", "treasurer", "direct-member"])
def test_on_the_board_of_a_grouping_one_is_asked_which_member_is_represented(scene, readers, title):
    where = at("fill", scene.grouping, body=f"{scene.grouping.slug}-board", seat=title)
    page = words(readers.direction.get(where))
    here = scene.grouping.name
    says = (
        f"Ici, chaque personne représente un membre de {here}."
        if title == "direct-member"
        else f"Le document compose cette instance d’administrateur·rices des membres de {here}."
    )
    assert says in page
    assert ("Personne en particulier" in page) is (title != "direct-member")
    assert scene.world.direct_member.name in page
    full = f"{scene.first.name} complet : 2 sur 2"
    assert (full in page) is (title != "direct-member")


def test_at_the_seat_of_a_direct_member_for_nobody_nobody_is_offered_and_the_refusal_says_why(scene, readers):
    where = at("fill", scene.grouping, body=f"{scene.grouping.slug}-board", seat="direct-member") + "?pour=-"
    person = scene.administrator_of(scene.first)
    page = words(readers.direction.get(f"{where}&q={person.family_name}"))
    assert "Aucune personne éligible ne répond" in page
    assert "représente un adhérent direct" in page
    before = Mandate.objects.count()
    refused = readers.presidency.post(f"{where}&personne={person.pk}&decision=avant", TYPED | BEFORE)
    assert refused.status_code == 422
    assert "Rien n’a été enregistré" in words(refused)
    assert "Article R2.3" in words(refused)
    assert Mandate.objects.count() == before


def test_elsewhere_on_that_board_somebody_for_nobody_is_offered_and_seated(scene, readers, somebody):
    where = at("fill", scene.grouping, body=f"{scene.grouping.slug}-board", seat="vice-president") + "?pour=-"
    assert str(somebody) in words(readers.direction.get(f"{where}&q={somebody.family_name}"))
    done = readers.presidency.post(f"{where}&personne={somebody.pk}&decision=avant", TYPED | BEFORE)
    assert done.status_code == 302, words(done)
    assert Mandate.objects.filter(person=somebody, represents=None).exists()


def test_a_pole_that_is_full_is_said_so_at_every_seat(scene, readers):
    where = at("fill", scene.grouping, body=f"{scene.grouping.slug}-board", seat="vice-president")
    page = words(readers.direction.get(whom(where, scene.first)))
    assert "Toutes les places sont prises aujourd’hui" in page
    scene.free_a_place(scene.first)
    assert "Toutes les places sont prises" not in words(readers.direction.get(whom(where, scene.first)))


def test_the_head_records_somebody_who_represents_nobody_in_fact(scene, readers, somebody):
    nobody_keeps_decisions()
    where = at("record", scene.grouping, body=f"{scene.grouping.slug}-board", seat="vice-president")
    page = words(readers.coordination.get(where))
    assert "Personne en particulier" in page and "contre la règle" not in page
    typed = CONFIRMED | {"first": "2026-11-24", "last": "", "reason": "Constaté à la visite du 20 novembre."}
    assert readers.coordination.post(f"{where}?pour=-&personne={somebody.pk}", typed).status_code == 302
    body = words(readers.direction.get(at("body", scene.grouping, body=f"{scene.grouping.slug}-board")))
    assert "qui ne représentent aucun de ses membres, et ne siègent au conseil d’aucun : 1" in body


def test_then_who_with_why_they_are_eligible(scene, readers, address):
    scene.free_a_place(scene.first)
    person = scene.administrator_of(scene.first)
    page = words(readers.direction.get(whom(address, scene.first)))
    assert f"{person} Administrateur·rice, Conseil d’administration, {scene.first.name}" in page
    assert f"Il faut siéger au conseil de {scene.first.name} ( article R3.7 )" in page
    assert page.index("Il faut siéger au conseil") < page.index("L’inscrire d’abord")


def test_who_prepares_and_does_not_decide_proposes_and_is_told_the_next_step(scene, readers, address):
    scene.free_a_place(scene.first)
    person = scene.administrator_of(scene.first)
    page = words(readers.direction.get(whom(address, scene.first)))
    assert "Proposer quelqu’un" in page and "Qui proposer" in page
    assert f"Qui siège ici au nom de {scene.first.name} se décide là-bas : Conseil d’administration." in page
    assert "Vous préparez, vous ne décidez pas : Direction" in page and "Vous le pouvez" not in page
    then = readers.direction.get(whom(address, scene.first, person))
    assert f"Écrire à qui désigne, en proposant {person}" in words(then) and "Vous le pouvez" not in words(then)
    assert f"qui-designe?pour={scene.first.slug}&amp;personne={person.pk}" in then.text
    first = words(readers.direction.get(address))
    assert "Chaque organisation représentée ici décide elle-même de qui y siège en son nom." in first
    assert "Ce siège se donne par une élection" not in first
    decides = words(readers.presidency.get(whom(address, scene.first)))
    assert "À qui le confier" in decides and "Proposer" not in decides


def test_a_seat_that_is_given_here_is_put_on_an_agenda_of_here(scene, readers):
    where = at("fill", scene.grouping, body=f"{scene.grouping.slug}-bureau", seat="member") + "?pour=-"
    person = scene.administrator_of(scene.first)
    page = words(readers.direction.get(f"{where}&personne={person.pk}"))
    assert f"Ce siège se donne par une élection ou une décision de {scene.grouping.name}" in page
    assert f"à l’ordre du jour d’une réunion de {scene.grouping.name}, en y proposant {person}" in page
    assert "Voir les réunions où le décider" in page and "Écrire à qui désigne" not in page


def test_who_was_just_registered_reads_what_is_lacking_and_where_it_is_given(scene, readers, address, somebody):
    scene.free_a_place(scene.first)
    president = scene.world.holder(f"{scene.first.slug}-board", "president").person
    with arranging():
        Person.objects.filter(pk=president.pk).update(email="presidence@exemple.bzh")
    page = readers.direction.get(whom(address, scene.first, somebody))
    assert f"{somebody} n’est pas éligible" in words(page) and somebody.short_name not in words(page)
    assert f"ne siège pas au conseil de {scene.first.name}" in words(page)
    board = at("body", scene.first, body=f"{scene.first.slug}-board")
    assert f'href="{board}">Qui y siège, et qui y confie un siège' in page.text
    assert "Lui confier d’abord un siège" not in page.text, "a step of those who decide there"
    board = f"Conseil d’administration, {scene.first.name}"
    assert f"Il faut d’abord y entrer : {board}." in words(page)
    assert f"Écrire à {president}, en proposant {somebody}" in words(page)
    assert f"qui-designe?pour={scene.first.slug}&amp;personne={somebody.pk}" in page.text
    before = readers.direction.get(whom(address, scene.first))
    assert f"entre d’abord à cette instance : {board}" in words(before), "said before anybody is registered"
    assert f'qui-designe?pour={scene.first.slug}">Écrire à {president}, sans proposer personne</a>' in before.text
    assert before.text.index("L’inscrire d’abord") < before.text.index("sans proposer personne")  # a letter a week
    assert "entre d’abord à cette instance" not in words(readers.presidency.get(whom(address, scene.first)))


def test_people_who_are_not_eligible_are_found_with_the_reason_and_the_article(scene, readers, address):
    scene.free_a_place(scene.first)
    stranger = scene.administrator_of(scene.second)
    unsearched = words(readers.direction.get(whom(address, scene.first)))
    assert str(stranger) not in unsearched
    page = words(readers.direction.get(whom(address, scene.first) + f"&q={stranger.family_name}"))
    assert "Pas éligibles aujourd’hui" in page
    assert f"{stranger} ne siège pas au conseil de {scene.first.name}" in page
    assert "Article R3.7" in page


def test_a_name_is_found_without_its_accents(scene, readers, address, somebody):
    with arranging():
        somebody.family_name = "Élouan"
        somebody.save()
    assert "Anne Élouan" in words(readers.direction.get(whom(address, scene.first) + "&q=elouan"))


def test_the_list_that_htmx_asks_for_is_the_one_of_the_page(scene, readers, address):
    where = whom(address, scene.first) + "&q=testeuse"
    part = part_of(readers.direction, where)
    assert part.startswith("<div")
    assert "<html" not in part
    assert part in readers.direction.get(where).content.decode()


def test_a_seat_is_entrusted_and_one_is_back_at_the_body(scene, readers, address):
    scene.free_a_place(scene.first)
    person = scene.administrator_of(scene.first)
    page = readers.presidency.post(whom(address, scene.first, person, "avant"), TYPED | BEFORE)
    assert page.status_code == 302
    assert page.url == at("body", scene.grouping, body=f"{scene.grouping.slug}-board") + "#siege-administrator"
    mandate = Mandate.objects.get(person=person, seat=scene.board)
    assert (mandate.represents, mandate.dates.last.isoformat(), mandate.origin_note) == (
        scene.first,
        "2027-06-30",
        "Assemblée du 20 novembre",
    )


def test_what_follows_is_shown_before_a_seat_is_entrusted_and_nothing_is_written(scene, readers, address):
    scene.free_a_place(scene.first)
    person = scene.administrator_of(scene.first)
    where = whom(address, scene.first, person, "avant")
    acts, mandates = Act.objects.count(), Mandate.objects.count()
    before = verdicts(TODAY)
    page = readers.presidency.post(where, ASKED | BEFORE)
    assert page.status_code == 200
    assert "Rien n’est encore enregistré" in words(page)
    assert "Mandat du 24 novembre 2026 au 30 juin 2027. Assemblée du 20 novembre." in words(page)
    assert (Act.objects.count(), Mandate.objects.count()) == (acts, mandates)
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode()))
    assert readers.presidency.post(where, sent | CONFIRMED).status_code == 302
    assert Mandate.objects.get(person=person, seat=scene.board).dates.last.isoformat() == "2027-06-30"
    happened = Shifts(shifted(before, verdicts(TODAY), TODAY))
    assert what_follows(happened, TODAY, TODAY) in words(page)


def test_what_is_not_confirmed_is_refused_as_it_will_be(scene, readers, address):
    person = scene.administrator_of(scene.first)
    page = readers.presidency.post(whom(address, scene.first, person, "avant"), ASKED | BEFORE)
    assert page.status_code == 422
    assert "deux administrateur·rices au plus" in words(page)
    assert "Rien n’est encore enregistré" not in words(page)


def test_a_seat_of_later_is_shown_on_its_first_day(scene, readers, address):
    scene.free_a_place(scene.first)
    person = scene.administrator_of(scene.first)
    where = whom(address, scene.first, person, "avant")
    page = words(readers.presidency.post(where, ASKED | BEFORE | {"first": "2026-12-01"}))
    assert "Mandat du 1er décembre 2026 au 30 juin 2027." in page
    assert "le 1er décembre 2026" in page.split("Rien n’est encore enregistré")[1].split("Confier ce siège")[0]


def test_an_existing_situation_is_shown_before_it_is_recorded(scene, readers):
    nobody_keeps_decisions()
    person = scene.administrator_of(scene.first)
    where = at("record", scene.grouping, body=f"{scene.grouping.slug}-board", seat="administrator")
    where, before = whom(where, scene.first, person), Mandate.objects.count()
    typed = {"first": "2026-11-24", "last": "", "reason": "Constaté à la visite du 20 novembre."}
    found = verdicts(TODAY)
    page = words(readers.coordination.post(where, typed))
    assert "Inscrire ce constat" in page
    assert Mandate.objects.count() == before
    assert readers.coordination.post(where, typed | CONFIRMED).status_code == 302
    happened = Shifts(shifted(found, verdicts(TODAY), TODAY))
    assert (scene.grouping.pk, "R3.7") in {
        (one.after.finding.organisation.id, one.after.finding.rule) for one in happened
    }
    assert what_follows(happened, TODAY, TODAY) in page


def test_the_third_person_of_a_pole_is_refused_by_the_article_and_nothing_is_lost(scene, readers, address):
    person = scene.administrator_of(scene.first)
    before = Mandate.objects.count()
    where = whom(address, scene.first, person)
    assert "Toutes les places sont prises aujourd’hui" in words(readers.direction.get(where))
    page = readers.presidency.post(f"{where}&decision=avant", TYPED | BEFORE)
    text = words(page)
    assert page.status_code == 422
    assert "Rien n’a été enregistré" in text
    assert f"Ce siège ne peut pas être confié à {person.short_name.removesuffix('.')}" in text
    assert "Article R3.7" in text
    assert "deux administrateur·rices au plus" in text
    assert "Voir les personnes éligibles" in text
    assert "Mettre fin à un mandat" in text
    assert 'value="2027-06-30"' in page.content.decode()
    assert "Assemblée du 20 novembre" in page.content.decode()
    assert Mandate.objects.count() == before


def test_when_the_setting_changes_the_refusal_and_the_list_follow(scene, readers, address):
    person = scene.administrator_of(scene.first)
    with arranging():
        Setting.objects.filter(name="R3.7.representatives_per_member").update(value=3)
    where = whom(address, scene.first, person)
    assert "Toutes les places sont prises" not in words(readers.direction.get(where))
    assert "3 places au plus" in words(readers.direction.get(where))
    assert readers.presidency.post(f"{where}&decision=avant", TYPED | BEFORE).status_code == 302


def test_dates_in_the_wrong_order_come_back_on_their_field(scene, readers, address):
    scene.free_a_place(scene.first)
    person = scene.administrator_of(scene.first)
    page = readers.presidency.post(whom(address, scene.first, person, "avant"), TYPED | BEFORE | {"last": "2026-01-01"})
    assert page.status_code == 422
    assert "précède le début" in words(page)
    assert not Mandate.objects.filter(person=person, seat=scene.board).exists()


def test_who_may_not_is_told_who_may_and_reads_no_name(scene, readers, address):
    person = scene.administrator_of(scene.first)
    where = whom(address, scene.first, person)
    assert readers.public.get(where).status_code == 302
    for client in (readers.hatless, readers.elsewhere, readers.delegate):
        page = words(client.get(where))
        assert "Qui peut confier ce siège" in page
        assert str(person) not in page
        refused = client.post(where, TYPED)
        assert refused.status_code == 403
    assert not Mandate.objects.filter(person=person, seat=scene.board).exists()


def test_a_pole_names_its_own_representative_and_not_another_s(scene, readers, address):
    scene.free_a_place(scene.second)
    person = scene.administrator_of(scene.second)
    president = readers.president(scene.second)
    assert "Pour qui" in words(president.get(address))
    assert "Qui peut confier ce siège" in words(president.get(whom(address, scene.first)))
    assert president.post(whom(address, scene.second, person, "avant"), TYPED | BEFORE).status_code == 302


def test_in_the_past_one_reads_and_writes_nothing(scene, readers, address):
    person = scene.administrator_of(scene.first)
    where = whom(address, scene.first, person) + "&au=2026-03-12"
    assert "Vous lisez le passé" in words(readers.direction.get(where))
    assert readers.direction.post(where, TYPED).status_code == 403


@pytest.mark.parametrize("query", ["pour=nulle-part", "pour=-&personne=x", "personne=123"])
def test_an_address_that_names_nobody_is_not_found(scene, readers, address, query):
    assert readers.direction.get(f"{address}?{query}").status_code == 404


def test_a_post_needs_no_one_to_represent(scene, readers, somebody):
    address = at("fill", scene.grouping, body=f"{scene.grouping.slug}-team", seat="delegate")
    assert "À qui le confier" in words(readers.direction.get(address))
    typed = TYPED | {"origin": "hiring"}
    assert readers.direction.post(f"{address}?personne={somebody.pk}", typed).status_code == 302
    assert Mandate.objects.get(person=somebody).seat.title == "delegate"


def test_an_existing_situation_is_recorded_by_the_head_only_with_a_reason(scene, readers):
    nobody_keeps_decisions()
    person = scene.administrator_of(scene.first)
    address = at("record", scene.grouping, body=f"{scene.grouping.slug}-board", seat="administrator")
    where = whom(address, scene.first, person)
    typed = CONFIRMED | {"first": "2026-11-24", "last": "", "reason": ""}
    assert readers.direction.get(where).status_code == 403
    assert readers.coordination.post(where, typed).status_code == 422
    reason = "Constaté à la visite du 20 novembre."
    assert readers.coordination.post(where, typed | {"reason": reason}).status_code == 302
    mandate = Mandate.objects.get(person=person, seat=scene.board)
    assert mandate.origin == "existing"
    body = words(readers.direction.get(at("body", scene.grouping, body=f"{scene.grouping.slug}-board")))
    assert "situation constatée" in body
    assert "3 personnes pour 2 places" in body


def test_the_day_on_which_most_mandates_of_the_body_end_is_said_and_typed_for_nobody(scene, readers, address):
    scene.free_a_place(scene.first)
    board, on = scene.board, TODAY + timedelta(days=200)
    others = list(Mandate.objects.on(TODAY).filter(seat__body=board.body))
    assert others_until(board, TODAY) is None  # without an end
    half = len(others) // 2
    with arranging():
        for mandate in others[:half]:
            put(mandate, period=since(mandate.period.lower, on))
        for mandate in others[half : 2 * half]:
            put(mandate, period=since(mandate.period.lower, on + timedelta(days=1)))
    assert others_until(board, TODAY) is None  # as many end another day
    with arranging():
        for mandate in others[half:]:
            put(mandate, period=since(mandate.period.lower, on))
    assert others_until(board, TODAY) == on
    person = scene.administrator_of(scene.first)
    page = readers.direction.get(whom(address, scene.first, person, "avant"))
    assert f"La plupart des mandats de cette instance vont jusqu’au {day_in_words(on)}" in words(page)
    assert 'name="last" value=' not in page.text


def test_of_an_elective_seat_those_who_administer_come_before_those_who_are_employed(scene):
    """For the grouping, at the bureau of the head: its board first, then its team, then who is elsewhere."""
    seat = Seat.objects.get(body__slug="cress-bureau", title="vice-president-grouping")
    found = candidates(seat, scene.grouping, TODAY, "").eligible
    ranks = []
    for one in found:
        here = {row.seat.body.kind for row in one.mandates if row.seat.body.organisation_id == scene.grouping.pk}
        ranks.append(0 if here & {"board", "bureau"} else 1 if here else 2)
    assert ranks == sorted(ranks) and set(ranks) >= {0, 1}


def test_a_place_that_a_mandate_to_come_takes_is_said_before_anybody_is_chosen(scene, readers, address):
    scene.free_a_place(scene.first)
    page = words(readers.direction.get(whom(address, scene.first)))
    assert "Aucune place n’est libre à partir" not in page
    person = scene.administrator_of(scene.first)
    with arranging():
        MandateFactory(
            seat=scene.world.seats[f"{scene.grouping.slug}-board", "administrator"], person=person,
            represents=scene.first, period=since(TODAY + timedelta(days=7)),
        )  # fmt: skip
    page = words(readers.direction.get(whom(address, scene.first)))
    assert f"Aucune place n’est libre à partir du {day_in_words(TODAY + timedelta(days=7))}" in page.replace(
        "\xa0", " "
    )
    assert f"{person}, à partir du" in page.replace("\xa0", " ")
