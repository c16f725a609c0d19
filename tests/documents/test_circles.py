"""To put a document to signatures: who may sign this, in their turn, at that moment; refused, recalled, replaced, withdrawn."""

from datetime import timedelta

import pytest
from django.core import mail

from kevread.common.actor import Grounds
from kevread.common.errors import Denied, Invalid, Refused
from kevread.documents import permissions
from kevread.documents.files import File
from kevread.documents.models import Circle, Document, Signature, SigningCode, Step
from kevread.documents.operations import (
    Asked,
    keep_version,
    open_circles,
    refuse_to_sign,
    remind,
    sign_version,
    withdraw_circle,
)
from kevread.documents.operations.circles import Signer
from kevread.documents.operations.signing import UNREAD
from kevread.documents.queries import signature_sheet, to_sign, versions_of
from kevread.documents.queries.circles import around, followed, to_put_to_signature, who_may_sign
from kevread.documents.queries.sealed import known, sealed_bytes
from kevread.journal.models import Act
from kevread.mail.models import Dispatch
from kevread.seats.queries import actor_of
from tests import jobs
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.documents.test_sign_version import code_sent
from tests.documents.test_verify_document import pdf_of_nobody
from tests.factories import PersonFactory, since
from tests.pressing import press
from tests.seats.screens import words

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
WHY = "Le montant n’est pas celui du conseil."


@pytest.fixture
def presidents(shelf):
    """Those of the grouping and of the second pôle (that of the first presides the grouping), with an address."""
    world, scene = shelf.scene.world, shelf.scene
    found = [world.holder(f"{one.slug}-board", "president").person for one in (scene.grouping, scene.second)]
    with arranging():
        for number, person in enumerate(found):
            person.email = f"presidente{number}@exemple.org"
            person.save()
    return found


@pytest.fixture
def asker(shelf, presidents):
    return actor_of(presidents[0], TODAY)


CONTRACT = File("convention.pdf", pdf_of_nobody("Convention"), "application/pdf")


def contract(shelf, title="Convention"):
    source = File("convention.pdf", pdf_of_nobody(title), "application/pdf")
    return shelf.file(Document.Audience.ORGANISATION, title=title, source=source).document


def put(shelf, presidents, asker, ranks=(1, 2), documents=None, **more):
    places = (shelf.scene.grouping, shelf.scene.second)
    signers = [Signer(*pair) for pair in zip(presidents, places, ranks, strict=True)]
    documents = [contract(shelf)] if documents is None else documents
    wanted = {
        "actor": asker,
        "organisation": shelf.scene.grouping,
        "documents": documents,
        "signers": signers,
        "act_code": "convention",
        "now": NOW,
    }
    return open_circles(**wanted | more)


def signs(person, circle, now=NOW, consents=True):
    actor = actor_of(person, TODAY)
    code = code_sent(actor, circle.version, now)
    return sign_version(actor=actor, version=circle.version, code=code, now=now, consents=consents)


def test_each_signs_in_their_turn_and_is_written_to_then(shelf, presidents, asker):
    first, second = presidents
    (circle,) = put(shelf, presidents, asker)
    assert [one.person for one in Dispatch.objects.filter(person__in=presidents)] == [first]
    assert (len(to_sign(first.pk, TODAY)), len(to_sign(second.pk, TODAY))) == (1, 0)
    with pytest.raises(Denied, match="pas encore votre tour"):
        signs(second, circle)
    signs(first, circle)
    assert len(to_sign(second.pk, TODAY)) == 1
    assert Dispatch.objects.filter(person=second).count() == 1
    signature = signs(second, circle)
    assert signature.organisation == shelf.scene.second
    report = known(sealed_bytes(circle.version)).report
    assert (report.verdict, len(report.signatures), report.places) == ("valid", 2, 2)
    assert followed([circle])[0].state == "Signé par tout le monde"


def test_the_chain_is_frozen_in_the_signature(shelf, presidents, asker):
    (circle,) = put(shelf, presidents, asker)
    signature = signs(presidents[0], circle)
    mandate = shelf.scene.world.holder(f"{shelf.scene.grouping.slug}-board", "president")
    assert signature.chain[0]["kind"] == "mandate"
    assert signature.chain[0]["id"] == str(mandate.pk)
    assert signature.mandate == mandate.pk


def test_five_contracts_leave_at_once_in_one_act_and_one_letter(shelf, presidents, asker):
    documents = [contract(shelf, f"Contrat {number}") for number in range(5)]
    found = put(shelf, presidents, asker, documents=documents)
    assert len(found) == 5
    assert Act.objects.filter(verb="documents.open_circles").count() == 1
    assert Dispatch.objects.filter(person=presidents[0]).count() == 1
    jobs.run()
    assert all(f"Contrat {number}" in mail.outbox[-1].body for number in range(5))


