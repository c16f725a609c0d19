"""Attestations: made by a person on a piece, closed, never removed."""

from datetime import date, datetime

from kevread.base.models import as_range
from kevread.charter import permissions
from kevread.charter.engine import framework
from kevread.charter.models import Attestation
from kevread.common.actor import Actor
from kevread.common.errors import Invalid
from kevread.common.periods import Period, day_in_words
from kevread.directory.models import Organisation, Person
from kevread.journal.operations import act


def attest(
    *,
    actor: Actor,
    clause: str,
    organisation: Organisation,
    person: Person,
    piece: str,
    piece_on: date,
    now: datetime,
) -> Attestation:
    """A person attests that a clause is met: the piece that shows it, and its date, from which it holds.

    Raises Denied, or Invalid: clause that is not attested, piece not described, date to come, already attested.
    """
    permissions.may_attest(actor, organisation).or_raise()
    clauses = {c.key: c for article in framework().articles.values() for c in article.clauses if c.way == "attested"}
    if clause not in clauses or organisation.scale not in clauses[clause].binds:
        raise Invalid("clause", "Ce point ne s’atteste pas pour cette organisation.")
    if len(piece.strip()) < 10:
        raise Invalid("piece", "Décrivez la pièce en une phrase : sa nature, son objet, où elle est conservée.")
    if piece_on > now.date():
        raise Invalid("piece_on", "Une pièce ne peut pas être datée d’un jour à venir.")
    arguments = {"clause": clause, "piece": piece, "piece_on": piece_on}
    with act("charter.attest", actor=actor, about=organisation, now=now, arguments=arguments):
        Organisation.objects.lock(organisation.pk)
        if Attestation.objects.filter(clause=clause, organisation=organisation).touching(Period(piece_on)).exists():
            raise Invalid(
                "clause", "Ce point est déjà attesté. Retirez d’abord l’attestation en place pour la remplacer."
            )
        return Attestation.objects.create(
            clause=clause,
            organisation=organisation,
            person=person,
            piece=piece.strip(),
            piece_on=piece_on,
            period=as_range(Period(piece_on)),
        )


def withdraw_attestation(
    *, actor: Actor, attestation: Attestation, last: date, reason: str, now: datetime
) -> Attestation:
    """An attestation no longer holds after a day. It is closed, never removed. Raises Denied or Invalid."""
    permissions.may_attest(actor, attestation.organisation).or_raise()
    if not reason.strip():
        raise Invalid("reason", "Dites pourquoi cette attestation est retirée.")
    if last < attestation.period.lower:
        raise Invalid("last", f"La pièce est datée du {day_in_words(attestation.period.lower)} : la fin vient après.")
    with act("charter.withdraw_attestation", actor=actor, about=attestation.organisation, now=now, reason=reason):
        attestation = Attestation.objects.lock(attestation.pk)
        if attestation.period.upper is not None:
            raise Invalid("last", "Cette attestation est déjà close.")
        attestation.period = as_range(Period.through(attestation.period.lower, last))
        attestation.save(update_fields=["period"])
    return attestation
