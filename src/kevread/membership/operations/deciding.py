"""What a decision of the register says of an application: a membership opens, or it is refused; and a mistake is undone."""

from datetime import date, datetime

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period, day_in_words
from kevread.common.words import one_line, seen
from kevread.decisions.models import Application
from kevread.directory.models import Organisation
from kevread.directory.operations.attachments import enter_affiliation
from kevread.directory.operations.checks import said_in_french
from kevread.directory.operations.organisations import enter_organisation, free_slug, not_taken
from kevread.journal.operations import act
from kevread.membership.models import Admission
from kevread.membership.permissions import may_keep
from kevread.seats.models import Mandate

from .applying import answered, pending

EXPLAINED = 10  # characters: the least that says why


def admit(*, actor: Actor, admission: Admission, application: Application, since: date, now: datetime) -> Admission:
    """The decision accepts: the organisation is entered in the directory if it is not there, and is a member from that day.
    Whoever asked is told by letter.

    Raises Denied; Invalid on `since` before the application or the decision, or when it is a member already; Refused when it
    was decided before.
    """
    may_keep(actor, admission.of).or_raise()
    decided_on = application.decision.decided_on
    if since < decided_on:
        raise Invalid("since", f"La décision est du {day_in_words(decided_on)} : l’adhésion ne commence pas avant.")
    if decided_on < admission.received_on:
        raise Refused(f"La demande est du {day_in_words(admission.received_on)}, après la décision : est-ce la bonne ?")
    arguments = {"application": admission.pk, "decision": application.decision_id, "since": since}
    with said_in_french(), act("membership.admit", actor=actor, about=admission.of, now=now, arguments=arguments):
        row = pending(admission)
        member = row.member or entered(row)
        row.affiliation = enter_affiliation(member=member, of=row.of, college=row.college, period=Period(since))
        row.member, row.state, row.decided_by = member, Admission.State.ACCEPTED, application
        row.closed_on, row.reason = decided_on, ""
        row.save(update_fields=["affiliation", "member", "state", "decided_by", "closed_on", "reason"])
        subject = f"Votre demande d’adhésion à {row.of.name} est acceptée"
        answered(row, "accepted", subject, now, since=since, decision=application.decision)
    return row


def entered(admission: Admission) -> Organisation:
    """Enter in the directory an organisation that is not there. Called in an act. Raises Invalid on its number."""
    numbers = {"siren": admission.siren, "rna": admission.rna}
    not_taken(numbers | {"siret": ""})
    commune = admission.commune.name if admission.commune else ""
    return enter_organisation(
        Period(),
        slug=free_slug(admission.name),
        name=admission.name,
        legal_form=admission.legal_form,
        locality=commune,
        reach=admission.acts_at,
        **numbers,
    )


def turn_down(*, actor: Actor, admission: Admission, application: Application, reason: str, now: datetime) -> Admission:
    """The decision refuses, and says why: whoever asked reads it. Raises Denied; Invalid on `reason`; Refused when it was
    decided before."""
    may_keep(actor, admission.of).or_raise()
    reason = why(reason, "Dites pourquoi la demande est refusée : qui l’a faite le lira.")
    arguments = {"application": admission.pk, "decision": application.decision_id}
    with act("membership.turn_down", actor=actor, about=admission.of, now=now, arguments=arguments, reason=reason):
        row = pending(admission)
        row.state, row.decided_by, row.reason = Admission.State.REFUSED, application, reason
        row.closed_on = application.decision.decided_on
        row.save(update_fields=["state", "decided_by", "reason", "closed_on"])
        subject = f"Votre demande d’adhésion à {row.of.name}"
        answered(row, "refused", subject, now, decision=application.decision)
    return row


def reopen(*, actor: Actor, admission: Admission, reason: str, now: datetime) -> Admission:
    """What was written of the decision was a mistake: the application waits again, and the membership that it opened never was.
    Whoever asked is told. Raises Denied; Invalid on `reason`; Refused when it waits, was withdrawn, or when somebody sits there
    already on behalf of this member."""
    may_keep(actor, admission.of).or_raise()
    reason = why(reason, "Dites quelle erreur vous corrigez.")
    arguments = {"application": admission.pk}
    with (
        said_in_french(),
        act("membership.reopen", actor=actor, about=admission.of, now=now, arguments=arguments, reason=reason),
    ):
        row: Admission = Admission.objects.select_related("of", "member", "affiliation").lock(admission.pk)
        if row.state not in (Admission.State.ACCEPTED, Admission.State.REFUSED):
            raise Refused("Cette demande n’est pas décidée : il n’y a rien à annuler.")
        opened = row.affiliation
        if opened and Mandate.objects.filter(represents=row.member, seat__body__organisation=row.of).exists():
            raise Refused(
                f"Une personne siège à {row.of.name} au nom de {row.name} : son mandat s’appuie sur cette adhésion. "
                "Annulez d’abord ce mandat, ou inscrivez le départ du membre."
            )
        row.affiliation, row.state, row.closed_on, row.reason = None, Admission.State.PENDING, None, ""
        row.decided_by = None
        row.save(update_fields=["affiliation", "state", "closed_on", "reason", "decided_by"])
        if opened:
            opened.delete()
        answered(row, "reopened", f"Votre demande d’adhésion à {row.of.name} est de nouveau à l’étude", now, why=reason)
    return row


def why(reason: str, sentence: str) -> str:
    reason = one_line(reason)
    if not EXPLAINED <= len(seen(reason)) <= len(reason) <= 300:
        raise Invalid("reason", sentence)
    return reason
