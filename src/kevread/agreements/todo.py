"""What agreements wait for: the three dates of each, told to every party that keeps them here, and what is to be approved."""

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from kevread.agreements.loader import kinds
from kevread.agreements.models import KEEPS, Agreement, Approval, Instrument
from kevread.agreements.queries.owed import Due, owed_by
from kevread.agreements.queries.register import agreements_of
from kevread.agreements.queries.signing import awaited, ready_to_sign, refused
from kevread.agreements.queries.standing import Standing, standings
from kevread.agreements.rules import Balance, State
from kevread.common.facts import HEAD
from kevread.common.periods import day_in_words
from kevread.common.todo import Asker, Case, ToDo, why
from kevread.common.words import to
from kevread.ui.places import screen_address
from kevread.ui.words import counted

SOON = 30  # days before: of what goes on by itself, and where the kind is not known any more
MOST = 10  # lines of each sort, then how many more there are
LASTING = 365  # days during which what came to its end, and was not followed, is still told


def dates_to_come(asker: Asker) -> list[ToDo]:
    """Of each agreement: the last day to give notice, by the means that its text asks; the day on which it goes on by
    itself; its end, and that it came without another taking its place."""
    hat = asker.actor.hat_for(KEEPS, asker.scale.pk)
    if hat is None:
        return []
    rows = standings(agreements_of(asker.scale, asker.actor, asker.on), asker.on)
    followed = {key_of(one) for one in rows if one.state.binds or one.state is State.SIGNED}
    alike: dict[tuple[date, str, str], list[Standing]] = defaultdict(list)
    for one in rows:
        if near := told(one, asker.on, followed):
            alike[(near[0], one.kind, near[1])].append(one)
    found = [
        ToDo(
            f"{called(those, kind)} : {said}",
            why(hat),
            way(asker, those),
            "Voir la convention" if len(those) == 1 else "Voir les conventions",
            by=day,
        )
        for (day, kind, said), those in sorted(alike.items(), key=lambda pair: pair[0])
    ]
    return with_the_rest(found, asker, "date de convention vient aussi", "dates de conventions viennent aussi")


def with_the_rest(found: list[ToDo], asker: Asker, one: str, several: str) -> list[ToDo]:
    """The first of them, then how many more there are, and where they are read."""
    if (left := len(found) - MOST) <= 0:
        return found
    where = screen_address("agreements:agreements", scale=asker.scale.slug)
    rest = ToDo(f"{counted(left, one, several)}.", found[0].why, where, "Voir les conventions", by=found[MOST].by)
    return [*found[:MOST], rest]


def called(those: list[Standing], kind: str) -> str:
    """One is told by its title, several that are alike by their number."""
    return those[0].agreement.title if len(those) == 1 else f"{len(those)} conventions « {kind} »"


def way(asker: Asker, those: list[Standing]) -> str:
    if len(those) > 1:
        return f"{screen_address('agreements:agreements', scale=asker.scale.slug)}?nature={those[0].agreement.kind}"
    where = screen_address("agreements:agreement", scale=asker.scale.slug, key=those[0].agreement.pk)
    return f"{where}#echeances"


def key_of(one: Standing) -> tuple[str, frozenset[object]]:
    """Two agreements of a kind between the same parties take each other's place."""
    return one.agreement.kind, frozenset(party.organisation_id for party in one.parties)


def told(one: Standing, on: date, followed: set[tuple[str, frozenset[object]]]) -> tuple[date, str] | None:
    """The date of an agreement that is near, and what it is: of three, the one that comes first."""
    spec = kinds().get(one.agreement.kind)
    warned = max(spec.warn, default=SOON) if spec else SOON
    term, limit, again = one.term, one.notice_by, one.goes_on_from
    if term is None:
        return None
    if one.state is State.ENDED and (on - term).days <= LASTING and key_of(one) not in followed:
        return term, f"échue le {day_in_words(term)}, sans qu’une autre l’ait remplacée."
    if not one.state.binds:
        return None
    if limit is None or again is None:
        return (term, f"prend fin le {day_in_words(term)}.") if (term - on).days <= warned else None
    if on <= limit:
        means = one.instrument.get_notice_means_display()
        said = f"dernier jour pour dire qu’elle s’arrête, par {means}, le {day_in_words(limit)}."
        return (limit, said) if (limit - on).days <= warned else None
    said = f"se reconduit d’elle-même le {day_in_words(again)}, faute de préavis."
    return (again, said) if (again - on).days <= SOON else None


def page_of(instrument: Instrument, scale: str) -> str:
    """Where a text is read: the page of its agreement, or its own."""
    where = {"scale": scale, "key": instrument.agreement_id}
    if instrument.number:
        return screen_address("agreements:amendment", **where, number=instrument.number)
    return screen_address("agreements:agreement", **where)


def to_approve(asker: Asker) -> list[ToDo]:
    """Texts under negotiation that wait for what lets this organisation sign."""
    hat = asker.actor.hat_for(KEEPS, asker.scale.pk)
    if hat is None:
        return []
    rows = (
        awaited(asker.scale.pk, asker.actor)
        .select_related("instrument__agreement")
        .prefetch_related("instrument__agreement__parties__organisation")
    )
    found = [
        ToDo(
            f"{one.instrument.told()} : à soumettre à qui décide, puis dire par quelle décision le texte est approuvé",
            why(hat),
            f"{page_of(one.instrument, asker.scale.slug)}#accords",
            "Voir la convention",
            **missing_until(one.instrument),
        )
        for one in rows.order_by("pk")
    ]
    return with_the_rest(found, asker, "autre texte est à approuver", "autres textes sont à approuver")


