"""Derogations: granted by a decision of the head of network, with a reason and an end; ended, never removed from the past."""

from datetime import date, datetime, timedelta
from uuid import UUID

from kevread.base.models import as_range
from kevread.charter import permissions
from kevread.charter.engine import framework
from kevread.charter.loader import Clause
from kevread.charter.models import Derogation
from kevread.charter.queries.registers import ever_kept
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.facts import HEAD
from kevread.common.periods import Period, day_in_words
from kevread.common.words import of, seen
from kevread.directory.models import Organisation
from kevread.journal.operations import act


def grant_derogation(
    *,
    actor: Actor,
    clause: str,
    organisation: Organisation,
    first: date,
    last: date,
    reason: str,
    adopted_by: str,
    adopted_on: date,
    now: datetime,
    decided_in: UUID | None = None,
) -> Derogation:
    """Write that a clause does not bind an organisation from a day to another, both included, by which decision, and why.

    `decided_in`: the line of the head's register of decisions, when the room that keeps it opens the derogation. Without it
    the decision is named in words: it was taken before that register was kept. Raises Denied; Refused when the clause is of
    the law; Invalid on the field: clause that no fact can breach, or that does not bind this organisation; no reason; no
    decision, one to come, or one that the register should hold; a first day before the decision; a last day before the
    first; another derogation in the same days.
    """
    head = Organisation.objects.at_scale(HEAD).get()
    permissions.may_derogate(actor, head).or_raise()
    require_derogable(clause, organisation)
    if len(seen(reason)) < 10:
        raise Invalid("reason", "Dites en une phrase pourquoi cette organisation s’écarte de la règle pour un temps.")
    if not seen(adopted_by):
        raise Invalid("adopted_by", "Nommez la décision qui accorde cette dérogation.")
    if adopted_on > now.date():
        raise Invalid("adopted_on", "La décision ne peut pas être datée d’un jour à venir.")
    if decided_in is None:
        require_unregistered(head, adopted_on, "s’ouvre la dérogation")
    if first < adopted_on:
        raise Invalid("first", f"Une dérogation ne vaut pas avant sa décision, le {day_in_words(adopted_on)}.")
    if last < first:
        raise Invalid("last", "Le dernier jour vient après le premier.")
    period = Period.through(first, last)
    arguments = {"clause": clause, "first": first, "last": last, "adopted_by": adopted_by, "adopted_on": adopted_on}
    hat = actor.hat_for("grant_derogation", head.pk)
    with act(
        "charter.grant_derogation",
        actor=actor,
        about=organisation,
        now=now,
        hat=hat,
        arguments=arguments,
        reason=reason.strip(),
    ):
        Organisation.objects.lock(organisation.pk)
        there = Derogation.objects.filter(clause=clause, organisation=organisation).touching(period)
        if (other := there.order_by("period").first()) and other.dates.start and other.dates.last:
            raise Invalid(
                "first",
                f"Une dérogation vaut déjà du {day_in_words(other.dates.start)} au {day_in_words(other.dates.last)} : "
                "mettez-y fin d’abord, ou choisissez d’autres jours.",
            )
        return Derogation.objects.create(
            clause=clause,
            organisation=organisation,
            reason=reason.strip(),
            adopted_by=adopted_by.strip(),
            adopted_on=adopted_on,
            decided_in=decided_in,
            period=as_range(period),
        )


def require_unregistered(where: Organisation, adopted_on: date, opens: str) -> None:
    """A decision that is only named was taken before its organisation kept its register of decisions. Raises Invalid."""
    if kept := register_kept(where, adopted_on):
        since = day_in_words(kept)
        raise Invalid(
            "adopted_by",
            f"Le registre des décisions {of(where.name)} a été ouvert le {since} : inscrivez-y cette décision, et c’est "
            f"d’elle que {opens}.",
        )


def register_kept(where: Organisation, on: date) -> date | None:
    """Since when an organisation keeps its register of decisions, if it did on a day or before: one that it ceased to keep
    still refuses that a decision is only named. One query."""
    return ever_kept("decisions", [where.pk], on).get(where.pk)


def require_derogable(key: str, organisation: Organisation) -> Clause:
    """The clause, when it can be derogated from. Raises Refused for the law or an agreement, Invalid where no fact breaches."""
    for article in framework().articles.values():
        for clause in article.clauses:
            if clause.key != key:
                continue
            if not article.is_derogable:
                whose = "La loi" if article.is_law else "Une convention collective"
                raise Refused(
                    f"{whose} ne souffre pas de dérogation : le réseau s’écarte de ses propres règles et des usages, pas "
                    "d’elle.",
                    rule=article.rule,
                )
            if clause.check and organisation.scale in clause.binds:
                return clause
    raise Invalid("clause", "Ce point ne se mesure pas pour cette organisation : il n’y a pas à y déroger.")


def end_derogation(
    *, actor: Actor, derogation: Derogation, last: date, reason: str, now: datetime
) -> Derogation | None:
    """A derogation ends before its day: what departs from the rule is to mend again. One that would not have begun is
    given up whole, and None is returned; the journal keeps it.

    What was done under it stays. Raises Denied; Invalid: no reason, a day that has passed, not before its end, over.
    """
    head = Organisation.objects.at_scale(HEAD).get()
    permissions.may_derogate(actor, head).or_raise()
    if not seen(reason):
        raise Invalid("reason", "Dites pourquoi cette dérogation prend fin.")
    hat = actor.hat_for("grant_derogation", head.pk)
    about = derogation.organisation
    arguments = {"clause": derogation.clause, "last": last}
    with act(
        "charter.end_derogation", actor=actor, about=about, now=now, hat=hat, arguments=arguments, reason=reason.strip()
    ):
        derogation = Derogation.objects.lock(derogation.pk)
        dates, today = derogation.dates, now.date()
        assert dates.start and dates.end and dates.last
        if dates.end <= today:
            raise Invalid("last", f"Cette dérogation a déjà pris fin, le {day_in_words(dates.last)}.")
        if last < today - timedelta(days=1):
            raise Invalid(
                "last", "Une dérogation ne prend pas fin dans le passé : ce qui a été fait sous elle demeure."
            )
        if last >= dates.last:
            raise Invalid("last", f"Elle finit déjà le {day_in_words(dates.last)} : choisissez un jour avant.")
        if last < dates.start:
            derogation.delete()
            return None
        derogation.period = as_range(Period.through(dates.start, last))
        derogation.save(update_fields=["period"])
    return derogation
