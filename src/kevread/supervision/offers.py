"""What two lines of authority tell the rooms below: the days that somebody was granted, for their own calendar; the career
interviews that were held; the end of a contract that was decided."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from uuid import UUID

from kevread.common.errors import Way
from kevread.delegations.asks import SERVES
from kevread.directory.models import Organisation, Person
from kevread.rhythm.asks import DAYS, WholeDays
from kevread.seats.asks import ENTRUSTS
from kevread.staff.asks import CAREERS, DECIDED, Careers, Decided
from kevread.staff.models import EMPLOYS
from kevread.supervision.loader import acts
from kevread.supervision.models import Ending, Leave
from kevread.supervision.operations.endings import mark_written
from kevread.supervision.permissions import conducted
from kevread.supervision.queries.leaves import granted_to
from kevread.supervision.queries.reviews import careers_met, careers_since


@DAYS.answer
def granted_days(person: Person, since: date, until: date) -> list[WholeDays]:
    return [
        WholeDays(one.pk, named(one), one.first, one.last, one.matter.closed_at)
        for one in granted_to(person.pk, since, until)
        if one.matter.closed_at
    ]


@SERVES.answer
def opens_there(code: str, organisation: Organisation) -> Way | None:
    """Where a matter of what was entrusted is opened, for the employer."""
    found = [one for one, act in acts().opened().items() if act.delegation == code and conducted(act)]
    if not found:
        return None
    said = acts().acts[found[0]].label
    return Way(
        f"Ouvrir un dossier : {said[:1].lower()}{said[1:]}",
        "supervision:open_matter",
        {"scale": organisation.slug, "code": found[0]},
    )


@ENTRUSTS.answer
def conducted_there(right: str, organisation: Organisation) -> Iterable[Way]:
    """Of what whoever employs may do, the matters that one opens and conducts by a delegation."""
    if right != EMPLOYS:
        return
    for act in acts().opened().values():
        if conducted(act):
            there = {"scale": organisation.slug}
            yield Way(act.label, "who_may_commit", there, {"acte": act.delegation})


def career_opens(organisation: Organisation) -> Way | None:
    """Where a career interview is opened there."""
    code = acts().of_form("career")
    if code not in acts().opened():
        return None
    return Way("Ouvrir l’entretien", "supervision:open_matter", {"scale": organisation.slug, "code": code})


CAREERS.answer(Careers(careers_met, career_opens, careers_since))


@DECIDED.answer
def end_decided(contract: UUID) -> Decided | None:
    """The matter that decided it; none that was dropped or annulled."""
    rows = Ending.objects.filter(contract=contract, last__isnull=False, matter__annulled_on=None)
    found = rows.order_by("-matter__closed_at", "-pk").first()
    if found is None or found.last is None:
        return None
    return Decided(found.last, found.reason, partial(mark_written, found.pk))


def named(leave: Leave) -> str:
    """As a calendar of whole days shows it: the half, in words, where a day is not whole."""
    parts = {leave.part_of(leave.first), leave.part_of(leave.last)} - {""}
    if not parts:
        return leave.get_kind_display()
    if leave.first == leave.last:
        return f"{leave.get_kind_display()}, {parts.pop()}"
    return str(leave)
