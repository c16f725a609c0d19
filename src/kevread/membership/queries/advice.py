"""« Où adhérer ? »: what the articles advise to an organisation, and everything else that it may choose."""

from dataclasses import dataclass
from datetime import date

from kevread.charter.engine import verdicts
from kevread.charter.queries.quote import quote
from kevread.charter.sentences import speak
from kevread.common.facts import GROUPING, HEAD, LOCAL
from kevread.common.federation import Joining
from kevread.directory.models import Organisation
from kevread.directory.queries import located
from kevread.directory.queries.vocabulary import said_of_itself
from kevread.territory.models import Certainty, Zone

NEAREST_FIRST = (LOCAL, GROUPING, HEAD)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An organisation that one may join: advised by an article, allowed by one (`is_allowed`) or neither, how well it is known
    that the commune is its."""

    organisation: Organisation
    is_advised: bool = False
    article: str = ""
    text: str = ""
    certainty: str = ""
    is_allowed: bool = False

    @property
    def is_supposed(self) -> bool:
        return self.certainty == Certainty.SUPPOSED


@dataclass(frozen=True, slots=True)
class Advised:
    """What is advised first, the others, and why one is free to choose. `lacks`: the scale that is advised, or only
    allowed, where nobody there has this commune."""

    first: Proposal | None
    others: list[Proposal]
    free: str
    free_text: str
    lacks: str = ""
    lacks_allowed: bool = False


def membership_said() -> Joining:
    """What the articles of this federation say of joining."""
    said = said_of_itself()
    return said.membership if said else Joining()


def advised(commune: Zone, reach: str, on: date) -> Advised:
    """At most eight queries."""
    (place,) = located([commune], on)
    there: dict[str, tuple[Organisation, str]] = {}
    if place.local:
        there[LOCAL] = (place.local.organisation, place.local.certainty)
    if place.grouping and place.strategic:
        there[GROUPING] = (place.grouping.organisation, place.strategic.certainty)
    if head := Organisation.objects.at_scale(HEAD).on(on).first():
        there[HEAD] = (head, "")
    said = membership_said()
    asked = said.advised.get(reach)  # type: ignore[call-overload]
    first: Proposal | None = None
    if asked and asked.to in there:
        organisation, certainty = there[asked.to]
        may, said_there = asked.says == "may", quote(asked.article, organisation.pk, on)
        first = Proposal(organisation, not may, asked.article, said_there, certainty, is_allowed=may)
    others = [
        Proposal(organisation, certainty=certainty)
        for scale in NEAREST_FIRST
        if scale in there and (first is None or scale != asked.to)
        for organisation, certainty in [there[scale]]
    ]
    free_text = quote(said.free, head.pk, on) if said.free and head else ""
    lacks = asked.to if asked and asked.to not in there else ""
    return Advised(first, others, said.free, free_text, lacks, bool(asked and asked.says == "may"))


def direct_seats(organisation: Organisation, on: date) -> tuple[str, str, str] | None:
    """What the article on the seats of direct members says of a grouping that day: the article, its word (« Non décidé »), its
    sentence. None where no article says anything of it there."""
    rule = membership_said().seats
    if not rule or organisation.scale != GROUPING:
        return None
    found = verdicts(on, rules=[rule], organisations=[organisation.pk])
    for spoken in speak(found, on):
        return rule, spoken.word, spoken.sentence
    return None
