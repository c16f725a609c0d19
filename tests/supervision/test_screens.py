"""The screens: who decides what, by name; a matter from its opening to its end; and what each page says to whom."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kevread.common.periods import day_in_words
from kevread.delegations.models import Grant
from kevread.directory.models import Person
from kevread.seats.models import Mandate
from kevread.seats.queries import actor_of
from kevread.staff.models import Assignment, Contract, MedicalVisit, Post
from kevread.staff.operations import set_visit
from kevread.staff.permissions import employers
from kevread.supervision.models import BOARD, Matter
from kevread.supervision.operations import raise_ending
from kevread.supervision.queries.lines import workers_on
from kevread.supervision.queries.who import seen_by, told_of
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import since
from tests.pressing import press

from .conftest import HIRED, WRITTEN

pytestmark = pytest.mark.django_db
SALARY = 3_456_78
SENT = {"etape": "confirmer"}  # once it was read again


def client_of(actor, settings):
    return entered_as(Person.objects.get(pk=actor.person), settings)


def at(name: str, scale, **where) -> str:
    return reverse(f"supervision:{name}", kwargs={"scale": scale.slug} | where)


def page(client, where: str, **query):
    answer = client.get(where, query)
    assert answer.status_code == 200, answer.status_code
    return answer.text


@pytest.fixture
def direction(two, settings):
    return client_of(two.direction, settings)


@pytest.fixture
def board(two, settings):
    return client_of(two.board, settings)


def test_one_reads_who_decides_what_about_oneself(two, settings):
    text = page(client_of(two.oneself, settings), reverse("supervision:mine"))
    holder = two.scene.world.holder(f"{two.grouping.slug}-team", "direction").person
    chair = two.scene.world.holder(f"{two.pole.slug}-board", "president").person
    assert "Qui décide quoi pour moi" in text and str(holder) in text and str(chair) in text
    assert "Par délégation" in text and "donnée par Conseil" in text and "signée le" in text, (
        "the chain, and the agreement between them"
    )
    assert "Aucun pôle ne les voit" in text


def test_nobody_decides_about_themselves(two, settings):
    """Whoever directs is met by those who preside."""
    direction = two.scene.world.holder(f"{two.grouping.slug}-team", "direction").person
    with arranging():
        Contract.objects.filter(pk=two.support.contract_id).update(person=direction)
    told = told_of(workers_on(TODAY, person=direction.pk), two.direction, TODAY)[0]
    deciders = {name.person for row in told.rows for part in row.deciding for name in part.names}
    assert deciders == {str(two.scene.world.holder(f"{two.grouping.slug}-board", "president").person)}


def test_an_act_is_offered_to_whom_it_is_for(two, direction, board, settings):
    """A conflict of priorities has two pôles, or one: somebody of a shared post opens none."""
    people = page(direction, at("people", two.grouping))
    assert "ouvrir/entretien-annuel" in people and "ouvrir/conflit-de-priorites" not in people
    assert "ouvrir/conflit-de-priorites" in page(board, at("people", two.pole))
    assert "ouvrir/recrutement" not in page(board, at("people", two.pole))
    with arranging():
        for held, title in ((two.delegate, "delegate"), (two.support, "support")):
            two.scene.world.seated(f"{two.grouping.slug}-team", title, person=held.contract.person)
    mine = page(client_of(two.oneself, settings), at("people", two.grouping))
    assert "ouvrir/conflit-de-priorites" in mine and "ouvrir/conges" in mine and "ouvrir/entretien-annuel" not in mine
    other = page(entered_as(two.support.contract.person, settings), at("people", two.grouping))
    assert "ouvrir/conflit-de-priorites" not in other and "ouvrir/conges" in other and str(two.person) not in other


def test_the_page_tells_another_day(two, settings):
    """Before the delegation was accepted, nobody but the presidency decides."""
    client = client_of(two.direction, settings)
    where = at("person", two.grouping, key=two.person.pk)
    past = page(client, where, au="2024-06-01")
    assert "2024-06-01" in past and "acte par acte" in past
    answer = client.get(where, {"au": (two.delegate.period.lower - timedelta(days=1)).isoformat()})
    assert answer.status_code == 404, "nobody held this post that day"


def test_only_those_who_have_a_line_read_it(two, settings):
    where = at("person", two.grouping, key=two.person.pk)
    assert client_of(two.oneself, settings).get(where).status_code in (200, 403)
    assert client_of(two.direction, settings).get(where).status_code == 200
    here = at("person", two.pole, key=two.person.pk)
    assert client_of(two.board, settings).get(here).status_code == 200
    for actor in (two.scene.president_of(two.scene.second), two.scene.coordination):
        for address in (where, here):
            assert client_of(actor, settings).get(address).status_code in (403, 404), (actor, address)


def test_the_sharing_of_acts_is_read_by_whoever_reads_the_organisation(two, board):
    text = page(board, at("matrix", two.pole))
    assert "Notre ajout" in text and "R6.5" in text and "n’en décide jamais" in text


def test_a_review_from_its_opening_to_its_end(two, direction, board, settings):
    opens = at("open_matter", two.grouping, code="entretien-annuel")
    worker = f"{two.territorial.pk}:{two.person.pk}"
    assert "Chaque ligne écrit avant la décision" in page(direction, at("people", two.grouping))
    wrong = direction.post(opens, {"worker": worker, "title": "x"})
    assert wrong.status_code == 422
    done = direction.post(opens, {"worker": worker, "title": "Entretien 2026", "text": ""}, follow=True)
    assert "est ouvert" in done.text
    matter = Matter.objects.get()
    text = page(board, at("matter", two.pole, key=matter.pk))
    assert f"Écrire pour {two.pole.name}" in text and "Son écrit est attendu" in text
    there = at("say", two.pole, key=matter.pk)
    read_again = board.post(there, {"text": WRITTEN})
    assert "Relisez avant d’envoyer" in read_again.text and WRITTEN in read_again.text
    assert "Son écrit est attendu" in page(board, at("matter", two.pole, key=matter.pk)), "nothing is sent yet"
    changed = board.post(there, {"text": WRITTEN, "etape": "changer"}).text
    assert WRITTEN in changed and "Relisez avant d’envoyer" not in changed
    assert board.post(there, {"text": ""}).status_code == 422
    said = board.post(there, {"text": WRITTEN, **SENT}, follow=True)
    assert WRITTEN in said.text
    assert WRITTEN not in page(direction, at("matter", two.grouping, key=matter.pk))
    assert board.get(at("say", two.pole, key=matter.pk)).status_code == 404, "nothing more is awaited of it"
    direction.post(at("say", two.grouping, key=matter.pk), {"text": "Une belle année.", **SENT})
    decides = at("settle", two.grouping, key=matter.pk)
    assert WRITTEN in page(direction, decides)
    assert press(direction, decides, {"conclusion": "Trois objectifs.", "held_on": ""}).status_code == 422
    asked = {"conclusion": "Trois objectifs pour l’année.", "held_on": TODAY.isoformat()}
    assert "Trois objectifs" in press(direction, decides, asked, follow=True).text
    assert board.get(at("settle", two.pole, key=matter.pk)).status_code == 404


def test_a_recruitment_asks_the_pole_and_may_be_decided_without_it(two, direction, board):
    opens = at("open_matter", two.grouping, code="recrutement")
    asked = {
        "post": str(two.territorial.pk),
        "poles": [str(two.pole.pk)],
        "title": "Un pays sans délégué·e",
        "text": "",
    }
    direction.post(opens, asked)
    matter = Matter.objects.get()
    change = at("change", two.grouping, key=matter.pk, gesture="candidature")
    assert "Zoé Lagarde" in direction.post(change, {"name": "Zoé Lagarde", "received_on": TODAY}, follow=True).text
    settles = at("settle", two.grouping, key=matter.pk)
    assert settles in page(direction, at("matter", two.grouping, key=matter.pk)), "it may be decided without"
    assert "n’est pas encore là. Le document ne le demande pas" in page(direction, settles)
    text = page(board, at("matter", two.pole, key=matter.pk))
    assert "Zoé Lagarde" in text and "Ajouter une candidature" not in text
    assert "C’était une erreur" not in text, "the line that decides says so"
    assert "C’était une erreur" in page(direction, at("matter", two.grouping, key=matter.pk))
    assert board.get(change.replace(two.grouping.slug, two.pole.slug)).status_code in (200, 403, 404)
    assert board.post(change, {"name": "Un autre", "received_on": TODAY}).status_code in (403, 404)
    candidate = matter.candidates.get()
    remove = at("remove_candidate", two.grouping, key=candidate.pk)
    assert "Aucune encore" in direction.post(remove, follow=True).text
    done = press(direction, settles, {"conclusion": "On ne recrute personne."}, follow=True)
    assert "Décidé sans" in done.text
    assert Matter.objects.get().authority.endswith(f" Décidé sans : {two.pole.name}.")


def test_no_two_posts_read_alike_where_one_is_chosen(two, direction):
    """By whom each is held and for which pôle; of those that nobody holds, since when; failing that, a number."""
    with arranging():
        for start in (HIRED, HIRED, TODAY):
            Post.objects.create(
                employer=two.grouping, function="gestion", name="Administration et gestion", period=since(start)
            )
    form = direction.get(at("open_matter", two.grouping, code="recrutement")).context["form"]
    named = [name for _, name in form.fields["post"].choices]
    assert len(named) == len(set(named)) > 5
    assert f"Délégué·e du pays, {two.pole.name}, {two.person}" in named
    assert f"Administration et gestion, {two.support.contract.person}" in named
    empty = "Administration et gestion, sans titulaire, ouvert le"
    assert f"{empty} {day_in_words(TODAY)}" in named
    assert {f"{empty} {day_in_words(HIRED)} ({n})" for n in (1, 2)} <= set(named)
    assert {key for key, _ in form.fields["post"].choices if key} == {
        str(one.pk) for one in Post.objects.on(TODAY).standing().filter(employer=two.grouping)
    }


def test_what_is_refused_at_once_is_told(two, direction):
    matter = two.raised("recrutement")
    from kevread.supervision.operations import add_candidate, drop

    made = add_candidate(actor=two.direction, matter=matter, name="Ali Nédélec", received_on=TODAY, now=NOW)
    drop(actor=two.direction, matter=matter, reason="Plus financé.", now=NOW)
    answer = direction.post(at("remove_candidate", two.grouping, key=made.pk))
    assert answer.status_code == 409 and "est clos" in answer.text


def test_an_act_that_nobody_opens_here_has_no_page(two, direction, board):
    for code in ("sanction", "contrat", "lune"):
        assert direction.get(at("open_matter", two.grouping, code=code)).status_code == 404
    assert board.get(at("open_matter", two.pole, code="entretien-annuel")).status_code == 404
    assert board.get(at("open_matter", two.pole, code="conflit-de-priorites")).status_code == 200


def test_matters_leave_without_what_was_written_in_them(two, direction, board):
    matter = two.raised("entretien-annuel", title="Entretien 2026", text="Un sujet délicat")
    two.said(matter, "pole")
    for client, scale in ((direction, two.grouping), (board, two.pole)):
        told = client.get(at("people_csv", scale)).text
        assert "Entretien 2026" in told and "Un sujet" not in told and WRITTEN not in told
        assert client.get(at("people_xlsx", scale)).status_code == 200


def test_a_past_day_shows_what_was_known_then_and_offers_nothing(two, direction):
    matter = two.raised("conflit-de-priorites", two.board, "pole")
    two.settled(matter)
    where = at("matter", two.grouping, key=matter.pk)
    assert direction.get(where, {"au": (TODAY - timedelta(days=1)).isoformat()}).status_code == 404
    assert "Voilà ce qui est décidé" in page(direction, where)


def test_who_sees_what_of_somebody_is_who_does(two):
    """By name, those whose lists show it, and nobody else; those who read where one works, by their number."""
    scene = two.scene
    priorities = two.raised("priorites", two.board, "pole")
    with arranging():
        Assignment.objects.filter(pk=two.delegate.pk).update(local=scene.second)
        grant = Grant.objects.get(organisation=two.grouping, nature="hr")
        helper = scene.world.holder(f"{two.grouping.slug}-team", "delegate")
        Grant.objects.create(
            organisation=two.grouping, nature="hr", holder=helper.person, post=helper, parent=grant,
            acts=["contrats-de-travail"], accepted_on=TODAY, period=since(HIRED, date(2030, 1, 1)),
        )  # fmt: skip
    contract, ends, matters, expenses, place, visits, _ = seen_by(workers_on(TODAY, person=two.person.pk), TODAY)
    everybody = [
        actor_of(one, TODAY) for one in Person.objects.filter(mandates__in=Mandate.objects.on(TODAY)).distinct()
    ]

    def named(of) -> set[str]:
        return {actor.name for actor in everybody if any(actor.name in said for said in of.who)}

    assert named(matters) == {
        actor.name for actor in everybody if Matter.objects.visible_to(actor).filter(pk=priorities.pk).exists()
    } | {
        actor.name
        for actor in everybody
        if any(hat.mandate and hat.role in BOARD and hat.organisation == scene.second.pk for hat in actor.hats)
    }
    assert named(contract) == {
        actor.name
        for actor in everybody
        if Contract.objects.visible_to(actor, employers(actor, TODAY)).filter(pk=two.delegate.contract_id).exists()
    }
    visit = set_visit(actor=two.direction, contract=two.delegate.contract, planned_on=TODAY, now=NOW)
    assert named(visits) == {
        actor.name
        for actor in everybody
        if MedicalVisit.objects.visible_to(actor, employers(actor, TODAY)).filter(pk=visit.pk).exists()
    }
    ending = raise_ending(
        actor=two.direction, contract=two.delegate.contract, line="employer", reason="dismissal", last=TODAY, now=NOW
    )
    assert named(ends) == named(contract) | {
        actor.name for actor in everybody if Matter.objects.visible_to(actor).filter(pk=ending.matter_id).exists()
    }
    assert str(helper.person) in named(ends) and named(expenses) == named(matters)
    readers = [actor for actor in everybody if Assignment.objects.visible_to(actor).filter(pk=two.delegate.pk).exists()]
    assert place.note.startswith(f"{len(readers)}")
