"""What the charter may ask of the works that the document opens."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from kevread.common.facts import HEAD, Facts, Item, Number, Organisations, Span, fact, namer
from kevread.common.parameters import Streams
from kevread.common.verdicts import Reason
from kevread.competence.queries import matrix
from kevread.decisions.models import FollowUp
from kevread.directory.facts_identity import of_each_head


@namer("streams")
def named(items: set[Item], on: date) -> Mapping[Item, str]:
    """« Pilotage financier »."""
    return {slug: matrix().streams[str(slug)].label for slug in items if str(slug) in matrix().streams}


def entrusted(on: date, among: Organisations, streams: Streams) -> Iterable[tuple[UUID, str, date, date | None]]:
    rows = FollowUp.objects.of_streams(on).filter(stream__in=streams, **among.where("decision__organisation"))
    return rows.values_list("decision__organisation", "stream", "due", "done_on")


@fact(
    about=HEAD,
    register="decisions",
    items="streams",
    unit="works",
    lacks="qui mène certains chantiers, et pour quel jour",
    unsaid=Reason.NOT_DECIDED,
)
def work_streams(on: date, among: Organisations, streams: Streams) -> Facts:
    """Of each of these works (R3.18, R3.19, R7.15, R7.25): 1 where a decision of the head entrusted it to somebody, and nothing
    of it that is not done yet is past its day; 0 where something is. Of one that nobody entrusted, nothing is decided."""
    late: dict[UUID, dict[str, bool]] = defaultdict(dict)
    for organisation, stream, due, done in entrusted(on, among, streams):
        is_late = due < on and (done is None or done > on)
        late[organisation][stream] = late[organisation].get(stream, False) or is_late
    return {head: each(late.get(head, {}), streams) for head in of_each_head(on, among, 0)}


def each(late: Mapping[str, bool], streams: Streams) -> Mapping[Item, Number]:
    return {one: int(not late[one]) if one in late else Span(0, None) for one in streams}
