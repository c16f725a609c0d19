"""A contract: who may sign it, what it must say, when it changes, when it passes to another employer, when it ends."""

import shutil
from dataclasses import replace
from datetime import date, timedelta

import pytest

from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import Period
from kevread.delegations.models import Grant
from kevread.directory.models import Person
from kevread.staff.loader import framework
from kevread.staff.models import Assignment, Contract, Terms
from kevread.staff.operations import Agreed, amend, annul_contract, end_contract, identify, say_agreement, take_over
from kevread.staff.queries.register import line_on, register_of
from kevread.staff.rules.pay import least
from kevread.statutes.models import HandingOver
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import advised, decided
from tests.guards.of_staff import of_local
from tests.worlds import put

from .conftest import FIRST, PAY

pytestmark = pytest.mark.django_db
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


def test_it_says_by_whom_it_was_signed_and_what_allowed_it(staffing):
    made = staffing.contract()
    assert made.signatory_id == staffing.direction.person
    assert made.authority.startswith("Par délégation de")
    (terms,) = made.terms.all()
    assert (terms.share, terms.group, terms.coefficient, terms.salary) == (80, "F", 350, 2_400_00)
    assert made.seniority_from == FIRST and made.agreement == "eclat"


def test_who_was_not_entrusted_signs_nothing_and_is_told_whom_to_ask(staffing):
    with arranging():
        Grant.objects.filter(organisation=staffing.grouping, nature="hr").update(end_reason="mistake")
    with pytest.raises(Denied, match="Signer les contrats de travail") as refused:
        staffing.contract()
    assert refused.value.ways and staffing.is_untouched


def test_who_signed_is_asked_on_the_day_of_the_signature(staffing):
    """Another person records it: what counts is who signed, that day."""
    person = staffing.scene.world.holder(f"{staffing.grouping.slug}-team", "delegate").person
    with pytest.raises(Denied):
        staffing.contract(signatory=person, signed_on=YESTERDAY)
    presides = staffing.scene.world.holder(f"{staffing.grouping.slug}-board", "president").person
    assert staffing.contract(signatory=presides, signed_on=YESTERDAY).signatory == presides


def test_an_earlier_day_signs_nothing_without_the_power_of_today(staffing):
    """Who was entrusted until yesterday writes today that they signed the day before."""
    with arranging():
        mine = Grant.objects.filter(organisation=staffing.grouping, nature="hr")
        mine.update(period=(YESTERDAY - timedelta(days=30), TODAY))
    with pytest.raises(Denied, match="Signer les contrats de travail"):
        staffing.contract(signed_on=YESTERDAY)
    assert staffing.is_untouched


def test_a_decision_of_another_or_rejected_hires_nobody(staffing):
    board = f"{staffing.grouping.slug}-board"
    with arranging():
        wrong = [decided(f"{staffing.scene.first.slug}-board", "other"), decided(board, "other", outcome="rejected")]
        wrong += [decided(f"{staffing.grouping.slug}-team", "other"), advised(board, "budget")]
        right = decided(board, "other")
    for one in wrong:
        with pytest.raises(Invalid) as refused:
            staffing.contract(decision=one, signed_on=TODAY)
        assert refused.value.field == "decision"
    assert staffing.contract(decision=right, signed_on=TODAY).decision == right


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "interim"}, "kind"),
        ({"kind": "cdd", "motive": "Remplacement"}, "last"),
        ({"kind": "cdd", "period": Period.through(FIRST, TODAY)}, "motive"),
        ({"occupation": " "}, "occupation"),
        ({"agreement": "aucune"}, "agreement"),
        ({"trial_end": FIRST - timedelta(days=1)}, "trial_end"),
        ({"agreed": Agreed(share=101)}, "share"),
        ({"agreed": Agreed(share=0)}, "share"),
        ({"agreed": Agreed(group="Z")}, "group"),
        ({"agreed": Agreed(coefficient=0)}, "coefficient"),
        ({"agreed": Agreed(salary=-1)}, "salary"),
        ({"signed_on": TOMORROW}, "signed_on"),
    ],
)
def test_what_does_not_hold_together_is_refused_on_its_field(staffing, said, field):
    with pytest.raises(Invalid) as refused:
        staffing.contract(**said)
    assert refused.value.field == field
    assert staffing.is_untouched


