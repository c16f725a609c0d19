"""By what a person may commit a party under an agreement that it signed: their own power, or a decision of its register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kevread.agreements.loader import kinds
from kevread.agreements.models import Agreement, Approval, Obligation, Party
from kevread.agreements.permissions import answered_by, gives_a_day_up, may_speak_for, place_of
from kevread.agreements.queries.citing import Offered, offered_to
from kevread.agreements.queries.register import decisions_for
from kevread.agreements.rules import COMMITS
from kevread.common.actor import Actor
from kevread.common.errors import Way
from kevread.competence.queries import matrix
from kevread.decisions.models import Decision
from kevread.delegations.loader import acts
from kevread.delegations.queries import may_commit
from kevread.delegations.queries.chains import way_to_be_entrusted
from kevread.delegations.rules import Answer
from kevread.seats.asks import END_AGREEMENT, PUT_OFF


@dataclass(frozen=True, slots=True)
class Power:
    """Of a party for which this person speaks. `answer`: whether they may commit it themselves that day, and by what; None
    where the federation ties no act to it: nothing is asked. `way`: where they ask for it. `offered`: the decisions of its
    register, of those that they read, by which it may commit itself, those that speak of the agreement first."""

    party: Party
    answer: Answer | None
    offered: Sequence[Offered]
    way: Way | None = None

    @property
    def lacks(self) -> bool:
        """Whether only a decision does it."""
        return self.answer is not None and not self.answer


def powers_to_end(agreement: Agreement, actor: Actor, on: date, but: UUID | None = None) -> list[Power]:
    """Of each party of the network for which this person speaks; `but` that one. Ten queries for each of them, at most."""
    rows = agreement.parties.select_related("organisation", "agreement__organisation").order_by("rank")
    others = [one for one in rows if one.pk != but and one.organisation.scale]
    return [power_of(one, END_AGREEMENT, actor, on) for one in others if may_speak_for(actor, one)]


def powers_to_put_off(obligation: Obligation, actor: Actor, on: date, asked_by: UUID | None = None) -> list[Power]:
    """Of whoever would give up the day on which it is owed, where this person speaks for it; nothing where what they do commits
    nobody. `asked_by`: who asked for a later day that they would agree to; None: they ask for one."""
    if asked_by is None:
        commits = gives_a_day_up(obligation, place_of(actor, obligation.agreement).pk)
    else:
        commits = answered_by(obligation, asked_by) == obligation.creditor
    party = obligation.creditor
    if not commits or not party.organisation.scale or not may_speak_for(actor, party):
        return []
    return [power_of(party, PUT_OFF, actor, on)]


def power_of(party: Party, gesture: str, actor: Actor, on: date) -> Power:
    where, code = party.organisation, acts().of_gesture(gesture, on)
    answer = may_commit(actor.person, code, where, on) if code else None
    lacks = answer is not None and not answer
    way = way_to_be_entrusted(where, code, on) if lacks and acts().acts[code].delegated else None
    return Power(party, answer, offered_to(party, decisions_that_commit(party, actor), actor), way)


def decisions_that_commit(party: Party, actor: Actor) -> list[Decision]:
    """The last decisions of its register by which a party may commit itself under an agreement: not those of before it was
    signed, nor those by which it approved it, nor those that open something else. Three queries."""
    agreement = party.agreement
    spec, types = kinds().get(agreement.kind), matrix().types
    signed_on, approved = agreement.instruments.get(number=0).signed_on, approved_by(party)
    return [
        one
        for one in decisions_for(spec.party(party.role) if spec else None, party, actor)
        if not (signed_on and one.decided_on < signed_on)
        and one.pk not in approved
        and (one.type not in types or types[one.type].executes in COMMITS)
    ]


def approved_by(party: Party) -> set[UUID]:
    """The decisions by which a party approved an agreement, or what amends it. One query."""
    return set(Approval.objects.filter(party=party).exclude(decision=None).values_list("decision", flat=True))
