"""What was signed on paper, elsewhere: told of its file, by what right, contested by the party in whose name it is told."""

from datetime import timedelta

import pytest

from kevread.common.actor import NOBODY, SYSTEM
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.todo import Asker
from kevread.directory.models import Organisation, Person
from kevread.documents.models import Document, PaperSignature, Version
from kevread.documents.operations import (
    OnPaper,
    answer_denial,
    deny_on_paper,
    tell_on_paper,
    undo_on_paper,
    withdraw_denial,
)
from kevread.documents.queries import versions_of
from kevread.documents.queries.evidence import SCANNED, gathered
from kevread.documents.queries.on_paper import contested, on_paper
from kevread.documents.todo import denials_to_answer
from kevread.mail.models import Dispatch
from kevread.seats.queries import actor_of
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import MandateFactory, PersonFactory, since
from tests.seats.screens import words

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BEFORE = TODAY - timedelta(days=400)
RIGHT = "Délibération du conseil du 3 octobre 2025"
WHY = "Notre présidence n’a jamais vu ce papier."


@pytest.fixture
def scan(shelf) -> Version:
    """What the grouping deposited, that its own people read."""
    return shelf.file(Document.Audience.ORGANISATION, title="Bail signé")


def stranger(scene):
    """The president of a pôle of the other grouping. That of the first pôle of this one presides it too."""
    return scene.president_of(scene.world.locals[scene.world.groupings[1]][0])


def said(organisation: Organisation, **more) -> OnPaper:
    wanted = {"name": "Anne Morvan", "quality": "Présidente", "signed_on": BEFORE, "right": RIGHT}
    return OnPaper(organisation=organisation, **wanted | more)


def told(shelf, version, organisation=None, **more) -> PaperSignature:
    one = said(organisation or shelf.scene.second, **more)
    return tell_on_paper(actor=shelf.scene.direction, version=version, said=one, now=NOW)


def asking(place, actor) -> Asker:
    return Asker(actor, Person.objects.get(pk=actor.person), place, frozenset({place.pk}), TODAY)


def reads(actor, version) -> bool:
    return Document.objects.visible_to(actor).filter(pk=version.document_id).exists()


def of(shelf, version, actor=None):
    return on_paper([version.pk], TODAY, actor)[version.pk]


def test_what_was_signed_before_the_register_is_told_in_words(shelf, scan):
    one = told(shelf, scan)
    assert (one.right, one.chain, one.person) == (RIGHT, None, None)
    assert (one.told_by_id, one.signed_on) == (shelf.scene.direction.person, BEFORE)


def test_what_the_registers_know_of_the_right_is_frozen(shelf, scan):
    """The presidency of a pôle, by its name: nobody has to write it."""
    president = shelf.scene.world.holder(f"{shelf.scene.second.slug}-board", "president")
    one = told(shelf, scan, name=str(president.person).upper(), signed_on=TODAY, right="")
    assert one.person == president.person
    assert [link["id"] for link in one.chain] == [str(president.pk)] and president.seat.name in one.right


def test_two_people_of_one_name_are_nobody_in_particular(shelf, scan):
    president = shelf.scene.world.holder(f"{shelf.scene.second.slug}-board", "president")
    with arranging():
        twin = PersonFactory(given_name=president.person.given_name, family_name=president.person.family_name)
        MandateFactory(seat=president.seat, person=twin, period=since(TODAY - DAY))
    with pytest.raises(Invalid) as wrong:
        told(shelf, scan, name=str(twin), signed_on=TODAY, right="")
    assert wrong.value.field == "right"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "a" * 171),
        ("quality", ""),
        ("quality", "é" * 161),
        ("signed_on", TODAY + DAY),
        ("signed_on", TODAY.replace(year=1)),
        ("right", ""),
        ("right", "abcd"),
        ("right", "a" * 301),
    ],
)
def test_what_is_not_right_is_said_on_its_field(shelf, scan, field, value):
    with pytest.raises(Invalid) as wrong:
        told(shelf, scan, **{field: value})
    assert wrong.value.field == field and not PaperSignature.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "a" * 170), ("quality", "é" * 160), ("signed_on", TODAY), ("right", "abcde"), ("right", "a" * 300)],
)
def test_up_to_there(shelf, scan, field, value):
    made = told(shelf, scan, **{field: value})
    assert getattr(made, {"name": "person_name"}.get(field, field)) == value


