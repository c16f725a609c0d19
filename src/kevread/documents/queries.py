"""In whose name a paper is written."""

from datetime import date

from kevread.directory.models import Affiliation, Coverage, Name, Organisation, Scale
from kevread.territory.models import Kind
from kevread.territory.queries import hues

from .contracts.base import Letterhead


def letterhead(organisation: Organisation, on: date) -> Letterhead:
    """The name, seat and numbers of an organisation that day, in the colour of its territory. 4 queries at most."""
    names = dict(Name.objects.on(on).filter(organisation=organisation).values_list("kind", "text"))
    name = names.get(Name.Kind.BRAND, organisation.name)
    statutory = names.get(Name.Kind.STATUTORY, "")
    numbers = (("RNA", organisation.rna), ("SIREN", grouped(organisation.siren)))
    return Letterhead(
        name=name,
        statutory_name="" if statutory == name else statutory,
        locality=organisation.locality,
        identifiers=tuple(f"{label} {number}" for label, number in numbers if number),
        hue=hue(organisation, on),
    )


def grouped(siren: str) -> str:
    """
    >>> grouped("732829320"), grouped("")
    ('732 829 320', '')
    """
    return " ".join(siren[start : start + 3] for start in range(0, len(siren), 3))


def hue(organisation: Organisation, on: date) -> int:
    """1 to 5: the colour of the strategic territory of a grouping, or of the grouping that a pôle belongs to. 0: none."""
    owners = [organisation.pk]
    if organisation.scale == Scale.LOCAL:
        groupings = Affiliation.objects.on(on).filter(member=organisation, of__scale=Scale.GROUPING)
        owners = list(groupings.values_list("of_id", flat=True))
    own = Coverage.objects.on(on).filter(organisation__in=owners, zone__kind=Kind.STRATEGIC)
    zone = own.order_by("zone__code").values_list("zone_id", flat=True).first()
    return int(hues(on).get(zone, "hue-0").removeprefix("hue-")) if zone else 0
