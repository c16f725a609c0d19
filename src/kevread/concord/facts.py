"""What the charter may ask of common texts."""

from collections import Counter
from datetime import date
from uuid import UUID

from kevread.common.facts import SCALES, Facts, Organisations, fact
from kevread.common.parameters import TextKind
from kevread.concord.models import CommonText
from kevread.concord.queries import REGISTER, Reading, Standing, standings


def of_kind(on: date, among: Organisations, kind: str) -> list[Standing]:
    """The texts of a kind that nobody gave up, that concern these. Four queries, shared."""

    def read() -> list[Standing]:
        rows = CommonText.objects.filter(kind=kind)
        if among.ids is not None:
            rows = rows.concerning(among.ids)
        return [one for one in standings(rows, on) if not one.is_dropped]

    return among.once(f"concord.{kind}", read)


@fact(about=SCALES, register=REGISTER, reads=(("decisions", "self"),), unit="textes")
def in_force(on: date, among: Organisations, kind: TextKind) -> Facts:
    """The texts of that kind that are in force that day, and that a body of the organisation adopted with those of others, all
    that are named (R5.7, R6.3): what it adopts alone, were it by two of its bodies, is common to nobody. None: 0."""
    found: Counter[UUID] = Counter()
    for one in of_kind(on, among, kind):
        if one.current:
            found.update(shared_by(one.current))
    return found


def shared_by(reading: Reading) -> set[UUID]:
    """The organisations whose bodies are named for a version; none where they are all of one."""
    found = {place.named.body.organisation_id for place in reading.places}
    return found if len(found) > 1 else set()


@fact(about=SCALES, register=REGISTER, reads=(("decisions", "self"),), unit="textes")
def proposed(on: date, among: Organisations, kind: TextKind) -> Facts:
    """The texts of that kind that are before a body of the organisation and before those of others, in force or not yet
    (R8.2). None: 0."""
    found: Counter[UUID] = Counter()
    for one in of_kind(on, among, kind):
        found.update(shared_by(one.last))
    return found