def test_one_signature_is_told_once_for_a_party(shelf, scan):
    told(shelf, scan)
    with pytest.raises(Refused, match="déjà inscrite"):
        told(shelf, scan, name="ANNE  morvan", quality="Directrice")
    told(shelf, scan, shelf.scene.first)


def test_what_kevread_composed_is_not_a_scan(shelf):
    version = shelf.minutes(audience=Document.Audience.ORGANISATION)
    with pytest.raises(Refused, match="composé par Kevread"):
        told(shelf, version)


def test_who_tells_keeps_documents_there_and_reads_this_one(shelf, scan):
    scene = shelf.scene
    with pytest.raises(Denied):
        tell_on_paper(actor=stranger(scene), version=scan, said=said(scene.second), now=NOW)
    with pytest.raises(Denied):
        told(shelf, shelf.file(title="Fermé"))


def test_the_party_that_it_names_reads_the_file(shelf):
    """And nobody else: neither another pôle, nor whoever keeps documents everywhere without being of that party, nor whoever
    is of that party and does not keep its documents."""
    scene = shelf.scene
    member = actor_of(scene.administrator_of(scene.second), TODAY)
    version = shelf.file(title="Fermé")
    party, other, head = scene.president_of(scene.second), stranger(scene), scene.coordination
    assert not any(reads(one, version) for one in (party, other, head))
    tell_on_paper(actor=SYSTEM, version=version, said=said(scene.second), now=NOW)
    assert reads(party, version) and not any(reads(one, version) for one in (other, head, member, NOBODY))


def test_a_party_says_that_it_did_not_sign_and_takes_it_back(shelf, scan):
    scene, one = shelf.scene, told(shelf, scan)
    party = scene.president_of(scene.second)
    deny_on_paper(actor=party, signature=one, reason=WHY, now=NOW)
    (shown,) = of(shelf, scan)
    assert shown.denial.reason == WHY and scan.document_id in contested([scan.document_id], TODAY)
    assert not contested([scan.document_id], TODAY - DAY)
    with pytest.raises(Refused, match="déjà contestée"):
        deny_on_paper(actor=party, signature=one, reason=WHY, now=NOW)
    withdraw_denial(actor=party, signature=one, now=NOW + DAY)
    assert not contested([scan.document_id], TODAY + DAY) and contested([scan.document_id], TODAY)
    with pytest.raises(Refused, match="Rien n’est contesté"):
        withdraw_denial(actor=party, signature=one, now=NOW + DAY)


@pytest.mark.parametrize("reason", ["a" * 9, "a" * 301, " "])
def test_a_party_says_why(shelf, scan, reason):
    one = told(shelf, scan)
    with pytest.raises(Invalid) as wrong:
        deny_on_paper(actor=shelf.scene.president_of(shelf.scene.second), signature=one, reason=reason, now=NOW)
    assert wrong.value.field == "reason"


def test_nobody_contests_for_another_party(shelf, scan):
    """Neither who deposited it, nor the coordination, which keeps documents everywhere, nor Kevread itself."""
    scene, one = shelf.scene, told(shelf, scan)
    for actor in (scene.direction, scene.coordination, stranger(scene), NOBODY, SYSTEM):
        with pytest.raises(Denied):
            deny_on_paper(actor=actor, signature=one, reason=WHY, now=NOW)