def test_who_commits_nobody_is_not_asked(shelf, presidents, asker):
    with arranging():
        stranger = PersonFactory(email="x@exemple.org")
    documents = [contract(shelf)]
    with pytest.raises(Refused, match="ne peut pas signer ceci"):
        put(shelf, [stranger, presidents[1]], asker, documents=documents)
    with pytest.raises(Refused, match="ne peut pas signer ceci"):  # each for their own organisation only
        put(shelf, presidents[::-1], asker, documents=documents)
    assert not Circle.objects.exists()
    assert {one.person for one in who_may_sign(shelf.scene.grouping, TODAY, None, "convention")} >= set(presidents)


def test_a_mandate_that_ended_this_morning_signs_nothing(shelf, presidents, asker):
    (circle,) = put(shelf, presidents, asker)
    person = presidents[0]
    code = code_sent(actor_of(person, TODAY), circle.version)
    mandate = shelf.scene.world.holder(f"{shelf.scene.grouping.slug}-board", "president")
    with arranging():
        mandate.period = since(mandate.period.lower, TODAY - timedelta(days=1))
        mandate.save()
    actor = actor_of(person, TODAY)
    with pytest.raises(Denied, match="Aucun mandat ni aucune délégation"):
        sign_version(actor=actor, version=circle.version, code=code, now=NOW, consents=True)
    with pytest.raises(Denied, match="Aucun mandat ni aucune délégation"):  # nor stops what others sign
        refuse_to_sign(actor=actor, version=circle.version, reason=WHY, now=NOW)
    assert not Step.objects.filter(kind="refused").exists()
    assert not Signature.objects.filter(version=circle.version).exists()


def test_a_refusal_ends_it_and_is_told_to_who_asked(shelf, presidents, asker):
    (circle,) = put(shelf, presidents, asker, ranks=(2, 1))
    refuse_to_sign(actor=actor_of(presidents[1], TODAY), version=circle.version, reason=WHY, now=NOW)
    assert Dispatch.objects.filter(person=presidents[0]).count() == 1
    jobs.run()
    assert WHY in mail.outbox[-1].body
    with pytest.raises(Denied, match="refusée"):
        signs(presidents[0], circle)
    assert followed([circle])[0].state == "Signature refusée"
    assert to_sign(presidents[0].pk, TODAY) == []


@pytest.mark.parametrize("reason", ["", "trop court"[:9], "a" * 1001])
def test_a_refusal_says_why(shelf, presidents, asker, reason):
    (circle,) = put(shelf, presidents, asker)
    with pytest.raises(Invalid) as wrong:
        refuse_to_sign(actor=asker, version=circle.version, reason=reason, now=NOW)
    assert wrong.value.field == "reason"
    assert not Step.objects.filter(kind="refused").exists()


def test_who_is_not_waited_for_refuses_nothing(shelf, presidents, asker):
    (circle,) = put(shelf, presidents, asker)
    for actor, why in (
        (actor_of(presidents[1], TODAY), "pas encore votre tour"),
        (shelf.scene.direction, "n’attend pas"),
    ):
        with pytest.raises(Denied, match=why):
            refuse_to_sign(actor=actor, version=circle.version, reason=WHY, now=NOW)
    signs(presidents[0], circle)
    with pytest.raises(Denied, match="déjà signé"):
        refuse_to_sign(actor=asker, version=circle.version, reason=WHY, now=NOW)


def test_what_is_withdrawn_is_signed_by_nobody(shelf, presidents, asker):
    (circle,) = put(shelf, presidents, asker)
    signs(presidents[0], circle)
    withdraw_circle(actor=asker, circle=circle, reason="Une autre version vient.", now=NOW)
    with pytest.raises(Denied, match="retirée"):
        signs(presidents[1], circle)
    with pytest.raises(Refused, match="finie"):
        withdraw_circle(actor=asker, circle=circle, reason="Une autre version vient.", now=NOW)
    assert known(sealed_bytes(circle.version)).report.verdict == "valid"


@pytest.mark.parametrize("verb", [remind, withdraw_circle])
def test_only_who_keeps_documents_there_follows(shelf, presidents, asker, verb):
    (circle,) = put(shelf, presidents, asker)
    more = {"reason": "Une autre version vient."} if verb is withdraw_circle else {}
    with pytest.raises(Denied):
        verb(actor=actor_of(presidents[1], TODAY), circle=circle, now=LATER, **more)


