"""A seat that a decision gives is reserved for whom it names, and by whom nobody else is seated."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from kevread.charter.models import Keeping
from kevread.common.actor import NOBODY, SYSTEM
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import Period
from kevread.common.words import of
from kevread.decisions.operations.applying import apply_decision, drop_application, propose_application
from kevread.decisions.operations.register import correct_decision
from kevread.journal.models import Act
from kevread.seats.asks import promises
from kevread.seats.models import Mandate
from kevread.seats.operations import fill_seat
from kevread.seats.queries import actor_of
from kevread.seats.queries.composition import read_body
from kevread.seats.queries.plan import plan_of, sectors_of
from tests.conftest import NOW, TODAY, arranging
from tests.factories import KeepingFactory, PersonFactory, since
from tests.gatherings.decided import decided
from tests.seats.screens import at, words

pytestmark = pytest.mark.django_db
SOON = TODAY + timedelta(days=7)
BEFORE = date(2020, 1, 1)


@pytest.fixture
def elected(scene):
    return second_named(scene)


def second_named(scene):
    """The first pôle's board named its second representative, from next week on."""
    scene.free_a_place(scene.first)
    person = scene.administrator_of(scene.first)
    with arranging():
        decision = decided(f"{scene.first.slug}-board", "representants-pole", title="Deuxième représentant·e")
    return named(scene, decision, person)


def named(scene, decision, person, **more):
    asked = {"seat": scene.board.pk, "person": person.pk, "represents": scene.first.pk, "first": SOON} | more
    actor = scene.president_of(scene.first)
    return propose_application(actor=actor, decision=decision, kind="mandate", asked=asked, now=NOW)


def elected_person(application):
    (promise,) = promises([application.asked["seat"]])
    return promise.person


def by_hand(scene, person, **more):
    asked = {"represents": scene.first, "period": Period(TODAY), "origin": "designation", "note": "Conseil de mai"}
    asked |= {"actor": scene.presidency, "seat": scene.board, "decided_on": BEFORE, "now": NOW} | more
    return fill_seat(person=person, **asked)


# Reserved.


def test_nobody_else_is_seated_there_from_the_day_that_it_gives(scene, elected):
    other = scene.administrator_of(scene.first)
    acts, person = Act.objects.count(), elected_person(elected)
    for period in (Period(TODAY), Period(SOON), Period(SOON + timedelta(days=90))):
        with pytest.raises(Refused) as refused:
            by_hand(scene, other, period=period)
        assert f"déjà donné par une décision à {person} (Décision n° " in refused.value.sentence
    assert Act.objects.count() == acts
    assert by_hand(scene, other, period=Period(TODAY, SOON))  # until the day before


def test_what_it_gave_for_a_time_is_free_after(scene, elected):
    with arranging():
        elected.asked["last"] = str(SOON + timedelta(days=30))
        elected.save()
    other = scene.administrator_of(scene.first)
    with pytest.raises(Refused, match="déjà donné"):
        by_hand(scene, other, period=Period(SOON + timedelta(days=30)))
    assert by_hand(scene, other, period=Period(SOON + timedelta(days=31)))


def test_whoever_it_names_is_not_seated_beside_it_either(scene, elected):
    with pytest.raises(Refused, match="confirmez ce mandat"):
        by_hand(scene, elected_person(elected))


def test_another_pole_s_places_are_not_reserved(scene, elected):
    scene.free_a_place(scene.second)
    assert by_hand(scene, scene.administrator_of(scene.second), represents=scene.second)


def test_a_place_given_twice_stops_its_own_pole_and_no_other(scene, elected):
    named(scene, elected.decision, scene.administrator_of(scene.first))
    with pytest.raises(Refused, match="déjà donné"):
        by_hand(scene, scene.administrator_of(scene.first))
    scene.free_a_place(scene.second)
    assert by_hand(scene, scene.administrator_of(scene.second), represents=scene.second)


def test_while_places_are_left_beside_it_they_are_filled(scene, elected):
    for held in Mandate.objects.on(TODAY).filter(seat__body=scene.board.body, represents=scene.first):
        with arranging():
            held.period = since(held.period.lower, TODAY - timedelta(days=1))
            held.save()
    assert by_hand(scene, scene.administrator_of(scene.first))
    with pytest.raises(Refused, match="déjà donné"):
        by_hand(scene, scene.administrator_of(scene.first))


def test_given_up_it_reserves_nothing(scene, elected):
    note = "La personne a renoncé"
    drop_application(actor=scene.president_of(scene.first), application=elected, note=note, now=NOW)
    assert by_hand(scene, scene.administrator_of(scene.first))


