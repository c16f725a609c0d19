"""The list of mandates, a mandate and its story, its end with what it entails, its correction."""

import csv
import io

import pytest

from kevread.directory.models import Person
from kevread.seats.models import Mandate
from tests.conftest import arranging
from tests.factories import PersonFactory, since
from tests.seats.screens import at, queries, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def mandate(scene) -> Mandate:
    """Of the first pôle's administrator, on the board of their pôle: their seat at the grouping rests on it."""
    person = scene.world.holder(f"{scene.grouping.slug}-board", "administrator", represents=scene.first).person
    return scene.world.holder(f"{scene.first.slug}-board", "administrator", person=person)


@pytest.fixture
def resting(scene, mandate) -> Mandate:
    return scene.world.holder(f"{scene.grouping.slug}-board", "administrator", person=mandate.person)


@pytest.mark.parametrize("name", ["mandates", "mandates_csv"])
def test_the_list_is_for_those_within(scene, readers, name):
    address = at(name, scene.grouping)
    assert readers.public.get(address).status_code == 302
    assert readers.hatless.get(address).status_code == 403
    refused = readers.elsewhere.get(address)
    assert refused.status_code == 403
    assert scene.grouping.name in words(refused)
    assert readers.direction.get(address).status_code == 200


def test_the_list_is_filtered(scene, readers, resting):
    address = at("mandates", scene.grouping)
    assert str(resting.person) in words(readers.direction.get(address))
    by_body = words(readers.direction.get(f"{address}?instance={scene.grouping.slug}-team"))
    assert str(resting.person) not in by_body
    by_name = words(readers.direction.get(f"{address}?nom={resting.person.family_name}"))
    assert "1 mandat." in by_name
    assert "Aucun mandat ne répond à ces filtres" in words(readers.direction.get(f"{address}?bientot=1"))
    with arranging():
        resting.period = since(last=resting.period.lower.replace(year=2027))
        resting.save()
    assert str(resting.person) in words(readers.direction.get(f"{address}?bientot=1"))


def test_the_list_for_a_spreadsheet_runs_no_formula(scene, readers, resting):
    with arranging():
        Person.objects.filter(pk=resting.person_id).update(given_name="=cmd()")
    content = readers.direction.get(at("mandates_csv", scene.grouping)).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))
    assert rows[0][:2] == ["organisation", "instance"]
    assert any(row[4].startswith("'=cmd()") for row in rows)


def test_queries_of_the_list_do_not_grow(scene, readers):
    client = readers.direction
    first = queries(client, at("mandates", scene.grouping))
    with arranging():
        for _ in range(8):
            scene.world.seated(f"{scene.grouping.slug}-team", "delegate")
    assert queries(client, at("mandates", scene.grouping)) == first


def test_a_mandate_tells_its_story(scene, readers, resting):
    address = at("mandate", scene.grouping, key=resting.pk)
    page = words(readers.direction.get(address))
    assert str(resting.person) in page
    assert scene.first.name in page
    assert "Son histoire" in page
    assert "Kevread" in page
    assert readers.public.get(address).status_code == 302
    assert readers.elsewhere.get(address).status_code == 403


def end(client, mandate, **more):
    typed = {
        "last": "2026-11-24",
        "reason": "resignation",
        "note": "Lettre du 20 novembre, reçue en main propre",
    } | more
    return client.post(at("end", mandate.seat.body.organisation, key=mandate.pk), typed)


def test_an_end_shows_what_it_entails_and_writes_nothing(scene, readers, mandate, resting):
    page = words(end(readers.coordination, mandate))
    assert "Rien n’est encore enregistré" in page
    assert "Mandats qui ne reposeraient plus sur rien" in page
    assert scene.grouping.name in page
    assert "Article R3.7" in page
    assert Mandate.objects.get(pk=mandate.pk).period.upper is None
    assert Mandate.objects.get(pk=resting.pk).period.upper is None


def test_what_is_to_be_looked_at_again_is_apart_unticked_and_ends_when_it_is_ticked(scene, readers):
    home = scene.world.holder(f"{scene.first.slug}-board", "president")
    at_head = scene.world.holder("cress-board", "representative-territoire", person=home.person)
    shown = end(readers.coordination, home)
    page = words(shown)
    assert "Mandats à revoir" in page
    assert "Rien n’oblige à y mettre fin" in page
    assert "Article R3.14" in page
    assert "Seulement si finit aussi : Représentant·e d’un groupement" in page
    box = f'value="{at_head.pk}"'
    assert box in shown.content.decode()
    assert f"{box} checked" not in shown.content.decode()
    ticked = [str(at_head.pk)]
    president = scene.world.holder(f"{scene.grouping.slug}-board", "president")
    assert end(readers.coordination, home, etape="confirmer", avec=[str(president.pk), *ticked]).status_code == 302
    assert Mandate.objects.get(pk=at_head.pk).dates.last.isoformat() == "2026-11-24"


