"""A decision gives a mandate: one to open, or one that is open already and that it gives or ratifies."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Way
from kevread.common.words import of
from kevread.competence.asks import OPENINGS, Opening
from kevread.decisions.models import Application, Decision
from kevread.decisions.queries.wording import days_in_words
from kevread.decisions.rules import MANDATE, NO_ROW, AskedMandate, asked_as
from kevread.directory.models import Organisation, Person
from kevread.directory.queries import that_stand
from kevread.seats.models import Body, Mandate, Seat
from kevread.seats.operations import fill_seat
from kevread.seats.permissions import may_annul
from kevread.seats.rules import dates, require_plausible
from kevread.ui.places import screen_address


def read(decision: Decision, asked: Mapping[str, Any]) -> Mandate | dict[str, Any]:
    """The mandate that is open already (asked: mandate), or what `fill_seat` wants (asked: seat, person, first, last,
    represents, family). Raises Invalid."""
    wanted = asked_as(AskedMandate, asked)
    if wanted.mandate:
        mandates = Mandate.objects.exclude(end_reason=Mandate.EndReason.MISTAKE)
        found: Mandate | None = mandates.filter(pk=wanted.mandate).select_related("seat__body__organisation").first()
        if found is None:
            raise Invalid("mandate", "Ce mandat n’existe pas.")
        places = {found.seat.body.organisation_id, found.represents_id}
        if decision.organisation_id not in places:
            raise Invalid("mandate", f"Ce mandat n’est pas l’affaire {of(decision.organisation.name)}.")
        if Application.objects.filter(mandate=found, decision=decision, dropped_at=None).exists():
            raise Invalid("mandate", "Cette décision est déjà liée à ce mandat.")
        return found
    seat = Seat.objects.select_related("body__organisation").filter(pk=wanted.seat or NO_ROW).first()
    if seat is None or seat.body.kind == Body.Kind.TEAM:
        raise Invalid("seat", "Choisissez le siège que cette décision pourvoit.")
    person = next(iter(that_stand(Person, [wanted.person or NO_ROW]).values()), None)
    if person is None:
        raise Invalid("person", "Choisissez la personne élue ou désignée.")
    represents = None
    if wanted.represents:
        represents = that_stand(Organisation, [wanted.represents]).get(wanted.represents)
        if represents is None:
            raise Invalid("represents", "Cette organisation n’existe pas.")
    if decision.organisation_id not in {seat.body.organisation_id, represents.pk if represents else None}:
        raise Invalid("seat", f"Ce siège n’est ni {of(decision.organisation.name)}, ni en son nom.")
    period = dates(wanted.first, wanted.last)
    require_plausible(period)
    return {
        "seat": seat,
        "person": person,
        "represents": represents,
        "family": wanted.family,
        "period": period,
    }


def apply(actor: Actor, application: Application, now: datetime) -> tuple[Mapping[str, Any], list[Any]]:
    """Open the mandate, or point to the one that is open already."""
    decision, wanted = application.decision, read(application.decision, application.asked)
    if isinstance(wanted, Mandate):
        return {"mandate": wanted}, []
    origin = Mandate.Origin.ELECTION if decision.body.kind == Body.Kind.ASSEMBLY else Mandate.Origin.DESIGNATION
    wanted |= {
        "origin": origin,
        "note": decision.quoted_at(wanted["seat"].body.organisation_id),
        "decided_in": decision.pk,
    }
    return {"mandate": fill_seat(actor=actor, now=now, **wanted)}, []


def sentences(applications: Collection[Application]) -> Mapping[UUID, str]:
    """Four queries, whatever their number."""
    every = {one.pk: asked_as(AskedMandate, one.asked) for one in applications}

    def keys(name: str) -> set[UUID]:
        return {key for asked in every.values() if (key := getattr(asked, name))}

    opened = keys("mandate") | {one.mandate_id for one in applications if one.mandate_id}
    mandates = Mandate.objects.select_related("person", "seat__body__organisation").in_bulk(opened)
    seats = Seat.objects.select_related("body__organisation").in_bulk(keys("seat"))
    people, represented = that_stand(Person, keys("person")), that_stand(Organisation, keys("represents"))
    told: dict[UUID, str] = {}
    for one in applications:
        asked = every[one.pk]
        if key := one.mandate_id or asked.mandate:
            told[one.pk] = of_mandate(mandates[key]) if key in mandates else "Un mandat qui n’existe plus."
            continue
        seat = seats.get(asked.seat) if asked.seat else None
        person = people.get(asked.person) if asked.person else None
        whose = represented.get(asked.represents) if asked.represents else None
        where = f"{seat.name}, {seat.body.name}, {seat.body.organisation.name}" if seat else "siège inconnu"
        whom = f", pour {whose.name}" if whose else ""
        days = days_in_words(asked.first, asked.last)
        told[one.pk] = f"{person or 'Personne inconnue'} : {where}{whom}{days}."
    return told


def of_mandate(mandate: Mandate) -> str:
    body = mandate.seat.body
    return f"{mandate.person} : {mandate.seat.name}, {body.name}, {body.organisation.name}."


def way(application: Application) -> Way | None:
    if application.mandate is None:
        return None
    slug = application.mandate.seat.body.organisation.slug
    return Way("voir le mandat", "seats:mandate", {"scale": slug, "key": application.mandate_id})


def undo(application: Application, actor: Actor) -> Way | None:
    """While it is a mandate: what was annulled or corrected is none. One comes back here."""
    mandate = application.mandate
    if mandate is None or mandate.end_reason == Mandate.EndReason.MISTAKE or not may_annul(actor, mandate):
        return None
    where = {"scale": mandate.seat.body.organisation.slug, "key": mandate.pk}
    return Way("annuler ce mandat", "seats:annul", where, {"retour": page_of(application)})


def page_of(application: Application) -> str:
    decision = application.decision
    return screen_address("decisions:decision", scale=decision.organisation.slug, key=decision.pk)


OPENINGS.answer(
    Opening(
        MANDATE,
        "Un mandat à ouvrir",
        "Dire quel mandat elle donne",
        "decisions:open_mandate",
        read,
        apply,
        sentences,
        way,
        undo,
    )
)
