"""The weights of the criteria are decided together, as one decision says them: they total the whole, or nothing is written."""

from collections.abc import Mapping
from datetime import date, datetime

from kevread.charter.operations import Shifts, decided_from, last_written, take_all_back, watching, write_all
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.facts import HEAD
from kevread.common.marks import mark_of
from kevread.common.percents import percent
from kevread.common.periods import day_in_words
from kevread.common.words import one_line, seen
from kevread.decisions.models import Application, Decision
from kevread.directory.models import Organisation
from kevread.equalisation.models import EXPLAINED
from kevread.equalisation.permissions import may_set_weights
from kevread.equalisation.queries.collecting import criteria, weight_names
from kevread.equalisation.rules.rounds import WHOLE
from kevread.journal.operations import act


def checked_weights(weights: Mapping[str, int]) -> dict[str, int]:
    """One of each criterion of the framework, in its order. Raises Invalid on the field: `weights` where they do not total the
    whole."""
    codes = criteria()
    if not codes:
        raise Refused("Le cadre commun de ce réseau ne parle d’aucun fonds à partager.")
    if set(weights) != set(codes):
        raise Invalid(
            "weights", "Donnez un poids à chaque critère du cadre commun, et à aucun autre : 0, s’il ne compte pas."
        )
    for code in codes:
        if not 0 <= weights[code] <= WHOLE:
            raise Invalid(f"weight_{code}", "Écrivez un poids de 0 à 100 %.")
    total = sum(weights.values())
    if total != WHOLE:
        apart = f"il manque {percent(WHOLE - total)}" if total < WHOLE else f"c’est {percent(total - WHOLE)} de trop"
        raise Invalid("weights", f"Ensemble, les poids font {percent(total)} et non 100 % : {apart}.")
    return {code: weights[code] for code in codes}


def since_day(decision: Decision, since: date | None) -> date:
    if since is None:
        raise Invalid("since", "Indiquez à partir de quel jour ces poids valent.")
    if since < decision.decided_on:
        raise Invalid("since", f"La décision est du {day_in_words(decision.decided_on)} : ils ne valent pas avant.")
    return since


def set_weights(
    *, on: date, actor: Actor, application: Application, weights: Mapping[str, int], since: date | None, now: datetime
) -> Shifts:
    """What a decision of the head says of all of them, from a day on, in the place of those before. With the verdicts of a day
    that change. Raises Denied; Invalid on the field; Refused."""
    decision = application.decision
    head = Organisation.objects.at_scale(HEAD).get()
    may_set_weights(actor, head).or_raise()
    if decision.organisation_id != head.pk:
        raise Refused("Les poids sont communs à tout le réseau : une décision de la tête de réseau les fixe.")
    since = since_day(decision, since)
    values = {weight_names()[code]: points for code, points in checked_weights(weights).items()}
    arguments = {"decision": decision.pk, "since": since}
    with (
        watching(on, *values) as shifts,
        act("equalisation.set_weights", actor=actor, about=head, now=now, arguments=arguments),
    ):
        Organisation.objects.lock(head.pk)
        require_free(values, since)
        write_all(None, values, since, whence(decision))
    return shifts


def whence(decision: Decision) -> dict[str, object]:
    return {"adopted_by": decision.quoted, "adopted_on": decision.decided_on, "decided_in": decision.pk}


def require_free(values: Mapping[str, int], since: date) -> None:
    """All are of one decision: none is decided from that day on. Raises Invalid on `since`."""
    found = decided_from(values, since)
    if found is not None:
        raise Invalid(
            "since",
            f"Des poids sont déjà décidés à partir du {day_in_words(found)} : choisissez un jour après.",
        )


def mark_of_last() -> str:
    """The same while the same weights were written last."""
    return mark_of(last_written(weight_names().values()))


def undo_weights(*, on: date, actor: Actor, reason: str, now: datetime, read: str | None = None) -> Shifts:
    """Those that were written last were a mistake: those before are in force again. With the verdicts of a day that change.
    `read`: the mark of those that a page showed. Raises Denied; Invalid on `reason`; Refused where none is written, or when
    others were last since."""
    head = Organisation.objects.at_scale(HEAD).get()
    may_set_weights(actor, head).or_raise()
    reason = one_line(reason)
    if not EXPLAINED <= len(seen(reason)) <= len(reason) <= 300:
        raise Invalid("reason", "Dites en une phrase quelle erreur vous corrigez.")
    names = list(weight_names().values())
    with (
        watching(on, *names) as shifts,
        act("equalisation.undo_weights", actor=actor, about=head, now=now, reason=reason),
    ):
        Organisation.objects.lock(head.pk)
        last = last_written(names)
        if last is None:
            raise Refused("Aucun poids n’est décidé.")
        if read is not None and read != mark_of_last():
            raise Refused(
                "Ces poids ne sont plus les derniers : quelqu’un vient de les annuler, ou d’en inscrire d’autres."
            )
        since, came = last
        take_all_back(None, dict.fromkeys(names), since, came)
    return shifts
