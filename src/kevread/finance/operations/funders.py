"""The name of a funder is spelt better, its nature set right, its organisation said. It is one for the whole network."""

from datetime import datetime

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.directory.models import Organisation
from kevread.finance.models import Funder, Funding, GrantRequest
from kevread.finance.permissions import may_keep
from kevread.finance.rules import is_spelling
from kevread.journal.operations import act

from .checks import explained, said, tied_to


def spell_funder(
    *, actor: Actor, organisation: Organisation, funder: Funder, name: str, reason: str, now: datetime
) -> Funder:
    """Its name was misspelt: it is the same funder, for all who name it, and may be spelt back. Asked by an organisation that
    it funds, or that asks it. Raises Denied; Invalid on `name` when it is another name, or that of another funder; Refused."""
    may_keep(actor, organisation).or_raise()
    name = said("name", name, "Écrivez le nom du financeur, en 160 caractères au plus.", 160)
    reason = explained("reason", reason, "Dites ce que vous corrigez.")
    with act("finance.spell_funder", actor=actor, about=organisation, now=now, reason=reason):
        row = known_there(organisation, funder)
        if name == row.name:
            raise Invalid("name", "C’est déjà son nom : écrivez le juste.")
        if Funder.objects.filter(name__iexact=name).exclude(pk=row.pk).exists():
            raise Invalid("name", "Un autre financeur porte ce nom : si c’est le même, dites qui il est à l’annuaire.")
        if not is_spelling(row.name, name):
            raise Invalid("name", "Ce nom est trop loin de l’ancien : un autre financeur s’inscrit sous son nom.")
        row.name, row.organisation = name, row.organisation or tied_to(name, row.kind)
        row.save(update_fields=["name", "organisation"])
        return row


def known_there(organisation: Organisation, funder: Funder) -> Funder:
    """The funder, locked. Raises Refused where the organisation neither asks it nor is funded by it."""
    row: Funder = Funder.objects.lock(funder.pk)
    ours = (Funding.objects.standing(), GrantRequest.objects.all())
    if not any(rows.filter(organisation=organisation, funder=row).exists() for rows in ours):
        raise Refused(f"{organisation.name} n’a ni demande ni financement de ce financeur.")
    return row


def say_funder_kind(
    *, actor: Actor, organisation: Organisation, funder: Funder, kind: str, reason: str, now: datetime
) -> Funder:
    """Its nature was wrong: what the law asks of public money follows, for all whom it funds, and it may be said back. Asked
    by an organisation that it funds, or that asks it. Raises Denied; Invalid on the field; Refused."""
    may_keep(actor, organisation).or_raise()
    if kind not in Funder.Kind.values:
        raise Invalid("kind", "Dites de quelle nature est ce financeur.")
    reason = explained("reason", reason, "Dites ce que vous corrigez.")
    arguments = {"funder": funder.pk, "kind": kind}
    with act("finance.say_funder_kind", actor=actor, about=organisation, now=now, arguments=arguments, reason=reason):
        row = known_there(organisation, funder)
        if kind == row.kind:
            raise Invalid("kind", "C’est déjà sa nature : choisissez la juste.")
        if row.organisation_id:
            Organisation.objects.lock(row.organisation_id)
        for entry in Funder.objects.same_as(row).exclude(kind=kind).lock_all():
            entry.kind = kind
            entry.save(update_fields=["kind"])
        row.kind = kind
        return row


def say_who_funder_is(
    *, actor: Actor, organisation: Organisation, funder: Funder, who: Organisation | None, reason: str, now: datetime
) -> Funder:
    """Which organisation of the directory it is: entered under two names, it is one from then on, for all whom it funds; None:
    none, or not that one, which is how a mistake is taken back. Nothing that is written of it changes. Asked by an organisation
    that it funds, or that asks it. Raises Denied; Invalid on `who` when it is so already, or when that organisation funds under
    another nature; Invalid on `reason`; Refused."""
    may_keep(actor, organisation).or_raise()
    reason = explained("reason", reason, "Dites ce que vous corrigez.")
    arguments = {"funder": funder.pk}
    with act("finance.say_who_funder_is", actor=actor, about=organisation, now=now, arguments=arguments, reason=reason):
        row = known_there(organisation, funder)
        if who is not None:
            who = Organisation.objects.lock(who.pk)
        if (who.pk if who else None) == row.organisation_id:
            raise Invalid("who", "C’est déjà dit : choisissez la bonne organisation.")
        other = Funder.objects.filter(organisation=who).exclude(kind=row.kind).first() if who else None
        if who is not None and other is not None:
            raise Invalid(
                "who",
                f"{who.name} finance déjà sous une autre nature ({other.get_kind_display().lower()}) : corrigez d’abord la "
                "nature de l’un ou de l’autre.",
            )
        row.organisation = who
        row.save(update_fields=["organisation"])
        return row