def test_corrected_it_is_the_correction_that_reserves(scene, elected):
    corrected = correct_decision(
        actor=SYSTEM, decision=elected.decision, title="Autre titre", text="Elle est adoptée.", reason="Coquille au titre",
        now=NOW,
    )  # fmt: skip
    (promise,) = promises([scene.board.pk])
    assert promise.decision == corrected.pk


# Applied.


def test_it_is_applied_by_whoever_it_names_and_the_mandate_says_by_what(scene, elected):
    person = elected_person(elected)
    done, _ = apply_decision(actor=actor_of(person, TODAY), application=elected, now=NOW)
    assert (done.mandate.person, done.mandate.decided_in) == (person, elected.decision_id)
    assert done.mandate.dates.start == SOON
    assert promises([scene.board.pk]) == []


def test_those_of_the_body_apply_it_too_the_direction_among_them(scene, elected):
    done, _ = apply_decision(actor=scene.direction, application=elected, now=NOW)
    assert done.mandate.represents == scene.first


def test_nobody_else_applies_it(scene, elected):
    elsewhere = scene.actor(f"{scene.world.groupings[1].slug}-board", "president")
    neighbour = actor_of(scene.administrator_of(scene.first), TODAY)
    for actor in (NOBODY, elsewhere, neighbour, scene.president_of(scene.second)):
        with pytest.raises(Denied):
            apply_decision(actor=actor, application=elected, now=NOW)


def test_a_decision_is_cited_for_whom_it_names_and_on_its_days(scene, elected):
    other, decision = scene.administrator_of(scene.first), elected.decision_id
    for more, fault in (
        ({"person": other, "period": Period(SOON)}, Refused),
        ({"period": Period(SOON), "represents": scene.second}, Refused),
        ({"period": Period(TODAY)}, Invalid),
    ):
        asked = {"person": elected_person(elected), "actor": scene.presidency, "decided_in": decision} | more
        with pytest.raises(fault):
            by_hand(scene, **asked)
    with arranging():
        unsaid = decided(f"{scene.first.slug}-board", "representants-pole")
    with pytest.raises(Refused):
        by_hand(scene, other, period=Period(SOON), decided_in=unsaid.pk)


# Who says by what decision.


def test_a_direction_prepares_and_does_not_elect(scene):
    scene.free_a_place(scene.first)
    person = scene.administrator_of(scene.first)
    with pytest.raises(Denied, match="Confier ou retirer un siège"):
        by_hand(scene, person, actor=scene.direction)
    with arranging():
        decision = decided(f"{scene.grouping.slug}-board")
    asked = {"seat": scene.board.pk, "person": person.pk, "represents": scene.first.pk, "first": SOON}
    with pytest.raises(Denied, match="Dire qui une décision a élu"):
        propose_application(actor=scene.direction, decision=decision, kind="mandate", asked=asked, now=NOW)
    with arranging():
        secretary = scene.world.seated(f"{scene.first.slug}-board", "secretary")
        theirs = decided(f"{scene.first.slug}-board")
    actor = actor_of(secretary.person, TODAY)
    assert propose_application(actor=actor, decision=theirs, kind="mandate", asked=asked, now=NOW)
    for other in (NOBODY, scene.president_of(scene.second), actor_of(person, TODAY)):
        with pytest.raises(Denied):
            propose_application(actor=other, decision=theirs, kind="mandate", asked=asked, now=NOW)


@pytest.mark.parametrize(("more", "field"), [({"note": " "}, "note"), ({"decided_on": SOON}, "decided_on")])
def test_a_seat_is_never_filled_with_its_decision_blank(scene, more, field):
    scene.free_a_place(scene.first)
    with pytest.raises(Invalid) as invalid:
        by_hand(scene, scene.administrator_of(scene.first), **more)
    assert invalid.value.field == field


def test_free_words_are_for_a_day_when_no_register_was_kept(scene):
    """Kept by who designates: the pôle that names, whatever the organisation of the body keeps."""
    scene.free_a_place(scene.first)
    person = scene.administrator_of(scene.first)
    with pytest.raises(Invalid) as invalid:
        by_hand(scene, person, decided_on=TODAY)
    assert invalid.value.field == "decided_on"
    assert "le registre des décisions est ouvert" in invalid.value.sentence
    with pytest.raises(Invalid) as invalid:
        by_hand(scene, person, decided_on=None)
    assert invalid.value.field == "note"
    with arranging():
        Keeping.objects.filter(organisation=scene.grouping, register="decisions").delete()
    with pytest.raises(Invalid) as invalid:
        by_hand(scene, person, decided_on=TODAY)
    assert scene.first.name in invalid.value.sentence and scene.grouping.name not in invalid.value.sentence
    with arranging():
        KeepingFactory(organisation=scene.grouping, register="decisions")
        Keeping.objects.filter(organisation=scene.first, register="decisions").delete()
    assert by_hand(scene, person, decided_on=TODAY)


