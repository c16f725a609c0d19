"""The verbs of accounts. Their acts name the account by its key only: no address stands in the journal."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, encrypt
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from kevread.base.models import new_key
from kevread.base.queue import alone, later
from kevread.base.stamped import stamp_of
from kevread.common.actor import SYSTEM, Actor
from kevread.common.errors import Invalid, Refused
from kevread.journal.operations import act

from .models import Account, ConsoleCode
from .queries import Kept, is_as_left, left_of, never_told, second_factors, secrets_of, stamped_by

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # no vowel, so no word; nothing that looks like a digit
CONSOLE_CODE_LENGTH = 16
LONGEST_ADDRESS = 254  # beyond, no mail server takes it (RFC 5321), and no column
CONSOLE_CODE_LIFE = timedelta(hours=24)

TAKEN = "Un compte existe déjà pour cette adresse."
CLOSED = "Ce compte est fermé. Rouvrez-le d’abord."
OTHERWISE = (
    "Votre accès n’est plus ce que Kevread en avait fait : son adresse, son second facteur ou son ouverture ont été changés "
    "dans la base par une autre main. Rien n’est ouvert. Dites-le à qui tient cette installation."
)


@contextmanager
def changing(account: Account) -> Iterator[None]:
    """One at a time: what changes an account, then the act that tells what it leaves of it (`as_left`), which is the last
    thing. So the last act always tells the account that stands (decision 179)."""
    with transaction.atomic():
        list(Account.objects.select_for_update().filter(pk=account.pk))
        yield


def as_left(account: Account) -> dict[str, Any]:
    """What an act says: which account, the digest of what it is now, and which recovery codes have served. Neither an address
    nor a secret."""
    now = left_of(account.pk)
    return {"account": account.pk, "left": now.digest, "served": now.served}


def create_account(*, email: str, now: datetime, actor: Actor = SYSTEM) -> Account:
    """An address that can sign in. Raises Invalid on an address that is wrong or taken."""
    address = clean_address(email)
    try:
        with transaction.atomic():
            account = Account.objects.create_account(address)
            with act("accounts.create", actor=actor, about=None, now=now, arguments=as_left(account)):
                return account
    except IntegrityError:
        raise Invalid("email", TAKEN) from None


def change_address(*, account: Account, email: str, now: datetime, actor: Actor = SYSTEM) -> None:
    """The next code goes to the new address. Whoever is signed in with this account must sign in again."""
    address = clean_address(email)
    try:
        with changing(account):
            account.email = address
            account.stamp = stamp_of(account)
            end_sessions(account)
            account.save(update_fields=["email", "stamp", "password"])
            with act("accounts.change_address", actor=actor, about=None, now=now, arguments=as_left(account)):
                pass
    except IntegrityError:
        account.refresh_from_db()
        raise Invalid("email", TAKEN) from None


def deactivate_account(*, account: Account, now: datetime, actor: Actor = SYSTEM) -> None:
    """Nobody signs in with it any more, and whoever was signed in no longer is. Nothing else is lost."""
    with changing(account):
        ConsoleCode.objects.filter(account=account).delete()
        account.is_active = False
        end_sessions(account)
        account.save(update_fields=["is_active", "password"])
        with act("accounts.deactivate", actor=actor, about=None, now=now, arguments=as_left(account)):
            pass


def reopen_account(*, account: Account, now: datetime, actor: Actor = SYSTEM) -> None:
    """One signs in with it again."""
    with changing(account):
        account.is_active = True
        account.save(update_fields=["is_active"])
        with act("accounts.reopen", actor=actor, about=None, now=now, arguments=as_left(account)):
            pass


def forget_second_factor(*, account: Account, now: datetime, actor: Actor = SYSTEM) -> None:
    """For whoever lost their telephone and their recovery codes: a seat with powers will ask for a new factor."""
    with changing(account):
        Authenticator.objects.filter(user=account).delete()
        end_sessions(account)
        account.save(update_fields=["password"])
        with act("accounts.forget_second_factor", actor=actor, about=None, now=now, arguments=as_left(account)):
            pass


@contextmanager
def changing_second_factor(*, account: Account, now: datetime, actor: Actor) -> Iterator[None]:
    """Around what its person sets up, renews or takes off: the act tells what it leaves. Raises Refused where another hand has
    changed the account: their own change would pass for that."""
    with changing(account):
        if not is_as_left(account):
            raise Refused(OTHERWISE)
        yield
        with act("accounts.change_second_factor", actor=actor, about=None, now=now, arguments=as_left(account)):
            pass


@contextmanager
def showing_second_factor(*, account: Account, now: datetime, actor: Actor = SYSTEM) -> Iterator[Callable[[], None]]:
    """Around the showing of a second factor, one at a time: what is yielded is called where it was a recovery code, which an
    act tells as served. Put back in the table as one that has not, the account is no longer what that act left."""
    with changing(account):

        def tell() -> None:
            with act("accounts.use_recovery_code", actor=actor, about=None, now=now, arguments=as_left(account)):
                pass

        yield tell


def take_note(*, now: datetime, actor: Actor = SYSTEM) -> int:
    """Of the accounts of before acts told what they leave, each as it is: how many. Once: whoever takes out an act that tells
    it is named by the journal."""
    found = never_told()
    for account in found:
        note(account, now, actor)
    return len(found)


def note(account: Account, now: datetime, actor: Actor) -> None:
    with changing(account), act("accounts.take_note", actor=actor, about=None, now=now, arguments=as_left(account)):
        pass


def issue_console_code(*, account: Account, now: datetime, actor: Actor = SYSTEM) -> str:
    """A code to type on the first sign-in page, once, within 24 hours. Replaces the one issued before."""
    if not account.is_active:
        raise Refused(CLOSED)
    letters = "".join(secrets.choice(LETTERS) for _ in range(CONSOLE_CODE_LENGTH))
    until = now + CONSOLE_CODE_LIFE
    with act("accounts.issue_console_code", actor=actor, about=None, now=now, arguments={"account": account.pk}):
        ConsoleCode.objects.update_or_create(
            account=account, defaults={"digest": digest(account, letters, until), "expires_at": until}
        )
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))


def use_console_code(*, code: str, now: datetime, actor: Actor = SYSTEM) -> Account:
    """The account that this code opens; the code is gone. Raises Invalid, without saying which way it is wrong."""
    wrong = Invalid("code", "Ce code n’ouvre rien : il est mal tapé, a déjà servi, ou date de plus de 24 heures.")
    waiting = ConsoleCode.objects.filter(expires_at__gt=now, account__is_active=True).select_related("account")
    found = next((one for one in waiting if is_of(one, code)), None)
    if found is None:
        raise wrong
    with act("accounts.use_console_code", actor=actor, about=None, now=now, arguments={"account": found.account_id}):
        deleted, _ = ConsoleCode.objects.filter(digest=found.digest).delete()
        if not deleted:  # somebody else used it in between
            raise wrong
    return found.account


def post_letter(*, letter: EmailMessage, lasts: timedelta) -> None:
    """Hand a letter of an account to the worker, before any other: a code, news of a change. Nobody waits for the mail server,
    and nothing is tried any more once it `lasts` no longer. Nothing is journalled: nothing has happened yet.

    What it says waits in the cache, sealed, which forgets it by itself; the job names it only, so that neither the rows nor
    the log of the queue hold a code. In the demonstration it is in the mailbox at once.
    """
    key = new_key()
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    letter.extra_headers |= {"Message-ID": f"<{key}@{domain}>", "Auto-Submitted": "auto-generated"}
    if settings.KEVREAD_DEMONSTRATION:
        letter.send()
        return
    kept = {"subject": letter.subject, "body": letter.body, "to": letter.to, "headers": letter.extra_headers}
    cache.set(f"letter:{key}", kept, lasts.total_seconds())
    with transaction.atomic():
        later("accounts.send", urgent=True, letter=str(key))


def send_posted(*, letter: str) -> None:
    """Hand a posted letter to the mail server; nothing when it is too late, or when it was handed already. Raises BeingDone
    when another worker is handing it."""
    with alone(f"letter:{letter}"):
        if kept := cache.get(f"letter:{letter}"):
            EmailMessage(**kept).send()
            cache.delete(f"letter:{letter}")


def reseal_second_factors() -> int:
    """Under the key in force, what one of before sealed, so that it may be thrown away. Returns how many."""
    with transaction.atomic():
        found = second_factors(Authenticator.objects.select_for_update())[Kept.BEFORE]
        for factor in found:
            factor.data |= {name: encrypt(decrypt(said)) for name, said in secrets_of(factor).items()}
            factor.save(update_fields=["data"])
    return len(found)


def forget_unreadable_factors(*, now: datetime, actor: Actor = SYSTEM) -> int:
    """Those that no key we have reads: a seat with powers will ask for a new one. Returns of how many accounts."""
    lost = Account.objects.filter(authenticator__in=second_factors()[Kept.LOST]).distinct()
    for account in lost:
        forget_second_factor(account=account, now=now, actor=actor)
    return len(lost)


def restamp_addresses(*, now: datetime, actor: Actor = SYSTEM) -> int:
    """Under the key in force, those that one of before stamped, so that it may be thrown away; an act of that key tells anew
    what each account is, unless another hand changed it. Returns how many."""
    with transaction.atomic():
        found = [one for one in Account.objects.select_for_update() if stamped_by(one) is Kept.BEFORE]
        for account in found:
            account.stamp = stamp_of(account)
            account.save(update_fields=["stamp"])
            if is_as_left(account):
                note(account, now, actor)
    return len(found)


def vouch_for_address(*, account: Account, now: datetime, actor: Actor = SYSTEM) -> None:
    """Whoever runs the server answers for an address that no key we have stamped, as it is: the key was lost, or one that
    stamped it. Whoever was signed in must sign in again. Raises Refused for one that our verbs wrote."""
    if stamped_by(account) is not Kept.LOST:
        raise Refused("L’adresse de ce compte est déjà celle que Kevread a écrite.")
    with changing(account):
        account.stamp = stamp_of(account)
        end_sessions(account)
        account.save(update_fields=["stamp", "password"])
        with act("accounts.vouch_for_address", actor=actor, about=None, now=now, arguments=as_left(account)):
            pass


def has_second_factor(account: Account | None) -> bool:
    """Whether they set one up: an application that shows six digits."""
    return account is not None and Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists()


def proves_second_factor(account: Account | None, code: str) -> bool:
    """Whether these are the six digits that their application shows now. They serve once, at sign-in or here. Raises Refused
    where another hand has changed the account."""
    kept = Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).first() if account else None
    if account and not is_as_left(account):
        raise Refused(OTHERWISE)
    return kept is not None and bool(kept.wrap().validate_code(code))


def clean_address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
        if len(address) > LONGEST_ADDRESS:
            raise ValidationError("")
    except ValidationError:
        raise Invalid(
            "email", "Cette adresse électronique n’a pas la bonne forme : nom@exemple.fr est attendu."
        ) from None
    return address


def end_sessions(account: Account) -> None:
    """Sessions are tied to the password field; there is no password, but changing what stands there ends them all."""
    account.set_unusable_password()


def is_of(kept: ConsoleCode, code: str) -> bool:
    return constant_time_compare(kept.digest, digest(kept.account, code, kept.expires_at))


def digest(account: Account, code: str, until: datetime) -> str:
    """What is kept of a code, under the key of this installation: for this account at this address, until this moment. Put in
    another row, or made to last, it is that of no code."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    bound = (account.pk, account.email, int(until.timestamp()), letters)
    return salted_hmac("kevread.accounts.console_code", "|".join(map(str, bound)), algorithm="sha256").hexdigest()
