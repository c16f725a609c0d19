"""Medical visits: days alone, who is told to set one or to say that it was held, and what nobody ever reads there."""

import re
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kevread.common.errors import Denied, Invalid, Refused
from kevread.directory.models import Person
from kevread.journal.models import Act
from kevread.staff.models import Contract, MedicalVisit
from kevread.staff.operations import annul_visit, hold_visit, set_visit
from kevread.staff.queries.visits import Visited, visits_of
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import since
from tests.pressing import press

pytestmark = pytest.mark.django_db


def said(answer) -> str:
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("\xa0", " ").replace("&nbsp;", " ")
    return re.sub(r"\s+", " ", plain)


DAY = timedelta(days=1)


@pytest.fixture
def alone(staffing):
    """Nobody else was hired lately."""
    with arranging():
        Contract.objects.update(period=since(date(2015, 1, 1)), seniority_from=date(2015, 1, 1))
    return staffing


def hired(staffing, first: date) -> Contract:
    contract = staffing.contract()
    with arranging():
        Contract.objects.filter(pk=contract.pk).update(period=since(first), seniority_from=first)
        contract.refresh_from_db()
    return contract


def page(staffing, settings, person=None) -> str:
    person = person or Person.objects.get(pk=staffing.direction.person)
    return said(entered_as(person, settings).get(f"/{staffing.grouping.slug}/aujourd-hui"))


def by(staffing) -> dict:
    return {"actor": staffing.direction, "now": NOW}


def test_fields_hold_days_and_nothing_of_health():
    """Whatever else would be written there has no column to go to."""
    columns = {field.attname: field.get_internal_type() for field in MedicalVisit._meta.concrete_fields}
    assert columns == {
        "id": "UUIDField",
        "contract_id": "ForeignKey",
        "planned_on": "DateField",
        "held_on": "DateField",
        "undone_on": "DateField",
        "undone_as": "CharField",
    }
    assert len(MedicalVisit.Undone.values) == 2


def test_one_is_to_be_set_within_three_months_of_the_first_day(alone, settings):
    contract = hired(alone, date(2026, 9, 30))
    assert f"Prévoir la visite médicale de {contract.person}, à tenir d’ici au 30 décembre 2026" in page(
        alone, settings
    )
    for first, is_told in ((date(2026, 10, 23), True), (date(2026, 10, 24), False)):  # sixty days before, and one more
        with arranging():
            Contract.objects.filter(pk=contract.pk).update(period=since(first))
        assert ("Prévoir la visite médicale" in page(alone, settings)) is is_told
    for first, is_told in ((date(2026, 6, 25), True), (date(2026, 6, 24), False)):  # sixty days after, and one more
        with arranging():
            Contract.objects.filter(pk=contract.pk).update(period=since(first))
        assert ("Prévoir la visite médicale" in page(alone, settings)) is is_told


def test_none_is_asked_for_after_the_last_day(alone, settings):
    contract = hired(alone, date(2026, 9, 30))
    where = reverse("staff:contract", kwargs={"scale": alone.grouping.slug, "key": contract.pk})
    client = entered_as(Person.objects.get(pk=alone.direction.person), settings)
    for last, is_asked in ((date(2026, 12, 30), True), (date(2026, 12, 29), False)):
        with arranging():
            Contract.objects.filter(pk=contract.pk).update(period=since(date(2026, 9, 30), last))
        assert ("Prévoir la visite médicale" in page(alone, settings)) is is_asked
        assert ("à tenir d’ici au 30 décembre 2026" in said(client.get(where))) is is_asked


def test_then_within_five_years_of_the_last(alone, settings):
    contract = hired(alone, date(2021, 9, 1))
    hold_visit(contract=contract, held_on=date(2021, 12, 15), **by(alone))
    assert f"{contract.person}, à tenir d’ici au 15 décembre 2026" in page(alone, settings)
    hold_visit(contract=contract, held_on=TODAY, **by(alone))
    assert "Prévoir la visite médicale" not in page(alone, settings)


