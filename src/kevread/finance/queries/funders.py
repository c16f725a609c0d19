"""What one funder gives to all whose money the reader reads, under whatever names it was entered. What they may not read is
neither listed, counted nor summed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q

from kevread.common.actor import Actor
from kevread.common.periods import day_in_words
from kevread.directory.models import Organisation
from kevread.finance.models import Funder, Funding, GrantRequest

from .awaited import Granted, with_instalments
from .reports import IF_ASKED, Due, to_report

State = GrantRequest.State
ASKED = (State.DRAFT, State.SENT, State.REFUSED, State.WITHDRAWN)  # what was granted is told by its funding


@dataclass(slots=True)
class Given:
    """A funding, and the reports that the law asks of it: those of its years, by the day on which each is due. None: it is not
    known when the year of its organisation closes, or its fundings are not kept since then."""

    granted: Granted
    reports: Sequence[Due] | None

    @property
    def funding(self) -> Funding:
        return self.granted.funding

    @property
    def next(self) -> Due | None:
        """The first report that is still to be sent."""
        return next((one for one in self.reports or () if one.report is None), None)

    @property
    def report(self) -> str:
        """The same, in words."""
        if not self.funding.funder.is_public or (self.funding.earmarked == Funding.Earmarked.NO and not self.reports):
            return "La loi n’en demande pas"
        if self.next is None:
            return "Tous envoyés" if self.reports else "Inconnu"
        late = ", en retard" if self.next.is_late(self.granted.on) else ""
        return f"Au plus tard le {day_in_words(self.next.by)}{late}{IF_ASKED if self.next.is_unsaid else ''}"


@dataclass(slots=True)
class Giver:
    """A funder as the one it is: the entries of it that the reader meets, what they gave, what is asked of them."""

    entries: list[Funder] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)
    asked: list[GrantRequest] = field(default_factory=list)

    @property
    def first(self) -> Funder:
        return self.entries[0]

    @property
    def name(self) -> str:
        return self.first.called

    @property
    def names(self) -> list[str]:
        """Those under which it is entered, besides its own."""
        return sorted({one.name for one in self.entries} - {self.name})

    @property
    def organisations(self) -> list[Organisation]:
        """Those that it funds, in the order of their names."""
        found = {one.funding.organisation_id: one.funding.organisation for one in self.given}
        return sorted(found.values(), key=lambda one: one.name)

    @property
    def waiting(self) -> list[GrantRequest]:
        return [one for one in self.asked if one.state == State.SENT]

    @property
    def notified(self) -> int:
        return sum(one.funding.cents for one in self.given)

    @property
    def received(self) -> int:
        return sum(one.granted.received for one in self.given)

    @property
    def next(self) -> Due | None:
        """The first report that is due to it."""
        return min((one.next for one in self.given if one.next), key=lambda one: one.by, default=None)


def givers(actor: Actor, on: date, funder: Funder | None = None) -> list[Giver]:
    """Each funder, or that one alone, of whom the reader reads something on that day, in the order of names. Seven queries,
    whatever their number."""
    fundings = Funding.objects.visible_to(actor).standing().filter(notified_on__lte=on)
    asked = GrantRequest.objects.visible_to(actor).filter(state__in=ASKED)
    if funder is not None:
        one = Q(funder__in=Funder.objects.same_as(funder))
        fundings, asked = fundings.filter(one), asked.filter(one)
    those = fundings.select_related("funder__organisation", "organisation").order_by(
        "organisation__name", "-notified_on"
    )
    found: dict[UUID, Giver] = defaultdict(Giver)
    for row in given(with_instalments(those, on), on):
        found[row.funding.funder.one].given.append(row)
    for wanted in asked.select_related("funder__organisation", "organisation").order_by("organisation__name", "-pk"):
        found[wanted.funder.one].asked.append(wanted)
    for giver in found.values():
        met = {row.funding.funder_id: row.funding.funder for row in giver.given}
        met |= {wanted.funder_id: wanted.funder for wanted in giver.asked}
        giver.entries = sorted(met.values(), key=lambda one: (one.name != one.called, one.name))
    return sorted(found.values(), key=lambda one: one.name.lower())


def others_of(funder: Funder, who: Organisation | None) -> list[str]:
    """The names of the other entries that it would be one with, were it that organisation; that it would leave, were it none.
    Names alone: they say nothing of who receives."""
    organisation = who or funder.organisation
    if organisation is None:
        return []
    rows = Funder.objects.filter(organisation=organisation).exclude(pk=funder.pk)
    return list(rows.order_by("name").values_list("name", flat=True))


def given(rows: Sequence[Granted], on: date) -> Iterable[Given]:
    """Each with the reports of its years, those that are not over too. Four queries."""
    reports: dict[UUID, list[Due]] = defaultdict(list)
    among = [row.funding for row in rows]
    for due in to_report(on, {one.organisation_id for one in among}, ahead=True, among=among):
        reports[due.funding.pk].append(due)
    for row in rows:
        yield Given(row, sorted(reports[row.funding.pk], key=lambda one: one.by) or None)