def test_nobody_has_two_contracts_with_one_employer_on_one_day(staffing):
    made = staffing.contract(period=Period.through(FIRST, TODAY))
    with pytest.raises(Refused, match="déjà un contrat ici"):
        staffing.contract(made.person, period=Period(TODAY))
    assert staffing.contract(made.person, period=Period(TOMORROW)).pk


def test_an_organisation_that_handed_its_staff_over_hires_nobody_from_that_day(staffing):
    local = staffing.scene.first
    with arranging():
        HandingOver.objects.filter(local=local, subject="staff").update(day=TODAY)
    asked = {"employer": local, "actor": staffing.scene.president_of(local)}
    with pytest.raises(Refused, match="emploie à la place"):
        staffing.contract(**asked, period=Period(TODAY))
    assert staffing.contract(**asked, period=Period(YESTERDAY)).employer == local


def test_the_agreement_of_a_contract_is_said_afterwards_and_set_right(staffing):
    """One that names none says none; what is said stays said where another employer takes the contract over."""
    made = staffing.contract(agreement="", agreed=Agreed(group="F"))
    assert (made.agreement, made.agreement_said_on) == ("", None)
    for said in ("eclat", "sport"):
        say_agreement(actor=staffing.direction, contract=made, agreement=said, now=NOW)
        made.refresh_from_db()
        assert (made.agreement, made.agreement_said_on) == (said, TODAY)
    for wrong in ("", "aucune"):
        with pytest.raises(Invalid) as caught:
            say_agreement(actor=staffing.direction, contract=made, agreement=wrong, now=NOW)
        assert caught.value.field == "agreement"
    annul_contract(actor=staffing.direction, contract=made, reason="Ce n’était pas elle", now=NOW)
    with pytest.raises(Refused):
        say_agreement(actor=staffing.direction, contract=made, agreement="eclat", now=NOW)


def test_an_agreement_without_the_group_of_the_contract_is_not_the_one_it_names(staffing):
    made = staffing.contract(agreement="", agreed=Agreed(group="Z"))
    with pytest.raises(Invalid, match="n’a pas de groupe Z"):
        say_agreement(actor=staffing.direction, contract=made, agreement="eclat", now=NOW)
    assert say_agreement(actor=staffing.direction, contract=made, agreement="sport", now=NOW).agreement == "sport"


def test_an_amendment_closes_what_was_agreed_and_opens_another(staffing):
    made = staffing.contract()
    amend(actor=staffing.direction, contract=made, agreed=Agreed(100, "G", salary=3_000_00), first=TODAY, now=NOW)
    assert made.terms.on(YESTERDAY).get().group == "F"
    assert made.terms.on(TODAY).get().coefficient == 375
    with pytest.raises(Invalid, match="plus tard"):
        amend(actor=staffing.direction, contract=made, agreed=PAY, first=YESTERDAY, now=NOW)


def test_a_contract_taken_over_goes_on_as_it_is_with_its_seniority(staffing):
    before = of_local(staffing.scene)
    made = take_over(actor=staffing.direction, contract=before, by=staffing.grouping, first=TODAY, now=NOW)
    before.refresh_from_db()
    assert before.dates.last == YESTERDAY and before.end_reason == "transfer"
    assert (made.continues, made.employer, made.seniority_from) == (before, staffing.grouping, date(2020, 9, 1))
    assert made.terms.get().coefficient == 350 and made.terms.get().dates.start == TODAY


