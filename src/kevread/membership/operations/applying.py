"""Asking to join: by anybody, from the site; confirmed from the address that was given; withdrawn from there too."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.common.words import of
from kevread.directory.models import Organisation
from kevread.journal.operations import act
from kevread.mail.message import absolute
from kevread.mail.operations import queue_letter
from kevread.membership.links import digest_of, write
from kevread.membership.models import Admission, Unconfirmed
from kevread.membership.queries.applying import is_there, known_by
from kevread.membership.rules import KEPT, forgotten_on
from kevread.ui.places import screen_address

from .said import Said, checked

THERE = (
    "Une demande ou une adhésion est déjà là pour cette organisation. Rien d’autre n’en est montré ici. Si elle est la "
    "vôtre, écrivez à {name} : on vous reconnaîtra à votre SIREN ou à votre RNA, et à l’adresse de qui avait écrit."
)
OTHERWISE = (
    "Ce qui est gardé ici n’est plus ce que vous aviez écrit : quelqu’un l’a changé, ou l’a effacé. Rien n’a été enregistré. "
    "Envoyez une nouvelle demande."
)
ALIKE = (
    "Une organisation du même nom a déjà fait une demande, ou adhère déjà. Si c’est une autre, cochez la case et envoyez de "
    "nouveau."
)


def apply_to_join(
    *, actor: Actor, organisation: Organisation, asked: dict[str, Any], now: datetime, is_another: bool = False
) -> Unconfirmed:
    """Keep what is asked until the letter that leaves for the address is answered: nothing else is done of it, and it is
    forgotten after a week. The letter holds nothing that was typed: it goes to whoever the address is.

    By anybody. Raises Invalid on the field; Refused when the organisation is a member, or asked to be (by its numbers); Invalid
    on `is_another` when another bears its name and nobody said that it is another.
    """
    said = checked(asked, needs_email=True)
    require_open(organisation, now)
    refuse_twice(organisation, said, now, is_another)
    with act("membership.apply", actor=actor, about=organisation, now=now):
        kept = Unconfirmed.objects.create(of=organisation, said=said.columns() | {"commune_id": said.commune}, at=now)
        told = {"organisation": organisation, "last": forgotten_on(timezone.localtime(now).date())}
        queue_letter(
            about=organisation,
            to=said.email,
            subject=f"Confirmez votre demande d’adhésion à {organisation.name}",
            text=render_to_string("membership/letters/confirm.txt", told).strip(),
            buttons=[("Lire la demande et la confirmer", page_of(kept.pk, digest_of(kept)))],
            now=now,
        )
    return kept


def page_of(key: UUID, typed: bytes = b"") -> str:
    """The page of an application, for whoever sent it."""
    return absolute(screen_address("membership:mine", token=write(key, typed)))


def require_open(organisation: Organisation, now: datetime) -> None:
    """Raises Refused when it is no organisation of the network, or no more."""
    if not organisation.scale or not organisation.in_force(timezone.localtime(now).date()):
        raise Refused(f"On ne peut pas demander ici à adhérer à {organisation.name}.")


def refuse_twice(organisation: Organisation, said: Said, now: datetime, is_another: bool) -> None:
    sure, maybe = is_there(organisation, said.name, said.siren, said.rna, timezone.localtime(now).date())
    if sure:
        raise Refused(THERE.format(name=organisation.name))
    if maybe and not is_another:
        raise Invalid("is_another", ALIKE)


def confirm(*, actor: Actor, key: UUID, typed: bytes, now: datetime) -> Admission:
    """Whoever opened the link says that it is theirs: the application is received, that day.

    By who holds the link. `typed`: the digest that their link holds. Raises Refused when it was confirmed, forgotten, when what
    is kept is not what was typed, or when one is there meanwhile.
    """
    kept = Unconfirmed.objects.select_related("of").filter(pk=key).first()
    if kept is None:
        raise Refused("Cette demande est déjà confirmée, ou elle a été effacée. Rien n’a été enregistré.")
    if kept.at + KEPT < now:
        raise Refused("Ce lien n’est plus valable : ce que vous aviez écrit est effacé. Envoyez une nouvelle demande.")
    if digest_of(kept) != typed:
        raise Refused(OTHERWISE)
    with act("membership.confirm", actor=actor, about=kept.of, now=now, arguments={"application": key}):
        Organisation.objects.lock(kept.of_id)  # two who confirm the same are served one after the other
        if not Unconfirmed.objects.filter(pk=key).delete()[0]:
            raise Refused("Cette demande est déjà confirmée. Rien n’a été enregistré une seconde fois.")
        told = dict(kept.said)
        today = timezone.localtime(now).date()
        sure, _ = is_there(kept.of, told["name"], told["siren"], told["rna"], today)
        if sure:
            raise Refused(THERE.format(name=kept.of.name))
        told["commune_id"] = told["commune_id"] or None
        told["member"] = known_by(told["siren"], told["rna"])
        received = Admission.objects.create(pk=key, of=kept.of, received_on=today, origin=Admission.Origin.SITE, **told)
        answered(received, "received", f"Votre demande d’adhésion à {kept.of.name} est reçue", now)
    return received


def withdraw(*, actor: Actor, admission: Admission, now: datetime) -> Admission:
    """Whoever holds the link asks no more. Raises Refused once it is decided."""
    with act("membership.withdraw", actor=actor, about=admission.of, now=now, arguments={"application": admission.pk}):
        row = pending(admission)
        row.state, row.closed_on = Admission.State.WITHDRAWN, timezone.localtime(now).date()
        row.save(update_fields=["state", "closed_on"])
    return row


def pending(admission: Admission) -> Admission:
    """The row, locked. Raises Refused when it waits no more."""
    row: Admission = Admission.objects.select_related("of", "member").lock(admission.pk)
    if row.state != Admission.State.PENDING:
        said = f"{row.get_state_display().lower()} le {day_in_words(row.closed_on)}" if row.closed_on else "close"
        raise Refused(f"La demande {of(row.name)} n’attend plus : {said}.")
    return row


def answered(admission: Admission, letter: str, subject: str, now: datetime, **told: Any) -> None:
    """Tell by letter whoever asked, when an address is known. Called in an act."""
    if not admission.email:
        return
    words = {"admission": admission, "organisation": admission.of} | told
    queue_letter(
        about=admission.of,
        to=admission.email,
        subject=subject,
        text=render_to_string(f"membership/letters/{letter}.txt", words).strip(),
        buttons=[("Voir où en est la demande", page_of(admission.pk))],
        now=now,
    )


def forget(*, now: datetime) -> int:
    """What nobody confirmed within a week is gone; how many. No act: none of it ever was of the federation."""
    return Unconfirmed.objects.filter(at__lt=now - KEPT).delete()[0]
