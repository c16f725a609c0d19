"""Two lines of two registers were said to be one decision by mistake: the link is undone."""

from datetime import datetime

from django.db.models import Q

from kevread.common.actor import Actor
from kevread.common.errors import Refused
from kevread.decisions import permissions
from kevread.decisions.models import Decision, Joining, Parting
from kevread.directory.models import Organisation
from kevread.directory.operations.checks import EXPLAINED, required
from kevread.journal.operations import act


def part_decisions(*, actor: Actor, decision: Decision, other: Decision, reason: str, now: datetime) -> None:
    """What links two lines counts no more, whichever of them said it: both lines stay, and the journal keeps why. Lines that
    were linked through this link alone no longer are.

    By those who record the decisions of the first. Raises Denied; Invalid on `note`; Refused when nothing links them directly.
    """
    permissions.may_record(actor, decision.body).or_raise()
    wanted = "Dites en une phrase pourquoi ce n’est pas la même décision, et qui l’a constaté."
    reason = required("note", reason, wanted, least=EXPLAINED)
    arguments = {"decision": decision.pk, "parts": other.pk}
    with act("decisions.part", actor=actor, about=decision.organisation, now=now, reason=reason, arguments=arguments):
        Organisation.objects.lock(decision.organisation_id)
        both = Q(decision=decision, joins=other) | Q(decision=other, joins=decision)
        links = list(Joining.objects.standing().filter(both))
        if not links:
            raise Refused("Rien ne lie directement ces deux décisions : le lien est peut-être déjà défait.")
        Parting.objects.bulk_create(Parting(joining=link) for link in links)
