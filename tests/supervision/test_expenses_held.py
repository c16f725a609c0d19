"""What was validated and reimbursed is held: it is not paid twice, nor undone; its proof is the file that was proposed, serves
once at an employer, and is read through its matter alone."""

from dataclasses import replace

import pytest
from django.urls import reverse

from kevread.careers.queries.payroll import months_of
from kevread.common.errors import Invalid, Refused
from kevread.directory.models import Person
from kevread.documents.files import File
from kevread.documents.models import Document
from kevread.documents.operations import keep_version
from kevread.staff.models import Assignment
from kevread.supervision.models import Matter
from kevread.supervision.operations import annul, answer_expense, drop, pay_expense
from kevread.supervision.todo import to_pay
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import since

from .conftest import HIRED, Two
from .test_expenses import PDF, answered, asker, capped, other_file, proposed  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(capped: Two):  # noqa: F811
    expense = answered(capped, proposed(capped))
    return pay_expense(actor=capped.direction, matter=expense.matter, paid_on=TODAY, now=NOW)


def to_reimburse(two: Two) -> int:
    rows = months_of(two.grouping, two.direction, TODAY, TODAY.replace(day=1))
    (row,) = [one for one in rows if one.contract.person == two.person]
    return row.expenses


def test_what_is_reimbursed_is_told_no_more_to_the_payroll(capped, paid):  # noqa: F811
    assert to_reimburse(capped) == 0
    answered(capped, proposed(capped, cents=10_05, file=other_file("second")))
    assert to_reimburse(capped) == 10_05


def test_what_is_reimbursed_is_annulled_no_more(capped, paid, settings):  # noqa: F811
    with pytest.raises(Refused, match="sont remboursés"):
        annul(actor=capped.direction, matter=paid.matter, reason="Le montant était faux.", now=NOW)
    assert Matter.objects.get(pk=paid.matter_id).annulled_on is None
    chief = entered_as(Person.objects.get(pk=capped.direction.person), settings)
    where = reverse("supervision:matter", args=[capped.grouping.slug, paid.matter_id])
    assert "C’était une erreur" not in chief.get(where).text


def test_the_proof_that_is_read_is_the_one_that_was_proposed(capped, settings):  # noqa: F811
    chief = Person.objects.get(pk=capped.direction.person)
    expense = proposed(capped)
    with arranging():
        expense.proof.readers.create(person=chief)
    other = File("billet.pdf", PDF + b" of another day", "application/pdf")
    keep_version(actor=capped.direction, document=expense.proof, source=other, corrects="Un autre billet.", now=NOW)
    door = reverse("supervision:expense_file", args=[capped.grouping.slug, expense.matter_id])
    assert entered_as(chief, settings).get(door).content == PDF


def test_a_proof_serves_once_at_an_employer_whoever_proposes_it(capped):  # noqa: F811
    proposed(capped)
    colleague = capped.support.contract.person
    with pytest.raises(Refused, match="déjà déposé"):
        proposed(capped, actor=replace(capped.oneself, person=colleague.pk), person=colleague)


def test_whoever_deposits_a_proof_for_somebody_reads_it_by_its_matter_alone(capped, settings):  # noqa: F811
    expense = proposed(capped, actor=capped.board, place=capped.pole, line="pole")
    board = Person.objects.get(pk=capped.board.person)
    assert not Document.objects.visible_to(capped.board).filter(pk=expense.proof_id).exists()
    assert Document.objects.visible_to(capped.oneself).filter(pk=expense.proof_id).exists()
    door = reverse("supervision:expense_file", args=[capped.pole.slug, expense.matter_id])
    assert entered_as(board, settings).get(door).content == PDF


def test_of_two_posts_it_is_said_which_and_the_other_pole_reads_nothing(capped):  # noqa: F811
    second = capped.scene.second
    with arranging():
        Assignment.objects.filter(pk=capped.support.pk).update(contract=capped.delegate.contract, local=second)
        capped.shared.is_territorial = True
        capped.shared.save()
    with pytest.raises(Invalid, match="pour lequel de ses postes"):
        proposed(capped)
    expense = proposed(capped, post=capped.territorial)
    assert {one.organisation for one in expense.matter.sides.filter(line="pole")} == {capped.pole}
    other = capped.scene.president_of(second)
    assert not Matter.objects.visible_to(other).filter(pk=expense.matter_id).exists()


def test_a_pole_proposes_nothing_for_a_shared_post_that_works_there(capped):  # noqa: F811
    person = capped.support.contract.person
    with arranging():
        Assignment.objects.filter(pk=capped.support.pk).update(local=capped.pole, period=since(HIRED))
    with pytest.raises(Invalid, match="travaille ici"):
        proposed(capped, actor=capped.board, place=capped.pole, line="pole", person=person)
    assert proposed(capped, actor=replace(capped.oneself, person=person.pk), person=person)


def test_those_whose_line_is_not_shown_are_counted_with_their_sum(capped):  # noqa: F811
    for number in range(5):
        answered(capped, proposed(capped, cents=10_00, file=other_file(str(number))))
    *_, last = lines = to_pay(asker(capped.direction, capped.grouping))
    assert len(lines) == 4 and last.what.startswith("2") and "20" in last.what


def test_a_line_refuses_and_whoever_proposed_withdraws(capped):  # noqa: F811
    expense = proposed(capped)
    with pytest.raises(Refused, match="se valident ou se refusent"):
        drop(actor=capped.direction, matter=expense.matter, reason="On oublie celui-ci.", now=NOW)
    answer_expense(
        actor=capped.direction, matter=expense.matter, place=capped.grouping, granted=False, reason="Trop cher.", now=NOW
    )  # fmt: skip
    again = proposed(capped)
    drop(actor=capped.oneself, matter=again.matter, reason="Je me suis trompé·e de jour.", now=NOW)
    assert Matter.objects.get(pk=again.matter_id).outcome == "dropped"
