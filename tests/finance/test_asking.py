"""What the form of a request asks: each thing known with where it comes from, or missing with how to say it."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from kevread.charter.models import Keeping
from kevread.common.errors import Invalid, Refused
from kevread.directory.models import Affiliation, Organisation
from kevread.finance import operations
from kevread.finance.models import PlanLine, RequestAnswer
from kevread.finance.queries.asking import asking
from kevread.ledgers.operations import FaultyTable
from kevread.seats.models import Mandate
from tests.conftest import NOW, TODAY, arranging
from tests.documents.test_rendering import text_of
from tests.employed import at_work, employed, opened
from tests.factories import PersonFactory, since
from tests.gatherings.screens import said
from tests.guards.of_asking import TABLE, given, rate
from tests.guards.of_finance import asked, closes, funder, sent
from tests.pressing import press

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def told(scene, request):
    request.organisation.refresh_from_db()
    return asking(request, scene.direction, TODAY)


def datum(scene, request, label):
    return next(one for one in told(scene, request).data if one.label == label)


def write(scene, request, table):
    return operations.write_plan(actor=scene.direction, request=request, table=table, now=NOW)


def complete(scene, request, **answers):
    return operations.complete_request(actor=scene.direction, request=request, answers=answers, now=NOW)


def test_an_identity_is_that_of_the_directory_and_what_is_not_there_is_said(scene):
    one, here = asked(scene.grouping), scene.grouping
    with arranging():
        Organisation.objects.filter(pk=here.pk).update(siren="", rna="")
    found = datum(scene, one, "SIREN")
    assert (
        not found.is_known and "pas à l’annuaire" in found.lacks and found.way.screen == "directory:amend_organisation"
    )
    with arranging():
        Organisation.objects.filter(pk=here.pk).update(siren="552081317", rna="W351234567")
    assert (datum(scene, one, "SIREN").value, datum(scene, one, "Numéro RNA").value) == ("552081317", "W351234567")


def test_who_administers_and_who_signs_are_those_of_the_register(scene):
    one = asked(scene.grouping)
    mandate = scene.world.holder(f"{scene.grouping.slug}-board", "president")
    others = scene.world.mandates(f"{scene.grouping.slug}-board", "administrator")
    for label in ("Dirigeant·es", "Qui engage l’association"):
        assert str(mandate.person) in datum(scene, one, label).value
    assert str(others[0].person) in datum(scene, one, "Dirigeant·es").value
    assert str(others[0].person) not in datum(scene, one, "Qui engage l’association").value
    with arranging():
        rows = Mandate.objects.filter(seat__body__organisation=scene.grouping)
        for row in rows:
            row.period = type(row.period)(row.period.lower, TODAY)
            row.save()
    for label in ("Dirigeant·es", "Qui engage l’association"):
        assert not datum(scene, one, label).is_known


def test_what_nobody_said_is_missing_until_it_is_and_may_be_taken_back(scene):
    one = asked(scene.grouping)
    before = told(scene, one).known
    assert not datum(scene, one, "Public").is_known and datum(scene, one, "Public").way.screen == "finance:complete"
    complete(scene, one, audience=" Les habitant·es ", volunteers="012")
    assert (datum(scene, one, "Public").value, datum(scene, one, "Bénévoles, en nombre").value) == (
        "Les habitant·es",
        "12",
    )
    assert told(scene, one).known == before + 2
    complete(scene, one, audience="")
    assert not datum(scene, one, "Public").is_known and RequestAnswer.objects.count() == 1


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("volunteers", "une douzaine"),
        ("volunteers", "1000001"),
        ("volunteers", "٣"),
        ("objectives", "a" * 2001),
        ("age", "12"),
    ],
)
def test_an_answer_is_one_that_the_form_takes(scene, item, words):
    one = asked(scene.grouping)
    with pytest.raises(Invalid) as refusal:
        complete(scene, one, **{item: words})
    assert refusal.value.field == item and not RequestAnswer.objects.exists()


def test_who_works_and_who_is_a_member_are_counted_where_that_is_kept(scene):
    one, here = asked(scene.grouping), scene.grouping
    with arranging():
        Keeping.objects.filter(organisation=here, register__in=("staff", "members")).delete()
    for label in ("Salarié·es", "Adhérent·es"):
        assert not datum(scene, one, label).is_known
    with arranging():
        for register in ("staff", "members"):
            Keeping.objects.create(organisation=here, register=register, period=since(TODAY - 9 * DAY))
        for share, more in ((100, {}), (50, {}), (80, {"end_reason": "mistake"})):
            at_work(opened(here, "gestion"), employed(here, PersonFactory()), share, **more)
    assert datum(scene, one, "Salarié·es").value == "5, soit 4,5 en équivalent temps plein"  # with three of the team
    members = Affiliation.objects.on(TODAY).filter(of=here).count()
    assert members and datum(scene, one, "Adhérent·es").value == str(members)


def test_a_budget_that_does_not_balance_says_by_how_much(scene):
    one = asked(scene.grouping, cents=900_00)
    label = "Charges et produits"
    assert "Aucune ligne" in datum(scene, one, label).lacks
    write(scene, one, TABLE.replace("74;Fondation des Marais;900", "74;Fondation des Marais;800"))
    assert "100 € de charges de plus" in datum(scene, one, label).lacks.replace("\u202f", " ").replace("\xa0", " ")
    write(scene, one, TABLE.replace("64;Salaires;900", "64;Salaires;800"))
    assert "100 € de produits de plus" in datum(scene, one, label).lacks.replace("\u202f", " ").replace("\xa0", " ")
    write(scene, one, TABLE)
    assert datum(scene, one, label).is_known
    with arranging():
        one.budget = 900_01
        one.save()
    assert "La demande dit un budget" in datum(scene, one, label).lacks


def test_gifts_balance_apart_and_those_of_the_year_may_be_taken(scene, readers):
    closes(scene.grouping)
    one, label = asked(scene.grouping), "Contributions volontaires"
    assert "n’est pas valorisé" in datum(scene, one, label).lacks
    rate(scene.grouping, 12_00)
    given(scene.grouping, 90)
    assert "18 €" in datum(scene, one, label).lacks.replace("\u202f", " ").replace("\xa0", " ")
    page = reverse("finance:plan", args=[scene.grouping.slug, one.pk])
    assert "864;Bénévolat;18,00" in readers.direction.get(f"{page}?benevolat").text
    assert "864;Bénévolat;18,00" not in readers.direction.get(page).text
    write(scene, one, TABLE.replace("875;Bénévolat;100", "875;Bénévolat;90"))
    assert "ne s’équilibrent pas" in datum(scene, one, label).lacks
    assert datum(scene, one, "Charges et produits").is_known  # apart
    write(scene, one, TABLE)
    assert datum(scene, one, label).is_known


def test_what_is_asked_of_this_funder_stands_in_its_budget_for_as_much(scene):
    one, label = asked(scene.grouping, cents=900_00), "Subventions demandées, par financeur"
    write(scene, one, TABLE.replace("Fondation des Marais", "Région"))
    assert "ne nomme Fondation des Marais" in datum(scene, one, label).lacks
    write(scene, one, TABLE.replace("74;Fondation des Marais;900", "741;fondation des marais;800\n742;Région;100"))
    assert "La demande dit" in datum(scene, one, label).lacks
    write(scene, one, TABLE)
    assert datum(scene, one, label).is_known


def test_a_table_that_is_wrong_keeps_nothing_and_an_empty_one_takes_all_out(scene):
    one = asked(scene.grouping)
    write(scene, one, TABLE)
    for wrong in ("compte;montant\n99;12", "compte;montant\n64;douze", "a" * 200_001):
        with pytest.raises(FaultyTable):
            write(scene, one, wrong)
    assert PlanLine.objects.count() == 4
    write(scene, one, " ")
    assert not PlanLine.objects.exists()


def test_nothing_changes_once_it_is_sent(scene, readers):
    one = sent(scene.grouping)
    for verb in (lambda: complete(scene, one, audience="Tous"), lambda: write(scene, one, TABLE)):
        with pytest.raises(Refused, match="n’attend plus cela"):
            verb()
    assert all(row.way is None or not row.way.screen.startswith("finance:") for row in told(scene, one).missing)
    for name in ("complete", "plan"):
        page = reverse(f"finance:{name}", args=[scene.grouping.slug, one.pk])
        assert readers.direction.get(page).status_code == 404


def test_the_republican_contract_is_that_of_the_last_request_that_says_it(scene):
    one, label = asked(scene.grouping), "Contrat d’engagement républicain"
    assert "Aucune demande envoyée" in datum(scene, one, label).lacks
    sent(scene.first, committed_on=TODAY - 9 * DAY)
    assert not datum(scene, one, label).is_known  # another organisation’s
    sent(scene.grouping, committed_on=TODAY - 3 * DAY, purpose="Jardins")
    assert "Jardins" in datum(scene, one, label).origin
    on = TODAY - 2 * DAY  # before that one left
    assert next(row for row in asking(one, scene.direction, on).data if row.label == label).lacks


def test_state_aid_is_unknown_until_somebody_says_it(scene):
    one, label = asked(scene.grouping), "Aides « de minimis » reçues, trois exercices"
    assert datum(scene, one, label).lacks.startswith("Inconnu")
    complete(scene, one, state_aid="Aucune")
    assert datum(scene, one, label).value == "Aucune"


def test_by_the_screens_from_what_is_missing_to_what_is_taken_away(scene, readers):
    with arranging():
        funder("foundation", "Fondation des Marais")
    one = asked(scene.grouping, cents=900_00)
    where = [scene.grouping.slug, one.pk]
    here = reverse("finance:asking", args=where)
    assert here in readers.direction.get(reverse("finance:request", args=where)).text
    first = said(readers.direction.get(here))
    assert "connues" in first and "Manque." in first
    do = reverse("finance:complete", args=where)
    assert press(readers.direction, do, {"volunteers": "douze"}).status_code == 422
    done = said(press(readers.direction, do, {"objectives": "Nourrir", "volunteers": "12"}, follow=True))
    assert "Nourrir" in done and "C’est inscrit." in done
    do = reverse("finance:plan", args=where)
    wrong = press(readers.direction, do, {"table": "compte;montant\n64;douze"})
    assert wrong.status_code == 422 and "Ligne 2." in said(wrong)
    assert "Charges de personnel" in said(press(readers.direction, do, {"table": TABLE}, follow=True))
    paper = readers.direction.get(reverse("finance:asking_pdf", args=where))
    words = " ".join(text_of(PdfReader(BytesIO(paper.content))).split())
    assert "Cerfa 12156" in words and "Nourrir" in words
    assert "Manque" not in words and "connues sur" not in words, "a funder reads no list of what one did not write"
    assert "Aides « de minimis »" not in words and "ne s’équilibre" not in words
    assert "ce qui manque ne s’imprime pas" in said(readers.direction.get(here))
    file = readers.direction.get(reverse("finance:asking_csv", args=where)).text
    assert "64 Salaires" in file and "Nourrir" in file


def test_it_is_read_at_home(scene, readers):
    one = asked(scene.first)
    here = [scene.first.slug, one.pk]
    complete_it = {"actor": scene.president_of(scene.first), "request": one, "now": NOW}
    operations.complete_request(answers={"audience": "Les habitant·es"}, **complete_it)
    operations.write_plan(table=TABLE, **complete_it)
    for name in ("asking", "asking_csv", "asking_pdf"):
        assert readers.direction.get(reverse(f"finance:{name}", args=here)).status_code == 403
    for rows in (RequestAnswer.objects, PlanLine.objects):
        assert rows.visible_to(scene.president_of(scene.first)).exists()
        assert not rows.visible_to(scene.direction).exists() and not rows.visible_to(scene.coordination).exists()


def test_as_many_questions_whatever_is_written(scene, django_assert_max_num_queries):
    closes(scene.grouping)
    one = asked(scene.grouping)
    for _ in range(2):
        with django_assert_max_num_queries(20):
            told(scene, one)
        write(scene, one, TABLE)
        complete(scene, one, audience="Les habitant·es")
        given(scene.grouping)