def test_whoever_keeps_the_file_answers_and_the_party_has_the_last_word(shelf, scan):
    scene, one = shelf.scene, told(shelf, scan)
    party = scene.president_of(scene.second)
    with pytest.raises(Refused, match="Rien n’est contesté"):
        answer_denial(actor=scene.direction, signature=one, answer="Voici le registre signé.", now=NOW)
    deny_on_paper(actor=party, signature=one, reason=WHY, now=NOW)
    for actor in (party, scene.coordination, stranger(scene)):
        with pytest.raises(Denied):
            answer_denial(actor=actor, signature=one, answer="Voici le registre signé.", now=NOW)
    answer_denial(actor=scene.direction, signature=one, answer="Voici le registre signé.", now=NOW)
    assert not contested([scan.document_id], TODAY)
    deny_on_paper(actor=party, signature=one, reason="Ce registre est un autre.", now=NOW)
    assert contested([scan.document_id], TODAY) and len(of(shelf, scan)[0].steps) == 3


def test_one_person_does_not_answer_what_they_contested(shelf, scan):
    """Somebody who keeps documents on both sides."""
    scene = shelf.scene
    one, person = told(shelf, scan), Person.objects.get(pk=scene.president_of(scene.second).person)
    direction = scene.direction
    with arranging():
        MandateFactory(seat=scene.seat(f"{scene.grouping.slug}-team", "direction"), person=person)
    both = actor_of(person, TODAY)
    deny_on_paper(actor=both, signature=one, reason=WHY, now=NOW)
    assert not of(shelf, scan, both)[0].may_answer and of(shelf, scan, direction)[0].may_answer
    with pytest.raises(Refused, match="une autre personne"):
        answer_denial(actor=both, signature=one, answer="Voici le registre signé.", now=NOW)


def test_a_mistake_is_struck_and_stays_to_be_read(shelf, scan):
    scene, one = shelf.scene, told(shelf, scan)
    undo = {"signature": one, "reason": "Le nom est un autre.", "now": NOW}
    with pytest.raises(Denied):
        undo_on_paper(actor=scene.president_of(scene.second), **undo)
    deny_on_paper(actor=scene.president_of(scene.second), signature=one, reason=WHY, now=NOW)
    undo_on_paper(actor=scene.direction, **undo)
    assert of(shelf, scan)[0].undone and not contested([scan.document_id], TODAY)
    assert not PaperSignature.objects.standing().exists() and not PaperSignature.objects.denied().exists()
    for again in (
        lambda: undo_on_paper(actor=scene.direction, **undo),
        lambda: deny_on_paper(actor=scene.president_of(scene.second), signature=one, reason=WHY, now=NOW),
    ):
        with pytest.raises(Refused, match="annulée"):
            again()
    told(shelf, scan)  # and is told anew


def test_the_evidence_says_what_is_known_of_a_pen(shelf, scan):
    one = told(shelf, scan)
    reading = versions_of(scan.document, TODAY)[0]
    paper, proven = gathered(scan.document, reading, TODAY)
    (pen,) = paper.on_paper
    assert (pen.name, pen.chain, pen.contested, proven) == ("Anne Morvan", (RIGHT,), False, None)
    assert "tel qu’on l’a écrit" in pen.again and paper.verdict == SCANNED
    deny_on_paper(actor=shelf.scene.president_of(shelf.scene.second), signature=one, reason=WHY, now=NOW)
    (pen,) = gathered(scan.document, reading, TODAY)[0].on_paper
    assert pen.contested and WHY in pen.said[0]
    assert not gathered(scan.document, reading, TODAY - DAY)[0].on_paper


def test_a_right_that_was_taken_back_since_is_judged_again(shelf, scan):
    president = shelf.scene.world.holder(f"{shelf.scene.second.slug}-board", "president")
    told(shelf, scan, name=str(president.person), signed_on=TODAY, right="")
    reading = versions_of(scan.document, TODAY)[0]
    assert "ce droit tenait" in gathered(scan.document, reading, TODAY)[0].on_paper[0].again
    with arranging():
        president.period = since(president.period.lower, TODAY - DAY)
        president.save()
    assert "rien ne lui donnait" in gathered(scan.document, reading, TODAY)[0].on_paper[0].again


