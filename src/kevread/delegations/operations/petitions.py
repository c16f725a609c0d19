"""Ask for a delegation, say no, take a request back. It is granted by giving the delegation (`granting`)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.words import seen, to
from kevread.delegations import permissions
from kevread.delegations.loader import acts
from kevread.delegations.models import Petition
from kevread.delegations.queries.chains import may_commit
from kevread.delegations.queries.petitions import WRITTEN_TO, asked_lately, entitled, may_reply, open_petition
from kevread.delegations.queries.spaces import may_commit_in, of_space
from kevread.directory.models import Organisation, Person
from kevread.journal.operations import act
from kevread.mail.message import link_to
from kevread.mail.operations import queue_letter
from kevread.seats.models import Body

SHORTEST, LONGEST = 10, 1000
A_DAY_AT_MOST = 5
MOST = 10**12  # cents


def ask(
    *,
    actor: Actor,
    organisation: Organisation,
    code: str,
    cents: int | None,
    message: str,
    now: datetime,
    space: Body | None = None,
) -> Petition:
    """Ask of those who may entrust this act that they do: a letter to the first, and a line in the day of all. One that waits
    at a time, five a day. `space`: where the mandate is for one; one that is held in another is not it. Raises Denied to
    somebody outside; Invalid on `message` or `cents`; Refused when one may already, when it is asked already or too often, or
    when nobody may entrust it."""
    permissions.may_ask(actor).or_raise()
    assert actor.person is not None
    today = timezone.localtime(now).date()
    book = acts().on(today)
    if code not in book or not book[code].delegated:
        raise Refused("Ce n’est pas un acte que l’on puisse confier.")
    if book[code].amount and (cents is None or not 0 < cents <= MOST):
        raise Invalid("cents", "Dites jusqu’à quel montant vous demandez de pouvoir engager.")
    if not SHORTEST <= len(seen(message)) <= len(message.strip()) <= LONGEST:
        raise Invalid("message", f"Dites pourquoi vous le demandez, de {SHORTEST} à {LONGEST} caractères.")
    if space is not None and not (of_space(book[code]) and space.kind == Body.Kind.SPACE and today in space.dates):
        raise Refused("Cet acte ne se confie pas pour cet espace aujourd’hui.")
    found = (
        may_commit_in(space, actor.person, organisation, today)
        if space
        else may_commit(actor.person, code, organisation, today, cents)
    )
    if found and not found.unknown:
        raise Refused(f"Vous le pouvez déjà. {found.why}")
    with transaction.atomic():
        person: Person = Person.objects.lock(actor.person)  # two windows at once ask once
        if open_petition(person.pk, organisation, code):
            raise Refused("Vous l’avez déjà demandée, et personne n’a encore répondu. Rien n’est parti de plus.")
        if asked_lately(person.pk, now) >= A_DAY_AT_MOST:
            raise Refused(f"Vous avez déjà fait {A_DAY_AT_MOST} demandes depuis hier : attendez les réponses.")
        those = [one for one in entitled(organisation, code, today) if one != person]
        if not those:
            raise Refused(f"Personne ne peut la donner aujourd’hui à {organisation.name}. Rien n’est parti.")
        arguments = {"act": code, "cents": cents} | ({"space": space.pk} if space else {})
        with act("delegations.ask", actor=actor, about=organisation, now=now, arguments=arguments):
            made = Petition.objects.create(
                organisation=organisation,
                act=code,
                cents=cents if book[code].amount else None,
                space=space,
                person=person,
                message=message.strip(),
                asked_at=now,
            )
            write_to_those(made, those, now)
    return made


def write_to_those(petition: Petition, those: Sequence[Person], now: datetime) -> None:
    """To the first who have an address, of those who may entrust it. Inside the act that asks."""
    said = {"petition": petition, "label": acts().label(petition.act)}
    where = petition.organisation
    for one in [one for one in those if one.email][:WRITTEN_TO]:
        queue_letter(
            about=where,
            to=one,
            subject=f"{petition.person} vous demande une délégation, à {where.name}",
            text=render_to_string("delegations/letters/asked.txt", said).strip(),
            now=now,
            buttons=[("Lire et répondre", link_to("delegations:petition", scale=where.slug, key=petition.pk))],
            reply_to=petition.person.email,
        )


def decline(*, actor: Actor, petition: Petition, reason: str, now: datetime) -> Petition:
    """Say no, and why: whoever asked is told. Raises Denied; Invalid on `reason`; Refused when it is answered."""
    may_reply(actor, petition, timezone.localtime(now).date()).or_raise()
    if not SHORTEST <= len(seen(reason)) <= len(reason.strip()) <= LONGEST:
        raise Invalid("reason", f"Dites pourquoi, de {SHORTEST} à {LONGEST} caractères : la personne le lira.")
    about = petition.organisation
    with act("delegations.decline", actor=actor, about=about, now=now, arguments={"act": petition.act}):
        row = closed(petition, Petition.Outcome.DECLINED, actor, now, reason.strip())
        if row.person.email:
            said = {"petition": row, "label": acts().label(row.act)}
            queue_letter(
                about=about,
                to=row.person,
                subject=f"Votre demande de délégation {to(about.name)}",
                text=render_to_string("delegations/letters/declined.txt", said).strip(),
                now=now,
            )
    return row


def withdraw(*, actor: Actor, petition: Petition, now: datetime) -> Petition:
    """Whoever asked takes it back. Raises Denied; Refused when it is answered."""
    if actor.person is None or actor.person != petition.person_id:
        raise Denied("Seule la personne qui l’a faite peut retirer cette demande.")
    about = petition.organisation
    with act("delegations.withdraw", actor=actor, about=about, now=now, arguments={"act": petition.act}):
        return closed(petition, Petition.Outcome.WITHDRAWN, actor, now)


def closed(petition: Petition, outcome: str, actor: Actor, now: datetime, reason: str = "") -> Petition:
    row: Petition = Petition.objects.select_related("person", "organisation").lock(petition.pk)
    if row.answered_at:
        raise Refused(f"Cette demande a déjà sa réponse : {row.get_outcome_display().lower()}.")
    row.outcome, row.reason, row.answered_at, row.answered_by_id = outcome, reason, now, actor.person
    row.save(update_fields=["outcome", "reason", "answered_at", "answered_by"])
    return row
