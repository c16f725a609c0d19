"""The screens of staff: opened, typed in, taken away; and what each reader does not find there."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from kevread.directory.models import Person
from kevread.documents.files import File
from kevread.staff.models import Assignment, Contract, Post, Sheet, Terms
from kevread.staff.operations import deposit, end_contract, identify
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.screens import said
from tests.guards.of_staff import of_local
from tests.pressing import press, shown
from tests.worlds import put

from .conftest import FIRST

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(staffing, settings):
    """`at("direction")` enters as who directs; with a person, as them."""

    def enter(who: Any = None):
        person = who if isinstance(who, Person) else Person.objects.get(pk=(who or staffing.direction).person)
        return entered_as(person, settings)

    return enter


def url(name, staffing, **more):
    return reverse(f"staff:{name}", kwargs={"scale": staffing.grouping.slug} | more)


def test_a_post_is_opened_filled_and_read_in_both_lines(staffing, at):
    client, top = at(), Post.objects.get(employer=staffing.grouping, function="direction")
    typed = {
        "function": "delegue-territorial", "name": "Déléguée au nord",
        "is_territorial": "on", "first": "2026-11-01",
        "axis": "animation", "main_mission": "animation-territoriale", "share": "80", "under": str(top.pk),
    }  # fmt: skip
    wrong = press(client, url("open_post", staffing), typed | {"share": "180", "axis": ""})
    assert wrong.status_code == 422 and not Post.objects.filter(name="Déléguée au nord").exists()
    done = press(client, url("open_post", staffing), typed, follow=True)
    assert "est ouvert" in done.text and "Ce poste est à pourvoir" in done.text
    post = Post.objects.get(name="Déléguée au nord")
    assert "à pourvoir" in client.get(url("posts", staffing)).text
    contract = staffing.contract()
    where = url("change_post", staffing, key=post.pk, gesture="affecter")
    said = {"contract": contract.pk, "local": staffing.scene.second.pk, "share": "80", "first": "2026-11-01"}
    assert "L’affectation est inscrite" in press(client, where, said, follow=True).text
    page = client.get(url("posts", staffing)).text
    assert str(contract.person) in page and f"conseil de {staffing.scene.second.name}" in page
    assert page.index(">Direction</a>") < page.index("Déléguée au nord")
    served = at(staffing.scene.president_of(staffing.scene.second)).get(
        reverse("staff:posts", args=[staffing.scene.second.slug])
    )
    assert str(contract.person) in served.text and "Employeur" in served.text


def test_the_page_of_a_post_leads_to_the_contract_of_who_works_there_for_whoever_reads_it(staffing, at):
    one = staffing.assigned(local=staffing.scene.second)
    where, key = url("post", staffing, key=one.post_id), url("contract", staffing, key=one.contract_id)
    assert f'href="{key}"' in at().get(where).text
    near = at(staffing.scene.president_of(staffing.scene.second)).get(where)
    assert str(one.contract.person) in near.text and str(one.contract_id) not in near.text


def test_a_sheet_and_a_share_change_from_a_day(staffing, at):
    one, client = staffing.assigned(), at()
    where = url("change_post", staffing, key=one.post_id, gesture="fiche")
    said = {"first": "2026-11-24", "axis": "developpement", "main_mission": "ingenierie", "share": "50"}
    assert "La fiche du poste est récrite" in press(client, where, said, follow=True).text
    assert Sheet.objects.filter(post=one.post).count() == 2
    where = url("change_assignment", staffing, key=one.pk, gesture="part")
    assert press(client, where, {"share": "50", "first": "2026-11-24"}).status_code == 422
    assert (
        "La part de temps est changée" in press(client, where, {"share": "30", "first": "2026-11-24"}, follow=True).text
    )
    assert Assignment.objects.standing().on(TODAY).get(post=one.post).share == 30
    assert client.get(url("change_assignment", staffing, key=one.pk, gesture="rien")).status_code == 404


def test_a_contract_is_recorded_amended_deposited_and_ended(staffing, at):
    client, person = at(), staffing.somebody()
    page = client.get(url("hire", staffing), {"mots": person.family_name}).text
    assert str(person.pk) in page
    typed = {
        "person": person.pk, "kind": "cdi", "occupation": "Chargée de mission", "agreement": "eclat", "first": "2026-11-02",
        "share": "100", "group": "E", "salary": "2 000,50", "signed_on": "2026-10-30",
    }  # fmt: skip
    assert press(client, url("hire", staffing), typed | {"kind": "cdd"}).status_code == 422
    for unsaid in ({"agreement": ""}, {"agreement": "aucune"}):
        assert press(client, url("hire", staffing), typed | unsaid).status_code == 422
    assert not re.search(
        r'<option value="[a-z-]+" selected', page.partition('name="agreement"')[2].partition("</select>")[0]
    )
    where = f"{url('hire', staffing)}?mots={person.family_name}"
    done = press(client, where, typed, follow=True)
    assert "est inscrit" in done.text and re.search(r"2\s000,50", done.text)
    made = Contract.objects.get(person=person)
    assert made.terms.get().salary == 2_000_50
    assert "Sous le minimum de la convention" in done.text
    change = {"key": made.pk}
    with arranging():
        put(made, agreement_said_on=None)
    shown = client.get(url("contract", staffing, **change)).text
    where = url("change_contract", staffing, gesture="convention", **change)
    assert "que personne n’a dite" in shown and where in shown and " checked" not in client.get(where).text
    assert "La convention collective est dite" in press(client, where, {"agreement": "eclat"}, follow=True).text
    assert "que personne n’a dite" not in client.get(url("contract", staffing, **change)).text
    said = {"first": "2026-11-24", "share": "50", "group": "E", "salary": "1 300", "signed_on": "2026-11-24"}
    amended = press(client, url("change_contract", staffing, gesture="avenant", **change), said, follow=True)
    assert "L’avenant est inscrit" in amended.text and Terms.objects.filter(contract=made).count() == 2
    assert client.get(url("change_contract", staffing, gesture="deposer", **change)).status_code == 200
    file = File("contrat.pdf", b"%PDF-1.7 signed", "application/pdf")
    deposit(actor=staffing.direction, contract=made, file=file, now=NOW)
    assert client.get(url("contract_file", staffing, key=made.pk)).content == b"%PDF-1.7 signed"
    ending = {"last": "2026-11-30", "reason": "resignation", "note": ""}
    assert (
        "La fin du contrat est inscrite"
        in press(client, url("change_contract", staffing, gesture="finir", **change), ending, follow=True).text
    )


def test_what_is_entered_of_somebody_is_not_written_over_unseen(staffing, at):
    client, contract = at(), staffing.contract()
    where = url("change_contract", staffing, key=contract.pk, gesture="mentions")
    old, told = shown(client, where), {"nationality": "Française", "born_on": "1988-04-02", "sex": "f"}
    assert press(client, where, told).status_code == 302
    late = client.post(where, told | {"nationality": "Belge", "vu": old})
    assert late.status_code == 422 and "« Française »" in said(late)


def test_the_register_leaves_whole_and_an_annulled_line_stays_in_it(staffing, at):
    client, contract = at(), staffing.contract()
    said = {"nationality": "Française", "born_on": FIRST.replace(year=1988), "sex": "f"}
    identify(actor=staffing.direction, contract=contract, now=NOW, **said)
    wrong = staffing.contract()
    where = url("change_contract", staffing, key=wrong.pk, gesture="annuler")
    assert "il reste au registre" in press(client, where, {"reason": "Inscrit deux fois par erreur"}, follow=True).text
    text = client.get(url("contracts_csv", staffing)).content.decode("utf-8-sig")
    header = text.splitlines()[0]
    for column in (
        "nationalité",
        "date de naissance",
        "sexe",
        "emploi",
        "qualification",
        "date d’entrée",
        "date de sortie",
    ):
        assert column in header
    assert "Française" in text and "1988-01-01" in text and "temps partiel" in text
    assert "Annulé : erreur de saisie" in text


def test_a_grouping_takes_over_what_a_local_still_holds(staffing, at):
    client, kept = at(), of_local(staffing.scene)
    page = client.get(url("contracts", staffing)).text
    assert "À reprendre" in page and str(kept.person) in page
    assert "Ce contrat est encore celui d’un pôle dont l’équipe est pourtant passée" in page
    where = url("take_over", staffing, key=kept.pk)
    assert "aux mêmes conditions" in client.get(where).text
    assert not Contract.objects.filter(employer=staffing.grouping, continues=kept).exists()
    assert f"{staffing.grouping.name} emploie" in client.post(where, follow=True).text
    assert Contract.objects.filter(employer=staffing.grouping, continues=kept).exists()
    assert client.post(where).status_code == 404


def test_nobody_else_opens_the_register_a_contract_or_its_file(staffing, at):
    scene, one = staffing.scene, staffing.assigned(local=staffing.scene.second)
    names = [("contracts", {}), ("contracts_csv", {}), ("contracts_xlsx", {}), ("hire", {})]
    names += [("contract", {"key": one.contract_id}), ("contract_file", {"key": one.contract_id})]
    names += [("change_contract", {"key": one.contract_id, "gesture": "avenant"})]
    for actor in (
        scene.president_of(scene.second),
        scene.coordination,
        scene.actor(f"{scene.grouping.slug}-team", "delegate"),
    ):
        client = at(actor)
        for name, more in names:
            answer = client.get(url(name, staffing, **more))
            assert answer.status_code in (403, 404), (name, actor.name)
        for name in ("posts", "posts_csv"):
            text = client.get(url(name, staffing)).content.decode()
            assert "2400" not in text and "groupe" not in text.lower().replace("groupement", "")


def test_who_is_employed_reads_their_own_contract_and_does_nothing_to_it(staffing, at):
    held = staffing.scene.world.holder(f"{staffing.grouping.slug}-team", "delegate")
    mine = Contract.objects.get(person=held.person, employer=staffing.grouping)
    client = at(held.person)
    assert "Mon contrat" in client.get(url("posts", staffing)).text
    page = client.get(url("contract", staffing, key=mine.pk)).text
    assert "Mon contrat" in page and "Inscrire un avenant" not in page
    assert client.get(url("change_contract", staffing, key=mine.pk, gesture="avenant")).status_code == 403


def test_what_is_near_is_told_to_who_employs_and_to_nobody_else(staffing, at):
    soon = TODAY + timedelta(days=15)
    contract = staffing.contract(trial_end=soon)
    with arranging():
        Terms.objects.filter(contract=contract).update(salary=100)
    where = reverse("home:today", args=[staffing.grouping.slug])
    told = at().get(where).text
    assert "La période d’essai finit" in told and "sous le minimum" in told
    delegate = staffing.scene.actor(f"{staffing.grouping.slug}-team", "delegate")
    for actor in (delegate, staffing.scene.president_of(staffing.scene.second), staffing.scene.coordination):
        seen = at(actor).get(where).text
        assert "La période d’essai finit" not in seen and "sous le minimum" not in seen
    end_contract(
        actor=staffing.direction,
        contract=contract,
        last=TODAY - timedelta(days=1),
        reason="trial",
        note="Renouvelé.",
        now=NOW,
    )
    assert "La période d’essai finit" not in at().get(where).text


def test_who_reads_a_local_and_not_its_employer_is_led_nowhere_that_refuses(staffing, at):
    scene, one = staffing.scene, staffing.assigned(local=staffing.scene.second)
    with arranging():
        member = scene.world.seated(f"{scene.second.slug}-assembly", "member").person
    page = at(member).get(reverse("staff:posts", args=[scene.second.slug]))
    assert page.status_code == 200 and str(one.contract.person) in page.text
    assert str(one.post_id) not in page.text
    assert at(member).get(url("post", staffing, key=one.post_id)).status_code == 403
