"""What rests on the seats of a body: the other mandates that its people hold because they sit there."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from kevread.seats.conditions import RESTS_ON
from kevread.seats.models import Body, Mandate

from .composition import Holder
from .faces import Face


@dataclass(frozen=True, slots=True)
class Resting:
    """Somebody who sits here, and the mandates elsewhere whose conditions look at that."""

    face: Face
    mandates: tuple[Mandate, ...]


def resting_on(body: Body, holders: Iterable[Holder], on: date) -> list[Resting]:
    """In the order of the holders. One query, none where nobody sits. A condition looks at a mandate of whom one represents,
    or of the body's own organisation; whether another mandate would do as well is told when this one ends."""
    faces = {holder.mandate.person_id: holder.face for holder in holders}
    asked = [name for name, kinds in RESTS_ON.items() if body.kind in kinds]
    if not faces or not asked:
        return []
    here = body.organisation_id
    rows = (
        Mandate.objects.on(on)
        .filter(person__in=faces, seat__conditions__overlap=asked)
        .filter(Q(represents=here) | Q(represents=None, seat__body__organisation=here))
        .exclude(seat__body=body)
        .select_related("seat__body__organisation")
        .order_by("seat__body__organisation__name", "seat__body__rank", "seat__rank", "pk")
    )
    found: dict[UUID, list[Mandate]] = defaultdict(list)
    for mandate in rows:
        found[mandate.person_id].append(mandate)
    return [Resting(face, tuple(found[person])) for person, face in faces.items() if person in found]
