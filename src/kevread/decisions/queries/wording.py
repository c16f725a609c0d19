"""What a decision opens, in words."""

from dataclasses import dataclass
from datetime import date

from kevread.charter.engine import framework
from kevread.competence.queries import EXECUTES
from kevread.decisions.models import Application
from kevread.decisions.rules import day, key_of
from kevread.directory.models import Organisation, Person
from kevread.seats.models import Mandate, Seat
from kevread.ui.words import day as in_words


@dataclass(frozen=True, slots=True)
class Shown:
    """An application with its sentence: what is to be done, or was."""

    application: Application
    sentence: str

    @property
    def state(self) -> str:
        if self.application.applied_at:
            return "Appliquée"
        return "Abandonnée" if self.application.dropped_at else "À confirmer"


def shown(application: Application) -> Shown:
    return Shown(application, sentence(application))


def sentence(application: Application) -> str:
    asked = application.asked
    if application.kind == Application.Kind.SETTING:
        if application.setting:
            first = application.setting.dates.start
            return of_value(application.setting.name, application.setting.value, first)
        if asked.get("setting"):
            return "Une valeur déjà inscrite, adoptée ce jour-là."
        return of_value(str(asked.get("name", "")), asked.get("value"), day(asked.get("since")))
    if application.kind == Application.Kind.DEROGATION:
        whose = Organisation.objects.filter(pk=key_of(asked.get("organisation"))).first()
        days = said(day(asked.get("first")), day(asked.get("last")))
        where = point(str(asked.get("clause", "")))
        return f"Dérogation à l’article {where}, pour {whose or 'une organisation inconnue'}{days}."
    if application.kind == Application.Kind.WAITING:
        return f"{EXECUTES.get(str(asked.get('room', '')), 'Ailleurs')} : {application.note}"
    if application.mandate:
        return of_mandate(application.mandate)
    if asked.get("mandate"):
        there = Mandate.objects.select_related("person", "seat__body__organisation").filter(pk=key_of(asked["mandate"]))
        found = there.first()
        return of_mandate(found) if found else "Un mandat qui n’existe plus."
    return of_wish(application)


def point(clause: str) -> str:
    """A clause in words.

    >>> point("R3.7/2")
    'R3.7, point 2'
    """
    rule, _, number = clause.partition("/")
    return f"{rule}, point {number}"


def of_value(name: str, value: object, since: date | None) -> str:
    spec = framework().settings.get(name)
    label, words = (spec.label, spec.words(value)) if spec else (name, str(value))
    return f"{label} : {words}{f', à partir du {in_words(since)}' if since else ''}."


def of_mandate(mandate: Mandate) -> str:
    body = mandate.seat.body
    return f"{mandate.person} : {mandate.seat.name}, {body.name}, {body.organisation.name}."


def of_wish(application: Application) -> str:
    asked = application.asked
    seat = Seat.objects.select_related("body__organisation").filter(pk=key_of(asked.get("seat"))).first()
    person = Person.objects.filter(pk=key_of(asked.get("person"))).first()
    represents = Organisation.objects.filter(pk=key_of(asked.get("represents"))).first()
    whom = f", pour {represents.name}" if represents else ""
    where = f"{seat.name}, {seat.body.name}, {seat.body.organisation.name}" if seat else "siège inconnu"
    return f"{person or 'Personne inconnue'} : {where}{whom}{said(day(asked.get('first')), day(asked.get('last')))}."


def said(first: date | None, last: date | None) -> str:
    if first is None:
        return ""
    return f", du {in_words(first)} au {in_words(last)}" if last else f", à partir du {in_words(first)}"
