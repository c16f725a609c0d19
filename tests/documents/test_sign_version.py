"""Signing: by who was asked, once, the last version, with a code that only they can have."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core import mail

from kevread.accounts.operations import changing_second_factor, create_account
from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied, Invalid, Refused
from kevread.documents.models import Signature, SigningCode
from kevread.documents.operations import Asked, freeze_version, send_signing_code, sign_version
from kevread.documents.queries import to_sign
from kevread.journal.models import Act
from kevread.journal.operations import act
from kevread.seats.queries import actor_of
from tests import jobs
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.databases import by_hand
from tests.documents.papers import EXAMPLES
from tests.factories import PersonFactory
from tests.seats.screens import words

pytestmark = pytest.mark.django_db
QUALITY = "Présidente de séance"


@pytest.fixture
def president(shelf):
    """The president of the first pôle, who has an address and no account."""
    person = shelf.scene.world.holder(f"{shelf.scene.first.slug}-board", "president").person
    with arranging():
        person.email = "presidente@exemple.org"
        person.save()
    return person


@pytest.fixture
def version(shelf, president):
    return shelf.minutes(Asked(president, QUALITY), organisation=shelf.scene.first)


@pytest.fixture
def actor(president):
    return actor_of(president, TODAY)


def code_sent(actor, version, now=NOW):
    address = send_signing_code(actor=actor, version=version, now=now)
    jobs.run()
    letter = next(one for one in reversed(mail.outbox) if one.to == [address] and "code" in one.subject)
    return next(line.strip() for line in letter.body.splitlines() if line.strip().isdigit())


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


def signs(actor, version, code, now=NOW):
    return sign_version(actor=actor, version=version, code=code, now=now)


def test_a_code_sent_to_their_address_signs_these_bytes(actor, version, president, shelf):
    signature = signs(actor, version, code_sent(actor, version))
    assert (signature.sha256, signature.method, signature.quality) == (version.sha256, "mail", QUALITY)
    hat = next(hat for hat in actor.hats if hat.role == "local_president")
    assert (signature.hat, signature.mandate, signature.until) == (hat.label, hat.mandate, hat.until)
    assert signature.organisation == shelf.scene.first
    assert (signature.person_name, signature.signed_at) == (str(president), NOW)
    told = Act.objects.get(verb="documents.sign")
    assert told.arguments["sha256"] == version.sha256
    assert not SigningCode.objects.exists()


def test_spaces_and_dashes_in_a_code_do_not_matter(actor, version):
    code = code_sent(actor, version)
    assert signs(actor, version, f" {code[:3]}-{code[3:]} ")


def test_a_wrong_code_signs_nothing(actor, version):
    code = code_sent(actor, version)
    with pytest.raises(Invalid, match="Rien n’est signé") as refusal:
        signs(actor, version, wrong(code))
    assert refusal.value.field == "code"
    assert not Signature.objects.exists()
    assert signs(actor, version, code)


def test_after_three_wrong_codes_the_right_one_no_longer_serves(actor, version):
    code = code_sent(actor, version)
    for _ in range(3):
        with pytest.raises(Invalid):
            signs(actor, version, wrong(code))
    with pytest.raises(Invalid):
        signs(actor, version, code)
    assert signs(actor, version, code_sent(actor, version))


def test_a_code_is_old_after_ten_minutes(actor, version):
    code = code_sent(actor, version)
    with pytest.raises(Invalid):
        signs(actor, version, code, now=NOW + timedelta(minutes=10))
    assert signs(actor, version, code, now=NOW + timedelta(minutes=9))


def test_a_new_code_closes_the_one_before(actor, version):
    first = code_sent(actor, version)
    second = code_sent(actor, version)
    if first != second:
        with pytest.raises(Invalid):
            signs(actor, version, first)
    assert signs(actor, version, second)


def test_a_code_signs_one_version_only(actor, version, shelf, president):
    other = shelf.minutes(Asked(president, QUALITY))
    code = code_sent(actor, version)
    send_signing_code(actor=actor, version=other, now=NOW)
    jobs.run()
    other_code = SigningCode.objects.get(version=other)
    with pytest.raises(Invalid):
        signs(actor, other, code if code not in mail.outbox[-1].body else wrong(code))
    other_code.refresh_from_db()
    assert other_code.attempts == 1


def test_only_a_digest_of_the_code_is_kept(actor, version):
    code = code_sent(actor, version)
    assert code not in str(SigningCode.objects.values().get())


def test_no_code_no_signature(actor, version):
    with pytest.raises(Invalid):
        signs(actor, version, "000000")


def test_one_signs_once(actor, version):
    signs(actor, version, code_sent(actor, version))
    with pytest.raises(Denied, match="déjà signé"):
        send_signing_code(actor=actor, version=version, now=NOW)
    with pytest.raises(Denied, match="déjà signé"):
        signs(actor, version, "123456")


def test_nobody_signs_in_the_place_of_who_was_asked(version, shelf):
    with pytest.raises(Denied, match="n’attend pas votre signature"):
        send_signing_code(actor=shelf.scene.direction, version=version, now=NOW)
    for actor in (shelf.scene.direction, SYSTEM):
        with pytest.raises(Denied):
            signs(actor, version, "123456")


def newer(version, *asked):
    with act("tests.try", actor=SYSTEM, about=None, now=NOW):
        return freeze_version(
            version.document, EXAMPLES["minutes"], now=NOW, corrects="Un nom était mal écrit.", asked=asked
        )


def test_a_version_that_is_replaced_is_no_longer_signed(actor, version, president):
    code = code_sent(actor, version)
    later = newer(version, Asked(president, QUALITY))
    with pytest.raises(Denied, match="Une version plus récente"):
        signs(actor, version, code)
    assert signs(actor, later, code_sent(actor, later))


def test_a_signature_stays_on_the_version_that_was_signed(actor, version, president):
    signature = signs(actor, version, code_sent(actor, version))
    later = newer(version, Asked(president, QUALITY))
    assert Signature.objects.get(pk=signature.pk).version == version
    assert not later.signatures.exists()


def test_whoever_holds_nothing_any_more_signs_as_what_they_were_asked(shelf):
    with arranging():
        person = PersonFactory(email="ancienne@exemple.org")
    version = shelf.minutes(Asked(person, "Secrétaire de séance"))
    actor = actor_of(person, TODAY)
    signature = signs(actor, version, code_sent(actor, version))
    assert (signature.hat, signature.mandate, signature.quality) == ("", None, "Secrétaire de séance")


def test_without_an_address_there_is_no_code(shelf):
    with arranging():
        person = PersonFactory(email="")
    version = shelf.minutes(Asked(person, QUALITY))
    with pytest.raises(Refused, match="ne connaît pas votre adresse"):
        send_signing_code(actor=actor_of(person, TODAY), version=version, now=NOW)


@pytest.fixture
def secret(president):
    """Their application is set up."""
    account = create_account(email="presidente@exemple.org", now=NOW)
    with arranging():
        president.account = account
        president.save()
    secret = totp.generate_totp_secret()
    with changing_second_factor(account=account, now=NOW, actor=SYSTEM):
        totp.TOTP.activate(account, secret)
    return secret


def shown(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def test_with_a_second_factor_it_is_what_signs(actor, version, secret):
    with pytest.raises(Refused, match="tapez le code de votre application"):
        send_signing_code(actor=actor, version=version, now=NOW)
    assert signs(actor, version, shown(secret)).method == "totp"


def test_a_code_of_the_application_signs_once(actor, version, secret, shelf, president):
    code = shown(secret)
    other = shelf.minutes(Asked(president, QUALITY))
    signs(actor, version, code)
    with pytest.raises(Invalid):
        signs(actor, other, code)


def test_with_a_second_factor_a_code_by_mail_no_longer_signs(actor, version, president, request):
    code = code_sent(actor, version)
    request.getfixturevalue("secret")
    with pytest.raises(Invalid):
        signs(actor, version, code)


def test_what_waits_for_a_signature_is_the_last_version_until_it_is_signed(actor, version, president):
    assert [asked.version for asked in to_sign(president.pk, TODAY)] == [version]
    assert to_sign(president.pk, TODAY - timedelta(days=1)) == []
    later = newer(version, Asked(president, QUALITY))
    assert [asked.version for asked in to_sign(president.pk, TODAY)] == [later]
    signs(actor, later, code_sent(actor, later))
    assert to_sign(president.pk, TODAY) == []


def test_what_waits_for_a_signature_is_on_one_s_day(version, president, settings, shelf):
    page = entered_as(president, settings).get(f"/{shelf.scene.first.slug}/aujourd-hui")
    text = words(page)
    assert f"Signer « {version.document.title} »" in text.replace("\xa0", " ")
    assert "Lire et signer" in text


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE documents_signatureasked SET quality = 'Trésorière'",
        "UPDATE documents_version SET name = 'autre.pdf'",
        "UPDATE documents_document SET title = 'Un autre titre'",
    ],
)
def test_what_is_signed_and_who_is_asked_are_what_acts_wrote(actor, version, statement):
    """Changed for the minute of the signature: nothing is signed, and the code that was typed is spent."""
    code = code_sent(actor, version)
    by_hand(statement)
    with pytest.raises(Refused, match="n’est pas ce que le journal dit en avoir été écrit"):
        signs(actor, version, code)
    assert not Signature.objects.exists()