@pytest.mark.parametrize("said", [None, FIRST])
def test_what_nobody_said_of_a_contract_stays_unsaid_where_it_is_taken_over(staffing, said):
    before = of_local(staffing.scene)
    with arranging():
        put(before, agreement_said_on=said)
    made = take_over(actor=staffing.direction, contract=before, by=staffing.grouping, first=TODAY, now=NOW)
    assert (made.agreement, made.agreement_said_on) == ("eclat", said)


def test_nothing_passes_before_its_day_nor_to_another(staffing):
    before = of_local(staffing.scene)
    other = staffing.scene.world.groupings[1]
    direction = staffing.acting(staffing.scene.world.holder(f"{other.slug}-team", "direction").person)
    with pytest.raises(Refused, match="n’a pas passé son équipe"):
        take_over(actor=direction, contract=before, by=other, first=TODAY, now=NOW)
    with arranging():
        HandingOver.objects.filter(local=staffing.scene.first, subject="staff").update(day=TOMORROW)
    with pytest.raises(Refused, match="n’a pas passé son équipe"):
        take_over(actor=staffing.direction, contract=before, by=staffing.grouping, first=TODAY, now=NOW)
    assert take_over(actor=staffing.direction, contract=before, by=staffing.grouping, first=TOMORROW, now=NOW).pk


def test_what_one_does_by_a_contract_ends_with_it(staffing):
    one = staffing.assigned()
    end_contract(actor=staffing.direction, contract=one.contract, last=TODAY, reason="resignation", now=NOW)
    one.refresh_from_db()
    assert one.dates.last == TODAY and one.end_reason == "ended"
    assert Terms.objects.get(contract=one.contract).dates.last == TODAY


def test_an_assignment_that_begins_later_is_not_silently_lost(staffing):
    contract = staffing.contract()
    staffing.assigned(contract, period=Period(TOMORROW))
    with pytest.raises(Invalid, match="commence après ce jour") as refused:
        end_contract(actor=staffing.direction, contract=contract, last=TODAY, reason="resignation", now=NOW)
    assert refused.value.field == "last"
    contract.refresh_from_db()
    assert contract.dates.end is None and Assignment.objects.get(contract=contract).dates.end is None


def test_what_the_employer_ends_commits_it(staffing):
    contract = staffing.contract(trial_end=TODAY)
    with arranging():
        Grant.objects.filter(organisation=staffing.grouping, nature="hr").update(acts=["contrats-de-travail"])
    asked = {"actor": staffing.direction, "contract": contract, "last": TODAY, "now": NOW}
    for reason in ("dismissal", "agreement", "trial"):
        with pytest.raises(Denied, match="Licencier"):
            end_contract(**asked, reason=reason)
    with pytest.raises(Invalid, match="La période d’essai finit le") as refusal:
        president = staffing.scene.actor(f"{staffing.grouping.slug}-board", "president")
        end_contract(**asked | {"actor": president, "last": TODAY + timedelta(days=1)}, reason="trial")
    assert refusal.value.field == "last"
    assert end_contract(**asked, reason="resignation").end_reason == "resignation"


def test_the_term_of_a_fixed_contract_is_told_as_it_was_set(staffing):
    made = staffing.contract(kind="cdd", motive="Remplacement", period=Period.through(FIRST, TODAY))
    asked = {"actor": staffing.direction, "contract": made, "now": NOW}
    with pytest.raises(Invalid, match="déjà fixée"):
        end_contract(**asked, last=TODAY, reason="resignation")
    assert end_contract(**asked, last=TODAY, reason="term").dates.last == TODAY
    with pytest.raises(Invalid, match="motifs proposés"):
        end_contract(**asked, last=YESTERDAY, reason="transfer")


def test_what_was_assigned_keeps_a_contract_from_being_annulled(staffing):
    one = staffing.assigned()
    with pytest.raises(Refused, match="porte une affectation"):
        annul_contract(actor=staffing.direction, contract=one.contract, reason="Ce n’était pas elle", now=NOW)


