"""Several documents at once: each judged for itself; signed with one code, reminded in one letter, withdrawn with a reason."""

# ruff: noqa: F811

import re
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.urls import reverse

from kevread.accounts.operations import changing_second_factor, create_account
from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied, Invalid, Refused
from kevread.documents.models import Signature, SigningCode, Step
from kevread.documents.operations import (
    keep_version,
    refuse_to_sign,
    remind_several,
    reminders,
    send_code_for_several,
    send_signing_code,
    sign_several,
    sign_version,
    withdraw_circle,
    withdraw_several,
)
from kevread.documents.operations import signing as signing_verbs
from kevread.documents.operations.together import OTHER_CODE, UNOPENED, UNSEEN
from kevread.documents.queries.circles import followed
from kevread.documents.queries.sealed import known, sealed_bytes
from kevread.journal.models import Act
from kevread.mail.models import Dispatch
from kevread.seats.queries import actor_of
from tests import jobs
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.documents.test_circles import CONTRACT, WHY, asker, contract, presidents, put, signs  # noqa: F401
from tests.documents.test_sign_version import shown as code_of
from tests.documents.test_sign_version import wrong
from tests.pressing import press
from tests.seats.screens import words

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
READY = re.compile(r'name="pret" value="([0-9a-f-]+)"')


@pytest.fixture
def circles(shelf, presidents, asker):
    """Three contracts, that both presidents sign, the one of the grouping first."""
    documents = [contract(shelf, f"Contrat {number}") for number in range(3)]
    found = put(shelf, presidents, asker, documents=documents)
    return sorted(found, key=lambda one: one.version.document.title)


def every(circles):
    return {one.version_id for one in circles}


def code_for(actor, circles, now=NOW, **more):
    asked = {"circles": circles, "opened": every(circles)} | more
    send_code_for_several(actor=actor, now=now, **asked)
    jobs.run()
    letter = next(one for one in reversed(mail.outbox) if "code" in one.subject)
    return next(line.strip() for line in letter.body.splitlines() if line.strip().isdigit())


def signed(actor, circles, code, now=NOW, **more):
    asked = {"circles": circles, "opened": every(circles), "shown": every(circles), "consents": True} | more
    return [one.why for one in sign_several(actor=actor, code=code, now=now, **asked)]


def test_one_code_signs_each_in_its_own_act_under_its_own_seal(circles, asker):
    assert signed(asker, circles, code_for(asker, circles)) == ["", "", ""]
    assert Act.objects.filter(verb="documents.sign").count() == 3
    for one in circles:
        report = known(sealed_bytes(one.version)).report
        assert (report.verdict, len(report.signatures), report.places) == ("valid", 1, 2)
    assert {one.chain[0]["kind"] for one in Signature.objects.all()} == {"mandate"}
    assert not SigningCode.objects.exists()


def test_the_letter_names_each_document_and_its_digest(circles, asker):
    code_for(asker, circles)
    (letter,) = [one for one in mail.outbox if "code" in one.subject]
    assert "3 documents" in letter.subject
    assert all(one.version.document.title in letter.body and one.version.sha256[:16] in letter.body for one in circles)


def test_what_was_not_opened_is_not_signed_and_the_rest_is(circles, asker):
    opened = every(circles[:2])
    code = code_for(asker, circles, opened=opened)
    assert SigningCode.objects.count() == 2
    assert signed(asker, circles, code, opened=opened) == ["", "", UNOPENED]
    assert Signature.objects.count() == 2


def test_a_code_signs_nothing_that_it_was_not_sent_for(circles, asker):
    code = code_for(asker, circles[:2])
    assert signed(asker, circles, code) == ["", "", OTHER_CODE]
    with pytest.raises(Invalid) as refusal:
        signed(asker, circles[2:], code)
    assert refusal.value.field == "code"


def test_a_code_serves_once_for_all_together(circles, asker):
    code = code_for(asker, circles)
    assert signed(asker, circles[:1], code) == [""]
    with pytest.raises(Invalid):
        signed(asker, circles[1:], code)
    assert Signature.objects.count() == 1


def test_an_attempt_on_one_counts_for_all_that_the_code_was_sent_for(circles, asker):
    code = code_for(asker, circles)
    for one in circles:
        with pytest.raises(Invalid):
            sign_version(actor=asker, version=one.version, code=wrong(code), consents=True, now=NOW)
    with pytest.raises(Invalid):
        signed(asker, circles, code)
    assert not Signature.objects.exists()


