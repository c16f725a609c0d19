"""The year of an agreement, written from its balance."""

from datetime import date

from kevread.agreements.models import Agreement
from kevread.agreements.papers import AgreementReview, DueShown, Happened, SideShown
from kevread.agreements.queries.owed import Due, owed_under, sides
from kevread.agreements.queries.standing import Standing, standing_of
from kevread.common.periods import day_in_words
from kevread.documents.contracts import Signatory
from kevread.documents.queries import letterhead


def years_of(stands: Standing) -> list[int]:
    """The years of which a balance may be written: from the first day of an agreement to that day, the last ones."""
    first, on = stands.first, stands.on
    if first.signed_on is None or first.signed_on > on or first.starts_on > on:
        return []
    last = min(stands.term, on) if stands.term else on
    return list(range(last.year, max(first.starts_on.year, last.year - 4) - 1, -1))


def review_paper(agreement: Agreement, year: int, on: date) -> AgreementReview:
    """What was due that year and how it stands on that day; what happened that year. Fourteen queries at most."""
    stands = standing_of(agreement, on)
    those = [one for one in owed_under([stands], on) if one.window.due.year == year]
    return AgreementReview(
        letterhead=letterhead(agreement.organisation, on),
        name=agreement.title,
        kind=stands.kind,
        year=year,
        on=on,
        state=stands.word,
        sides=tuple(
            SideShown(party=one.party.organisation.name, said=one.said) for one in sides(stands.parties, those)
        ),
        dues=tuple(shown(one) for one in those),
        events=tuple(
            Happened(on=one.told_on, what=f"{one.get_kind_display()}{f' : {one.note}' if one.note else ''}")
            for one in stands.events
            if one.told_on.year == year and one.counts(on)
        ),
        signatories=tuple(Signatory(name=one.organisation.name, quality="Pour cette partie") for one in stands.parties),
    )


def shown(one: Due) -> DueShown:
    obligation = one.obligation
    return DueShown(
        debtor=obligation.debtor.organisation.name,
        creditor=obligation.creditor.organisation.name,
        what=f"{obligation.what} ({'; '.join(event.said for event in one.upon)})" if one.upon else obligation.what,
        by=one.by,
        state=one.word,
        said=told(one),
    )


def told(one: Due) -> str:
    """What shows that it was kept, or why it is contested; and the day from which it was put off."""
    later = f"Reporté du {day_in_words(one.window.due)}. " if one.by != one.window.due else ""
    if one.kept:
        return f"{later}Tenu le {day_in_words(one.kept.kept_on)} : {one.kept.note}"
    if one.seen:
        return f"{later}Tenu de lui-même le {day_in_words(one.seen.day)} : {one.keeper}."
    if one.denied:
        return f"{later}Contesté par qui le devrait : {one.denied}"
    if one.contested:
        last = one.contested[-1]
        return f"{later}Dit tenu le {day_in_words(last.kept_on)}, contesté : {last.contested_because}"
    return later.strip()