def test_the_first_day_of_a_register_is_kept_and_the_eve_is_not(scene):
    scene.free_a_place(scene.first)
    with arranging():
        Keeping.objects.filter(register="decisions").delete()
        for one in (scene.first, scene.grouping):
            KeepingFactory(organisation=one, register="decisions", period=since(TODAY))
    person = scene.administrator_of(scene.first)
    with pytest.raises(Invalid):
        by_hand(scene, person, decided_on=TODAY)
    assert by_hand(scene, person, decided_on=TODAY - timedelta(days=1))


def test_where_one_works_no_decision_is_asked(scene):
    codir = scene.seat("codir", "member")
    with arranging():
        person = PersonFactory()
    post = {"actor": scene.direction, "person": person, "period": Period(TODAY), "now": NOW, "origin": "hiring"}
    assert fill_seat(seat=scene.seat(f"{scene.grouping.slug}-team", "delegate"), **post).decided_in is None
    assert not codir.body.is_elective


# The screens.


def body_page(scene):
    return at("body", scene.grouping, body=f"{scene.grouping.slug}-board")


def fill_page(scene):
    return at("fill", scene.grouping, body=f"{scene.grouping.slug}-board", seat="administrator")


def test_the_body_shows_it_given_and_not_vacant(scene, readers, elected):
    page = words(readers.direction.get(body_page(scene)))
    assert (
        f"Donné à {elected_person(elected)}, depuis le" in page
        or f"Donné à {elected_person(elected)}, à partir" in page
    )
    assert "Une personne est nommée, et reste à confirmer." in page
    assert "Siège vacant" not in page.split(scene.first.name, 1)[1].split(scene.second.name, 1)[0]
    public = words(readers.public.get(body_page(scene)))
    assert "Siège donné" in public
    assert str(elected_person(elected)) not in public
    assert elected.decision.quoted not in public


def test_the_day_before_the_decision_it_was_vacant(scene, readers, elected):
    day = elected.decision.decided_on - timedelta(days=1)
    assert "Donné à" not in words(readers.direction.get(f"{body_page(scene)}?au={day}"))


def test_a_direction_confirms_what_was_decided_in_two_gestures(scene, readers, elected):
    person = elected_person(elected)
    page = words(readers.direction.get(f"{fill_page(scene)}?pour={scene.first.slug}"))
    assert "Ce siège est déjà donné" in page
    where = f"{fill_page(scene)}?promesse={elected.pk}"
    assert f"Elle donne ce siège à {person}" in words(readers.direction.get(where))
    assert readers.direction.post(where).status_code == 302
    assert Mandate.objects.get(person=person, seat=scene.board).decided_in == elected.decision_id
    assert readers.direction.get(where).status_code == 404


def test_whoever_it_names_confirms_it(scene, readers, elected):
    me = readers.as_person(elected_person(elected))
    where = f"{fill_page(scene)}?promesse={elected.pk}"
    assert "Ce siège vous est donné" in words(me.get(where))
    assert me.post(where).status_code == 302
    stranger = readers.elsewhere
    assert stranger.post(where).status_code in (403, 404)


def test_a_direction_is_led_to_the_meetings_when_nothing_was_decided(scene, readers):
    scene.free_a_place(scene.first)
    person = scene.administrator_of(scene.first)
    where = f"{fill_page(scene)}?pour={scene.first.slug}&personne={person.pk}"
    page = words(readers.direction.get(where))
    assert "Vous préparez, vous ne décidez pas" in page
    assert "avant le registre" not in page
    typed = {"first": str(TODAY), "last": "", "origin": "election", "note": "Conseil", "decided_on": str(BEFORE)}
    assert readers.direction.post(f"{where}&decision=avant", typed).status_code == 403
    assert not Mandate.objects.filter(person=person, seat=scene.board).exists()


def test_a_presidency_chooses_the_decision_in_the_register(scene, readers):
    scene.free_a_place(scene.first)
    person = scene.administrator_of(scene.first)
    with arranging():
        decision = decided(f"{scene.first.slug}-board", "representants-pole", title="Elle représente le pôle")
        decided(f"{scene.first.slug}-board", "budget", title="Le budget")
        decided(f"{scene.first.slug}-board", "representants-pole", title="Refusée", outcome="rejected")
    president = readers.president(scene.first)
    where = f"{fill_page(scene)}?pour={scene.first.slug}&personne={person.pk}"
    page = words(president.get(where))
    assert (
        f"Elle représente le pôle (Décision n° {decision.reference}, {decision.body.name}, {scene.first.name}, " in page
    )
    assert "Le budget" not in page
    assert "Refusée" not in page
    typed = {"first": str(TODAY), "last": ""}
    unfit = f"{where}&decision={scene.first.pk}"
    assert "ne donne pas de siège" in words(president.get(unfit))
    assert president.post(unfit, typed | {"etape": "confirmer"}).status_code == 404
    shown = words(president.post(f"{where}&decision={decision.pk}", typed))
    assert f"Mandat depuis le 24 novembre 2026. {decision.quoted_at(None)}." in shown
    assert not Mandate.objects.filter(person=person, seat=scene.board).exists()
    assert not decision.applications.exists()
    done = president.post(f"{where}&decision={decision.pk}", typed | {"etape": "confirmer"})
    assert done.status_code == 302
    mandate = Mandate.objects.get(person=person, seat=scene.board)
    assert (mandate.decided_in, mandate.origin_note) == (decision.pk, decision.quoted_at(None))


