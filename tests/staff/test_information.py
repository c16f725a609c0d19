"""What is told in writing at hiring: who says that it was handed over, who is reminded of it, who reads the day."""

import re
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kevread.charter.models import Keeping
from kevread.common.errors import Denied, Invalid, Refused
from kevread.directory.models import Person
from kevread.journal.models import Act
from kevread.staff.models import Contract, Information
from kevread.staff.operations import annul_contract, annul_information, hand_information
from kevread.staff.queries.information import owed_by
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import KeepingFactory, since
from tests.pressing import press, shown

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BOTH = ("first", "rest")


def said(answer) -> str:
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("\xa0", " ").replace("&nbsp;", " ")
    return re.sub(r"\s+", " ", plain)


@pytest.fixture
def alone(staffing):
    """Nobody else was hired lately, and nobody keeps the register of what was handed over."""
    with arranging():
        Contract.objects.update(period=since(date(2015, 1, 1)), seniority_from=date(2015, 1, 1))
        Keeping.objects.filter(register="information").delete()
    return staffing


def hired(staffing, first: date) -> Contract:
    contract = staffing.contract()
    with arranging():
        Contract.objects.filter(pk=contract.pk).update(period=since(first), seniority_from=first)
        contract.refresh_from_db()
    return contract


def by(staffing) -> dict:
    return {"actor": staffing.direction, "now": NOW}


def today(staffing, settings, person=None) -> str:
    person = person or Person.objects.get(pk=staffing.direction.person)
    return said(entered_as(person, settings).get(f"/{staffing.grouping.slug}/aujourd-hui"))


def test_no_column_holds_what_was_handed_over():
    columns = {field.attname for field in Information._meta.concrete_fields}
    assert columns == {"id", "contract_id", "part", "handed_on", "undone_on"}


def test_each_part_is_asked_for_in_its_turn_then_told_late(alone, settings):
    contract = hired(alone, TODAY - 7 * DAY)
    ahead = f"Remettre à {contract.person} l’information écrite due sous"
    assert f"{ahead} sept jours, d’ici au 24 novembre 2026" in today(alone, settings)
    assert "sous un mois" not in today(alone, settings)
    hand_information(contract=contract, parts=["first"], handed_on=TODAY, **by(alone))
    assert f"{ahead} un mois, d’ici au 17 décembre 2026" in today(alone, settings)
    annul_information(contract=contract, part="first", **by(alone))
    with arranging():
        Contract.objects.filter(pk=contract.pk).update(period=since(TODAY - 8 * DAY))
    late = f"Dire remise à {contract.person} l’information écrite due sous sept jours, qui l’était pour le 23 novembre 2026"
    assert late in today(alone, settings)


def test_what_is_long_past_is_told_where_the_register_was_kept_by_then_and_not_known_elsewhere(alone, settings):
    first = TODAY - 68 * DAY
    contract = hired(alone, first)
    hand_information(contract=contract, parts=["rest"], handed_on=TODAY, **by(alone))
    assert "l’information écrite due sous sept jours" not in today(alone, settings), "sixty-one days after"
    with arranging():
        kept = KeepingFactory(organisation=alone.grouping, register="information", period=since(first))
    assert "l’information écrite due sous sept jours" in today(alone, settings)
    with arranging():
        Keeping.objects.filter(pk=kept.pk).update(period=since(first + DAY))
    assert "l’information écrite due sous sept jours" not in today(alone, settings)
    with arranging():
        Contract.objects.filter(pk=contract.pk).update(period=since(first + DAY))
        Keeping.objects.filter(pk=kept.pk).delete()
    assert "l’information écrite due sous sept jours" in today(alone, settings), "sixty days after"


def test_the_finding_and_its_line_are_one(alone, settings):
    first = TODAY - 20 * DAY
    contract = hired(alone, first)
    with arranging():
        KeepingFactory(organisation=alone.grouping, register="information", period=since(first))
    page = today(alone, settings)
    assert page.count("sous sept jours") == 1 and f"Dire remise à {contract.person}" in page
    assert "L6.18" in page


