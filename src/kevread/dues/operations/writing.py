"""Letters to members: the call of their dues, then at most two reminders, never twice the same."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.template.loader import render_to_string

from kevread.common.actor import Actor
from kevread.common.errors import Refused
from kevread.common.money import euros
from kevread.directory.models import Organisation
from kevread.dues import links
from kevread.dues.models import Due, Letter
from kevread.dues.permissions import may_keep_dues
from kevread.dues.queries.letters import to_write
from kevread.journal.operations import act
from kevread.mail.message import absolute
from kevread.mail.operations import queue_letter
from kevread.ui.places import screen_address

from .tariffs import today_of

CHANGED = "Ce qui partirait a changé depuis que vous l’avez lu : relisez l’aperçu. Rien n’est parti."


def page_of(affiliation: UUID) -> str:
    """The page of a membership, for the member itself."""
    return absolute(screen_address("dues:mine", token=links.write(affiliation, links.MINE)))


def write_letters(
    *, actor: Actor, organisation: Organisation, year: int, seen: str, left_out: Collection[UUID], now: datetime
) -> int:
    """Send what the preview shows, one letter a member, but to those left out; how many. `seen` is the mark of what was read.
    Raises Denied; Refused when nothing is to be sent, or when it is no longer what was read."""
    may_keep_dues(actor, organisation).or_raise()
    today = today_of(now)
    with act("dues.write_letters", actor=actor, about=organisation, now=now, arguments={"year": year}):
        Organisation.objects.lock(organisation.pk)
        Due.objects.standing().filter(organisation=organisation, year=year).lock_all()
        found = to_write(organisation, year, today)
        if found.mark != seen:
            raise Refused(CHANGED)
        ready = [one for one in found.ready if one.line.due.pk not in left_out]
        if not ready:
            raise Refused("Aucun courriel n’est à envoyer.")
        for one in ready:
            due = one.line.due
            told = {
                "line": one.line,
                "organisation": organisation,
                "member": due.affiliation.member.name,
                "asked": euros(due.cents),
                "tariffed": euros(due.by_tariff),
                "left": euros(one.line.left),
                "rank": one.rank,
            }
            Letter.objects.create(due=due, rank=one.rank, sent_on=today)
            what = "Votre cotisation" if one.rank == 0 else "Rappel : votre cotisation"
            queue_letter(
                about=organisation,
                to=one.to,
                subject=f"{what} {year} à {organisation.name}",
                text=render_to_string("dues/letters/owed.txt", told).strip(),
                buttons=[("Voir notre adhésion", page_of(due.affiliation_id))],
                now=now,
            )
    return len(ready)
