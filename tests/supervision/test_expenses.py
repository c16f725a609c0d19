"""Expenses: an amount to the cent and its proof, proposed by the person or the board of their pôle, validated up to what a
delegation allows, paid; read by the lines and the person, and by nobody else."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kevread.careers.queries.payroll import months_of
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.todo import Asker
from kevread.demonstration.operations.supervision import ticket
from kevread.directory.models import Person
from kevread.documents.files import File
from kevread.documents.models import Document
from kevread.staff.models import Contract
from kevread.supervision.models import Expense, Matter
from kevread.supervision.operations import annul, answer_expense, drop, pay_expense, propose_expense, settle
from kevread.supervision.queries.carrying import matters_carried
from kevread.supervision.queries.matters import matters_at
from kevread.supervision.todo import to_pay, waiting
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.delegations.conftest import Delegating
from tests.factories import since
from tests.pressing import press

from .conftest import DECIDED, HIRED, Two, later

pytestmark = pytest.mark.django_db
CAP = 100_00
PDF = b"%PDF-1.7 a ticket"


def asker(actor, scale) -> Asker:
    return Asker(actor, Person.objects.get(pk=actor.person), scale, frozenset({scale.pk}), TODAY)


@pytest.fixture
def capped(two: Two) -> Two:
    """The president entrusts the direction with expenses, up to a hundred euros each."""
    giving = Delegating(two.scene)
    giving.by_office(giving.post("direction"), nature="powers", acts=("depense",), ceilings={"depense": CAP})
    return two


def proposed(two: Two, **more) -> Expense:
    asked = {"actor": two.oneself, "person": two.person, "place": two.grouping, "line": "person", "cents": 42_60}
    told = {
        "spent_on": TODAY,
        "what": "Un billet de train",
        "file": File("billet.pdf", PDF, "application/pdf"),
        "now": NOW,
    }
    return propose_expense(**asked | told | more)


def other_file(name: str) -> File:
    return File(f"{name}.pdf", PDF + name.encode(), "application/pdf")


def answered(two: Two, expense: Expense, **more) -> Expense:
    asked = {"actor": two.direction, "place": two.grouping, "granted": True, "now": NOW}
    return answer_expense(matter=expense.matter, **asked | more)


def test_it_is_proposed_validated_and_paid(capped):
    expense = proposed(capped)
    (line,) = [one for one in waiting(asker(capped.direction, capped.grouping)) if "frais" in one.what]
    assert line.button == "Répondre"
    with pytest.raises(Refused, match="pas validés"):
        pay_expense(actor=capped.direction, matter=expense.matter, paid_on=TODAY, now=NOW)
    done = answered(capped, expense)
    assert done.answer == "granted" and "délégation" in Matter.objects.get(pk=expense.matter_id).authority
    (line,) = to_pay(asker(capped.direction, capped.grouping))
    assert "42,60" in line.what and str(capped.person) in line.what
    assert to_pay(asker(capped.board, capped.pole)) == []
    paid = pay_expense(actor=capped.direction, matter=expense.matter, paid_on=TODAY, now=NOW)
    assert paid.paid_on == TODAY and to_pay(asker(capped.direction, capped.grouping)) == []
    with pytest.raises(Refused, match="déjà remboursés"):
        pay_expense(actor=capped.direction, matter=expense.matter, paid_on=TODAY, now=NOW)


def test_nobody_validates_more_than_they_were_entrusted_with(capped):
    whole = proposed(capped, cents=CAP)
    assert answered(capped, whole).answer == "granted", "up to it"
    more = proposed(capped, cents=CAP + 1, file=other_file("second"))
    with pytest.raises(Denied, match="délégation"):
        answered(capped, more)
    assert answered(capped, more, granted=False, reason="Trop cher, voyons-nous.").answer == "refused"
    again = proposed(capped, cents=CAP + 1, file=other_file("second"))
    president = capped.scene.actor(f"{capped.grouping.slug}-board", "president")
    assert answered(capped, again, actor=president).answer == "granted"


def test_without_a_delegation_the_direction_validates_nothing(two):
    with pytest.raises(Denied, match="Engager une dépense"):
        answered(two, proposed(two))


def test_a_refusal_says_why_and_is_read_by_the_person(capped):
    expense = proposed(capped)
    with pytest.raises(Invalid) as refusal:
        answered(capped, expense, granted=False)
    assert refusal.value.field == "reason"
    answered(capped, expense, granted=False, reason="Ce trajet n’était pas pour le travail.")
    (line,) = [one for one in waiting(asker(capped.oneself, capped.grouping)) if "train" in one.what]
    assert "pas pour le travail" in line.what and line.why == "Vous aviez proposé ces frais."
    with pytest.raises(Refused, match="clos"):
        answered(capped, expense)
    with pytest.raises(Refused):
        pay_expense(actor=capped.direction, matter=expense.matter, paid_on=TODAY, now=NOW)


def test_an_amount_is_exact_positive_and_of_a_day_at_work(capped):
    for cents in (None, 0, -1, 10_000_01):
        with pytest.raises(Invalid) as refusal:
            proposed(capped, cents=cents)
        assert refusal.value.field == "cents"
    for day in (TODAY + timedelta(days=1), HIRED - timedelta(days=1)):
        with pytest.raises(Invalid) as refusal:
            proposed(capped, spent_on=day)
        assert refusal.value.field == "spent_on"
    with pytest.raises(Invalid) as refusal:
        proposed(capped, what=" ")
    assert refusal.value.field == "what"
    assert proposed(capped, cents=1, spent_on=HIRED).cents == 1
    assert proposed(capped, cents=10_000_00, file=other_file("most")).cents == 10_000_00


def test_what_was_spent_before_the_contract_was_taken_over_is_asked_of_who_took_it_over(capped):
    """From the first day of the contract that it continues, and no earlier."""
    with arranging():
        row = capped.delegate.contract
        Contract.objects.filter(pk=row.pk).update(period=since(TODAY))
        before = Contract.objects.create(
            employer=capped.pole, person=row.person, kind="cdi", occupation="Avant", agreement="", seniority_from=HIRED,
            end_reason="transfer", period=since(HIRED, TODAY - timedelta(days=1)),
        )  # fmt: skip
        Contract.objects.filter(pk=row.pk).update(continues=before)
    with pytest.raises(Invalid, match="dont il est la suite"):
        proposed(capped, spent_on=HIRED - timedelta(days=1))
    expense = proposed(capped, spent_on=HIRED)
    assert (expense.spent_on, expense.matter.organisation) == (HIRED, capped.grouping)
    with arranging():
        Contract.objects.filter(pk=row.pk).update(continues=None)
    with pytest.raises(Invalid):
        proposed(capped, spent_on=TODAY - timedelta(days=1), file=other_file("second"))


def test_a_proof_serves_once_unless_what_it_proved_fell(capped):
    first = proposed(capped)
    with pytest.raises(Refused, match="déjà déposé"):
        proposed(capped, what="Un autre billet")
    drop(actor=capped.oneself, matter=first.matter, reason="Je me suis trompé·e de jour.", now=NOW)
    second = answered(capped, proposed(capped))
    with pytest.raises(Refused, match="déjà déposé"):
        proposed(capped)
    annul(actor=capped.direction, matter=second.matter, reason="Le montant était faux.", now=NOW)
    assert proposed(capped)


def test_what_is_annulled_is_neither_paid_nor_counted(capped):
    expense = answered(capped, proposed(capped))

    def total() -> int:
        (row,) = [
            one
            for one in months_of(capped.grouping, capped.direction, TODAY, TODAY.replace(day=1))
            if one.contract.person == capped.person
        ]
        return row.expenses

    assert total() == 42_60
    answered(capped, proposed(capped, cents=10_05, file=other_file("second")))
    assert total() == 52_65
    proposed(capped, file=other_file("third"))
    assert total() == 52_65, "what is not validated is not counted"
    annul(actor=capped.direction, matter=expense.matter, reason="Le montant était faux.", now=NOW)
    assert total() == 10_05
    with pytest.raises(Refused, match="annulés"):
        pay_expense(actor=capped.direction, matter=expense.matter, paid_on=TODAY, now=NOW)
    assert len(to_pay(asker(capped.direction, capped.grouping))) == 1


def test_a_day_of_payment_follows_the_expense_and_is_not_to_come(capped):
    expense = answered(capped, proposed(capped))
    for day, said in ((TODAY - timedelta(days=1), "qui les suit"), (TODAY + timedelta(days=1), "pas encore venu")):
        with pytest.raises(Invalid, match=said):
            pay_expense(actor=capped.direction, matter=expense.matter, paid_on=day, now=NOW)


def test_the_board_of_the_pole_proposes_for_its_people_and_validates_nothing(capped):
    expense = proposed(capped, actor=capped.board, place=capped.pole, line="pole")
    assert expense.matter in matters_at(capped.pole, capped.board, TODAY)
    with pytest.raises(Denied):
        answered(capped, expense, actor=capped.board, place=capped.pole)
    with pytest.raises(Denied):
        pay_expense(actor=capped.board, matter=expense.matter, paid_on=TODAY, now=NOW)
    support = capped.support.contract.person
    with pytest.raises(Invalid, match="travaille ici"):
        proposed(capped, actor=capped.board, place=capped.pole, line="pole", person=support)


def test_nobody_proposes_for_others_nor_validates_nor_pays_their_own(capped):
    for actor in (capped.direction, capped.scene.president_of(capped.scene.second), capped.scene.coordination):
        for line, place in (("person", capped.grouping), ("employer", capped.grouping), ("pole", capped.pole)):
            with pytest.raises(Denied):
                proposed(capped, actor=actor, line=line, place=place)
    expense = proposed(capped)
    with pytest.raises(Denied):
        answered(capped, expense, actor=capped.oneself)
    with pytest.raises(Denied):
        pay_expense(actor=capped.oneself, matter=expense.matter, paid_on=TODAY, now=NOW)
    with pytest.raises(Refused, match="se valident"):
        settle(actor=capped.direction, matter=expense.matter, place=capped.grouping, conclusion=DECIDED, now=NOW)
    with pytest.raises(Refused, match="leur montant"):
        capped.raised("frais", capped.oneself, "person")
    with pytest.raises(Refused, match="aucun remboursement"):
        answered(capped, Expense(matter=capped.raised("entretien-annuel")))


def test_nobody_else_reads_the_amount_nor_the_proof(capped, settings):
    expense = proposed(capped, what="Objet-Réservé")
    other = next(one for one in capped.scene.world.groupings if one != capped.grouping)
    for actor in (
        capped.scene.president_of(capped.scene.second),
        capped.scene.actor(f"{other.slug}-team", "direction"),
        capped.scene.coordination,
    ):
        assert not Matter.objects.visible_to(actor).filter(pk=expense.matter_id).exists()
        assert not Document.objects.visible_to(actor).filter(pk=expense.proof_id).exists()
        client = entered_as(Person.objects.get(pk=actor.person), settings)
        for scale in (capped.grouping, capped.pole):
            for name in ("matter", "expense_file", "answer_expense", "pay_expense"):
                door = reverse(f"supervision:{name}", args=[scale.slug, expense.matter_id])
                assert client.get(door).status_code in (403, 404), (actor.name, door)
            for door in ("supervision:people", "supervision:people_csv", "chronicle:journal"):
                assert "Objet-Réservé" not in client.get(reverse(door, args=[scale.slug])).text
    assert matters_carried(capped.person.pk, [capped.grouping.pk], TODAY) == []


def test_the_screens_of_the_person_and_of_the_line(capped, settings):
    person = entered_as(capped.person, settings)
    chief = entered_as(Person.objects.get(pk=capped.direction.person), settings)
    propose = reverse("supervision:propose_expense", args=[capped.grouping.slug])
    assert "Proposer des frais" in person.get(propose).text
    whose = f"{capped.territorial.pk}:{capped.person.pk}"
    assert whose in person.get(propose).text
    assert str(capped.person.pk) not in chief.get(propose).text, "for oneself, and for nobody else"
    typed = {"person": whose, "what": "Un billet de train", "cents": "42,60", "spent_on": TODAY.isoformat()}
    proof = ticket("Un billet").content
    sent = person.post(
        propose, typed | {"file": SimpleUploadedFile("billet.pdf", proof, "application/pdf")}, follow=True
    )
    expense = Expense.objects.get()
    assert expense.cents == 42_60 and "42,60" in sent.text and "Retirer" in sent.text
    file = reverse("supervision:expense_file", args=[capped.grouping.slug, expense.matter_id])
    assert chief.get(file).content == proof == person.get(file).content
    answer = reverse("supervision:answer_expense", args=[capped.grouping.slug, expense.matter_id])
    assert "42,60" in chief.get(answer).text
    assert "Inscrire le remboursement" in press(chief, answer, {"granted": "yes"}, follow=True).text
    pay = reverse("supervision:pay_expense", args=[capped.grouping.slug, expense.matter_id])
    assert "Remboursé" in chief.post(pay, {"paid_on": later().date().isoformat()}, follow=True).text