def test_one_that_is_set_is_told_when_near_to_who_employs_and_to_the_person(alone, settings):
    contract = hired(alone, date(2026, 9, 30))
    set_visit(contract=contract, planned_on=TODAY + 15 * DAY, **by(alone))
    assert "isite médicale" not in page(alone, settings)
    visit = set_visit(contract=contract, planned_on=TODAY + 14 * DAY, **by(alone))
    assert MedicalVisit.objects.standing().get() == visit  # the same one, moved
    assert f"Visite médicale de {contract.person}, le 8 décembre 2026" in page(alone, settings)
    with arranging():
        alone.scene.world.seated(f"{alone.grouping.slug}-team", "support", person=contract.person)
    own = page(alone, settings, contract.person)
    assert "Votre visite médicale est prévue le 8 décembre 2026" in own
    assert "Votre visite médicale" not in page(alone, settings)
    with arranging():
        MedicalVisit.objects.update(planned_on=TODAY - DAY)
    assert f"Dire si la visite médicale de {contract.person}, prévue le 23 novembre 2026, s’est tenue" in page(
        alone, settings
    )
    assert "Votre visite médicale" not in page(alone, settings, contract.person)


def test_nobody_else_is_told(alone, settings):
    contract = hired(alone, date(2026, 9, 30))
    set_visit(contract=contract, planned_on=TODAY + DAY, **by(alone))
    for title, body in (("president", f"{alone.scene.second.slug}-board"), ("delegate", f"{alone.grouping.slug}-team")):
        person = alone.scene.world.holder(body, title).person
        assert "isite médicale" not in page(alone, settings, person)
        assert not MedicalVisit.objects.visible_to(alone.acting(person)).exists()
    assert MedicalVisit.objects.visible_to(alone.direction).exists()


def test_the_person_reads_its_days_in_their_contract_and_writes_none(alone, settings):
    contract = hired(alone, date(2026, 9, 30))
    hold_visit(contract=contract, held_on=date(2026, 11, 2), **by(alone))
    where = reverse("staff:contract", kwargs={"scale": alone.grouping.slug, "key": contract.pk})
    own = said(entered_as(contract.person, settings).get(where))
    assert "tenue le 2 novembre 2026" in own
    assert "la suivante d’ici au 2 novembre 2031" in own
    assert "Noter tenue" not in own
    with pytest.raises(Denied):
        hold_visit(contract=contract, held_on=TODAY, actor=alone.acting(contract.person), now=NOW)


def test_the_gestures_of_the_contract(alone, settings):
    contract = hired(alone, date(2026, 9, 30))
    client = entered_as(Person.objects.get(pk=alone.direction.person), settings)

    def gesture(name, **typed):
        where = {"scale": alone.grouping.slug, "key": contract.pk, "gesture": name}
        return press(client, reverse("staff:change_contract", kwargs=where), typed, follow=True).text

    assert "Le jour de la visite est prévu" in gesture("visite-prevue", planned_on="2026-12-01")
    found = visits_of(alone.grouping, {contract.person_id}, TODAY)[contract.person_id]
    assert found == Visited(None, date(2026, 12, 1), contract.pk)
    assert "Le jour de la visite est noté" in gesture("visite-tenue", held_on="2026-11-20", as_set="on")
    assert visits_of(alone.grouping, {contract.person_id}, TODAY)[contract.person_id] == Visited(date(2026, 11, 20))
    assert "La visite est annulée" in gesture("visite-annulee", undone_as="mistake")
    assert visits_of(alone.grouping, {contract.person_id}, TODAY) == {}


def test_an_older_one_leaves_the_one_that_is_set(alone, settings):
    """Which of the two it is, the page asks; where none is set, it asks nothing."""
    contract = hired(alone, date(2026, 9, 30))
    client = entered_as(Person.objects.get(pk=alone.direction.person), settings)
    where = {"scale": alone.grouping.slug, "key": contract.pk, "gesture": "visite-tenue"}
    there = reverse("staff:change_contract", kwargs=where)
    assert "celle qui était prévue" not in said(client.get(there))
    set_visit(contract=contract, planned_on=date(2026, 12, 1), **by(alone))
    page = client.get(there)
    assert "C’est celle qui était prévue le 1er décembre 2026" in said(page) and " checked" not in page.text
    press(client, there, {"held_on": "2026-11-12"})
    known = visits_of(alone.grouping, {contract.person_id}, TODAY)[contract.person_id]
    assert known == Visited(date(2026, 11, 12), date(2026, 12, 1), contract.pk)
    with arranging():
        MedicalVisit.objects.filter(held_on=None).update(planned_on=TODAY)
    assert " checked" in client.get(there).text, "its day came: it is the one"


