"""To sign in the application: whoever was asked types a code that only they can have, and signs these bytes.

It is a simple electronic signature, and a seal of this installation in the PDF (`sealing`): see docs/threats.md for what they
are, and what they are not.
"""

import secrets
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import IntegrityError
from django.db.models import F
from django.template.loader import render_to_string
from django.utils.crypto import constant_time_compare, salted_hmac

from kevread.accounts.operations import has_second_factor, post_letter, proves_second_factor
from kevread.base.stamped import stamp_of
from kevread.common.actor import Actor, Hat
from kevread.common.errors import Invalid, Refused
from kevread.common.words import one_line
from kevread.directory.models import Person
from kevread.documents import permissions
from kevread.documents.asks import FOLLOWS, Entitled, Link, hold
from kevread.documents.models import ATTEMPTS, Circle, Document, Signature, SignatureAsked, SigningCode, Version
from kevread.documents.operations.circles import day_of, follow_circle
from kevread.documents.operations.sealing import Ahead, MovedError, held_elsewhere, seal_signature, sealed_elsewhere
from kevread.documents.provider import Credential
from kevread.documents.queries import asked_of
from kevread.journal.as_acted import Rows, otherwise, require_none
from kevread.journal.operations import act, hat_worn

TRIES = 2  # of a provider, where somebody else signs meanwhile
DIGITS, LIFE = 6, timedelta(minutes=10)
WRONG = "Ce code n’est pas le bon, ou il ne sert plus. Rien n’est signé."
UNREAD = "Vous ne l’avez pas encore ouvert ici : lisez-le d’abord. Rien n’est signé."
MOVED = (
    "D’autres personnes signent ce document à cet instant : recommencez dans une minute, avec un nouveau code. "
    "Rien n’est signé."
)


def method_of(person: Person) -> Signature.Method:
    """Their second factor when they have one; otherwise a code sent to their address."""
    return Signature.Method.TOTP if has_second_factor(person.account) else Signature.Method.MAIL


def require_opened(version: Version, opened: Collection[UUID] | None) -> None:
    """`opened`: the versions that whoever signs opened; None, where the page that signs shows what is signed. Raises
    Refused."""
    if opened is not None and version.pk not in opened:
        raise Refused(UNREAD)


def send_signing_code(*, actor: Actor, version: Version, now: datetime, opened: Collection[UUID] | None = None) -> str:
    """Send a code for this version to the address of whoever is to sign it; the one sent before opens nothing any more.

    Returns the address. Raises Denied; Refused when they have a second factor, or no address, or did not open it
    (`require_opened`). Nothing is journalled: nothing has happened yet.
    """
    permissions.may_sign(actor, version, day_of(now)).or_raise()
    require_opened(version, opened)
    return send_code(actor=actor, versions=[version], now=now)


