"""A mandate that was entered by mistake, and that nothing replaces: it never was in force."""

from datetime import datetime

from kevread.charter.operations import upholding
from kevread.common.actor import Actor
from kevread.common.errors import Refused
from kevread.directory.operations.checks import EXPLAINED, required
from kevread.journal.operations import act
from kevread.seats import permissions
from kevread.seats.models import Body, Mandate, ZoneLead
from kevread.seats.queries.composition import register_of

from .mandates import MISTAKE, require_real
from .seating import days_resting_on, resting_places


def annul_mandate(*, actor: Actor, mandate: Mandate, reason: str, now: datetime) -> Mandate:
    """The wrong seat, a mandate that never was, or one to come that is given up: no day counts it any more, past days
    neither. Its row and the act remain in the journal; the EPCI of which it made its holder the reference are released.

    What was true and has stopped ends (`end_mandate`); what was mistyped is corrected (`correct_mandate`). Raises Denied;
    Invalid on the reason; Refused when it was annulled already, or when another mandate rests on it, so that a blocking
    article would hold less well than before on a day of its period: that one is annulled or ended first.
    """
    permissions.may_annul(actor, mandate).or_raise()
    wanted = "Dites en une phrase pourquoi ce mandat n’a jamais eu cours, et qui l’a constaté."
    reason = required("reason", reason, wanted, least=EXPLAINED)
    where = mandate.seat.body.organisation
    hat = permissions.hat_used(actor, "correct_mandate", [where])
    asked = {"mandate": mandate.pk}
    with act("seats.annul_mandate", actor=actor, about=where, now=now, hat=hat, arguments=asked, reason=reason):
        Body.objects.lock(mandate.seat.body_id)
        wrong = Mandate.objects.select_related("seat__body__organisation", "represents", "person").lock(mandate.pk)
        require_real(wrong)
        places = [where, *([wrong.represents] if wrong.represents else []), *resting_places(wrong)]
        try:
            writes = {register_of(wrong.seat.body): [where]}
            with upholding(places, writes=writes, on=lambda: days_resting_on(wrong), during=[wrong.dates]):
                wrong.end_reason = MISTAKE
                wrong.save(update_fields=["end_reason"])
                ZoneLead.objects.filter(mandate=wrong).delete()
        except Refused as refusal:
            raise Refused(
                f"Un autre mandat repose sur celui-ci : commencez par lui. {refusal.sentence}",
                rule=refusal.rule,
                text=refusal.text,
            ) from None
    return wrong
