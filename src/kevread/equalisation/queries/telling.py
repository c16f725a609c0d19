"""Who is written to when shares are notified: for each beneficiary, its presidency and its direction."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from django.db.models import Q

from kevread.directory.models import Organisation, Person
from kevread.equalisation.models import Campaign
from kevread.equalisation.rules.terms import euros
from kevread.seats.models import Body, Mandate

from .due import due_of
from .path import shares_of

WRITTEN_TO = Q(seat__title="president", seat__body__kind=Body.Kind.BOARD) | Q(
    seat__title="direction", seat__body__kind=Body.Kind.TEAM
)


@dataclass(frozen=True, slots=True)
class Letter:
    """What would leave to somebody, for a beneficiary."""

    beneficiary: Organisation
    person: Person
    as_what: str
    cents: int
    due: int

    @property
    def said(self) -> str:
        return euros(self.cents)


@dataclass(frozen=True, slots=True)
class Telling:
    """`ready` would leave; of `mute`, no address is known; `nobody`: the beneficiaries that have neither presidency nor
    direction. Those are to be told otherwise. `closed`: nobody is written to, and their share stays with the fund."""

    ready: tuple[Letter, ...]
    mute: tuple[Letter, ...]
    nobody: tuple[Organisation, ...]
    closed: tuple[Organisation, ...] = ()

    @property
    def mark(self) -> str:
        """The same while the same would leave."""
        said = [f"{one.beneficiary.pk}:{one.person.pk}:{one.person.email}:{one.cents}:{one.due}" for one in self.ready]
        said += [f"{one.beneficiary.pk}:{one.person.pk}:mute" for one in self.mute]
        said += [f"{one.pk}:nobody" for one in self.nobody]
        said += [f"{one.pk}:closed" for one in self.closed]
        return sha256("\n".join(sorted(said)).encode()).hexdigest()[:32]


def to_tell(campaign: Campaign, on: date) -> Telling:
    """Whoever was told already is not told again. Some six queries, whatever their number."""
    shares, due = shares_of(campaign), due_of(campaign)
    everybody = list(Organisation.objects.filter(slug__in=shares).order_by("search", "slug"))
    known = {one.pk: one for one in everybody if one.in_force(on)}
    told = set(campaign.tellings.values_list("beneficiary_id", "person_id"))
    rows = Mandate.objects.on(on).filter(WRITTEN_TO, seat__body__organisation__in=known)
    rows = rows.select_related("person", "seat__body").order_by("seat__body__kind", "seat__rank", "pk")
    found: dict[tuple[UUID, UUID], Letter] = {}
    for one in rows:
        where = known[one.seat.body.organisation_id]
        letter = Letter(where, one.person, one.seat.name, shares[where.slug], due[where.slug])
        found.setdefault((where.pk, one.person_id), letter)
    left = [letter for key, letter in found.items() if key not in told]
    seen = {key for key, _ in found}
    return Telling(
        tuple(one for one in left if one.person.email),
        tuple(one for one in left if not one.person.email),
        tuple(one for key, one in known.items() if key not in seen),
        tuple(one for one in everybody if one.pk not in known),
    )
