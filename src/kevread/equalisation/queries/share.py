"""The share of one beneficiary, told on one page: from what is frozen and decided, to the cent."""

from datetime import date
from fractions import Fraction

from kevread.common.percents import percent
from kevread.common.periods import day_in_words
from kevread.directory.models import Organisation
from kevread.documents.queries import letterhead
from kevread.equalisation.models import Campaign
from kevread.equalisation.papers import ShareSheet, ValueOf
from kevread.equalisation.rules.reading import Before, against, held_by_bounds, main_reason, more_said, one_more
from kevread.equalisation.rules.share import Answer
from kevread.equalisation.rules.terms import euros, naming, read_terms

from .collecting import measured, year_before
from .due import due_of, is_corrected
from .falling import Known, falls_of
from .path import answer_of, shares_of
from .settings import contested_until


def sheet_of(campaign: Campaign, who: Organisation, on: date) -> ShareSheet | None:
    """None before rules are proposed, or for whoever is no beneficiary. A dozen queries."""
    answer = answer_of(campaign)
    if answer is None or campaign.terms is None or who.slug not in answer.allocation:
        return None
    data, terms, cents = measured(campaign), read_terms(campaign.terms), answer.allocation[who.slug]
    more = sorted(one_more(data, terms, who.slug, cents), key=lambda pair: -abs(pair[1]))
    lower, upper = answer.bounds.lower[who.slug], answer.bounds.upper[who.slug]
    rows = campaign.measures.filter(beneficiary=who).order_by("pk")
    told = set(campaign.measures.exclude(value=0).values_list("criterion", flat=True))
    before = year_before(campaign)
    known = answer_of(before) if before else None
    last = Known(before.year, known, before.shares or {}) if before and known else None
    return ShareSheet(
        letterhead=letterhead(who, on),
        year=campaign.year,
        name=who.name,
        amount=euros(shares_of(campaign).get(who.slug, cents)),
        gap=gap_of(campaign, cents, who),
        envelope=euros(data.envelope),
        among=len(answer.allocation),
        sentence=sentence_of(campaign, who, answer, before, known),
        receives=receives_of(campaign),
        corrected=corrected_of(campaign, who),
        appeal=appeal_of(campaign),
        decision=decision_of(campaign),
        falls=falls_of(campaign.year, answer, last, who.slug),
        values=tuple(
            ValueOf(
                name=naming(one.criterion).name,
                said=naming(one.criterion).counted(Fraction(one.value)),
                weight=percent(terms.weights.get(one.criterion, 0))
                + ("" if one.criterion in told else ", donné aux autres critères : il est de zéro pour tout le monde"),
                source=one.source,
                as_of=one.as_of,
            )
            for one in rows
        ),
        bounds=bounds_said(who.slug in held_by_bounds(answer), lower, upper, data.envelope),
        more=tuple(more_said(code, change) for code, change in more if change),
        frozen=frozen_by(campaign),
    )


def sentence_of(
    campaign: Campaign, who: Organisation, answer: Answer, before: Campaign | None, known: Answer | None
) -> str:
    """Against the year before, and why, where there was one; else nothing: the title says the amount. `known`: what the rules
    of that year give."""
    if before is None or not before.shares or before.shares.get(who.slug) is None:
        return ""
    envelope = sum(answer.allocation.values())
    last = Before(before.year, sum(before.shares.values()), before.shares[who.slug])
    scale = Fraction(last.envelope, envelope) if envelope else Fraction(1)
    reason = main_reason(answer.why[who.slug], known.why.get(who.slug) if known else None, scale)
    return against(who.name, answer.allocation[who.slug], last, envelope, reason, receives_of(campaign))


def receives_of(campaign: Campaign) -> str:
    """What is only proposed is not received."""
    return "reçoit" if campaign.notified_on else "recevra" if campaign.decided_by_id else "recevrait"


def bounds_said(is_held: bool, lower: int, upper: int, envelope: int) -> str:
    """Where a share might go, and whether a bound holds it; nothing where nothing bounds it."""
    if (lower, upper) == (0, envelope):
        return ""
    if is_held:
        return f"Une borne joue : ce montant ne peut aller que de {euros(lower)} à {euros(upper)}."
    return f"Aucune borne ne joue : il pouvait aller de {euros(lower)} à {euros(upper)}."


def gap_of(campaign: Campaign, computed: int, who: Organisation) -> str:
    """What was decided stands; that it is not found again is told, and never another amount in its place."""
    kept = shares_of(campaign).get(who.slug, 0)
    if campaign.shares is None or kept == computed:
        return ""
    return (
        f"Attention : la part arrêtée est de {euros(kept)}, et le calcul refait donne {euros(computed)}. Une donnée ou une "
        "règle n’est plus celle qui fut décidée : demandez à la structure qui porte le fonds."
    )


def decision_of(campaign: Campaign) -> str:
    if campaign.decided_by:
        return f"{campaign.decided_by.decision.quoted}."
    return "Ces règles sont proposées : personne ne les a encore décidées."


def corrected_of(campaign: Campaign, who: Organisation) -> str:
    """Of a correction: what is corrected, what was paid before, what is left or is to be given back."""
    if campaign.corrects is None or campaign.corrects.notified_on is None:
        return ""
    share, due = shares_of(campaign).get(who.slug, 0), due_of(campaign).get(who.slug, 0)
    rest = f"Il reste {euros(due)} à verser." if due > 0 else f"{euros(-due)} sont à rendre au fonds."
    return (
        f"Cette campagne corrige la part notifiée le {day_in_words(campaign.corrects.notified_on)} : {campaign.cause} "
        f"Déjà versé : {euros(share - due)}. {rest if due else 'Rien ne reste à verser.'}"
    )


def appeal_of(campaign: Campaign) -> str:
    """Until when the share is contested, and who says so."""
    if campaign.notified_on is None or is_corrected(campaign):
        return ""
    return f"Une part se conteste {contested_until(campaign.carrier, campaign.notified_on)}."


def frozen_by(campaign: Campaign) -> str:
    if campaign.frozen_on is None:
        return ""
    return f"Données figées le {day_in_words(campaign.frozen_on)} par {campaign.frozen_by}."