def test_a_code_lasts_ten_minutes(circles, asker):
    code = code_for(asker, circles)
    with pytest.raises(Invalid):
        signed(asker, circles, code, now=NOW + timedelta(minutes=10))
    assert signed(asker, circles, code, now=NOW + timedelta(minutes=9)) == ["", "", ""]


def test_a_code_sent_again_for_one_alone_leaves_the_others_theirs(circles, asker):
    code = code_for(asker, circles)
    send_signing_code(actor=asker, version=circles[0].version, now=NOW + timedelta(seconds=1))
    assert signed(asker, circles, code, now=NOW + timedelta(seconds=2)) == [OTHER_CODE, "", ""]


def test_consent_is_asked_before_the_code_serves(circles, asker):
    code = code_for(asker, circles)
    with pytest.raises(Invalid) as refusal:
        signed(asker, circles, code, consents=False)
    assert refusal.value.field == "consent" and not Signature.objects.exists()
    assert signed(asker, circles, code) == ["", "", ""]


def test_each_is_judged_at_that_moment_and_says_why(shelf, circles, presidents, asker):
    code = code_for(asker, circles)
    other = actor_of(presidents[1], TODAY)
    withdraw_circle(actor=asker, circle=circles[0], reason=WHY, now=NOW)
    signs_first = sign_version(actor=asker, version=circles[1].version, code=code, consents=True, now=NOW)
    assert signs_first.version == circles[1].version
    told = signed(asker, circles, code_for(asker, circles))
    assert "retirée" in told[0] and "déjà signé" in told[1] and told[2] == ""
    told = signed(other, circles, code_for(other, circles))
    assert "retirée" in told[0] and told[1:] == ["", ""]


def test_an_amount_above_what_one_may_sign_is_refused_alone(shelf, circles, asker, monkeypatch):
    code = code_for(asker, circles)
    right_of = signing_verbs.permissions.right_of
    taken = circles[1].pk
    monkeypatch.setattr(
        signing_verbs.permissions, "right_of", lambda circle, *a: None if circle.pk == taken else right_of(circle, *a)
    )
    told = signed(asker, circles, code)
    assert [bool(one) for one in told] == [False, True, False] and "Aucun mandat" in told[1]


def test_who_comes_next_waits_and_whoever_was_not_asked_signs_nothing(shelf, circles, presidents):
    other, somebody = actor_of(presidents[1], TODAY), shelf.scene.direction
    for actor, why in ((other, "pas encore votre tour"), (somebody, "n’attend pas votre signature")):
        assert all(why in one for one in signed(actor, circles, "000000"))
        with pytest.raises(Refused, match="Aucun de ces documents"):
            code_for(actor, circles)
    assert not Signature.objects.exists() and not SigningCode.objects.exists()


def test_a_refusal_or_a_newer_version_while_the_page_is_open(shelf, circles, asker):
    code = code_for(asker, circles)
    refuse_to_sign(actor=asker, version=circles[0].version, reason=WHY, now=NOW)
    keep_version(
        actor=asker, document=circles[1].version.document, source=CONTRACT, corrects="Une virgule oubliée", now=NOW
    )
    told = signed(asker, circles, code)
    assert "refusée" in told[0] and "plus récente" in told[1] and told[2] == ""


def test_what_breaks_in_the_middle_leaves_the_one_before_whole_and_the_next_unsigned(
    circles,
    asker,
    monkeypatch,
):
    code, seal = code_for(asker, circles), signing_verbs.seal_signature

    def broken(signature, *more):
        if signature.version_id == circles[1].version_id:
            raise RuntimeError("Killed here")
        return seal(signature, *more)

    monkeypatch.setattr(signing_verbs, "seal_signature", broken)
    with pytest.raises(RuntimeError):
        signed(asker, circles, code)
    assert [one.version_id for one in Signature.objects.all()] == [circles[0].version_id]
    assert Signature.objects.get().seal and Act.objects.filter(verb="documents.sign").count() == 1


@pytest.mark.parametrize("count", [0, 21])
def test_from_one_to_twenty_at_once(circles, asker, count):
    for verb in (
        lambda those: signed(asker, those, "000000"),
        lambda those: withdraw_several(actor=asker, circles=those, reason=WHY, now=NOW),
    ):
        with pytest.raises(Invalid) as refusal:
            verb(circles[:1] * count)
        assert refusal.value.field == "documents"


def reminded(shelf, actor, circles, now=LATER):
    return remind_several(actor=actor, organisation=shelf.scene.grouping, circles=circles, now=now)


