"""What is to be read of a decision before it is cited for what commits a party, and what it was cited for already."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from kevread.agreements.loader import kinds
from kevread.agreements.models import Agreement, Event, Party, Postponement
from kevread.agreements.rules import bears_on
from kevread.common.actor import Actor
from kevread.common.periods import day_in_words
from kevread.decisions.models import Decision

ELSEWHERE = "une convention que vous ne lisez pas"


@dataclass(frozen=True, slots=True)
class Offered:
    """A decision that a party may cite. `speaks`: whether its title has a word of this agreement, or of another party to it.
    `cited`: what it was cited for already; nothing forbids to cite it again, and it is told."""

    decision: Decision
    speaks: bool
    cited: tuple[str, ...] = ()


def offered_to(party: Party, decisions: Sequence[Decision], actor: Actor) -> list[Offered]:
    """Those that speak of the agreement first, each in the order in which they come. Four queries, whatever their number."""
    agreement, own = party.agreement, party.organisation.name
    spec = kinds().get(agreement.kind)
    others = agreement.parties.exclude(pk=party.pk).values_list("organisation__name", flat=True)
    about = " ".join([spec.label if spec else "", agreement.title, *others])
    cited = cited_for([one.pk for one in decisions], actor) if decisions else {}
    found = [Offered(one, bears_on(None, one.title, about, own), tuple(cited.get(one.pk, ()))) for one in decisions]
    return sorted(found, key=lambda one: not one.speaks)


def cited_for(keys: Collection[UUID], actor: Actor) -> dict[UUID, list[str]]:
    """What these decisions already permitted, that nobody said to be a mistake: an end, or a later day, of which agreement.
    Three queries."""
    events = Event.objects.standing().filter(Q(decision__in=keys) | Q(agreed_decision__in=keys))
    told = [
        (key, one.agreement, f"{one.get_kind_display().lower()}, le {day_in_words(one.told_on)}")
        for one in events.select_related("agreement").order_by("told_on", "pk")
        for key in {one.decision_id, one.agreed_decision_id} & {*keys}
    ]
    later = Postponement.objects.filter(decision__in=keys).select_related("obligation__agreement")
    told += [
        (one.decision_id, one.obligation.agreement, f"report au {day_in_words(one.to)} : {one.obligation.what}")
        for one in later.order_by("to", "pk")
    ]
    asked = {one.pk for _, one, _ in told}
    seen = (
        set(Agreement.objects.visible_to(actor).filter(pk__in=asked).values_list("pk", flat=True)) if asked else set()
    )
    found: dict[UUID, list[str]] = defaultdict(list)
    for key, agreement, what in told:
        if key is not None:
            found[key].append(f"{agreement.title if agreement.pk in seen else ELSEWHERE} ({what})")
    return found
