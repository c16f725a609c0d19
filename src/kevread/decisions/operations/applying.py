"""What a decision opens in the data: said, then confirmed by a person, by the verb of the room that does it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kevread.base.at_once import one_of_two
from kevread.common.actor import Actor, Grounds
from kevread.common.errors import Invalid, Refused
from kevread.common.marks import mark_of
from kevread.common.periods import day_in_words
from kevread.common.words import seen
from kevread.competence.asks import OPENINGS, Opening, opening
from kevread.decisions import permissions
from kevread.decisions.models import Application, Decision
from kevread.decisions.operations.acted import require_opened_as_acted
from kevread.decisions.operations.taken import require_taken
from kevread.decisions.queries.promises import promises_of
from kevread.decisions.rules import MANDATE, WAITING
from kevread.directory.models import Organisation
from kevread.journal.operations import act
from kevread.seats.models import Seat
from kevread.seats.permissions import may_take


def propose_application(
    *, actor: Actor, decision: Decision, kind: str, asked: Mapping[str, Any], now: datetime
) -> Application:
    """Say what a decision opens: nothing is done until somebody confirms it (`apply_decision`).

    `asked`, in JSON, is what the opening of this kind reads. Raises Denied; Invalid; Refused.
    """
    permissions.may_record(actor, decision.body).or_raise()
    if kind == MANDATE:
        permissions.may_name(actor, decision.organisation).or_raise()
    require_standing(decision)
    known(kind)
    arguments = {"decision": decision.pk, "kind": kind}
    with act("decisions.propose_application", actor=actor, about=decision.organisation, now=now, arguments=arguments):
        return enter_application(decision=decision, kind=kind, asked=asked)


def known(kind: str) -> Opening[Decision, Application, Actor, datetime]:
    """The opening of a kind. Raises Invalid when no room opens it."""
    if found := opening(kind):
        return found
    offered = ", ".join(one.words.lower() for one in OPENINGS)
    raise Invalid("kind", f"Dites ce que cette décision ouvre : {offered}.")


def enter_application(*, decision: Decision, kind: str, asked: Mapping[str, Any]) -> Application:
    """Write what a decision opens, waiting for a person. Must run inside an act. Raises Invalid on the field."""
    known(kind).read(decision, asked)
    return Application.objects.create(decision=decision, kind=kind, asked=plain(asked), mark=meant(kind, asked))


def meant(kind: str, asked: Mapping[str, Any]) -> str:
    """The mark of what is opened, where `asked` names it and does not tell it."""
    told = told_of(kind, asked)
    return mark_of(told) if told else ""


def told_of(kind: str, asked: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What it says, label by label; nothing where `asked` tells all. Called in a transaction: it is held."""
    means = known(kind).means
    return means(plain(asked)) if means else []


def require_unchanged(application: Application) -> None:
    """What was said to be decided is what is done: a budget, rules, a text, an application that was changed since is not
    what the body decided. Raises Refused. Called in a transaction, which holds what it names."""
    if application.mark and application.mark != meant(application.kind, application.asked):
        raise Refused(
            "Ce que cette décision ouvre a changé depuis qu’on l’a dit ici : relisez-le. Si c’est bien ce qui fut décidé, "
            "abandonnez cette proposition, puis dites-la de nouveau."
        )


def plain(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Days and keys as JSON keeps them."""
    return {key: str(value) if isinstance(value, date | UUID) else value for key, value in asked.items()}


def require_standing(decision: Decision) -> None:
    require_taken(decision)
    if decision.outcome != Decision.Outcome.ADOPTED or decision.type == Decision.ADVICE:
        raise Refused("Seule une décision adoptée s’applique.")
    later = Decision.objects.filter(corrects=decision).first()
    if later:
        raise Refused(f"Cette décision est corrigée par la n° {later.reference} : c’est celle-ci qui s’applique.")


def apply_decision(*, actor: Actor, application: Application, now: datetime) -> tuple[Application, list[Any]]:
    """Do what a decision opens, by the room's own verb and with its rules, as the person who confirms.

    Two acts in one transaction: that of the room, and this one, which keeps the link. Raises Denied, Invalid or Refused
    as the room does, and then nothing is written: the decision stays to be applied. The verdicts that a setting changed
    come with it.

    Locks the application, then what it opens; a room that is asked first locks them the other way, and of two at once one is
    refused.
    """
    may_apply(actor, application).or_raise()
    with one_of_two(), transaction.atomic():
        application = Application.objects.select_related("decision__body__organisation").lock(application.pk)
        decision = application.decision
        require_pending(application)
        require_opened_as_acted(application)
        require_standing(decision)
        require_unchanged(application)
        columns, shifts = known(application.kind).apply(actor, application, now)
        for column, opened in columns.items():
            setattr(application, column, opened)
        application.applied_at = now
        arguments = {"application": application.pk, "decision": decision.pk}
        with act("decisions.apply", actor=actor, about=decision.organisation, now=now, arguments=arguments):
            application.save(update_fields=[*columns, "applied_at"])
    return application, shifts


def may_apply(actor: Actor, application: Application) -> Grounds:
    """Those who record the decisions of the body; and for a seat that it gives, those who fill it, and whoever it names."""
    grounds = permissions.may_record(actor, application.decision.body)
    for promise in promises_of([application]) if not grounds and application.kind == MANDATE else []:
        seat = Seat.objects.select_related("body__organisation").get(pk=promise.seat)
        grounds = may_take(actor, promise, seat, promise.represents)
    return grounds


def require_pending(application: Application) -> None:
    if application.applied_at:
        raise Refused(f"C’est déjà fait, le {day_in_words(application.applied_at.date())}.")
    if application.dropped_at:
        raise Refused("Cette proposition a été abandonnée.")


def drop_application(*, actor: Actor, application: Application, note: str, now: datetime) -> Application:
    """What was proposed will not be done, and why. Raises Denied; Invalid; Refused when it was done."""
    permissions.may_record(actor, application.decision.body).or_raise()
    note = " ".join(note.split())
    if len(seen(note)) < 5:
        raise Invalid("note", "Dites pourquoi cette proposition est abandonnée.")
    organisation = application.decision.organisation
    with act("decisions.drop_application", actor=actor, about=organisation, now=now, reason=note):
        application = Application.objects.lock(application.pk)
        require_pending(application)
        application.dropped_at, application.note = now, note[:300]
        application.save(update_fields=["dropped_at", "note"])
    return application


def settle_decision(*, actor: Actor, decision: Decision, room: str, note: str, now: datetime) -> Application:
    """A decision that waits for a room to come was applied elsewhere: where, and by what. Raises Denied; Invalid; Refused."""
    permissions.may_record(actor, decision.body).or_raise()
    note = " ".join(note.split())
    if len(seen(note)) < 5:
        raise Invalid("note", "Dites où et comment cette décision a été appliquée.")
    with act("decisions.settle", actor=actor, about=decision.organisation, now=now, reason=note):
        Organisation.objects.lock(decision.organisation_id)
        require_standing(decision)
        if decision.applications.filter(kind=WAITING).exists():
            raise Refused("Cette décision est déjà notée comme appliquée.")
        return Application.objects.create(
            decision=decision, kind=WAITING, asked={"room": room}, applied_at=now, note=note[:300]
        )