def test_one_letter_reminds_of_all_and_the_preview_said_so(shelf, circles, presidents, asker):
    seen = reminders(asker, circles, LATER)
    assert [[one.person for one in each.to] for each in seen] == [[presidents[0]]] * 3
    assert all(why == "ce n’est pas encore son tour" for each in seen for _, why in each.held)
    assert reminded(shelf, asker, circles) == seen
    assert Dispatch.objects.filter(person=presidents[0]).count() == 2  # asked, then reminded: once each
    assert Step.objects.filter(kind="reminded").count() == 3
    assert Act.objects.filter(verb="documents.remind").count() == 1


def test_nobody_is_reminded_on_the_day_of_a_letter_and_nothing_is_written(shelf, circles, asker):
    (held, *_) = reminders(asker, circles, NOW)[0].held
    assert held[1] == "on lui a déjà écrit aujourd’hui"
    with pytest.raises(Refused, match="Personne ne peut recevoir"):
        reminded(shelf, asker, circles, NOW)
    reminded(shelf, asker, circles[:1])
    told = reminded(shelf, asker, circles)
    assert [len(one.to) for one in told] == [0, 1, 1]
    with pytest.raises(Refused):  # a second window
        reminded(shelf, asker, circles)


def test_what_is_over_who_has_no_address_and_who_may_sign_no_more_are_said(
    shelf,
    circles,
    presidents,
    asker,
    monkeypatch,
):
    withdraw_circle(actor=asker, circle=circles[0], reason=WHY, now=NOW)
    assert "finie" in reminders(asker, circles, LATER)[0].why
    right_of = signing_verbs.permissions.right_of
    with monkeypatch.context() as patched:
        patched.setattr(
            signing_verbs.permissions,
            "right_of",
            lambda circle, *a: None if circle.pk == circles[1].pk else right_of(circle, *a),
        )
        assert "ne le permet pas ce jour" in reminders(asker, circles, LATER)[1].held[0][1]
    with arranging():
        presidents[0].email = ""
        presidents[0].save()
    assert "pas d’adresse" in reminders(asker, circles, LATER)[2].held[0][1]


def test_only_who_may_follow_reminds_or_withdraws(shelf, circles, presidents):
    other = actor_of(presidents[1], TODAY)
    assert all(one.why and not one.to for one in reminders(other, circles, LATER))
    with pytest.raises(Refused):
        reminded(shelf, other, circles)
    assert all(one.why for one in withdraw_several(actor=other, circles=circles, reason=WHY, now=LATER))
    assert not Step.objects.filter(kind__in=("reminded", "withdrawn")).exists()


def test_what_was_asked_elsewhere_is_not_reminded_from_here(shelf, circles, asker):
    with pytest.raises(Invalid):
        remind_several(actor=asker, organisation=shelf.scene.second, circles=circles, now=LATER)


def test_one_reason_withdraws_each_in_its_own_act(circles, presidents, asker):
    signs(presidents[0], circles[0])
    withdraw_circle(actor=asker, circle=circles[1], reason=WHY, now=NOW)
    with pytest.raises(Invalid) as refusal:
        withdraw_several(actor=asker, circles=circles, reason="Non", now=NOW)
    assert refusal.value.field == "reason"
    told = [one.why for one in withdraw_several(actor=asker, circles=circles, reason=WHY, now=NOW)]
    assert told[0] == "" and "finie" in told[1] and told[2] == ""
    assert Act.objects.filter(verb="documents.withdraw_circle").count() == 3
    assert Signature.objects.count() == 1  # what is signed stays


def test_from_today_to_all_signed_by_the_screens(shelf, circles, presidents, settings):
    here, client = shelf.scene.grouping.slug, entered_as(presidents[0], settings)
    page = reverse("documents:to_sign_several", args=[here])
    assert page in client.get(reverse("home:today", args=[here])).text
    shown = words(client.get(page))
    assert shown.count("À ouvrir avant de le signer ici") == 3
    keys = [one.version.document_id for one in circles]
    for key in keys[:2]:
        assert client.get(reverse("documents:file", args=[here, key, 1])).status_code == 200
    assert words(client.get(page)).count("À ouvrir avant de le signer ici") == 1
    confirm = f"{page}?" + "&".join(f"documents={key}" for key in keys)
    shown = words(client.get(confirm))
    assert shown.count("Sera signé") == 2 and UNOPENED in shown and "Pour chacun de ces 2 documents" in shown
    assert "Le code est parti" in words(client.post(confirm, {"geste": "code"}, follow=True))
    jobs.run()
    letter = next(one for one in reversed(mail.outbox) if "code" in one.subject)
    code = next(line.strip() for line in letter.body.splitlines() if line.strip().isdigit())
    ready = READY.findall(client.get(confirm).text)
    assert set(ready) == {str(one.version_id) for one in circles[:2]}
    typed = {"geste": "signer", "code": code, "consent": "on", "pret": ready}
    assert client.post(confirm, typed | {"code": wrong(code)}).status_code == 422
    done = words(client.post(confirm, typed, follow=True))
    assert "2 documents signés." in done and UNOPENED in done
    assert Signature.objects.count() == 2
    assert client.post(confirm, {"geste": "autre"}).status_code == 404


