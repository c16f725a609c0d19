"""Since when registers are kept: what is said of a time is proven by a register that was kept all along it."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db.models import F, Max, Q, QuerySet

from kevread.charter.models import Keeping
from kevread.common.facts import BEFORE, Item, Number, Organisations, Span
from kevread.common.periods import Period
from kevread.directory.models import Organisation


def kept_through(register: str, first: date, on: date) -> QuerySet[Keeping]:
    """Who keeps a register that day, and kept it since the first day asked about, or since its own beginning: before it
    existed, it had nothing to write there."""
    kept: QuerySet[Keeping] = Keeping.objects.on(on).filter(register=register)
    since = F("organisation__period__startswith")
    return kept.filter(Q(period__startswith=None) | Q(period__startswith__lte=first) | Q(period__startswith__lte=since))


def kept_all_along(register: str, first: date, on: date, among: Organisations) -> set[UUID]:
    """Who keeps a register that day, and kept it all along since the first day asked about: what is not written in it was not.
    `first`, the first of all days (`date.min`): since their own beginning. One query, read once."""

    def read() -> set[UUID]:
        rows = kept_through(register, first, on).filter(**among.where("organisation"))
        return set(rows.values_list("organisation", flat=True))

    return among.once(f"charter.kept {register} {first}", read)


def of_time(
    register: str, found: Mapping[UUID, Number], first: date, on: date, among: Organisations
) -> dict[UUID, Number]:
    """What was found of the time since that day; of what came before a register that was begun since, nothing is known."""
    whole = kept_all_along(register, first, on, among)
    least = {key: one if isinstance(one, int) else one.least for key, one in found.items()}
    return {key: found.get(key, 0) if key in whole else Span(least.get(key, 0), None) for key in whole | set(found)}


def of_some(
    register: str, found: Mapping[UUID, Number], first: date, on: date, among: Organisations
) -> dict[UUID, Number]:
    """The same, of those of which something is found: of the others nothing is said."""
    whole = of_time(register, found, first, on, among)
    return {key: whole[key] for key in found}


def begun_since(register: str, first: date, on: date, among: Organisations) -> set[UUID]:
    """Who keeps a register that day, and did not all along since the first day asked about."""
    where = among.where("organisation")
    kept = Keeping.objects.on(on).filter(register=register, **where)
    always = kept_through(register, first, on).filter(**where)  # of those alone: the network around is not walked
    return set(kept.exclude(pk__in=always).values_list("organisation", flat=True))


def each_of_time(
    register: str, found: Mapping[UUID, Mapping[Item, Number]], first: date, on: date, among: Organisations
) -> dict[UUID, Mapping[Item, Number]]:
    """The same, of what is told item by item: what came before a register that was begun since is one more, not known."""
    young = begun_since(register, first, on, among)
    return {**found, **{key: {**found.get(key, {}), BEFORE: Span(0, None)} for key in young}}


def keeping_none(register: str, scales: Collection[str], on: date) -> QuerySet[Organisation]:
    """Those of these scales that do not keep a register that day."""
    kept = Keeping.objects.on(on).filter(register=register)
    found: QuerySet[Organisation] = Organisation.objects.on(on).at_scale(*scales)
    return found.exclude(pk__in=kept.values("organisation"))


def kept_since(register: str, organisations: Collection[UUID], on: date) -> Mapping[UUID, date]:
    """Since when each of these that keeps a register that day keeps it, where that is known."""
    rows = Keeping.objects.on(on).filter(
        register=register, organisation__in=organisations, period__startswith__isnull=False
    )
    return dict(rows.values_list("organisation", "period__startswith"))


def ever_kept(register: str, organisations: Collection[UUID], on: date) -> Mapping[UUID, date]:
    """Since when, first, each of these that keeps a register that day, or kept it before, does. One query.

    What was written there stands in it: whoever stops keeping it lifts no power by that, nor may then cite in words what it
    is to hold. What its silence says, that day, is another question (`kept_since`).
    """
    rows = Keeping.objects.touching(Period.through(None, on)).filter(register=register, organisation__in=organisations)
    return dict(rows.order_by("-period").values_list("organisation", "period__startswith"))


def first_kept(register: str, organisations: Collection[UUID] | None, on: date) -> dict[UUID, date]:
    """The same, of those that keep it that day; `date.min` where nobody knows. What came since is looked at, also of who
    stopped keeping it and keeps it again: nothing that was written is hidden by that. One query."""
    rows = Keeping.objects.touching(Period.through(None, on)).filter(register=register)
    if organisations is not None:
        rows = rows.filter(organisation__in=organisations)
    told = list(rows.order_by("-period").values_list("organisation", "period"))
    kept = {organisation for organisation, period in told if on in period}
    return {organisation: period.lower or date.min for organisation, period in told if organisation in kept}


def all_kept_since(registers: Collection[str], organisations: Collection[UUID], on: date) -> Mapping[UUID, date]:
    """Since when each of these keeps all of the registers, among these, that it keeps that day: since the last that was begun,
    where its day is known. One query."""
    rows = Keeping.objects.on(on).filter(register__in=registers, organisation__in=organisations).order_by()
    last = rows.values_list("organisation").annotate(last=Max("period__startswith"))
    return {whose: day for whose, day in last if day}
