"""What the charter may ask of dues."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from kevread.common.facts import GROUPING, HEAD, Facts, Item, Number, Organisations, Span, fact
from kevread.directory.models import Reach
from kevread.dues.models import Due
from kevread.dues.queries.elsewhere import joined_a_local

Found = dict[UUID, dict[Item, Number]]


@fact(
    about=(GROUPING, HEAD),
    register="dues",
    items="organisations",
    unit="organisations",
    lacks="l’échelle d’action de certaines organisations",
    may_be_empty=True,
)
def local_dues_elsewhere(on: date, among: Organisations) -> Facts:
    """For each structure of local reach that is a member of a local organisation, and from which a grouping or the head asks
    dues for this year: 1 (R5.3). Of one whose scale of action nobody said, nothing is known."""
    rows = Due.objects.standing().filter(year=on.year, cents__gt=0, call__called_on__lte=on)
    rows = rows.filter(**among.where("organisation"))
    asked = list(rows.values_list("organisation_id", "affiliation__member_id", "affiliation__member__reach"))
    locals_of = joined_a_local({member for _, member, _ in asked}, on)
    found: Found = defaultdict(dict)
    for organisation, member, reach in asked:
        if member in locals_of and reach in ("", Reach.LOCAL):
            found[organisation][member] = 1 if reach else Span(0, 1)
    return found