def test_what_is_ticked_ends_the_same_day_and_the_rest_stays(scene, readers, mandate, resting):
    page = end(readers.coordination, mandate, etape="confirmer")
    assert page.status_code == 302
    assert Mandate.objects.get(pk=mandate.pk).dates.last.isoformat() == "2026-11-24"
    assert Mandate.objects.get(pk=resting.pk).period.upper is None


def test_ticked_mandates_end_too(scene, readers, mandate, resting):
    page = end(readers.coordination, mandate, etape="confirmer", avec=[str(resting.pk), "bidon"])
    assert page.status_code == 302
    ended = Mandate.objects.get(pk=resting.pk)
    assert (ended.dates.last.isoformat(), ended.end_reason) == ("2026-11-24", "lost_quality")


def test_when_one_of_them_is_refused_nothing_ends(scene, readers, mandate):
    with arranging():
        other = scene.world.seated(f"{scene.first.slug}-assembly", "member", person=mandate.person)
    page = end(readers.coordination, mandate, etape="confirmer", avec=[str(other.pk)])
    assert page.status_code == 422
    assert Mandate.objects.get(pk=mandate.pk).period.upper is None


def test_the_verdicts_that_would_change_are_shown(scene, readers):
    president = scene.world.holder(f"{scene.grouping.slug}-board", "president")
    page = words(end(readers.direction, president))
    assert "Ce qui changerait dans les constats" in page
    assert "R3.5" in page


def test_a_date_before_the_beginning_comes_back_on_its_field(scene, readers, mandate):
    page = end(readers.coordination, mandate, last="2020-01-01")
    assert page.status_code == 422
    assert "précède le début" in words(page)


def test_anybody_may_resign_and_nobody_ends_another_s(scene, readers, mandate):
    assert end(readers.elsewhere, mandate, etape="confirmer").status_code == 403
    assert end(readers.delegate, mandate, etape="confirmer").status_code == 403
    assert end(readers.public, mandate, etape="confirmer").status_code == 302
    assert Mandate.objects.get(pk=mandate.pk).period.upper is None
    assert end(readers.as_person(mandate.person), mandate, etape="confirmer").status_code == 302
    assert Mandate.objects.get(pk=mandate.pk).period.upper is not None


def test_a_mistyped_mandate_is_corrected_by_a_further_act(scene, readers, resting):
    address = at("correct", scene.grouping, key=resting.pk)
    right = scene.administrator_of(scene.first)
    found = words(readers.presidency.get(f"{address}?q={right.family_name}"))
    assert "C’était quelqu’un d’autre" in found
    typed = {"first": "2025-01-01", "last": "", "represents": scene.first.slug, "reason": "Homonyme"}
    page = readers.presidency.post(f"{address}?personne={right.pk}", typed)
    assert page.status_code == 302
    assert Mandate.objects.get(pk=resting.pk).end_reason == "mistake"
    new = Mandate.objects.get(person=right, seat=resting.seat)
    assert page.url == at("mandate", scene.grouping, key=new.pk)
    assert "n’a jamais eu cours" in words(readers.presidency.get(at("mandate", scene.grouping, key=resting.pk)))


def test_a_correction_without_a_reason_keeps_what_was_typed(scene, readers, resting):
    address = at("correct", scene.grouping, key=resting.pk)
    page = readers.direction.post(
        address, {"first": "2025-02-03", "last": "", "represents": scene.first.slug, "reason": ""}
    )
    assert page.status_code == 422
    assert 'value="2025-02-03"' in page.content.decode()
    assert readers.elsewhere.get(address).status_code == 403


def test_a_person_shows_what_they_hold_and_why_one_sees_it(scene, readers, resting):
    address = at("person", scene.grouping, key=resting.person_id)
    page = words(readers.direction.get(address))
    assert scene.first.name in page
    assert "Pourquoi je vois cette fiche" in page
    assert "Direction, Groupement" in page
    assert "C’est la vôtre" in words(readers.as_person(resting.person).get(address))
    assert readers.public.get(address).status_code == 302
    assert readers.hatless.get(address).status_code == 404


def test_a_record_without_a_scale_leads_to_one(scene, readers, resting):
    page = readers.direction.get(f"/personnes/{resting.person_id}")
    assert page.status_code == 302
    assert page.url.endswith(f"/personnes/{resting.person_id}")


def test_who_else_sees_a_record_with_why_for_each(scene, readers, resting):
    address = at("who_sees", scene.grouping, key=resting.person_id)
    page = readers.direction.get(address)
    assert str(scene.world.holder("cress-team", "direction").person) in words(page)
    assert words(page).lower().count("lire ce qui n’est pas public") == 1  # once for all those whom it lets in
    assert words(page).lower().count("voit le nom et les mandats des membres du réseau") == 1
    part = readers.direction.get(address, headers={"HX-Request": "true"}).content.decode().strip()
    assert part and part in page.content.decode()


def test_somebody_without_any_mandate_has_a_record_too(scene, readers):
    with arranging():
        person = PersonFactory()
    assert "Aucun mandat n’a encore été inscrit" in words(
        readers.direction.get(at("person", scene.grouping, key=person.pk))
    )
