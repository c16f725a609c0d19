"""With whom else a text may be prepared, and what binds them already."""

from datetime import date
from uuid import UUID

from kevread.agreements.loader import PartySpec
from kevread.agreements.models import Agreement, Instrument, Party
from kevread.agreements.queries.register import agreements_of, who_may_hold
from kevread.agreements.queries.standing import Standing, standings
from kevread.common.actor import Actor
from kevread.directory.models import Organisation


def may_be_taken(instrument: Instrument) -> bool:
    """Whether a text was prepared here, and not given up nor annulled."""
    return (
        instrument.agreement.annulled_on is None
        and instrument.origin == Instrument.Origin.HERE
        and instrument.stage != Instrument.Stage.DROPPED
    )


def naming(instrument: Instrument, party: Party) -> list[str]:
    """The clauses that name this party: in the same text with another, they are to be read again. One query."""
    name = party.organisation.name
    return [one.title for one in instrument.clauses.order_by("rank") if name in one.text]


def with_whom(
    agreement: Agreement, party: Party, place: PartySpec, actor: Actor, on: date
) -> tuple[list[Organisation], dict[UUID, Standing]]:
    """Those that may stand in the place of `party`, by name; and, of those, the agreement of that kind by which each is bound
    to who keeps this one, or that is being prepared with it. Five queries."""
    offered = [
        one
        for one in who_may_hold(place, actor, on)
        if one.pk not in (party.organisation_id, agreement.organisation_id)
    ]
    alike = [one for one in agreements_of(agreement.organisation, actor, on) if one.kind == agreement.kind]
    bound: dict[UUID, Standing] = {}
    for one in standings(alike, on):
        if one.state.binds or one.state.is_prepared:
            bound |= {each.organisation_id: one for each in one.others(agreement.organisation_id)}
    return offered, bound
