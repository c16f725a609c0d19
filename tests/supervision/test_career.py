"""The career interview: opened from the day that the law asks, what the person writes of it, held and kept with its day; its
date ticks itself. The pôle has no part in it, and reads nothing."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kevread.charter.models import Keeping
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.todo import Asker
from kevread.directory.models import Person
from kevread.staff.models import Contract
from kevread.staff.todo import working_lives
from kevread.supervision.models import Matter
from kevread.supervision.operations import annul
from kevread.supervision.queries.matters import matters_at, shown
from kevread.supervision.queries.reviews import careers_late, careers_met
from kevread.supervision.todo import to_meet, waiting
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import since
from tests.pressing import press

from .conftest import WRITTEN, Two, later

pytestmark = pytest.mark.django_db
CAREER = "entretien-de-parcours"
YEAR_ON = date(2025, 12, 1)  # whoever came that day is to be met within the week that follows TODAY


def hired_on(two: Two, day: date) -> None:
    with arranging():
        Contract.objects.filter(pk=two.delegate.contract_id).update(period=since(day), seniority_from=day)


def asker(two: Two, actor, scale=None, on: date = TODAY) -> Asker:
    scale = scale or two.grouping
    return Asker(actor, Person.objects.get(pk=actor.person), scale, frozenset({scale.pk}), on)


def days(two: Two, on: date = TODAY) -> list[str]:
    return [one.what for one in working_lives(asker(two, two.direction, on=on)) if str(two.person) in one.what]


def mine(two: Two, **more) -> Matter:
    return two.raised(CAREER, **more)


def own(two: Two, matter: Matter, **more):
    return two.said(matter, "person", **{"actor": two.oneself, "place": two.grouping} | more)


def test_it_is_opened_written_by_the_person_held_and_its_date_ticks_itself(two, settings):
    hired_on(two, YEAR_ON)
    assert days(two) == [f"L’entretien de parcours professionnel est à tenir le 1er décembre 2026 : {two.person}."]
    (line,) = [one for one in working_lives(asker(two, two.direction)) if str(two.person) in one.what]
    assert line.url == reverse("supervision:open_matter", args=[two.grouping.slug, CAREER])
    matter = mine(two)
    assert not days(two), "it is under way, and told where it is"
    told = own(two, matter)
    assert (told.text, told.said_by, told.said_as) == (WRITTEN, two.person, "")
    with pytest.raises(Invalid, match="quel jour"):
        two.settled(matter)
    held = two.settled(matter, held_on=TODAY)
    assert (held.held_on, held.takes_stock) == (TODAY, False)
    assert not days(two) and not days(two, date(2030, 9, 1)), "four years, from the last"
    assert days(two, date(2030, 11, 1)) == [
        f"L’entretien de parcours professionnel est à tenir le 24 novembre 2030 : {two.person}."
    ]
    page = entered_as(two.person, settings).get(
        reverse("staff:contract", args=[two.grouping.slug, two.delegate.contract_id])
    )
    assert "2026-11-24" in page.text and "est à tenir d’ici au" in page.text and "2030-11-24" in page.text


def test_the_review_of_eight_years_is_ticked_by_who_takes_stock(two):
    hired_on(two, date(2019, 2, 1))
    stock = f"L’état des lieux du parcours, à huit ans, est à faire le 1er février 2027 : {two.person}."
    assert stock in days(two)
    two.settled(mine(two), held_on=TODAY)
    assert days(two) == [stock], "an interview that takes no stock leaves it"
    two.settled(mine(two), held_on=TODAY, takes_stock=True)
    assert not days(two)
    review = two.raised("entretien-annuel")
    two.said(review, "pole")
    two.said(review, "employer")
    with pytest.raises(Invalid) as refusal:
        two.settled(review, held_on=TODAY, takes_stock=True)
    assert refusal.value.field == "takes_stock"


def test_a_mistake_ticks_nothing(two):
    hired_on(two, YEAR_ON)
    held = two.settled(mine(two), held_on=TODAY)
    assert not days(two)
    annul(actor=two.direction, matter=held, reason="Ce n’était pas cette personne.", now=NOW)
    assert days(two)


def test_what_was_held_before_a_contract_was_taken_over_counts(two):
    held = two.settled(mine(two), held_on=TODAY)
    other = two.scene.second
    assert not careers_met(other, [two.person.pk], TODAY)
    with arranging():
        Contract.objects.create(
            employer=other, person=two.person, kind="cdi", occupation="Suite", agreement="eclat",
            seniority_from=YEAR_ON, period=since(later(days=1).date()), continues=two.delegate.contract,
        )  # fmt: skip
    assert careers_met(other, [two.person.pk], TODAY)[two.person.pk].held_on == held.held_on


def test_one_whose_day_passed_is_called_again_since_the_register_is_kept(two, settings):
    hired_on(two, TODAY - timedelta(days=370))
    with arranging():
        Keeping.objects.filter(register="supervision").delete()
    assert careers_late(two.grouping, TODAY) == [], "of what was before the register, nothing is known"
    with arranging():
        Keeping.objects.create(
            register="supervision", organisation=two.grouping, period=since(TODAY - timedelta(days=30))
        )
    due = date(2026, 11, 19)
    assert (two.person, due) in careers_late(two.grouping, TODAY)
    lines = to_meet(asker(two, two.direction))
    assert any(str(two.person) in one.what and one.by == due and one.is_major for one in lines)
    assert to_meet(asker(two, two.board, two.pole)) == []
    contract = reverse("staff:contract", args=[two.grouping.slug, two.delegate.contract_id])
    assert "en retard depuis le" in entered_as(two.person, settings).get(contract).text
    matter = mine(two)
    assert careers_late(two.grouping, TODAY) == [], "one is under way"
    two.settled(matter, held_on=TODAY)
    assert careers_late(two.grouping, TODAY) == []


def test_those_whose_line_is_not_shown_are_counted(two, monkeypatch):
    late = [(two.person, TODAY)] * 5
    monkeypatch.setattr("kevread.supervision.todo.careers_late", lambda *_: late)
    *_, last = lines = to_meet(asker(two, two.direction))
    assert len(lines) == 4 and last.what.startswith("2") and "autres entretiens" in last.what and last.is_major
    del late[3:]
    assert len(to_meet(asker(two, two.direction))) == 3


def test_the_person_asks_for_theirs_and_is_told_what_they_may_write(two):
    matter = mine(two, actor=two.oneself, line="person")
    assert {one.line for one in matter.sides.all()} == {"employer", "person"}
    (line,) = [one for one in waiting(asker(two, two.oneself)) if "parcours" in one.what]
    assert line.button == "Écrire" and "ecrire" in line.url
    own(two, matter)
    (line,) = [one for one in waiting(asker(two, two.oneself)) if "parcours" in one.what]
    assert line.button == "Le lire"


def test_one_writes_their_own_part_once_and_nobody_writes_it_for_them(two):
    matter = mine(two)
    for actor in (two.direction, two.board, two.scene.coordination):
        with pytest.raises(Denied):
            own(two, matter, actor=actor)
    with pytest.raises(Denied):
        two.said(matter, "employer", actor=two.oneself)
    own(two, matter)
    with pytest.raises(Refused, match=f"{two.person} a déjà écrit"):
        own(two, matter)
    review = two.raised("entretien-annuel")
    with pytest.raises(Refused):
        own(two, review)


def test_the_pole_has_no_part_in_it_and_reads_nothing(two, settings):
    matter = mine(two, title="Un objet réservé", text="Un texte réservé")
    own(two, matter)
    for where, actor in ((two.pole, two.board), (two.pole, two.chair), (two.grouping, two.scene.coordination)):
        assert matter not in matters_at(where, actor, TODAY)
        client = entered_as(Person.objects.get(pk=actor.person), settings)
        assert client.get(reverse("supervision:matter", args=[where.slug, matter.pk])).status_code == 404
        for name in ("supervision:people", "supervision:people_csv"):
            assert "réservé" not in client.get(reverse(name, args=[where.slug])).text
    with pytest.raises(Denied):
        two.raised(CAREER, two.board, "pole")
    with pytest.raises(Denied):
        two.settled(matter, actor=two.board, place=two.pole, held_on=TODAY)
    other = next(one for one in two.scene.world.groupings if one != two.grouping)
    stranger = two.scene.actor(f"{other.slug}-team", "direction")
    assert not Matter.objects.visible_to(stranger).filter(pk=matter.pk).exists()
    assert matter in matters_at(two.grouping, two.direction, TODAY)
    (told,) = shown(list(matters_at(two.grouping, two.oneself, TODAY)), two.oneself, TODAY, NOW)
    assert told.matter == matter and not told.decides


def test_nobody_conducts_their_own(two):
    with arranging():
        chief = two.scene.world.holder(f"{two.grouping.slug}-team", "direction").person
        Contract.objects.filter(pk=two.delegate.contract_id).update(person=chief)
    matter = mine(two, person=chief)
    with pytest.raises(Denied, match="Ce dossier vous concerne"):
        two.settled(matter, held_on=TODAY)


def test_the_screens_from_the_day_to_the_day_it_was_held(two, settings):
    hired_on(two, YEAR_ON)
    chief = entered_as(two.scene.world.holder(f"{two.grouping.slug}-team", "direction").person, settings)
    at = reverse("supervision:open_matter", args=[two.grouping.slug, CAREER])
    assert "Aucune note chiffrée" in chief.get(at).text and "conseil des pôles" not in chief.get(at).text
    typed = {"worker": f"{two.territorial.pk}:{two.person.pk}", "title": "Entretien de parcours"}
    assert "est ouvert" in chief.post(at, typed, follow=True).text
    matter = Matter.objects.get()
    person = entered_as(two.person, settings)
    where = reverse("supervision:matter", args=[two.grouping.slug, matter.pk])
    assert "Écrire ma part" in person.get(where).text
    say = reverse("supervision:say", args=[two.grouping.slug, matter.pk])
    sent = person.post(say, {"text": WRITTEN, "etape": "confirmer"}, follow=True)
    assert WRITTEN in sent.text and "Écrire ma part" not in sent.text
    assert "écrit ses attentes" in person.get(reverse("supervision:mine")).text
    settle = reverse("supervision:settle", args=[two.grouping.slug, matter.pk])
    text = chief.get(settle).text
    assert WRITTEN in text and "Ce qui en est retenu" in text and "à huit ans" in text
    done = press(chief, settle, {"conclusion": "Un bilan.", "held_on": "2026-11-24", "takes_stock": "on"}, follow=True)
    assert "entretien tenu le" in done.text and "avec l’état des lieux des huit ans" in done.text