def test_a_decision_that_is_not_in_the_register_is_entered_from_there(scene, readers):
    """In that of whoever appoints, for the presidency there; a direction, which does not choose, is led to write to them."""
    with arranging():
        person = PersonFactory()
    scene.free_a_place(scene.first)
    where = f"{fill_page(scene)}?pour={scene.first.slug}&personne={person.pk}"
    entered = reverse("decisions:record_decision", kwargs={"scale": scene.first.slug})
    president = readers.president(scene.first)
    page = president.get(where).content.decode()
    assert f'href="{entered}?titre=' in page and president.get(entered).status_code == 200
    assert "n’est pas éligible" in page
    assert f"Lui confier d’abord un siège&nbsp;: Conseil d’administration, {scene.first.name}</a>" in page
    with arranging():
        decided(f"{scene.first.slug}-board", "representants-pole", title="Elle représente le pôle")
    page = president.get(where).content.decode()
    assert f'href="{entered}?titre=' in page and "n’est pas éligible" in page, (
        "also beside the decisions that are offered"
    )
    assert entered not in readers.direction.get(where).content.decode()


def test_whoever_it_names_is_told_on_their_day(scene, readers, elected):
    me = readers.as_person(elected_person(elected))
    page = words(me.get(f"/{scene.first.slug}/aujourd-hui"))
    assert "Confirmer votre mandat : Administrateur·rice" in page
    assert f"Ce siège vous est donné. {elected.decision.quoted_at(None)}." in page
    me.post(f"{fill_page(scene)}?promesse={elected.pk}")
    assert "Confirmer votre mandat" not in words(me.get(f"/{scene.first.slug}/aujourd-hui"))


def test_the_plan_counts_what_finds_a_place_and_says_what_does_not(scene, elected):
    body = scene.board.body
    found = plan_of(read_body(body, scene.direction, TODAY, TODAY))
    assert (found.promised, "reste à confirmer" in found.sentence) == (1, True)
    with arranging():  # everybody’s place is taken from that day on
        scene.world.seated(body.slug, "administrator", represents=scene.first, period=since(TODAY))
    found = plan_of(read_body(body, scene.direction, TODAY, TODAY))
    assert (found.promised, found.many("promised"), found.many("beyond")) == (0, 0, 1)
    assert (
        replace(found, counts=True).figure == f"{found.many('held')} sur {len(found.places) - 1}"
    )  # drawn, not counted
    drawn = [spot for sector in sectors_of(found, None, None) for spot in sector.spots if spot.kind == "beyond"]
    assert [(one.name, one.role, one.url) for one in drawn] == [(str(elected_person(elected)), "sans place", "")]
    assert "Une personne est nommée là où toutes les places sont prises." in found.sentence
    ((whose, beyond),) = found.beyond
    assert (whose, beyond.face.name) == (scene.first.name, str(elected_person(elected)))


def test_whom_a_decision_names_beyond_the_places_is_told_to_those_within(scene, readers, elected):
    body, name = scene.board.body, str(elected_person(elected))
    where = f"/{scene.grouping.slug}/instances/{body.slug}"
    told = f"{name}, pour {scene.first.name} : "
    assert "Toutes les places y sont prises" not in words(readers.direction.get(where))
    first = f"Confirmer le mandat {of(name)}"
    page = readers.direction.get(where)
    assert page.context["first"].says == first and first not in words(readers.public.get(where))
    assert (
        f'class="button primary" href="{page.context["first"].url}"' in page.text
    )  # a mandate to confirm, before a free place
    assert readers.direction.get(f"{where}?au={TODAY - timedelta(days=1)}").context["first"] is None
    with arranging():
        scene.world.seated(body.slug, "administrator", represents=scene.first, period=since(TODAY))
    page = words(readers.direction.get(where)).replace("\xa0", " ")
    assert told in page and "Toutes les places y sont prises le 1er décembre 2026" in page and first not in page
    assert "Toutes les places y sont prises" not in words(readers.public.get(where))
