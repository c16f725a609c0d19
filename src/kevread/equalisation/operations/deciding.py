"""From the laboratory to a decision: rules are proposed by a line of the register, the vice-presidents say what they think, the
body that carries the fund decides."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.utils import timezone

from kevread.charter.operations.upholding import upholding
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.common.words import one_line
from kevread.common.words import seen as seen_of
from kevread.decisions.models import Application, Decision
from kevread.equalisation.models import EXPLAINED, REGISTER, Campaign, Opinion, Scenario
from kevread.equalisation.permissions import may_give_opinion, may_prepare, vice_presidents
from kevread.equalisation.queries.collecting import decided_terms, measured
from kevread.equalisation.queries.path import computed, is_of_the_fund, mark_of_proposal
from kevread.equalisation.queries.settings import is_decided_apart
from kevread.equalisation.rules.terms import Terms, read_terms, round_with, within_decided
from kevread.journal.operations import act
from kevread.seats.models import Mandate


def in_state(campaign: Campaign, *states: str) -> Campaign:
    """The round, locked, in one of these states. Called in an act. Raises Refused."""
    row: Campaign = Campaign.objects.select_related("carrier", "proposed_in__body").lock(campaign.pk)
    if row.state not in states:
        raise Refused(
            f"Ce geste ne se fait plus, ou pas encore : la campagne {row.year} est « {row.get_state_display()} »."
        )
    return row


@contextmanager
def upheld(campaign: Campaign, today: date) -> Iterator[None]:
    """What the articles say of the fund is not made worse by what is written inside: to the cent, to whom.
    Raises Refused, quoting the article."""
    with upholding([campaign.carrier], writes={REGISTER: [campaign.carrier]}, on=lambda: (today,)):
        yield


def propose(*, actor: Actor, campaign: Campaign, scenario: Scenario, proposed_in: Decision, now: datetime) -> Campaign:
    """The rules of a scenario become those that are proposed, by a line of the carrier's register; of another body than the
    committee that administers the fund, it is looked at (R5.10). Proposing is not deciding. Raises Denied; Invalid on the
    field; Refused before data are frozen."""
    may_prepare(actor, campaign.carrier).or_raise()
    today = timezone.localtime(now).date()
    if scenario.campaign_id != campaign.pk:
        raise Invalid("scenario", "Choisissez un scénario de cette campagne.")
    if proposed_in.organisation_id != campaign.carrier_id or not is_of_the_fund(proposed_in):
        raise Invalid("proposed_in", "Choisissez la ligne du registre par laquelle ce partage est proposé.")
    if campaign.frozen_on and proposed_in.decided_on < campaign.frozen_on:
        raise Invalid(
            "proposed_in", f"Les données sont figées depuis le {day_in_words(campaign.frozen_on)} : pas avant."
        )
    arguments = {"campaign": campaign.pk, "scenario": scenario.name, "decision": proposed_in.pk}
    with act("equalisation.propose", actor=actor, about=campaign.carrier, now=now, arguments=arguments):
        row = in_state(campaign, Campaign.State.FROZEN)
        row.terms = may_be_proposed(row, read_terms(scenario.terms), today).plain()
        row.state, row.proposed_in, row.proposed_on = Campaign.State.PROPOSED, proposed_in, today
        row.save(update_fields=["state", "terms", "proposed_in", "proposed_on"])
    return row


def may_be_proposed(campaign: Campaign, tried: Terms, today: date) -> Terms:
    """The rules of a scenario, within what was decided. Raises Invalid on `scenario`."""
    terms = within_decided(tried, decided_terms(campaign.carrier, today))
    if terms.strategic and len(terms.reason.strip()) < EXPLAINED:
        raise Invalid("scenario", "Ce scénario fait des choix stratégiques sans dire pourquoi : donnez-en le motif.")
    try:
        round_with(measured(campaign), terms)
    except Invalid as wrong:
        raise Invalid("scenario", wrong.sentence) from None
    return terms


def withdraw(*, actor: Actor, campaign: Campaign, reason: str, now: datetime) -> Campaign:
    """What was proposed is proposed no more: the opinions that were given on it stay, set aside. Raises Denied; Invalid on
    `reason`; Refused once it is decided."""
    may_prepare(actor, campaign.carrier).or_raise()
    reason = one_line(reason)
    if not 10 <= len(seen_of(reason)) <= len(reason) <= 300:
        raise Invalid("reason", "Dites pourquoi cette proposition est retirée.")
    with act("equalisation.withdraw", actor=actor, about=campaign.carrier, now=now, reason=reason):
        row = in_state(campaign, Campaign.State.PROPOSED)
        row.state, row.terms, row.proposed_in, row.proposed_on = Campaign.State.FROZEN, None, None, None
        row.save(update_fields=["state", "terms", "proposed_in", "proposed_on"])
        for opinion in row.opinions.standing():
            opinion.set_aside_on = timezone.localtime(now).date()
            opinion.save(update_fields=["set_aside_on"])
    return row


def give_opinion(
    *, actor: Actor, campaign: Campaign, view: str, note: str, now: datetime, seen: str | None = None
) -> Opinion:
    """What a vice-president thinks of the rules that are proposed; given again on another day, what was said before stays, set
    aside. `seen`: the mark of those that a page showed. Raises Denied;
    Invalid on the field; Refused, when others are proposed since."""
    today = timezone.localtime(now).date()
    may_give_opinion(actor, campaign, today).or_raise()
    note = one_line(note)
    if view not in Opinion.View.values:
        raise Invalid("view", "Choisissez votre avis.")
    if len(note) > 600 or (view != Opinion.View.FOR and len(seen_of(note)) < 10):
        raise Invalid("note", "Dites en quelques mots ce qui l’explique, en 600 caractères au plus.")
    with act("equalisation.give_opinion", actor=actor, about=campaign.carrier, now=now, arguments={"view": view}):
        row = in_state(campaign, Campaign.State.PROPOSED)
        if seen is not None and seen != mark_of_proposal(row):
            raise Refused(
                "D’autres règles sont proposées depuis que vous avez ouvert cette page : relisez-les, puis donnez votre avis."
            )
        mandates = [one for one in vice_presidents(row.carrier, today) if one.person_id == actor.person]
        for mandate in mandates:  # one for each grouping that they are vice-president for
            found = opinion_of(row, mandate, today)
            found.view, found.note, found.given_on = view, note, today
            found.save()
    return found


def opinion_of(campaign: Campaign, mandate: Mandate, today: date) -> Opinion:
    """The one that is given today; what was said on another day was heard on that day, and is set aside."""
    given: Opinion | None = campaign.opinions.standing().filter(mandate=mandate).first()
    if given is not None and given.given_on == today:
        return given
    if given is not None:
        given.set_aside_on = today
        given.save(update_fields=["set_aside_on"])
    return Opinion(campaign=campaign, mandate=mandate)


def decide(*, actor: Actor, campaign: Campaign, application: Application, now: datetime) -> Campaign:
    """A decision of the register adopts what is proposed. That the body that proposed does not decide is a caution of ours,
    which is looked at (R5.10); it is refused where the federation decided so. Raises Denied; Refused."""
    may_prepare(actor, campaign.carrier).or_raise()
    arguments = {"campaign": campaign.pk, "decision": application.decision_id}
    with act("equalisation.decide", actor=actor, about=campaign.carrier, now=now, arguments=arguments):
        row = in_state(campaign, Campaign.State.PROPOSED)
        require_apart(row, application.decision)
        with upheld(row, timezone.localtime(now).date()):
            row.shares = dict(computed(row))
            row.state, row.decided_by = Campaign.State.DECIDED, application
            row.save(update_fields=["state", "decided_by", "shares"])
    return row


def require_apart(campaign: Campaign, decision: Decision) -> None:
    """Raises Refused."""
    proposed = campaign.proposed_in
    if proposed is None or campaign.proposed_on is None:
        raise Refused("Aucune règle n’est encore proposée pour cette campagne.")
    if decision.body_id == proposed.body_id and is_decided_apart(campaign.carrier, decision.decided_on):
        raise Refused(
            f"« {decision.body.name} » a proposé ce partage, et le réseau a décidé que l’instance qui propose n’en décide "
            "pas : la décision revient à une autre instance de la structure qui porte le fonds."
        )
    if decision.decided_on < campaign.proposed_on:
        raise Refused(
            f"Les règles sont proposées depuis le {day_in_words(campaign.proposed_on)} : la décision vient après."
        )