def test_a_right_taken_back_while_one_signs_signs_nothing(shelf, presidents, asker, monkeypatch):
    (circle,) = put(shelf, presidents, asker)
    actor = actor_of(presidents[0], TODAY)
    code = code_sent(actor, circle.version)
    monkeypatch.setattr(permissions, "may_sign_now", lambda *asked: Grounds(True, ""))
    monkeypatch.setattr(permissions, "right_of", lambda *asked: None)
    with pytest.raises(Denied, match="Aucun mandat ni aucune délégation"):
        sign_version(actor=actor, version=circle.version, code=code, now=NOW, consents=True)
    assert not Signature.objects.filter(version=circle.version).exists()


def test_who_does_not_read_the_document_neither_sees_nor_follows(shelf, presidents, asker):
    kept = shelf.file(Document.Audience.PEOPLE, title="Convention", source=CONTRACT, readers=[presidents[0]]).document
    (circle,) = put(shelf, presidents, asker, documents=[kept])
    keeper = shelf.scene.direction  # keeps documents there, and was not named to read this one
    assert permissions.may_keep(keeper, shelf.scene.grouping)
    assert not Circle.objects.visible_to(keeper).exists()
    with pytest.raises(Denied, match="ne vous est pas ouvert"):
        remind(actor=keeper, circle=circle, now=LATER)
    assert Circle.objects.visible_to(actor_of(presidents[1], TODAY)).get() == circle  # who is to sign reads it


def test_a_newer_version_ends_it(shelf, presidents, asker):
    (circle,) = put(shelf, presidents, asker)
    more = {"corrects": "Page 2.", "source": File("b.pdf", pdf_of_nobody("Autre"), "application/pdf"), "now": NOW}
    keep_version(actor=asker, document=circle.version.document, **more)
    with pytest.raises(Refused, match="une version plus récente"):
        remind(actor=asker, circle=circle, now=LATER)
    with pytest.raises(Denied, match="plus récente"):
        refuse_to_sign(actor=asker, version=circle.version, reason=WHY, now=NOW)
    found = followed([circle])[0]
    assert (found.is_open, found.awaited, found.state) == (False, "", "Une version plus récente remplace celle-ci")


def test_what_takes_no_signature_is_not_put_to_it(shelf, presidents, asker):
    word = shelf.file(source=File("a.docx", b"x", "application/msword"), audience="organisation", title="Brouillon")
    for document, said in (
        (word.document, "n’est pas un PDF"),
        (shelf.file("organisation", title="Abîmé").document, "abîmé"),
    ):
        with pytest.raises(Invalid, match=said):
            put(shelf, presidents, asker, documents=[document])
    (circle,) = put(shelf, presidents, asker)
    with pytest.raises(Invalid, match="déjà des signatures"):
        put(shelf, presidents, asker, documents=[circle.version.document])


def test_nobody_signs_what_commits_without_confirming_it(shelf, presidents, asker):
    (circle,) = put(shelf, presidents, asker)
    with pytest.raises(Invalid, match="cochez") as refusal:
        signs(presidents[0], circle, consents=False)
    assert refusal.value.field == "consent"
    assert not Signature.objects.exists()


@pytest.mark.parametrize("ends", ["refused", "withdrawn"])
def test_what_ended_before_anybody_signed_is_asked_again_of_the_same_bytes(shelf, presidents, asker, ends):
    (circle,) = put(shelf, presidents, asker)
    document = circle.version.document
    assert document not in to_put_to_signature(shelf.scene.grouping, asker)
    if ends == "refused":
        refuse_to_sign(actor=asker, version=circle.version, reason=WHY, now=NOW)
    else:
        withdraw_circle(actor=asker, circle=circle, reason=WHY, now=NOW)
    assert document in to_put_to_signature(shelf.scene.grouping, asker)
    (other,) = put(shelf, presidents, asker, documents=[document])
    assert (other.version.number, other.version.sha256) == (2, circle.version.sha256)
    assert "octet près" in other.version.corrects
    for person in presidents:
        signs(person, other)
    report = known(sealed_bytes(other.version))
    assert (report.report.verdict, report.version) == ("valid", other.version)
    with pytest.raises(Invalid, match="déjà des signatures"):
        put(shelf, presidents, asker, documents=[document])


def test_what_was_signed_by_one_before_it_ended_is_not_asked_again(shelf, presidents, asker):
    (circle,) = put(shelf, presidents, asker)
    signs(presidents[0], circle)
    withdraw_circle(actor=asker, circle=circle, reason=WHY, now=NOW)
    with pytest.raises(Invalid, match="déjà des signatures"):
        put(shelf, presidents, asker, documents=[circle.version.document])