def test_who_is_entrusted_with_contracts_hires_without_directing(staffing):
    """By a chain that holds; and no more once it is annulled."""
    delegate = staffing.scene.world.holder(f"{staffing.grouping.slug}-team", "delegate")
    with arranging():
        parent = Grant.objects.get(organisation=staffing.grouping, nature="hr")
        grant = Grant.objects.create(
            organisation=staffing.grouping, nature="hr", holder=delegate.person, post=delegate, parent=parent,
            acts=["contrats-de-travail"], accepted_on=YESTERDAY, period=(YESTERDAY, TODAY + timedelta(days=90)),
        )  # fmt: skip
    who = staffing.acting(delegate.person)
    made = staffing.contract(actor=who, signed_on=TODAY)
    assert made.signatory == delegate.person
    with arranging():
        Grant.objects.filter(pk=grant.pk).update(end_reason="mistake")
    with pytest.raises(Denied):
        staffing.contract(actor=who, signed_on=TODAY)


def test_the_register_says_what_it_must_and_no_more(staffing):
    asked = {"actor": staffing.direction, "contract": staffing.contract(), "born_on": date(1990, 1, 1), "now": NOW}
    for said, wrong in (
        ({"nationality": " ", "sex": "f"}, "nationality"),
        ({"nationality": "Française", "sex": "x"}, "sex"),
    ):
        with pytest.raises(Invalid) as refused:
            identify(**asked, **said)
        assert refused.value.field == wrong
    assert identify(**asked, nationality="Française", sex="f").permit == ""


def test_nobody_signs_for_both_sides(staffing):
    """Whoever directs was entrusted with contracts: with those of others."""
    direction = Person.objects.get(pk=staffing.direction.person)
    own = Contract.objects.get(employer=staffing.grouping, person=direction)
    chair = staffing.scene.world.holder(f"{staffing.grouping.slug}-board", "president").person
    asked = {"contract": own, "agreed": Agreed(100, "K", 900, salary=9_000_00), "first": TOMORROW, "now": NOW}
    for said in ({}, {"signatory": direction}):
        with pytest.raises(Invalid, match="des deux côtés") as refused:
            amend(actor=staffing.direction, **asked, **said)
        assert refused.value.field == "signatory"
    with arranging():
        right = decided(f"{staffing.grouping.slug}-board", "other", on=TODAY)
    with pytest.raises(Invalid, match="des deux côtés"):
        amend(actor=staffing.direction, **asked, decision=right, signatory=direction)
    assert amend(actor=staffing.direction, **asked, signatory=chair, signed_on=TODAY).salary == 9_000_00


def test_nobody_ends_their_own_contract_in_the_name_of_their_employer(staffing):
    own = Contract.objects.get(employer=staffing.grouping, person=staffing.direction.person)
    with arranging():
        Assignment.objects.filter(contract=own).update(period=(FIRST, TODAY))
    for reason in ("dismissal", "agreement", "trial"):
        with pytest.raises(Invalid, match="votre propre contrat"):
            end_contract(actor=staffing.direction, contract=own, last=TODAY, reason=reason, now=NOW)
    assert end_contract(actor=staffing.direction, contract=own, last=TODAY, reason="resignation", now=NOW).dates.last


def test_a_decision_allows_what_is_signed_after_it(staffing):
    with arranging():
        right = decided(f"{staffing.grouping.slug}-board", "other", on=TODAY)
    with pytest.raises(Invalid, match="vient avant") as refused:
        staffing.contract(decision=right, signed_on=YESTERDAY)
    assert refused.value.field == "decision" and staffing.is_untouched
    assert staffing.contract(decision=right, signed_on=TODAY).signed_on == TODAY


