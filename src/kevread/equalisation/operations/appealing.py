"""A beneficiary contests its share, in the days that follow the notification; a line of the carrier’s register answers."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.common.words import one_line, seen
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation
from kevread.equalisation.models import Appeal, Campaign
from kevread.equalisation.permissions import may_appeal, may_prepare
from kevread.equalisation.queries.due import is_corrected
from kevread.equalisation.queries.path import is_of_the_fund, shares_of
from kevread.equalisation.queries.settings import appeals_until, may_contest_on
from kevread.journal.operations import act
from kevread.mail.message import link_to
from kevread.mail.operations import queue_letter

from .deciding import in_state

LONGEST = 2000


def said(text: str, field: str, missing: str) -> str:
    """Raises Invalid on `field`."""
    text = one_line(text)
    if not 10 <= len(seen(text)) <= len(text) <= LONGEST:
        raise Invalid(field, f"{missing} En {LONGEST} caractères au plus.")
    return text


def appeal(*, actor: Actor, campaign: Campaign, beneficiary: Organisation, text: str, now: datetime) -> Appeal:
    """Say that the share of a beneficiary is wrong, and why. Raises Denied; Invalid on `text`; Refused of who receives nothing
    of it, once the last day that was decided is past, twice, or of a round that another corrected."""
    may_appeal(actor, beneficiary).or_raise()
    text = said(text, "text", "Dites ce qui est faux dans cette part, et pourquoi.")
    today = timezone.localtime(now).date()
    if actor.person is None:
        raise Refused("Un recours se dépose par une personne.")
    arguments = {"campaign": campaign.pk}
    with act("equalisation.appeal", actor=actor, about=beneficiary, now=now, arguments=arguments):
        row = in_state(campaign, Campaign.State.NOTIFIED, Campaign.State.CLOSED)
        if beneficiary.slug not in shares_of(row):
            raise Refused(f"{beneficiary.name} n’est pas de ce partage.")
        if is_corrected(row):
            raise Refused("Une autre campagne corrige celle-ci : c’est la part qu’elle donne qui se conteste.")
        until = appeals_until(row)
        if not may_contest_on(row, today):
            last = day_in_words(until) if until else "jour dit"
            raise Refused(
                f"Le recours se déposait jusqu’au {last}. Écrivez à la structure qui porte le fonds : une erreur se corrige "
                "encore, par une campagne corrective."
            )
        if row.appeals.standing().filter(beneficiary=beneficiary).exists():
            raise Refused(f"Un recours de {beneficiary.name} est déjà déposé sur cette part.")
        return Appeal.objects.create(
            campaign=row, beneficiary=beneficiary, text=text, filed_on=today, filed_by_id=actor.person
        )


def locked(found: Appeal) -> Appeal:
    """Not taken back, and not answered. Inside an act. Raises Refused."""
    row: Appeal = Appeal.objects.select_related("campaign__carrier", "beneficiary", "filed_by").lock(found.pk)
    if row.withdrawn_on:
        raise Refused(f"Ce recours est retiré depuis le {day_in_words(row.withdrawn_on)}.")
    if row.answered_on:
        raise Refused(f"Il y est répondu depuis le {day_in_words(row.answered_on)}.")
    return row


def withdraw_appeal(*, actor: Actor, appeal: Appeal, now: datetime) -> Appeal:
    """It was a mistake, or serves no more. Raises Denied; Refused once it is answered, or twice."""
    may_appeal(actor, appeal.beneficiary).or_raise()
    arguments = {"appeal": appeal.pk}
    with act("equalisation.withdraw_appeal", actor=actor, about=appeal.beneficiary, now=now, arguments=arguments):
        row = locked(appeal)
        row.withdrawn_on = timezone.localtime(now).date()
        row.save(update_fields=["withdrawn_on"])
    return row


def answer_appeal(
    *, actor: Actor, appeal: Appeal, is_heard: bool, answer: str, answered_in: Decision, now: datetime
) -> Appeal:
    """Write what a line of the carrier’s register answers, and tell who contested. Heard, another round corrects that one.
    Raises Denied; Invalid on the field; Refused once it is answered, or taken back."""
    carrier = appeal.campaign.carrier
    may_prepare(actor, carrier).or_raise()
    answer = said(answer, "answer", "Dites ce qui est répondu, et pourquoi.")
    if answered_in.organisation_id != carrier.pk or not is_of_the_fund(answered_in):
        raise Invalid("answered_in", "Choisissez la ligne du registre, sur le fonds, par laquelle il est répondu.")
    if answered_in.decided_on < appeal.filed_on:
        raise Invalid("answered_in", f"Ce recours est du {day_in_words(appeal.filed_on)} : la réponse vient après.")
    arguments = {"appeal": appeal.pk, "decision": answered_in.pk}
    with act("equalisation.answer_appeal", actor=actor, about=carrier, now=now, arguments=arguments):
        row = locked(appeal)
        if actor.person == row.filed_by_id:
            raise Refused("Vous avez déposé ce recours : une autre personne inscrit ce qui y est répondu.")
        row.answered_on, row.answer = timezone.localtime(now).date(), answer
        row.is_heard, row.answered_in = is_heard, answered_in
        row.save(update_fields=["answered_on", "answer", "is_heard", "answered_in"])
        if row.filed_by.email:
            queue_letter(
                about=carrier,
                to=row.filed_by,
                subject=f"{row.campaign} : réponse à votre recours",
                text=render_to_string("equalisation/letters/answered.txt", {"appeal": row, "carrier": carrier}).strip(),
                buttons=[
                    ("Lire la réponse", link_to("equalisation:share", scale=row.beneficiary.slug, key=row.campaign_id))
                ],
                notice=True,
                now=now,
            )
    return row