def test_both_sides_are_told(shelf, scan):
    """Whoever entered it reads that it is contested; whoever contested, what is answered; those who keep documents, at home."""
    scene = shelf.scene
    people = [Person.objects.get(pk=one.person) for one in (scene.direction, scene.president_of(scene.second))]
    with arranging():
        for number, person in enumerate(people):
            person.email = f"partie{number}@exemple.org"
            person.save()
    one = told(shelf, scan)
    deny_on_paper(actor=scene.president_of(scene.second), signature=one, reason=WHY, now=NOW)
    letter = Dispatch.objects.get()
    assert letter.person == people[0] and WHY in letter.content.text and scene.second.name in letter.content.subject
    (line,) = denials_to_answer(asking(scene.grouping, scene.direction))
    assert scene.second.name in line.what and "Bail signé" in line.what
    for actor, place in ((scene.coordination, scene.grouping), (scene.president_of(scene.second), scene.second)):
        assert not denials_to_answer(asking(place, actor))
    answer_denial(actor=scene.direction, signature=one, answer="Voici le registre signé.", now=NOW)
    assert Dispatch.objects.exclude(pk=letter.pk).get().person == people[1]
    assert not denials_to_answer(asking(scene.grouping, scene.direction))


def test_it_is_told_contested_and_answered_on_screen(shelf, scan, settings):
    scene = shelf.scene
    place, president = scene.grouping.slug, scene.president_of(scene.second)
    page = f"/{place}/documents/{scan.document_id}"
    keeper, party = (entered_as(Person.objects.get(pk=one.person), settings) for one in (scene.direction, president))
    form = {
        "organisation": str(scene.second.pk), "name": "Anne Morvan", "quality": "Présidente", "signed_on": str(BEFORE),
    }  # fmt: skip
    refused = keeper.post(f"{page}/signature-sur-papier", form)
    assert refused.status_code == 422 and "écrivez-le" in words(refused)
    keeper.post(f"{page}/signature-sur-papier", form | {"right": RIGHT})
    one = PaperSignature.objects.get()
    shown = words(party.get(page))
    assert "Signé sur papier" in shown and RIGHT in shown and "Ma partie n’a pas signé" in shown
    assert "Ma partie n’a pas signé" not in words(keeper.get(page))
    gesture = f"/{place}/documents/signatures-sur-papier/{one.pk}"
    assert keeper.get(f"{gesture}/contester").status_code == 403
    party.post(f"{gesture}/contester", {"reason": WHY})
    assert "Contestée" in words(keeper.get(page)) and WHY in words(keeper.get(page))
    assert party.get(f"{gesture}/repondre").status_code == 403 and party.get(f"{gesture}/annuler").status_code == 403
    keeper.post(f"{gesture}/repondre", {"reason": "Voici le registre signé."})
    assert "Voici le registre signé." in words(party.get(page))
    party.post(f"{gesture}/contester", {"reason": WHY})
    assert "None" not in words(party.get(f"{gesture}/retirer"))
    party.post(f"{gesture}/retirer")
    assert not PaperSignature.objects.denied().exists()
    data = keeper.get(f"{page}/1/preuve.json").json()
    assert data["on_paper"][0]["name"] == "Anne Morvan" and len(data["on_paper"][0]["said"]) == 4
    assert keeper.get(f"{page}/1/preuve.pdf").content.startswith(b"%PDF")
    keeper.post(f"{gesture}/annuler", {"reason": "Le nom est un autre."})
    assert keeper.get(f"{page}/1/preuve.json").status_code == 404 and "barrée" not in words(keeper.get(page))
    assert keeper.get(f"{gesture}/autre").status_code == 404


def test_a_stranger_finds_neither_the_file_nor_the_gesture(shelf, scan, settings):
    scene, one = shelf.scene, told(shelf, scan)
    with arranging():
        person = PersonFactory(email="autre@exemple.org")
    nobody = entered_as(person, settings)
    gesture = f"documents/signatures-sur-papier/{one.pk}/contester"
    assert nobody.get(f"/{scene.grouping.slug}/{gesture}").status_code == 404
    party = entered_as(Person.objects.get(pk=scene.president_of(scene.second).person), settings)
    assert party.get(f"/{scene.first.slug}/{gesture}").status_code == 404