def test_what_becomes_ready_meanwhile_is_not_signed_with_what_was_shown(shelf, circles, presidents, settings):
    """A code of an application is bound to no document: what the page said to be ready is what it signs."""
    account = create_account(email="presidence@exemple.org", now=NOW)
    with arranging():
        presidents[0].account = account
        presidents[0].save()
    secret = totp.generate_totp_secret()
    with changing_second_factor(account=account, now=NOW, actor=SYSTEM):
        totp.TOTP.activate(account, secret)
    here, client = shelf.scene.grouping.slug, entered_as(presidents[0], settings)
    keys = [one.version.document_id for one in circles]
    for key in keys[:2]:
        client.get(reverse("documents:file", args=[here, key, 1]))
    page = f"{reverse('documents:to_sign_several', args=[here])}?" + "&".join(f"documents={key}" for key in keys)
    ready = READY.findall(client.get(page).text)
    client.get(reverse("documents:file", args=[here, keys[2], 1]))  # in another window
    typed = {"geste": "signer", "code": code_of(secret), "consent": "on"}
    assert UNSEEN in words(client.post(page, typed, follow=True)) and not Signature.objects.exists()
    done = words(client.post(page, typed | {"pret": ready}, follow=True))
    assert "2 documents signés." in done and UNSEEN in done
    assert {one.version_id for one in Signature.objects.all()} == {one.version_id for one in circles[:2]}


def test_what_one_opened_is_not_what_another_opened_in_the_same_session(shelf, circles, presidents, settings):
    here, client = shelf.scene.grouping.slug, entered_as(presidents[0], settings)
    address = reverse("documents:file", args=[here, circles[0].version.document_id, 1])
    page = reverse("documents:to_sign_several", args=[here])
    client.head(address)
    assert words(client.get(page)).count("À ouvrir avant") == 3
    client.get(address)
    assert words(client.get(page)).count("À ouvrir avant") == 2
    session = client.session
    session["documents_opened"] = [[str(presidents[1].pk), key] for _, key in session["documents_opened"]]
    session.save()
    assert words(client.get(page)).count("À ouvrir avant") == 3


def test_reminders_and_withdrawals_by_the_screens(shelf, circles, presidents, settings):
    here, client = shelf.scene.grouping.slug, entered_as(presidents[0], settings)
    listed = client.get(reverse("documents:circles", args=[here]))
    chosen = "?" + "&".join(f"documents={one.version.document_id}" for one in circles)
    remind = reverse("documents:several", args=[here, "relancer"])
    assert remind in listed.text
    shown = words(client.get(remind + chosen))
    assert "on lui a déjà écrit aujourd’hui" in shown and "pas encore son tour" in shown
    assert press(client, remind + chosen).status_code == 409
    withdraw = reverse("documents:several", args=[here, "retirer"]) + chosen
    assert press(client, withdraw, {"reason": "Non"}).status_code == 422
    others = {"demande": [str(one.pk) for one in circles[:2]], "reason": WHY}  # a page that showed other demands
    assert "relisez-la" in words(client.post(withdraw, others)) and all(one.is_open for one in followed(circles))
    withdraw_circle(actor=actor_of(presidents[0], TODAY), circle=circles[0], reason=WHY, now=NOW)
    assert "Retirer 2 demandes" in words(client.get(withdraw))
    assert "2 demandes retirées." in words(press(client, withdraw, {"reason": WHY}, follow=True))
    assert "Aucune de ces demandes ne peut se retirer" in words(client.get(withdraw))
    assert "Aucune demande n’est choisie" in words(client.get(remind + "?documents=rien"))
    assert client.get(reverse("documents:several", args=[here, "autre"])).status_code == 404
    other = entered_as(presidents[1], settings)
    assert "Envoyer ces rappels" not in words(other.get(remind + chosen))


def test_who_may_not_is_denied_one_by_one_too(circles, presidents):
    with pytest.raises(Denied):
        withdraw_circle(actor=actor_of(presidents[1], TODAY), circle=circles[0], reason=WHY, now=NOW)
