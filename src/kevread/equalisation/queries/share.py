"""The share of one beneficiary, told on one page: from what is frozen and decided, to the cent."""

from datetime import date
from fractions import Fraction

from kevread.common.periods import day_in_words
from kevread.directory.models import Organisation
from kevread.documents.queries import letterhead
from kevread.equalisation.models import Campaign
from kevread.equalisation.papers import ShareSheet, StepOf, ValueOf
from kevread.equalisation.rules.reading import against, main_reason, more_said, one_more, steps_of
from kevread.equalisation.rules.share import Answer
from kevread.equalisation.rules.terms import amount, euros, naming, percent, read_terms, signed

from .collecting import measured, year_before
from .path import answer_of


def sheet_of(campaign: Campaign, who: Organisation, on: date) -> ShareSheet | None:
    """None before rules are proposed, or for whoever is no beneficiary. A dozen queries."""
    answer = answer_of(campaign)
    if answer is None or campaign.terms is None or who.slug not in answer.allocation:
        return None
    data, terms, cents = measured(campaign), read_terms(campaign.terms), answer.allocation[who.slug]
    more = sorted(one_more(data, terms, who.slug, cents), key=lambda pair: -abs(pair[1]))
    lower, upper = answer.bounds.lower[who.slug], answer.bounds.upper[who.slug]
    rows = campaign.measures.filter(beneficiary=who).order_by("pk")
    return ShareSheet(
        letterhead=letterhead(who, on),
        year=campaign.year,
        name=who.name,
        amount=euros(cents),
        envelope=euros(data.envelope),
        sentence=sentence_of(campaign, who, answer),
        decision=decision_of(campaign),
        steps=tuple(StepOf(label=one.label, said=signed(one.cents)) for one in steps_of(answer.why[who.slug], cents)),
        values=tuple(
            ValueOf(
                name=naming(one.criterion).name,
                said=f"{amount(Fraction(one.value))} {naming(one.criterion).several}",
                weight=percent(terms.weights.get(one.criterion, 0)),
                source=one.source,
                as_of=one.as_of,
            )
            for one in rows
        ),
        bounds=f"entre {euros(lower)} et {euros(upper)}" if (lower, upper) != (0, data.envelope) else "",
        more=tuple(more_said(code, change) for code, change in more if change),
        frozen=frozen_by(campaign),
    )


def sentence_of(campaign: Campaign, who: Organisation, answer: Answer) -> str:
    """Against the year before, and why, where there was one."""
    before = year_before(campaign)
    if before is None or not before.shares:
        return against(who.name, answer.allocation[who.slug], None, None)
    known = answer_of(before)
    reason = main_reason(answer.why[who.slug], known.why.get(who.slug) if known else None)
    return against(who.name, answer.allocation[who.slug], before.shares.get(who.slug), before.year, reason)


def decision_of(campaign: Campaign) -> str:
    if campaign.decided_by:
        return f"{campaign.decided_by.decision.quoted}."
    return "Ces règles sont proposées : personne ne les a encore décidées."


def frozen_by(campaign: Campaign) -> str:
    if campaign.frozen_on is None:
        return ""
    return f"Données figées le {day_in_words(campaign.frozen_on)} par {campaign.frozen_by}."
