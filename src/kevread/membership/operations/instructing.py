"""Receiving an application that came by another way, and writing what was found of one before it is decided."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid
from kevread.common.words import one_line
from kevread.directory.models import Organisation, Reach
from kevread.journal.operations import act
from kevread.membership.models import Admission
from kevread.membership.permissions import may_keep

from .applying import pending, refuse_twice, require_open
from .said import checked, written

SHOW = "Dites ce qui le montre : ses statuts, son agrément, la liste des entreprises de l’ESS."
SHOWN = 5  # characters: the least that says what shows that an organisation is of the social economy


def enter(
    *,
    actor: Actor,
    organisation: Organisation,
    asked: dict[str, Any],
    received_on: date,
    now: datetime,
    is_another: bool = False,
) -> Admission:
    """Enter an application that came by post, by hand, or before this register was kept. Raises Denied; Invalid on the field;
    Refused when the organisation is a member, or asked to be."""
    may_keep(actor, organisation).or_raise()
    said = checked(asked, needs_email=False)
    if received_on > timezone.localtime(now).date():
        raise Invalid("received_on", "Une demande s’inscrit le jour où elle est reçue, ou après.")
    require_open(organisation, now)
    with act("membership.enter", actor=actor, about=organisation, now=now, arguments={"name": said.name}):
        Organisation.objects.lock(organisation.pk)
        refuse_twice(organisation, said, now, is_another)
        return written(said, of=organisation, received_on=received_on, origin=Admission.Origin.PAPER)


def instruct(
    *,
    actor: Actor,
    admission: Admission,
    member: Organisation | None,
    reach: str,
    perimeter: str,
    perimeter_note: str,
    college: str,
    now: datetime,
) -> Admission:
    """Write what was found: which organisation of the directory it is, if it is one, how far it acts, whether it is of the
    social economy and what shows it, the college where it would be. It prepares: it decides nothing, and is written again as
    often as one likes until the decision. Of a member, what shows that it is of the social
    economy may still be told. Raises Denied; Invalid on the field; Refused once it is refused or withdrawn."""
    may_keep(actor, admission.of).or_raise()
    if reach and reach not in Reach.values:
        raise Invalid("reach", "Choisissez une des échelles d’action proposées.")
    if perimeter and perimeter not in Admission.Perimeter.values:
        raise Invalid("perimeter", "Répondez oui ou non.")
    note = one_line(perimeter_note)
    if perimeter and not SHOWN <= len(note) <= 300:
        raise Invalid("perimeter_note", SHOW)
    if member is not None and member.pk == admission.of_id:
        raise Invalid("member", "Une organisation ne peut pas adhérer à elle-même.")
    told = {"reach": reach, "perimeter": perimeter, "perimeter_note": note if perimeter else "", "college": college}
    arguments = {"application": admission.pk, **told}
    with act("membership.instruct", actor=actor, about=admission.of, now=now, arguments=arguments):
        row: Admission = Admission.objects.select_related("of", "member").lock(admission.pk)
        if row.state == Admission.State.ACCEPTED:  # what shows that a member is of the social economy may come later
            row.perimeter, row.perimeter_note = told["perimeter"], told["perimeter_note"]
            row.save(update_fields=["perimeter", "perimeter_note"])
            return row
        row = pending(admission)
        row.member = member
        for name, value in told.items():
            setattr(row, name, value)
        row.save(update_fields=["member", *told])
    return row
