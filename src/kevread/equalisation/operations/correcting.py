"""A mistake seen once shares are notified: nothing of that round is rewritten, another corrects it. It is prepared, proposed,
advised, decided and notified like any; the differences alone are paid, or claimed back."""

from datetime import datetime

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.words import one_line, seen
from kevread.equalisation.models import AddedCriterion, Campaign, Measure, Scenario
from kevread.equalisation.permissions import may_prepare
from kevread.equalisation.queries.due import correction_of
from kevread.journal.operations import act

from .deciding import in_state
from .preparing import feed

SAME_RULES = "Règles de la campagne corrigée"


def open_correction(*, actor: Actor, campaign: Campaign, cause: str, now: datetime) -> Campaign:
    """Open the round that corrects one that was notified, with all that it had: its money, its data, its rules. Raises Denied;
    Invalid on `cause`; Refused before it is notified, or when it has its correction."""
    may_prepare(actor, campaign.carrier).or_raise()
    cause = one_line(cause)
    if not 10 <= len(seen(cause)) <= len(cause) <= 300:
        raise Invalid("cause", "Dites ce qui est à corriger, en 300 caractères au plus.")
    arguments = {"campaign": campaign.pk}
    with act("equalisation.open_correction", actor=actor, about=campaign.carrier, now=now, arguments=arguments):
        row = in_state(campaign, Campaign.State.NOTIFIED, Campaign.State.CLOSED)
        if correction_of(row) is not None:
            raise Refused("Cette campagne a déjà sa correction : c’est elle qui se reprend, ou se corrige à son tour.")
        made: Campaign = Campaign.objects.create(
            carrier=row.carrier, year=row.year, as_of=row.as_of, reserve=row.reserve, corrects=row, cause=cause
        )
        carry(given_up_before(row, made) or row, made)
        if row.terms is not None:
            Scenario.objects.create(campaign=made, name=SAME_RULES, terms=row.terms)
    return made


def given_up_before(corrected: Campaign, made: Campaign) -> Campaign | None:
    """A correction that was begun and abandoned: what was typed for it is not typed twice."""
    found: Campaign | None = corrected.corrections.exclude(pk=made.pk).order_by("-pk").first()
    return found


def carry(before: Campaign, made: Campaign) -> None:
    """All that a round starts from."""
    if made.reserve != before.reserve:
        made.reserve = before.reserve
        made.save(update_fields=["reserve"])
    for fed in before.resources.order_by("pk"):
        feed(made, fed)
    for one in before.added.order_by("pk"):
        AddedCriterion.objects.create(
            campaign=made, name=one.name, source=one.source, added_on=one.added_on, added_by=one.added_by
        )
    for told in before.measures.order_by("pk"):
        Measure.objects.create(
            campaign=made, beneficiary_id=told.beneficiary_id, criterion=told.criterion, value=told.value,
            source=told.source, as_of=told.as_of, collected=told.collected,
        )  # fmt: skip