def test_a_day_that_cannot_be(alone):
    contract = hired(alone, date(2026, 9, 30))
    for planned in (TODAY - DAY, TODAY + 731 * DAY):
        with pytest.raises(Invalid):
            set_visit(contract=contract, planned_on=planned, **by(alone))
    set_visit(contract=contract, planned_on=TODAY + 730 * DAY, **by(alone))
    for held in (TODAY + DAY, date(2026, 9, 29)):
        with pytest.raises(Invalid):
            hold_visit(contract=contract, held_on=held, **by(alone))
    hold_visit(contract=contract, held_on=TODAY, **by(alone))
    with pytest.raises(Invalid, match="déjà notée"):
        hold_visit(contract=contract, held_on=TODAY, **by(alone))
    with pytest.raises(Invalid):
        annul_visit(contract=contract, undone_as="il est malade", **by(alone))
    annul_visit(contract=contract, undone_as="mistake", **by(alone))
    with pytest.raises(Refused):
        annul_visit(contract=contract, undone_as="mistake", **by(alone))


def test_the_last_is_that_of_the_last_day_and_its_page_names_it(alone, settings):
    """Not the one that had been planned farthest; and what another window annulled meanwhile is not annulled in its place."""
    contract = hired(alone, date(2026, 9, 30))
    set_visit(contract=contract, planned_on=date(2026, 12, 8), **by(alone))
    first = hold_visit(contract=contract, held_on=date(2026, 11, 12), **by(alone))
    second = hold_visit(contract=contract, held_on=date(2026, 11, 20), **by(alone))
    client = entered_as(Person.objects.get(pk=alone.direction.person), settings)
    where = {"scale": alone.grouping.slug, "key": contract.pk, "gesture": "visite-annulee"}
    there = reverse("staff:change_contract", kwargs=where)
    read = client.get(there)
    assert (
        "la visite tenue le 20 novembre 2026" in said(read)
        and "ne se tiendra pas ce jour-là" not in said(read).split("Pourquoi")[1]
    )
    with pytest.raises(Invalid, match="notée tenue"):
        annul_visit(contract=contract, undone_as="not_held", **by(alone))
    mark = re.search(r'name="vu" value="([0-9a-f]+)"', read.content.decode())
    assert mark
    third = hold_visit(contract=contract, held_on=date(2026, 11, 23), **by(alone))
    late = client.post(there, {"undone_as": "mistake", "vu": mark[1]})
    assert late.status_code in (200, 409, 422) and not MedicalVisit.objects.exclude(undone_on=None).exists()
    assert annul_visit(contract=contract, undone_as="mistake", **by(alone)) == third
    assert annul_visit(contract=contract, undone_as="mistake", **by(alone)) == second
    assert annul_visit(contract=contract, undone_as="mistake", **by(alone)) == first


def test_one_planned_under_a_contract_that_ended_is_noted_there_or_is_to_come_no_more(alone, settings):
    first = hired(alone, date(2026, 1, 1))
    with arranging():
        MedicalVisit.objects.create(contract=first, planned_on=date(2026, 10, 5))
        Contract.objects.filter(pk=first.pk).update(period=since(date(2026, 1, 1), date(2026, 10, 31)))
        second = Contract.objects.create(
            employer=alone.grouping, person=first.person, kind="cdi", occupation="Emploi", agreement="",
            seniority_from=date(2026, 11, 1), period=since(date(2026, 11, 1)),
        )  # fmt: skip
    client = entered_as(Person.objects.get(pk=alone.direction.person), settings)
    where = {"scale": alone.grouping.slug, "key": first.pk, "gesture": "visite-tenue"}
    there = reverse("staff:change_contract", kwargs=where)
    assert "prévue le 5 octobre 2026, s’est tenue" in page(alone, settings)
    assert there in client.get(f"/{alone.grouping.slug}/aujourd-hui").text
    of_second = {"scale": alone.grouping.slug, "key": second.pk}
    assert there in client.get(reverse("staff:contract", kwargs=of_second)).text
    hold_visit(contract=second, held_on=date(2026, 11, 12), **by(alone))
    known = visits_of(alone.grouping, {first.person_id}, TODAY)[first.person_id]
    assert known == Visited(date(2026, 11, 12)), "another was held since"
    assert "s’est tenue" not in page(alone, settings)


