"""Attestations: made by a person on a piece, for a time; closed, never removed."""

from datetime import date, datetime

from kevread.base.models import as_range
from kevread.charter import permissions
from kevread.charter.engine import framework
from kevread.charter.models import Attestation
from kevread.charter.rules import ASKED_AGAIN
from kevread.common.actor import Actor
from kevread.common.errors import Invalid
from kevread.common.periods import Period, add_months, day_in_words
from kevread.common.words import seen
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
    is_met: bool = True,
    last: date | None = None,
) -> Attestation:
    """A person attests that a clause is met, or that it is not: the piece that shows it, and its date, from which it holds;
    until `last`, at most the months that the article gives, which is also what is meant when it is not said.

    One that ends within a month is attested anew from the day after. Raises Denied, or Invalid: clause that is not attested,
    piece not described, date to come, end that has passed or is too far, already attested.
    """
    permissions.may_attest(actor, organisation).or_raise()
    clauses = {c.key: c for article in framework().articles.values() for c in article.clauses if c.way == "attested"}
    if clause not in clauses or organisation.scale not in clauses[clause].binds:
        raise Invalid("clause", "Ce point ne s’atteste pas pour cette organisation.")
    if len(seen(piece)) < 10:
        raise Invalid("piece", "Décrivez la pièce en une phrase : sa nature, son objet, où elle est conservée.")
    today = now.date()
    if piece_on > today:
        raise Invalid("piece_on", "Une pièce ne peut pas être datée d’un jour à venir.")
    furthest = add_months(today, clauses[clause].months)
    last = last or furthest
    if not today <= last <= furthest:
        raise Invalid("last", f"Ce point s’atteste pour un temps : jusqu’au {day_in_words(furthest)} au plus tard.")
    arguments = {"clause": clause, "is_met": is_met, "piece": piece, "piece_on": piece_on, "last": last}
    with act("charter.attest", actor=actor, about=organisation, now=now, arguments=arguments):
        Organisation.objects.lock(organisation.pk)
        begins = piece_on
        for standing in Attestation.objects.filter(clause=clause, organisation=organisation).touching(Period(piece_on)):
            assert standing.dates.last and standing.dates.end
            if standing.dates.last > today + ASKED_AGAIN:
                raise Invalid(
                    "clause",
                    f"Ce point est déjà attesté jusqu’au {day_in_words(standing.dates.last)}. Retirez d’abord l’attestation en "
                    "place pour la remplacer.",
                )
            begins = max(begins, standing.dates.end)
        if last < begins:
            raise Invalid(
                "last", f"L’attestation en place court encore : choisissez le {day_in_words(begins)} ou après."
            )
        return Attestation.objects.create(
            clause=clause,
            organisation=organisation,
            person=person,
            is_met=is_met,
            piece=piece.strip(),
            piece_on=piece_on,
            period=as_range(Period.through(begins, last)),
        )


def withdraw_attestation(
    *, actor: Actor, attestation: Attestation, last: date, reason: str, now: datetime
) -> Attestation:
    """An attestation no longer holds after a day, before its term. It is closed, never removed. Raises Denied or Invalid."""
    permissions.may_attest(actor, attestation.organisation).or_raise()
    if not seen(reason):
        raise Invalid("reason", "Dites pourquoi cette attestation est retirée.")
    if last < attestation.period.lower:
        raise Invalid("last", f"La pièce est datée du {day_in_words(attestation.period.lower)} : la fin vient après.")
    with act("charter.withdraw_attestation", actor=actor, about=attestation.organisation, now=now, reason=reason):
        attestation = Attestation.objects.lock(attestation.pk)
        if attestation.dates.last and attestation.dates.last < now.date():
            raise Invalid("last", "Cette attestation est déjà close.")
        if attestation.dates.last and last >= attestation.dates.last:
            raise Invalid(
                "last", f"Elle prend fin le {day_in_words(attestation.dates.last)} : choisissez un jour avant."
            )
        attestation.period = as_range(Period.through(attestation.period.lower, last))
        attestation.save(update_fields=["period"])
    return attestation
