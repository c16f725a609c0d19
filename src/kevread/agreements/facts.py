"""What the charter may ask of agreements: since their register is kept, of those that were entered."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from kevread.agreements.models import Agreement, Approval, Clause, Instrument, Party
from kevread.agreements.queries.contested import with_contests
from kevread.agreements.queries.standing import Standing, standings
from kevread.common.facts import SCALES, Facts, Item, Number, Organisations, Span, fact, namer, span
from kevread.common.parameters import AgreementKind, Clauses, Scale


@namer("agreements")
def agreements_in_words(items: set[Item], on: date) -> Mapping[Item, str]:
    return dict(Agreement.objects.filter(pk__in=items).values_list("pk", "title"))


def binding(on: date, among: Organisations, kind: str) -> list[Standing]:
    """The agreements of a kind that bind their parties that day, with their texts that a party says it did not sign. Five
    queries, shared."""

    def read() -> list[Standing]:
        signed = Instrument.objects.signed().filter(agreement=OuterRef("pk"), number=0, signed_on__lte=on)
        rows = Agreement.objects.filter(Exists(signed), kind=kind, annulled_on=None)
        if among.ids is not None:
            rows = rows.filter(Exists(Party.objects.filter(agreement=OuterRef("pk"), **among.where("organisation"))))
        return with_contests([one for one in standings(rows.order_by("pk"), on) if one.state.binds], on)

    return among.once(f"agreements.binding.{kind}", read)


@fact(
    about=SCALES,
    register="agreements",
    unit="conventions",
    lacks="le document signé, que nulle partie ne conteste",
    is_proof=True,
)
def in_force(on: date, among: Organisations, kind: AgreementKind, beside: Scale = "") -> Facts:
    """The agreements of that kind that bind the organisation; `beside`: with one of that scale (R4.42). None: 0. What was
    signed, and whose signed document nobody deposited, may be there: one party entered it alone; so may one that a party
    says it did not sign."""
    shown: dict[UUID, int] = defaultdict(int)
    told: dict[UUID, int] = defaultdict(int)
    for one in binding(on, among, kind):
        for party in one.parties:
            others = [other for other in one.parties if other.pk != party.pk]
            if party.organisation_id in among and (
                not beside or any(other.organisation.scale == beside for other in others)
            ):
                (told if one.lacks_document or one.is_contested else shown)[party.organisation_id] += 1
    return {one: span(shown[one], told[one]) for one in shown.keys() | told.keys()}


def lacking_authority(rows: list[Standing], on: date) -> QuerySet[Approval]:
    return Approval.objects.filter(
        instrument__agreement__in=[one.agreement.pk for one in rows],
        instrument__signed_on__lte=on,
        decision=None,
        authority="",
    )


@fact(about=SCALES, register="agreements", items="agreements", unit="parties")
def signed_without_authority(on: date, among: Organisations, kind: AgreementKind) -> Facts:
    """For each agreement of that kind in force, the parties of which nothing says by what they might sign: neither a
    decision of their register nor what was written of it (R4.43). Of one that a party says it did not sign, nothing is
    known."""
    rows = binding(on, among, kind)
    lacking = lacking_authority(rows, on).values_list("instrument__agreement", "party")
    count: dict[UUID, set[UUID]] = defaultdict(set)
    for agreement, party in lacking:
        count[agreement].add(party)
    numbers: dict[UUID, Number] = {
        one.agreement.pk: Span(0, len(one.parties)) if one.contested else len(count[one.agreement.pk]) for one in rows
    }
    return by_party(among, rows, numbers)


@fact(
    about=SCALES,
    register="agreements",
    items="agreements",
    unit="clauses",
    lacks="le texte de certaines clauses, ou le document signé qui les porte",
)
def clauses_missing(on: date, among: Organisations, kind: AgreementKind, clauses: Clauses) -> Facts:
    """For each agreement of that kind in force, which of these clauses it lacks (R4.44). Of one that was signed
    elsewhere, a clause that nobody entered is not known: the paper may hold it. Nothing is, of one that a party says it did
    not sign, nor of a text whose signed document nobody deposited: one party entered its clauses alone."""
    rows = binding(on, among, kind)
    contested = {one.agreement.pk: one.contested | one.undeposited for one in rows}
    held: dict[UUID, set[str]] = defaultdict(set)
    doubted: dict[UUID, set[str]] = defaultdict(set)
    told = Clause.objects.filter(
        instrument__agreement__in=contested, instrument__signed_on__lte=on, slug__in=clauses
    ).order_by("instrument__number")
    names = ("instrument__agreement_id", "instrument__number", "slug", "text", "is_removed")
    for agreement, number, slug, text, gone in told.values_list(*names):
        if number in contested[agreement]:
            doubted[agreement].add(slug)
        else:
            (held[agreement].discard if gone or not text else held[agreement].add)(slug)
    numbers: dict[UUID, Number] = {}
    for one in rows:
        key = one.agreement.pk
        lacking = set(clauses) - held[key]
        on_paper = one.instrument.origin == Instrument.Origin.PAPER
        least = 0 if on_paper or one.is_contested else len(lacking - doubted[key])
        numbers[key] = span(least, len(lacking | doubted[key]) - least)
    return by_party(among, rows, numbers)


def by_party(among: Organisations, rows: list[Standing], numbers: Mapping[UUID, Number]) -> Facts:
    """What is said of each agreement, for each of its parties."""
    found: dict[UUID, dict[Item, Number]] = defaultdict(dict)
    for one in rows:
        for party in one.parties:
            if party.organisation_id in among:
                found[party.organisation_id][one.agreement.pk] = numbers[one.agreement.pk]
    return found
