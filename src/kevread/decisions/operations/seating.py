"""Somebody sits by a decision of the register: the one that names them already, or one that is said to."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kevread.common.actor import Actor
from kevread.common.errors import Refused
from kevread.decisions.models import Application, Decision
from kevread.decisions.rules import MANDATE
from kevread.seats.asks import Promise, Wanted
from kevread.seats.models import Mandate

from .applying import apply_decision, propose_application


def give_seat(actor: Actor, promise: Promise, now: datetime) -> Mandate:
    """Open the mandate that a decision promises. Raises as `apply_decision`."""
    application = Application.objects.select_related("decision__body__organisation").get(pk=promise.key)
    return mandate_of(apply_decision(actor=actor, application=application, now=now)[0])


def name_and_give(actor: Actor, wanted: Wanted, decision: UUID, now: datetime) -> Mandate:
    """Say whom a decision names, and open their mandate, or neither. Raises as `propose_application`, `apply_decision`."""
    found = Decision.objects.select_related("body__organisation", "organisation").filter(pk=decision).first()
    if found is None:
        raise Refused("Cette décision n’est pas au registre.")
    asked = {
        "seat": wanted.seat.pk,
        "person": wanted.person.pk,
        "represents": wanted.represents.pk if wanted.represents else None,
        "family": wanted.family,
        "first": wanted.period.start,
        "last": wanted.period.last,
    }
    with transaction.atomic():
        said = propose_application(actor=actor, decision=found, kind=MANDATE, asked=asked, now=now)
        return mandate_of(apply_decision(actor=actor, application=said, now=now)[0])


def mandate_of(applied: Application) -> Mandate:
    if applied.mandate is None:
        raise Refused("Cette décision n’a ouvert aucun mandat.")
    return applied.mandate