def missing_until(instrument: Instrument) -> dict[str, Any]:
    """Where the article that asks for an agreement of this kind with the head finds that none is in force: this one is on its
    way, and its line tells both."""
    spec = kinds().get(instrument.agreement.kind)
    those = [one.organisation for one in instrument.agreement.parties.all()]
    beside = [one for one in those if one.scale != HEAD]
    if instrument.number or spec is None or not spec.article or len(beside) != 1 or len(those) != 2:
        return {}
    rule = screen_address("charter:article", scale=beside[0].slug, rule=spec.article)
    return {"rule": rule, "case": Case("agreements.in_force", any_day=True, whole=True)}


def to_put(asker: Asker) -> list[ToDo]:
    """Texts that every party approved, kept here: they may be put to signature, together."""
    hat = asker.actor.hat_for(KEEPS, asker.scale.pk)
    found = ready_to_sign(asker.scale, asker.actor) if hat else []
    if hat is None or not found:
        return []
    said = found[0].told() if len(found) == 1 else f"{len(found)} conventions"
    where = screen_address("agreements:to_signature", scale=asker.scale.slug)
    return [
        ToDo(f"{said} : chaque partie a approuvé, à mettre à la signature", why(hat), where, "Mettre à la signature")
    ]


def refused_to_sign(asker: Asker) -> list[ToDo]:
    """What somebody refused to sign, and why, until the text moves on: told to each party."""
    hat = asker.actor.hat_for(KEEPS, asker.scale.pk)
    if hat is None:
        return []
    rows = Agreement.objects.visible_to(asker.actor).of(asker.scale).filter(annulled_on=None)
    found = [
        ToDo(
            f"{text.told()} : {step.person} refuse de signer, « {step.reason} »",
            why(hat),
            page_of(text, asker.scale.slug),
            "Voir la convention",
        )
        for text, step in refused(rows)
    ]
    return with_the_rest(found, asker, "autre texte est refusé", "autres textes sont refusés")


def signatures_denied(asker: Asker) -> list[ToDo]:
    """What another party says it did not sign, while no document shows the contrary: told to each of the others."""
    hat = asker.actor.hat_for(KEEPS, asker.scale.pk)
    if hat is None:
        return []
    ours = Agreement.objects.visible_to(asker.actor).of(asker.scale).filter(annulled_on=None)
    rows = Approval.objects.filter(instrument__agreement__in=ours, instrument__document=None, denied_on__lte=asker.on)
    rows = rows.exclude(party__organisation=asker.scale).select_related("party__organisation", "instrument__agreement")
    found = [
        ToDo(
            f"{one.instrument.told()} : {one.party.organisation.name} dit ne pas avoir signé, « {one.denied_because} »",
            why(hat),
            page_of(one.instrument, asker.scale.slug),
            "Voir la convention",
        )
        for one in rows.order_by("denied_on", "pk")
    ]
    return with_the_rest(found, asker, "autre texte est contesté", "autres textes sont contestés")


def ends_proposed(asker: Asker) -> list[ToDo]:
    """An end by common consent that another party proposed, and that waits for an answer."""
    hat = asker.actor.hat_for(KEEPS, asker.scale.pk)
    if hat is None:
        return []
    return [
        ToDo(
            f"{one.agreement.title} : {event.by.organisation.name if event.by else 'une partie'} propose qu’elle finisse le "
            f"{day_in_words(event.last)}",
            why(hat),
            f"{screen_address('agreements:agreement', scale=asker.scale.slug, key=one.agreement.pk)}#evenements",
            "Répondre",
        )
        for one in standings(agreements_of(asker.scale, asker.actor, asker.on), asker.on)
        for event in one.proposed
        if event.last and (event.by is None or event.by.organisation_id != asker.scale.pk)
    ]


def owed_late(asker: Asker) -> list[ToDo]:
    """What is late between this organisation and another, told to both: who owes it, and who waits for it; what fell due upon
    an event; what was contested; and a later day that the other party asked for."""
    hat = asker.actor.hat_for(KEEPS, asker.scale.pk)
    if hat is None:
        return []
    found = []
    for one in owed_by(agreements_of(asker.scale, asker.actor, asker.on), asker.on):
        said = told_of(one, asker.scale.pk)
        if said:
            where = screen_address("agreements:agreement", scale=asker.scale.slug, key=one.obligation.agreement_id)
            found.append(ToDo(said, why(hat), f"{where}#engagements", "Voir la convention", by=one.by))
    return with_the_rest(found, asker, "autre engagement attend", "autres engagements attendent")


def told_of(one: Due, here: UUID) -> str:
    """The line of what is due, for the party that reads it; nothing when it waits for nobody. What fell due because something
    happened, which no calendar tells, is told at once to who owes it."""
    debtor, creditor = one.obligation.debtor.organisation, one.obligation.creditor.organisation
    what = f"{one.obligation.agreement.title} : « {one.obligation.what} »"
    if one.upon:
        what += f" ({one.upon[-1].said})"
    asked = next((ask for ask in one.asked if ask.asked_by_id != here), None)
    if asked and one.is_open:
        return f"{what}, dont {asked.asked_by.name} demande le report au {day_in_words(asked.to)}."
    if one.balance is Balance.CONTESTED and one.denied:
        return f"{what}, que {debtor.name} dit ne pas devoir." if here == creditor.pk else ""
    if one.balance is Balance.CONTESTED and here == debtor.pk:
        return f"{what}, que {creditor.name} ne trouve pas tenu."
    if one.balance is not Balance.LATE and not (one.upon and one.balance is Balance.DUE and here == debtor.pk):
        return ""
    if here == debtor.pk:
        return f"{what}, dû {to(creditor.name)}."
    return f"{what}, que doit {debtor.name}."
