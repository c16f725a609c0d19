"""Who may keep the dues of an organisation, and who speaks for a member of it."""

from datetime import date

from django.db.models import Q

from kevread.common.actor import Actor, Grounds
from kevread.common.words import of
from kevread.directory.models import Affiliation, Organisation
from kevread.seats.models import Mandate
from kevread.seats.permissions import grounds

from .models import KEEPS_DUES


def may_keep_dues(actor: Actor, organisation: Organisation) -> Grounds:
    """Call the dues of a year, enter what was paid, say what was a mistake."""
    return grounds(actor, KEEPS_DUES, organisation)


def spoken_for(actor: Actor, on: date, of: Organisation | None = None) -> list[Affiliation]:
    """The memberships, that day, of the organisations for which this person speaks: where a mandate has them sit in its name;
    or, of an organisation of the network, where they keep its own money. Two queries."""
    if actor.person is None:
        return []
    sits = Mandate.objects.on(on).filter(person=actor.person, represents__isnull=False)
    if of is not None:
        sits = sits.filter(seat__body__organisation=of)
    pairs = set(sits.values_list("represents_id", "seat__body__organisation_id"))
    homes = {hat.organisation for hat in actor.hats if hat.allows(KEEPS_DUES, hat.organisation)}
    named = Q(member__in=homes) | Q(member__in={member for member, _ in pairs}, of__in={where for _, where in pairs})
    rows = Affiliation.objects.on(on).filter(named, **({"of": of} if of else {})).select_related("member", "of")
    return [
        row
        for row in rows.order_by("member__search", "of__search", "pk")
        if row.member_id in homes or (row.member_id, row.of_id) in pairs
    ]


def may_speak_for(actor: Actor, affiliation: Affiliation, on: date) -> Grounds:
    """Say of a member what its dues are measured by, in its name: those who sit for it there, or who keep its own money."""
    if any(row.pk == affiliation.pk for row in spoken_for(actor, on, affiliation.of)):
        hat = actor.hat_for(KEEPS_DUES, affiliation.member_id)
        sits = f"vous siégez à {affiliation.of.name} au nom {of(affiliation.member.name)}"
        return Grounds(True, f"Vous le pouvez : {hat.told if hat else sits}.")
    return Grounds(
        False,
        f"Seules le peuvent les personnes qui siègent à {affiliation.of.name} au nom {of(affiliation.member.name)}.",
    )
