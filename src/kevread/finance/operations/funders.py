"""The name of a funder is spelt better, its nature set right. It is one for the whole network."""

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
            raise Invalid(
                "name", "Un autre financeur porte ce nom : annulez ce qui est inscrit ici, et inscrivez-le de lui."
            )
        if not is_spelling(row.name, name):
            raise Invalid("name", "Ce nom est trop loin de l’ancien : un autre financeur s’inscrit sous son nom.")
        row.name, row.organisation = name, row.organisation or tied_to(name)
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
        row.kind = kind
        row.save(update_fields=["kind"])
        return row