def test_nobody_else_is_told_nor_reads_the_day(alone, settings):
    contract = hired(alone, TODAY - 8 * DAY)
    hand_information(contract=contract, parts=["rest"], handed_on=TODAY, **by(alone))
    for title, body in (("president", f"{alone.scene.second.slug}-board"), ("delegate", f"{alone.grouping.slug}-team")):
        person = alone.scene.world.holder(body, title).person
        assert "information écrite" not in today(alone, settings, person)
        assert not Information.objects.visible_to(alone.acting(person)).filter(contract=contract).exists()
    for actor in (alone.direction, alone.acting(contract.person)):
        assert Information.objects.visible_to(actor).filter(contract=contract).exists()
    act = Act.objects.get(verb="staff.hand_information")
    assert act.arguments == {"contract": str(contract.pk)}


def test_the_gestures_of_the_contract_and_what_its_person_reads(alone, settings):
    contract = hired(alone, date(2026, 11, 2))
    client = entered_as(Person.objects.get(pk=alone.direction.person), settings)
    where = {"scale": alone.grouping.slug, "key": contract.pk}
    page = reverse("staff:contract", kwargs=where)

    def gesture(name, **typed):
        return press(client, reverse("staff:change_contract", kwargs={**where, "gesture": name}), typed, follow=True)

    assert "personne ne l’a dit remis, dû pour le 9 novembre 2026" in said(client.get(page))
    assert "à remettre d’ici au 2 décembre 2026" in said(client.get(page))
    nothing = gesture("information-remise", parts=[], handed_on="2026-11-12")
    assert "Cochez ce qui fut remis." in said(nothing)
    assert "Le jour de la remise est dit." in said(gesture("information-remise", parts=BOTH, handed_on="2026-11-12"))
    own = said(entered_as(contract.person, settings).get(page))
    assert "Ce qui est dû sous sept jours : remis le 12 novembre 2026 , après le 9 novembre 2026" in own
    assert "Ce qui est dû sous un mois : remis le 12 novembre 2026 ." in own
    assert "Dire remise" not in own and "Annuler une remise" not in own
    assert "Dire remise" not in said(client.get(page)), "both are said"
    assert "La remise est annulée." in said(gesture("information-annulee", part="first"))
    assert [one.handed_on for one in owed_by([contract], TODAY)[contract.pk]] == [None, date(2026, 11, 12)]


def test_what_was_read_is_what_is_said(alone, settings):
    """Somebody else says it meanwhile: the form that was open is shown again."""
    contract = hired(alone, date(2026, 11, 2))
    client = entered_as(Person.objects.get(pk=alone.direction.person), settings)
    where = {"scale": alone.grouping.slug, "key": contract.pk, "gesture": "information-remise"}
    address = reverse("staff:change_contract", kwargs=where)
    mark = shown(client, address)
    assert mark
    hand_information(contract=contract, parts=["rest"], handed_on=TODAY, **by(alone))
    client.post(address, {"parts": ["first"], "handed_on": "2026-11-12", "vu": mark})
    assert [one.part for one in Information.objects.filter(contract=contract)] == ["rest"]


def test_it_is_asked_of_no_contract_that_another_employer_began_nor_of_before_the_decree(alone, settings):
    old, later = hired(alone, date(2023, 10, 31)), hired(alone, date(2026, 11, 2))
    with pytest.raises(Refused):
        hand_information(contract=old, parts=BOTH, handed_on=TODAY, **by(alone))
    with arranging():
        Contract.objects.filter(pk=later.pk).update(continues=old)
    with pytest.raises(Refused):
        hand_information(contract=later, parts=BOTH, handed_on=TODAY, **by(alone))
    page = reverse("staff:contract", kwargs={"scale": alone.grouping.slug, "key": later.pk})
    client = entered_as(Person.objects.get(pk=alone.direction.person), settings)
    assert "Information à l’embauche" not in said(client.get(page))
    assert "information écrite" not in today(alone, settings)