def send_code(*, actor: Actor, versions: Sequence[Version], now: datetime) -> str:
    """One code for all of these, which serves once for them together: what is kept of it binds each of them."""
    for version in versions:
        permissions.may_sign(actor, version, day_of(now)).or_raise()
    person = signer(actor)
    if method_of(person) == Signature.Method.TOTP:
        raise Refused("Votre second facteur vous sert à signer : tapez le code de votre application.")
    address = address_of(person)
    if not address:
        raise Refused("Kevread ne connaît pas votre adresse électronique : demandez à votre secrétariat de l’inscrire.")
    code = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
    until = now + LIFE
    for version in versions:
        SigningCode.objects.update_or_create(
            version=version,
            person=person,
            defaults={"digest": digest(version, person, code, until), "expires_at": until, "attempts": 0},
        )
    what = versions[0].document.title if len(versions) == 1 else f"{len(versions)} documents"
    words = {"versions": versions, "code": code, "minutes": LIFE.seconds // 60}
    letter = EmailMessage(
        subject=one_line(f"Votre code pour signer : {what}")[:150],
        body=render_to_string("documents/email/signing_code.txt", words),
        to=[address],
    )
    post_letter(letter=letter, lasts=LIFE)
    return address


def sign_version(
    *,
    actor: Actor,
    version: Version,
    code: str,
    now: datetime,
    verb: str = "documents.sign",
    consents: bool = False,
    opened: Collection[UUID] | None = None,
) -> Signature:
    """Sign the bytes of a version, with the authority one has that day.

    `verb` is that of a room above that signs here; `consents`: they confirmed what a circle has each one confirm. What rooms
    above move with a signature (`asks.FOLLOWS`) moves in the same act, whoever asked for it. Raises Denied; Invalid on
    `consent` where there is a circle and they did not, on `code` (wrong, used, older than ten minutes, or three attempts made);
    Refused where they did not open it (`require_opened`), or where an outside provider seals and does not.
    """
    permissions.may_sign(actor, version, day_of(now)).or_raise()
    require_opened(version, opened)
    person = signer(actor)
    method = method_of(person)
    if not consents and Circle.objects.filter(version=version).exists():
        raise Invalid("consent", "Lisez le document, puis cochez ce que vous confirmez. Rien n’est signé.")
    held = held_elsewhere(version, now)  # before the code serves: a provider that is down costs nobody theirs
    if not proven(person, [version], code, method, now):
        raise Invalid("code", WRONG)
    return sign_proven(actor=actor, person=person, version=version, method=method, held=held, now=now, verb=verb)


def sign_proven(
    *,
    actor: Actor,
    person: Person,
    version: Version,
    method: Signature.Method,
    held: Credential | None,
    now: datetime,
    verb: str = "documents.sign",
) -> Signature:
    """Of which the code was right, once. Raises Denied; Refused."""
    asked = asked_of(version, person.pk)
    assert asked is not None
    given = partial(give, actor=actor, person=person, asked=asked, version=version, method=method, now=now, verb=verb)
    if held is None:
        return given()
    for _ in range(TRIES):
        ahead = sealed_elsewhere(drafted(version, person, asked, method), held, now)
        with suppress(MovedError):
            return given(ahead=ahead)
    raise Refused(MOVED)


def drafted(version: Version, person: Person, asked: SignatureAsked, method: Signature.Method) -> Signature:
    """What is said of a signature whatever gives the right to it."""
    return Signature(
        version=version,
        person=person,
        person_name=str(person),
        rank=asked.rank,
        quality=asked.quality,
        organisation=asked.organisation or version.document.organisation,
        method=method,
        sha256=version.sha256,
        data_sha256=version.data_sha256,
    )


def give(
    *,
    actor: Actor,
    person: Person,
    asked: SignatureAsked,
    version: Version,
    method: Signature.Method,
    now: datetime,
    verb: str,
    ahead: Ahead | None = None,
) -> Signature:
    """The act of a signature, of which the code was right. Raises MovedError when `ahead` is of what is not there any more."""
    organisation = version.document.organisation
    hat = hat_worn(actor, verb, organisation)
    arguments = {"version": version.pk, "sha256": version.sha256, "method": method}
    try:
        with act(verb, actor=actor, about=organisation, now=now, hat=hat, arguments=arguments):
            version = lock(version)
            permissions.may_sign(actor, version, day_of(now)).or_raise()
            require_asked_as_acted(version)
            circle = Circle.objects.filter(version=version).select_related("version__document__organisation").first()
            right = held_right(circle, asked, day_of(now)) if circle else None
            if circle and right is None:  # taken back since the line above
                permissions.without_right(circle, asked, day_of(now)).or_raise()
            title = Title.of(right, hat)
            signature = drafted(version, person, asked, method)
            signature.hat = title.label if title else ""
            signature.mandate = title.mandate if title else None
            signature.until = title.until if title else None
            signature.chain = [link.as_json() for link in right.chain] if right else None
            signature.signed_at = now
            signature.stamp = stamp_of(signature)
            signature.save(force_insert=True)
            seal_signature(signature, now, ahead)
            if circle:
                follow_circle(circle, now)
            for follows in FOLLOWS:
                follows(signature, circle)
            return signature
    except IntegrityError:
        raise Refused("Vous avez déjà signé cette version.") from None


def held_right(circle: Circle, asked: SignatureAsked, on: date) -> Entitled | None:
    """By what right somebody signs, whose links are locked until the act ends, and asked again: what is taken back meanwhile is
    taken back before or after, never during. Another right may be found once one is locked: it is locked in its turn."""
    right = permissions.right_of(circle, asked, on)
    held: set[Link] = set()
    while right and not set(right.chain) <= held:
        hold(right.chain)
        held |= set(right.chain)
        right = permissions.right_of(circle, asked, on)
    return right


@dataclass(frozen=True, slots=True)
class Title:
    """As what one signs: the nearest link of the chain, where what is signed commits; else the hat that one wears there."""

    label: str
    mandate: UUID | None
    until: date | None

    @classmethod
    def of(cls, right: Entitled | None, hat: Hat | None) -> "Title | None":
        if right:
            first = right.chain[0]
            return cls(first.label[:200], first.id if first.kind == "mandate" else None, first.until)
        return cls(hat.label, hat.mandate, hat.until) if hat else None


def signer(actor: Actor) -> Person:
    """Whoever acts, with their account."""
    assert actor.person is not None
    person: Person = Person.objects.select_related("account").get(pk=actor.person)
    return person


def lock(version: Version) -> Version:
    """By its document: no newer version comes in between. With its bytes, which are about to be sealed, read once."""
    Document.objects.lock(version.document_id)
    return Version.objects.select_related("content", "document__organisation", "document__removal").get(pk=version.pk)


def require_asked_as_acted(version: Version) -> None:
    """The document, its version, who is asked to sign it and what that commits are what acts left. Raises Refused."""
    key = (version.pk,)
    of = [Rows(Version, "id", key), Rows(SignatureAsked, "version_id", key), Rows(Circle, "version_id", key)]
    require_none(otherwise([Rows(Document, "id", (version.document_id,)), *of]), "cette signature")


def proven(
    person: Person, versions: Sequence[Version], code: str, method: Signature.Method, now: datetime
) -> set[UUID]:
    """Those of these versions that this code is theirs for, now. A code that was sent serves once, for all that it was sent
    for; each attempt counts, before it is compared, for all of them."""
    digits = "".join(letter for letter in code if letter.isdigit())
    those = {version.pk: version for version in versions}
    if method == Signature.Method.TOTP:
        return set(those) if proves_second_factor(person.account, digits) else set()
    codes = SigningCode.objects.filter(person=person, expires_at__gt=now)
    sent = list(codes.filter(version__in=those))
    live = [
        when
        for when in sorted({one.expires_at for one in sent})  # those sent at once share it
        if codes.filter(expires_at=when, attempts__lt=ATTEMPTS).update(attempts=F("attempts") + 1)
    ]
    right = {
        one.version_id: one.expires_at
        for one in sent
        if one.expires_at in live
        and constant_time_compare(one.digest, digest(those[one.version_id], person, digits, one.expires_at))
    }
    deleted, _ = codes.filter(expires_at__in=right.values()).delete()  # none: another window was faster
    return set(right) if deleted else set()


def digest(version: Version, person: Person, code: str, until: datetime) -> str:
    """What is kept of a code, under the key of this installation: for these bytes, this person at this address, this one
    sending. Put in another row, or made to last, it is that of no code."""
    bound = (version.pk, version.sha256, person.pk, address_of(person), int(until.timestamp()), code)
    return salted_hmac("kevread.documents.signing_code", "|".join(map(str, bound)), algorithm="sha256").hexdigest()


def address_of(person: Person) -> str | None:
    return person.account.email if person.account else person.email
