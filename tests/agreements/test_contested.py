"""What was signed elsewhere and deposited: each signature of its file, and a party that says it did not give its own."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from kevread.agreements.models import Agreement, Approval
from kevread.agreements.operations import (
    attach,
    deny_signature,
    deposit,
    deposit_amendment,
    own_signature,
    record_signed,
)
from kevread.agreements.operations.checks import Dates, Signed
from kevread.agreements.queries.contested import with_contests
from kevread.agreements.queries.register import Asked, register_of, whole
from kevread.agreements.queries.standing import standings
from kevread.agreements.todo import signatures_denied
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.todo import Asker
from kevread.directory.models import Person
from kevread.documents.models import PaperSignature
from kevread.documents.operations import answer_denial, deny_on_paper, undo_on_paper, withdraw_denial
from tests.agreed import agreed
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import OrganisationFactory
from tests.guards.of_agreements import DATES, FILE, KIND, SIGNED, made, parties, text
from tests.seats.scene import Scene
from tests.seats.screens import words

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WHY = "Notre présidence n’a jamais vu ce papier."
ROW = {
    name: Signed(name="Anne Morvan", quality="Présidente", authority="Conseil de mai", right=f"Mandat de mai, {name}")
    for name in ("tete", "groupement")
}


def deposited(scene: Scene, **more: Any) -> Agreement:
    wanted = {"kind": KIND, "title": "Un accord", "parties": parties(scene), "dates": DATES, "signers": ROW}
    wanted |= {"organisation": scene.grouping, "signed_on": TODAY, "file": FILE, "actor": scene.direction, "now": NOW}
    return deposit(**wanted | more)


def pen(scene: Scene, place: str = "tete") -> PaperSignature:
    where = parties(scene)[place]
    rows = PaperSignature.objects.select_related("organisation", "told_by", "version__document__organisation")
    return rows.get(organisation=where)


def contested(agreement: Agreement, on=TODAY) -> frozenset[int]:
    return with_contests(standings([agreement], on), on)[0].contested


def test_each_party_has_its_signature_on_the_file(scene: Scene):
    """With its day and its right; the first of them the day before."""
    early = Signed(name="Yann Le Goff", quality="Président", authority="Conseil de mai", signed_on=TODAY - DAY)
    found = deposited(scene, signers={**ROW, "groupement": early})
    assert (pen(scene).right, pen(scene).signed_on) == ("Mandat de mai, tete", TODAY)
    assert (pen(scene, "groupement").person_name, pen(scene, "groupement").signed_on) == ("Yann Le Goff", TODAY - DAY)
    assert pen(scene, "groupement").right == "" and pen(scene).with_text
    rows = Approval.objects.filter(instrument__agreement=found).values_list("party__role", "signed_on", "right")
    assert set(rows) == {("tete", TODAY, "Mandat de mai, tete"), ("groupement", TODAY - DAY, "")}


@pytest.mark.parametrize(("name", "value"), [("signed_on", TODAY + DAY), ("right", "abcd")])
def test_no_party_signs_after_the_last_signature(scene: Scene, name, value):
    wrong = Signed(name="Yann Le Goff", quality="Président", **{name: value})
    with pytest.raises(Invalid) as told:
        deposited(scene, signers={**ROW, "groupement": wrong})
    assert told.value.field == f"groupement_{name}" and not Agreement.objects.filter(title="Un accord").exists()


def test_a_deposit_without_its_file_has_them_when_it_comes(scene: Scene):
    found = deposited(scene, file=None)
    assert not PaperSignature.objects.exists()
    attach(actor=scene.direction, instrument=text(found), file=FILE, now=NOW)
    assert {one.right for one in PaperSignature.objects.all()} == {"Mandat de mai, tete", "Mandat de mai, groupement"}


def test_what_was_prepared_here_and_signed_on_paper_has_them_too(scene: Scene):
    found = made(scene)  # signed, in the name of Anne Morvan, on both sides
    attach(actor=scene.direction, instrument=text(found), file=FILE, now=NOW)
    assert PaperSignature.objects.count() == 2


def test_the_party_contests_and_the_agreement_is_proven_no_more(scene: Scene):
    found = deposited(scene)
    head = scene.coordination
    deny_on_paper(actor=head, signature=pen(scene), reason=WHY, now=NOW)
    assert contested(found) == {0} and contested(found, TODAY - DAY) == frozenset()
    assert (
        whole(found, scene.direction, TODAY).is_contested
        and not whole(found, scene.direction, TODAY - DAY).is_contested
    )
    assert [one.contested for one in register_of(scene.grouping, scene.direction, Asked(words="un accord"), TODAY)] == [
        {0}
    ]
    answer_denial(actor=scene.direction, signature=pen(scene), answer="Le registre le montre.", now=NOW)
    assert contested(found) == frozenset()
    deny_on_paper(actor=head, signature=pen(scene), reason=WHY, now=NOW)
    withdraw_denial(actor=head, signature=pen(scene), now=NOW)
    assert contested(found) == frozenset()


def test_a_signature_of_a_text_is_not_struck_apart_from_it(scene: Scene):
    deposited(scene)
    with pytest.raises(Refused, match="c’est lui qui se corrige"):
        undo_on_paper(actor=scene.direction, signature=pen(scene), reason=WHY, now=NOW)


def test_an_amendment_that_is_contested_leaves_the_agreement_where_it_is(scene: Scene):
    found = deposited(scene, signed_on=TODAY - DAY, dates=Dates(starts_on=TODAY - DAY, notice_months=3))
    later = Dates(starts_on=TODAY, notice_months=6)
    wanted = {"agreement": found, "subject": "Le préavis", "dates": later, "signed_on": TODAY, "signers": SIGNED}
    amendment = deposit_amendment(actor=scene.direction, file=FILE, now=NOW, **wanted)
    rows = PaperSignature.objects.select_related("organisation", "told_by", "version__document__organisation")
    one = rows.get(organisation=scene.world.head, version__document=amendment.document)
    deny_on_paper(actor=scene.coordination, signature=one, reason=WHY, now=NOW)
    (stands,) = with_contests(standings([found], TODAY), TODAY)
    assert stands.contested == {1} and not stands.is_contested


def test_both_parties_read_it_on_the_page(scene: Scene, settings):
    found = deposited(scene)
    here = entered_as(Person.objects.get(pk=scene.direction.person), settings)
    there = entered_as(Person.objects.get(pk=scene.coordination.person), settings)
    pages = {
        one: f"/{place.slug}/conventions/{found.pk}"
        for one, place in ((here, scene.grouping), (there, scene.world.head))
    }
    for client, page in pages.items():
        shown = words(client.get(page))
        assert shown.count("Ma partie n’a pas signé") == 1 and "De quel droit : Mandat de mai, tete." in shown
    gesture = f"/{scene.grouping.slug}/documents/signatures-sur-papier/{pen(scene).pk}/contester"
    assert there.post(gesture, {"reason": WHY}).status_code == 302
    for client, page in pages.items():
        shown = words(client.get(page))
        assert WHY in shown and "Une partie dit ne pas l’avoir signée" in shown
        assert "a dit que sa partie n’a pas signé" in shown.partition("Son histoire")[2]
    assert "Répondre" in words(here.get(pages[here])) and "Retirer la contestation" in words(there.get(pages[there]))
    assert "signature contestée" in words(here.get(f"/{scene.grouping.slug}/conventions"))


def test_who_reads_it_from_outside_reads_that_it_is_contested_and_no_word_of_it(scene: Scene, settings):
    found = deposited(scene)
    with arranging():
        Agreement.objects.filter(pk=found.pk).update(is_public=True)
    deny_on_paper(actor=scene.coordination, signature=pen(scene), reason=WHY, now=NOW)
    shown = words(entered_as(None, settings).get(f"/{scene.grouping.slug}/conventions/{found.pk}"))
    assert "Cette signature est contestée." in shown and WHY not in shown and "De quel droit" not in shown


def of_head(scene: Scene, found: Agreement) -> Approval:
    rows = Approval.objects.select_related("party__organisation", "party__agreement__organisation")
    return rows.get(instrument=text(found), party__organisation=scene.world.head)


def test_what_one_party_alone_says_signed_binds_the_other_unproven_once_it_says_no(scene: Scene):
    """The grouping writes free names for both sides, and no document: the head says that it did not sign."""
    found = made(scene, stage="talks")
    record_signed(actor=scene.direction, instrument=text(found), signed_on=TODAY, signers=SIGNED, now=NOW)
    approval = of_head(scene, found)
    for other in (scene.direction, scene.president_of(scene.first)):
        with pytest.raises(Denied):
            deny_signature(actor=other, approval=approval, reason=WHY, now=NOW)
    deny_signature(actor=scene.coordination, approval=approval, reason=WHY, now=NOW)
    assert contested(found) == {0} and contested(found, TODAY - DAY) == frozenset()
    assert whole(found, scene.direction, TODAY).is_contested
    own_signature(actor=scene.coordination, approval=approval, now=NOW)
    assert contested(found) == frozenset() and not whole(found, scene.direction, TODAY).is_contested
    with pytest.raises(Refused, match="Rien n’est contesté"):
        own_signature(actor=scene.coordination, approval=approval, now=NOW)


def test_who_brings_the_document_does_not_answer_for_who_contests(scene: Scene):
    found = made(scene)
    approval = of_head(scene, found)
    deny_signature(actor=scene.coordination, approval=approval, reason=WHY, now=NOW)
    asker = Asker(
        scene.direction, Person.objects.get(pk=scene.direction.person), scene.grouping, {scene.grouping.pk}, TODAY
    )
    assert [WHY in one.what for one in signatures_denied(asker)] == [True]
    assert signatures_denied(replace(asker, actor=scene.coordination, scale=scene.world.head)) == [], (
        "who says it knows it"
    )
    attach(actor=scene.direction, instrument=text(found), file=FILE, now=NOW + timedelta(days=9))
    assert signatures_denied(asker) == []
    assert contested(found) == {0}
    assert timezone.localtime(pen(scene).steps.get().at).date() == TODAY, "since it was said, not since the deposit"
    assert [(one.reason, one.person_id) for one in pen(scene).steps.all()] == [(WHY, scene.coordination.person)]
    answer_denial(actor=scene.direction, signature=pen(scene), answer="Le papier le montre, signé.", now=NOW)
    assert contested(found) == frozenset()
    with pytest.raises(Refused, match="contestez-y la signature qu’il montre"):
        deny_signature(actor=scene.coordination, approval=approval, reason=WHY, now=NOW)


def test_nothing_is_contested_of_what_nobody_said_signed(scene: Scene):
    with pytest.raises(Refused, match="il n’y a rien à contester"):
        deny_signature(
            actor=scene.coordination, approval=of_head(scene, made(scene, stage="talks")), reason=WHY, now=NOW
        )


def test_the_party_says_it_on_the_page_and_both_read_it(scene: Scene, settings):
    found = made(scene)
    page = f"/{scene.world.head.slug}/conventions/{found.pk}"
    head = entered_as(Person.objects.get(pk=scene.coordination.person), settings)
    here = entered_as(Person.objects.get(pk=scene.direction.person), settings)
    asked = f"/{scene.world.head.slug}/conventions/accords/{of_head(scene, found).pk}/contester"
    assert asked in head.get(page).text
    answered = head.post(asked, {"reason": WHY}, follow=True)
    assert "dit ne pas avoir signé" in words(answered) and WHY in words(answered)
    read = here.get(page.replace(scene.world.head.slug, scene.grouping.slug))
    assert "dit ne pas avoir signé" in words(read) and "reconnaitre" not in read.text
    taken = head.post(asked.replace("contester", "reconnaitre"), follow=True)
    assert "dit ne pas avoir signé" not in words(taken)


def test_a_party_outside_the_network_has_nobody_here_to_contest(scene: Scene, settings):
    with arranging():
        outside = OrganisationFactory(scale="", name="Le Fonds")
        found = agreed("financement", outside, scene.grouping)
    rows = Approval.objects.select_related("party__organisation", "party__agreement__organisation")
    with pytest.raises(Denied, match="n’a personne ici"):
        deny_signature(actor=scene.direction, approval=rows.get(party__organisation=outside), reason=WHY, now=NOW)
    here = entered_as(Person.objects.get(pk=scene.direction.person), settings)
    page = here.get(f"/{scene.grouping.slug}/conventions/{found.pk}")
    assert page.status_code == 200 and page.text.count("/contester") == 1