def test_one_planned_after_the_end_of_the_contract_is_told_to_nobody(alone, settings):
    contract = hired(alone, date(2026, 9, 30))
    set_visit(contract=contract, planned_on=TODAY + 10 * DAY, **by(alone))
    with arranging():
        alone.scene.world.seated(f"{alone.grouping.slug}-team", "support", person=contract.person)
    assert "Votre visite médicale est prévue" in page(alone, settings, contract.person)
    with arranging():
        Contract.objects.filter(pk=contract.pk).update(period=since(date(2026, 9, 30), TODAY + 9 * DAY))
    assert "isite médicale" not in page(alone, settings, contract.person)
    assert visits_of(alone.grouping, {contract.person_id}, TODAY) == {}


def test_what_was_held_since_or_of_a_former_stay_says_nothing_of_this_one(alone):
    contract = hired(alone, date(2026, 9, 30))
    hold_visit(contract=contract, held_on=date(2026, 11, 12), **by(alone))
    on = {day: visits_of(alone.grouping, {contract.person_id}, day) for day in (date(2026, 11, 11), date(2026, 11, 12))}
    assert on[date(2026, 11, 11)] == {}, "nobody had planned it"
    assert on[date(2026, 11, 12)][contract.person_id] == Visited(date(2026, 11, 12))
    with arranging():  # for more than the time that they are kept
        Contract.objects.filter(pk=contract.pk).update(period=since(date(2015, 1, 1), date(2021, 11, 24)))
        MedicalVisit.objects.update(planned_on=date(2016, 1, 1))
    assert visits_of(alone.grouping, {contract.person_id}, TODAY) == {}
    with arranging():
        Contract.objects.filter(pk=contract.pk).update(period=since(date(2015, 1, 1), date(2021, 11, 25)))
    assert visits_of(alone.grouping, {contract.person_id}, TODAY) != {}


def test_one_to_come_and_no_more(alone):
    contract = hired(alone, date(2026, 9, 30))
    with arranging():
        MedicalVisit.objects.create(contract=contract, planned_on=TODAY)
        with pytest.raises(IntegrityError), transaction.atomic():
            MedicalVisit.objects.create(contract=contract, planned_on=TODAY + DAY)


def test_it_follows_the_contract_that_another_employer_takes_over(alone, settings):
    contract = hired(alone, date(2020, 9, 30))
    hold_visit(contract=contract, held_on=date(2024, 11, 2), **by(alone))
    with arranging():
        second = alone.scene.world.groupings[1]
        made = Contract.objects.create(
            employer=second, person=contract.person, kind="cdi", occupation="Emploi", agreement="", continues=contract,
            seniority_from=date(2020, 9, 30), period=since(TODAY),
        )  # fmt: skip
    assert visits_of(second, {made.person_id}, TODAY)[made.person_id].held_on == date(2024, 11, 2)
    with arranging():  # it was a mistake: who took nothing over reads nothing
        Contract.objects.filter(pk=made.pk).update(end_reason="mistake", period=since(TODAY, TODAY))
    assert visits_of(second, {made.person_id}, TODAY) == {}


def test_the_journal_tells_no_day(alone):
    contract = hired(alone, date(2026, 9, 30))
    hold_visit(contract=contract, held_on=date(2026, 11, 2), **by(alone))
    act = Act.objects.filter(verb="staff.hold_visit").get()
    assert "2026-11-02" not in str(act.arguments)