def test_a_taking_over_that_was_a_mistake_gives_the_contract_back(staffing):
    """It can then be taken over anew; and it ends where it goes on."""
    before = of_local(staffing.scene)
    asked = {"actor": staffing.direction, "contract": before, "now": NOW}
    made = take_over(**asked, by=staffing.grouping, first=TODAY)
    assert made.signed_on == before.signed_on
    with pytest.raises(Refused, match="c’est là qu’il prend fin"):
        end_contract(
            actor=staffing.scene.president_of(before.employer),
            contract=before,
            last=FIRST,
            reason="resignation",
            now=NOW,
        )
    annul_contract(actor=staffing.direction, contract=made, reason="Ce n’était pas ce jour", now=NOW)
    before.refresh_from_db()
    assert before.dates.end is None and before.end_reason == ""
    assert before.terms.get().dates.end is None, "what was agreed goes on"
    again = take_over(**asked, by=staffing.grouping, first=TOMORROW)
    assert again.continues == before and again.dates.start == TOMORROW


# Pay under its minimum.


@pytest.fixture
def strict(settings, tmp_path):
    """A federation that refuses it."""
    home = tmp_path / "bretagne"
    shutil.copytree(settings.KEVREAD_FEDERATION, home)
    with (home / "staff.yaml").open("a", encoding="utf-8") as file:
        file.write("refuses_under_minimum: true\n")
    settings.KEVREAD_FEDERATION = home


def under(staffing, cents: int) -> Agreed:
    """What is that much under the minimum of the day on which contracts begin, for the group and the share of these tests."""
    known = framework().agreements["eclat"]
    value = known.value_on(FIRST)
    assert value is not None
    asked = least(value, known.base, 350, PAY.share, FIRST, FIRST, PAY.points, known.seniority_on(FIRST))
    return replace(PAY, salary=asked - cents)


def test_pay_under_its_minimum_is_told_and_recorded_where_nobody_decided_more(staffing):
    contract = staffing.contract(agreed=under(staffing, 1))
    assert line_on(contract, FIRST).missing == 1
    read = register_of(staffing.grouping, staffing.direction, FIRST)
    assert [one.missing for one in read if one.contract.pk == contract.pk] == [1]
    assert line_on(staffing.contract(agreed=under(staffing, 0)), FIRST).missing == 0


def test_where_it_was_decided_it_is_refused_with_the_sum_and_nothing_is_written(staffing, strict):
    with pytest.raises(Invalid, match=r"Il manque 0,01\s*€ par mois") as refusal:
        staffing.contract(agreed=under(staffing, 1))
    assert refusal.value.field == "salary" and staffing.is_untouched
    contract = staffing.contract(agreed=under(staffing, 0))
    with pytest.raises(Invalid) as refusal:
        amend(actor=staffing.direction, contract=contract, agreed=under(staffing, 1), first=TODAY, now=NOW)
    assert refusal.value.field == "salary" and Terms.objects.filter(contract=contract).count() == 1
    assert amend(actor=staffing.direction, contract=contract, agreed=replace(PAY, salary=None), first=TODAY, now=NOW).pk


def test_what_is_not_known_is_not_judged_and_what_is_taken_over_goes_on(staffing, strict):
    assert staffing.contract(agreed=Agreed(salary=1)).pk  # neither a group nor a coefficient
    assert staffing.contract(agreed=replace(under(staffing, 100), salary=None)).pk
    before = of_local(staffing.scene)
    with arranging():
        before.terms.update(salary=1)
    made = take_over(actor=staffing.direction, contract=before, by=staffing.grouping, first=TODAY, now=NOW)
    assert Terms.objects.get(contract=made).salary == 1


def test_only_a_fixed_contract_replaces_somebody_and_seniority_may_be_older_than_the_contract(staffing):
    fixed = {"kind": "cdd", "motive": "Remplacement d’une absence", "period": Period.through(FIRST, TODAY)}
    with pytest.raises(Invalid) as refusal:
        staffing.contract(is_replacement=True)
    assert refusal.value.field == "is_replacement" and staffing.is_untouched
    assert staffing.contract(**fixed, is_replacement=True).is_replacement
    assert not staffing.contract(**fixed).is_replacement
    older = FIRST - timedelta(days=900)
    assert staffing.contract(seniority_from=older).seniority_from == older