def test_what_is_not_of_the_contract_is_refused_on_its_field(alone):
    contract = hired(alone, date(2026, 11, 2))
    with arranging():
        Contract.objects.filter(pk=contract.pk).update(period=since(date(2026, 11, 2), date(2026, 11, 15)))
    for asked, field in (
        ({"parts": ["second"]}, "parts"),
        ({"parts": []}, "parts"),
        ({"handed_on": date(2026, 11, 16)}, "handed_on"),
    ):
        with pytest.raises(Invalid) as refused:
            hand_information(
                **{"contract": contract, "parts": BOTH, "handed_on": date(2026, 11, 15)} | asked, **by(alone)
            )
        assert refused.value.field == field
    hand_information(contract=contract, parts=BOTH, handed_on=date(2026, 11, 15), **by(alone))


def test_a_part_that_is_sent_twice_is_said_once(alone, settings):
    contract = hired(alone, date(2026, 11, 2))
    client = entered_as(Person.objects.get(pk=alone.direction.person), settings)
    where = {"scale": alone.grouping.slug, "key": contract.pk, "gesture": "information-remise"}
    typed = {"parts": ["first", "first"], "handed_on": "2026-11-12"}
    answer = press(client, reverse("staff:change_contract", kwargs=where), typed, follow=True)
    assert "Le jour de la remise est dit." in said(answer)
    assert [one.part for one in Information.objects.filter(contract=contract)] == ["first"]


def test_there_is_no_form_where_nothing_is_left_to_say(alone, settings):
    contract = hired(alone, date(2026, 11, 2))
    client = entered_as(Person.objects.get(pk=alone.direction.person), settings)

    def asked(gesture: str, of: Contract = contract):
        where = {"scale": alone.grouping.slug, "key": of.pk, "gesture": gesture}
        return client.get(reverse("staff:change_contract", kwargs=where))

    def is_refused(answer, why: str) -> bool:
        return answer.status_code == 409 and why in said(answer)

    assert asked("information-remise").status_code == 200
    assert is_refused(asked("information-annulee"), "Rien n’est dit remis, pour ce contrat.")
    hand_information(contract=contract, parts=BOTH, handed_on=TODAY, **by(alone))
    assert is_refused(asked("information-remise"), "Tout est déjà dit remis, pour ce contrat.")
    assert asked("information-annulee").status_code == 200
    old = hired(alone, date(2023, 10, 31))
    assert is_refused(asked("information-remise", old), "ce contrat est d’avant.")
    with arranging():
        Contract.objects.filter(pk=old.pk).update(period=since(date(2026, 11, 2)), continues=contract)
    assert is_refused(asked("information-remise", old), "Ce contrat en continue un autre")
    with arranging():
        Contract.objects.filter(pk=old.pk).update(continues=None, end_reason="mistake")
    assert is_refused(asked("information-remise", old), "Ce contrat était une erreur")


def test_the_person_themself_says_nothing_of_it(alone):
    contract = hired(alone, date(2026, 11, 2))
    with pytest.raises(Denied):
        hand_information(contract=contract, parts=BOTH, handed_on=TODAY, actor=alone.acting(contract.person), now=NOW)


def test_nothing_is_said_of_a_contract_that_was_a_mistake(alone):
    contract = hired(alone, date(2026, 11, 2))
    annul_contract(contract=contract, reason="Inscrit deux fois", **by(alone))
    with pytest.raises(Refused):
        hand_information(contract=contract, parts=BOTH, handed_on=TODAY, **by(alone))


def test_the_base_keeps_one_day_for_each_part(alone):
    contract = hired(alone, date(2026, 11, 2))
    hand_information(contract=contract, parts=["first"], handed_on=TODAY, **by(alone))
    with arranging(), pytest.raises(IntegrityError), transaction.atomic():
        Information.objects.create(contract=contract, part="first", handed_on=TODAY)


def test_signing_a_contract_here_proves_none_of_it(alone):
    """Its paper names what it does not say: hours, how pay is paid, leave, training (decision 243)."""
    contract = hired(alone, date(2026, 11, 2))
    with arranging():
        Contract.objects.filter(pk=contract.pk).update(is_signed_here=True, signed_on=TODAY)
    assert [one.handed_on for one in owed_by([Contract.objects.get(pk=contract.pk)], TODAY)[contract.pk]] == [
        None,
        None,
    ]
