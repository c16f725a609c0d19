"""The trial of a contract: proposed with its reason, told where it is past what its agreement gives, asked about where it ends
somebody’s contract."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from kevread.common.errors import Invalid
from kevread.common.periods import Period
from kevread.common.todo import Asker
from kevread.directory.models import Person
from kevread.staff.models import Contract
from kevread.staff.operations import amend, annul_contract, end_contract, take_over
from kevread.staff.queries.register import register_of
from kevread.staff.queries.trials import longest_trials, too_long
from kevread.staff.todo import to_mend
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.guards.of_staff import of_local
from tests.pressing import press

from .conftest import FIRST, PAY, Staffing

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)
HIRED = TODAY - timedelta(days=20)
LONGEST = date(2027, 1, 3)  # two months of the group F, hired on 4 November


def tried(staffing: Staffing, **more) -> Contract:
    return staffing.contract(**{"period": Period(HIRED), "trial_end": LONGEST} | more)


def told(staffing: Staffing) -> list[Contract]:
    return [one.contract.pk for one in too_long(register_of(staffing.grouping, staffing.direction, TODAY), TODAY)]


def test_seniority_begins_with_the_contract_at_the_latest(staffing):
    with pytest.raises(Invalid, match="au plus tard") as refused:
        staffing.contract(seniority_from=FIRST + timedelta(days=1))
    assert refused.value.field == "seniority_from" and staffing.is_untouched
    assert staffing.contract(seniority_from=FIRST).seniority_from == FIRST


def test_a_trial_is_measured_by_the_group_and_the_agreement_that_was_said(staffing):
    made = tried(staffing)
    assert longest_trials([made])[made.pk].last == LONGEST and told(staffing) == []
    unsaid = tried(staffing, agreement="", trial_end=LONGEST + timedelta(days=90))
    assert longest_trials([unsaid]) == {} and told(staffing) == []
    with arranging():
        Contract.objects.filter(pk=unsaid.pk).update(agreement="eclat")
    unsaid.refresh_from_db()
    assert longest_trials([unsaid]) == {}, "what the installation wrote is nobody’s word"


def test_one_past_the_longest_is_told_until_it_is_over(staffing):
    made = tried(staffing, trial_end=LONGEST + timedelta(days=1))
    ended = tried(staffing, period=Period(FIRST), trial_end=TODAY - timedelta(days=1))
    assert told(staffing) == [made.pk] and longest_trials([ended])[ended.pk].last < ended.trial_end
    who = Person.objects.get(pk=staffing.direction.person)
    asker = Asker(staffing.direction, who, staffing.grouping, frozenset({staffing.grouping.pk}), TODAY)
    assert [line.what for line in to_mend(asker) if "essai" in line.what] == [
        "1\xa0essai est plus long que ce qui est permis."
    ]
    last = tried(staffing, period=Period(FIRST), trial_end=TODAY)
    assert set(told(staffing)) == {made.pk, last.pk}
    for one in (made, last):
        annul_contract(actor=staffing.direction, contract=one, reason="Ce n’était pas elle", now=NOW)
    assert told(staffing) == []


def test_the_group_is_the_one_of_the_hiring(staffing):
    made = tried(staffing)
    amend(actor=staffing.direction, contract=made, agreed=replace(PAY, group="G"), first=TODAY, now=NOW)
    assert longest_trials([made])[made.pk].last == LONGEST


def test_a_contract_taken_over_is_measured_from_its_first_day(staffing):
    before = of_local(staffing.scene)
    made = take_over(actor=staffing.direction, contract=before, by=staffing.grouping, first=TODAY, now=NOW)
    with arranging():
        Contract.objects.filter(pk=made.pk).update(agreement="eclat", agreement_said_on=TODAY, kind="cdi")
        made.terms.update(group="A")
    made.refresh_from_db()
    assert longest_trials([made])[made.pk].last < TODAY


def test_what_ends_past_the_longest_trial_says_by_what_it_was_renewed(staffing):
    made = tried(staffing, period=Period(FIRST), trial_end=TOMORROW)
    asked = {"actor": staffing.direction, "contract": made, "reason": "trial", "now": NOW}
    with pytest.raises(Invalid, match="28 février 2026 : dites par quel écrit") as refused:
        end_contract(**asked, last=TODAY)
    assert refused.value.field == "note"
    assert end_contract(**asked, last=TODAY, note="Renouvelé par avenant.").end_reason == "trial"
    other = tried(staffing)
    assert end_contract(**asked | {"contract": other}, last=TOMORROW).end_reason == "trial", (
        "within it, nothing is asked"
    )


def test_the_longest_is_proposed_with_its_reason(staffing, settings):
    client = entered_as(Person.objects.get(pk=staffing.direction.person), settings)
    where = reverse("staff:hire", args=[staffing.grouping.slug])
    with arranging():
        somebody = staffing.scene.world.seated(f"{staffing.grouping.slug}-team", "support").person
    page = client.get(where).text
    assert "1 mois pour A et B, 2 mois pour C, D, E et F" in page and "un jour par semaine" in page
    typed = {
        "person": somebody.pk, "kind": "cdi", "occupation": "Gestion", "agreement": "eclat", "first": TODAY.isoformat(),
        "longest_trial": "on", "share": "100", "group": "C", "signed_on": TODAY.isoformat(),
    }  # fmt: skip
    for wrong, said in (
        ({"trial_end": TOMORROW.isoformat()}, "l’un ou l’autre"),
        ({"group": ""}, "dites le jour"),
        ({"agreement": "pas-dit"}, "dites le jour"),
        ({"kind": "apprentice", "last": "2028-08-31"}, "dites le jour"),
        (
            {"kind": "cdd", "motive": "Accroissement", "last": (TODAY - timedelta(days=1)).isoformat()},
            "précède le début",
        ),
    ):
        answer = press(client, where, typed | wrong)
        assert answer.status_code == 422 and said in answer.text, wrong
    done = press(client, where, typed, follow=True)
    assert "Son essai finit le 23 janvier 2027\xa0: 2 mois, par la convention" in done.text
    assert "Au plus long" in done.text and "Essai plus long" not in done.text
    assert Contract.objects.get(person=somebody).trial_end == date(2027, 1, 23)


def test_one_past_the_longest_is_read_by_the_employer_where_it_is_kept(staffing, settings):
    made = tried(staffing, trial_end=LONGEST + timedelta(days=1))
    client = entered_as(Person.objects.get(pk=staffing.direction.person), settings)
    page = client.get(reverse("staff:contract", args=[staffing.grouping.slug, made.pk])).text
    assert "Essai plus long que ce qui est permis" in page and "par quel écrit il fut renouvelé" in page
    listed = client.get(reverse("staff:contracts", args=[staffing.grouping.slug])).text
    assert "Essais plus longs" in listed and "2 mois au plus" in listed
    mine = entered_as(made.person, settings).get(reverse("staff:contract", args=[staffing.grouping.slug, made.pk]))
    assert mine.status_code != 200 or "Essai plus long" not in mine.text