def test_the_page_of_a_document_says_that_nobody_awaits_what_was_refused(shelf, presidents, asker, settings):
    (circle,) = put(shelf, presidents, asker, ranks=(1, 1))
    page = at(circle, "").rstrip("/")
    mine = entered_as(presidents[0], settings)
    assert words(mine.get(page)).count("Signature attendue") == 2
    refuse_to_sign(actor=actor_of(presidents[1], TODAY), version=circle.version, reason=WHY, now=NOW)
    said = words(mine.get(page))
    assert ("Signature attendue" in said, "Signature refusée le" in said) == (False, True)
    assert "N’est plus attendue, la signature a été refusée" in said
    lines = signature_sheet(circle.version.document, versions_of(circle.version.document, TODAY)[0], TODAY).awaited
    assert [str(presidents[1]) in one for one in lines if "signature refusée" in one] == [True]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount": -1}, "amount"),
        ({"signers": "twice"}, "signers"),
        ({"signers": []}, "signers"),
        ({"documents": []}, "documents"),
        ({"act_code": "chanter"}, "act"),
        ({"act_code": "entretiens"}, "act"),
        ({"documents": "composed"}, "documents"),
        ({"signers": "from afar"}, "signers"),
    ],
)
def test_what_is_asked_is_possible(shelf, presidents, asker, change, field):
    if change.get("signers") == "twice":
        change = {
            "signers": [Signer(presidents[0], shelf.scene.grouping), Signer(presidents[0], shelf.scene.grouping, 2)]
        }
    if change.get("documents") == "composed":
        change = {"documents": [shelf.minutes(Asked(presidents[0], "Présidence")).document]}
    if change.get("signers") == "from afar":
        near = {one.pk for one in around(shelf.scene.grouping, TODAY)}
        locals_ = [one for those in shelf.scene.world.locals.values() for one in those]
        far = next(one for one in locals_ if one.pk not in near)
        change = {"signers": [Signer(shelf.scene.world.holder(f"{far.slug}-board", "president").person, far)]}
    with pytest.raises(Invalid) as refusal:
        put(shelf, presidents, asker, **{"documents": [contract(shelf)]} | change)
    assert refusal.value.field == field
    assert not Circle.objects.exists()


# The screens ----------------------------------------------------------------------------------------------------------


def at(circle, tail):
    return f"/{circle.version.document.organisation.slug}/documents/{circle.version.document_id}/{tail}"


def test_the_page_opens_for_its_addressee_only_and_a_link_signs_nothing(
    shelf, presidents, asker, settings, client, readers
):
    (circle,) = put(shelf, presidents, asker)
    page = at(circle, "a-signer")
    assert client.get(page).status_code == 302
    mine = entered_as(presidents[0], settings)
    assert "Lisez-le d’abord" in words(mine.get(page))
    assert "Vous ne l’avez pas encore ouvert ici" in words(mine.get(f"{page}?etape=confirmer"))
    mine.get(at(circle, "1"))
    assert "Je sais que c’est une signature électronique simple" in words(mine.get(f"{page}?etape=confirmer"))
    assert not Signature.objects.filter(version=circle.version).exists()
    assert readers.direction.get(page).status_code == 404  # whoever keeps the documents does not sign for others


def test_one_reads_confirms_and_signs_on_a_page(shelf, presidents, asker, settings):
    (circle,) = put(shelf, presidents, asker)
    mine, page = entered_as(presidents[0], settings), at(circle, "a-signer")
    assert UNREAD in words(press(mine, page, {"geste": "code"}))
    assert not SigningCode.objects.exists()
    mine.get(at(circle, "1"))
    press(mine, page, {"geste": "code"})
    jobs.run()
    letter = next(one for one in reversed(mail.outbox) if "code" in one.subject)
    code = next(line.strip() for line in letter.body.splitlines() if line.strip().isdigit())
    right, wrong = ({"geste": "signer", "code": one} for one in (code, f"{(int(code) + 1) % 10**6:06}"))
    unticked = words(press(mine, page, right))
    assert "cochez ce que vous confirmez" in unticked and "J’ai lu ce document en entier" in unticked
    assert "n’est pas le bon" in words(press(mine, page, wrong | {"consent": "on"}))
    elsewhere = entered_as(presidents[0], settings)  # another device: nobody read it there
    assert UNREAD in words(press(elsewhere, page, right | {"consent": "on"}))
    assert "se signe sur sa page" in words(mine.post(at(circle, "1/signer"), {"code": code}))
    assert not Signature.objects.filter(version=circle.version).exists()
    assert "relisez-la" in words(mine.post(page, right | {"consent": "on"}))  # whoever saw no page
    assert "Vous avez signé" in words(press(mine, page, right | {"consent": "on"}, follow=True))
    assert Signature.objects.filter(version=circle.version, person=presidents[0]).exists()
