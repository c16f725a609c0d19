"""People: registered, corrected, given an access, and what they agree to show."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.template.loader import render_to_string

from kevread.accounts.models import Account
from kevread.accounts.operations import clean_address, create_account, post_letter
from kevread.base.models import as_range
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period
from kevread.directory.models import Consent, Organisation, Person
from kevread.directory.permissions import may_amend_person, may_consent, may_register_person
from kevread.directory.queries import keeper_as_acted
from kevread.journal.operations import act
from kevread.ui.typesetting import typeset

from .checks import required, said_in_french

NEWS_LAST = timedelta(days=3)


def register_person(
    *, actor: Actor, within: Organisation, given_name: str, family_name: str, now: datetime, email: str = ""
) -> Person:
    """Enter a person. They hold nothing yet, and cannot sign in: see `fill_seat` and `open_access`."""
    may_register_person(actor, within).or_raise()
    identity = checked_identity(given_name, family_name, email)
    hat = actor.hat_for("register_person", within.pk)
    with act("directory.register_person", actor=actor, about=within, now=now, hat=hat):
        return enter_person(*identity)


def enter_person(given_name: str, family_name: str, email: str = "") -> Person:
    """The same inside of the act of another verb, which judges whether one may. Raises Invalid."""
    require_alone(email)
    return Person.objects.create(given_name=given_name, family_name=family_name, email=email)


def amend_person(
    *, actor: Actor, person: Person, given_name: str, family_name: str, email: str, now: datetime
) -> Person:
    """Correct a name or an address. The address one signs in with is the account's, and does not move with this one."""
    origin = keeper_as_acted(person)
    may_amend_person(actor, person, origin).or_raise()
    given, family, address = checked_identity(given_name, family_name, email)
    hat = actor.hat_for("register_person", origin) if origin else None
    about = Organisation.objects.filter(pk=origin).first() if origin else None
    with act("directory.amend_person", actor=actor, about=about, now=now, hat=hat, arguments={"person": person.pk}):
        row: Person = Person.objects.lock(person.pk)
        require_alone(address, but=row)
        row.given_name, row.family_name, row.email = given, family, address
        row.save(update_fields=["given_name", "family_name", "email"])
    return row


def checked_identity(given_name: str, family_name: str, email: str) -> tuple[str, str, str]:
    given = required("given_name", given_name, "Écrivez le prénom.")
    family = required("family_name", family_name, "Écrivez le nom de famille.")
    return given, family, clean_address(email) if email.strip() else ""


def require_alone(address: str, but: Person | None = None) -> None:
    """An address is one person's. Inside an act: two who write the same one are served one after the other. Raises Invalid."""
    if not address:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('directory_person.email'), hashtext(%s))", [address])
    others = Person.everything.filter(email=address).select_related("into")
    if other := (others.exclude(pk=but.pk).exclude(into=but) if but else others).first():
        other = other.into or other  # merged: it leads to the one that stands
        raise Invalid("email", f"Cette adresse est déjà celle de {other} : une personne n’est inscrite qu’une fois.")


def tie_account(*, actor: Actor, person: Person, account: Account, now: datetime) -> Person:
    """This person signs in with this account. One account each, and nobody's account is replaced."""
    origin = keeper_as_acted(person)
    may_amend_person(actor, person, origin).or_raise()
    about = Organisation.objects.filter(pk=origin).first() if origin else None
    arguments = {"person": person.pk, "account": account.pk}
    with said_in_french(), act("directory.tie_account", actor=actor, about=about, now=now, arguments=arguments):
        row: Person = Person.objects.lock(person.pk)
        if row.account_id == account.pk:
            return row
        if row.account_id:
            raise Refused(f"{row} se connecte déjà avec un autre compte.")
        row.account = account
        row.save(update_fields=["account"])
    return row


def open_access(*, actor: Actor, person: Person, now: datetime) -> Person:
    """Let somebody sign in with the address of their sheet, and tell them so by letter.

    Two acts: the account, then whose it is."""
    may_amend_person(actor, person, keeper_as_acted(person)).or_raise()
    if not person.email:
        raise Invalid("email", f"Écrivez d’abord l’adresse électronique de {person} : le code y sera envoyé.")
    account = Account.objects.filter(email=person.email).first() or create_account(
        actor=actor, email=person.email, now=now
    )
    known = person.account_id
    found = tie_account(actor=actor, person=person, account=account, now=now)
    if not known and not actor.is_system:  # otherwise it is they who ask, or the console
        body = render_to_string("directory/letters/access.txt", {"person": found, "site": settings.KEVREAD_ADDRESS})
        letter = EmailMessage(subject="Vous pouvez entrer dans Kevread", body=typeset(body), to=[account.email])
        post_letter(letter=letter, lasts=NEWS_LAST)
    return found


def agree(*, actor: Actor, person: Person, what: str, now: datetime) -> Consent:
    """The person agrees to show something publicly, from today on."""
    may_consent(actor, person).or_raise()
    if what not in Consent.What.values:
        raise Invalid("what", "Choisissez ce que vous voulez montrer.")
    arguments = {"person": person.pk, "what": what}
    with said_in_french(), act("directory.consent", actor=actor, about=None, now=now, arguments=arguments):
        today = now.date()
        last = person.consents.filter(what=what).order_by("-period").first()
        if last and last.dates.end == today:  # withdrawn today: it is as if it had never stopped
            last.period = as_range(Period(last.dates.start))
            last.save(update_fields=["period"])
            return last
        return Consent.objects.create(person=person, what=what, period=as_range(Period(today)))


def withdraw(*, actor: Actor, person: Person, what: str, now: datetime) -> None:
    """Nothing of it is shown any more, from this moment on. What was public before stays known in the journal."""
    may_consent(actor, person).or_raise()
    with act(
        "directory.withdraw_consent", actor=actor, about=None, now=now, arguments={"person": person.pk, "what": what}
    ):
        today = now.date()
        given = person.consents.filter(what=what).on(today).first()
        if given is None:
            raise Refused("Rien n’était montré publiquement.")
        if given.dates.start == today:
            given.delete()
            return
        given.period = as_range(Period(given.dates.start, today))
        given.save(update_fields=["period"])
