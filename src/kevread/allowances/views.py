"""What an organisation pays to those who administer it, beside what the law says of the total; what I receive."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from kevread.allowances import facts, operations
from kevread.allowances.exports import ALLOWANCES
from kevread.allowances.forms import ReasonForm, RecordForm
from kevread.allowances.models import HOLDS, Allowance
from kevread.allowances.queries import SHARE, mandates_at, received, shown, sums_known
from kevread.allowances.queries import mine as received_by_me
from kevread.allowances.scene import allowance_of, holds, year_of
from kevread.common.facts import Number, Organisations
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation
from kevread.journal.memory import Memory, Shared
from kevread.seats.models import Mandate
from kevread.ui.access import may, signed_in, today_only
from kevread.ui.changing import Change, ask
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file

type Questions = tuple[tuple[str, str, str], ...]
ASKED = Memory[Questions](1000)
STEPS = {name: f"L6.15.{name}_euros" for name in ("first", "second", "third")}


@may(HOLDS)
def allowances(request: Request, scale: str) -> HttpResponse:
    """Each person, what they received for a year, beside the ceilings; the questions to ask; each payment."""
    year = year_of(request)
    rows = shown(request.actor, request.scale, year, request.on)
    people = received(rows, year, request.on)
    context = {
        "year": year,
        "years": [one for one in (request.on.year, request.on.year - 1, request.on.year - 2) if one != year],
        "rows": rows,
        "people": people,
        "questions": questions(request.scale, request.on) if any(one.over for one in people) else (),
        "holds": holds(request),
        "known": sums_known(min(request.on, date(year, 12, 31))),
    }
    return render(request, "allowances/allowances.html", context)


def questions(organisation: Organisation, on: date) -> Questions:
    """What the legal regime asks of the last twelve months, each with its answer and its rule: the facts of the articles, which
    are the same for whoever reads them."""
    return ASKED.once((organisation.pk, on), lambda: read_questions(organisation, on))


def read_questions(organisation: Organisation, on: date) -> Questions:
    among = Organisations(frozenset({organisation.pk}), shared=Shared())
    asked: tuple[tuple[str, str, Any, dict[str, str]], ...] = (
        ("Les statuts permettent-ils d’indemniser qui administre ?", "L6.14", facts.against_statutes, {}),
        ("L’assemblée a-t-elle voté chaque indemnité ?", "L6.14", facts.undecided, {}),
        (
            "L’a-t-elle votée aux deux tiers au moins ?", "L6.15", facts.without_majority, {"majority": "L6.15.majority"},
        ),
        (
            "Les ressources, subventions publiques mises à part, permettent-elles de rémunérer autant de personnes ?",
            "L6.15", facts.beyond_resources, STEPS,
        ),
        ("Chaque personne reste-t-elle sous le plafond de l’année ?", "L6.15", facts.above_cap, {"times": "L6.15.ceilings"}),
        ("Les comptes sont-ils certifiés par un·e commissaire ?", "L6.15", facts.uncertified, {}),
    )  # fmt: skip
    return tuple(
        (question, answered(fact(on, among, share=SHARE, **more).get(organisation.pk, 0)), rule)
        for question, rule, fact, more in asked
    )


def answered(number: Number) -> str:
    if isinstance(number, int):
        return "Non" if number else "Oui"
    return "Non" if number.least else "On ne sait pas"


@may(HOLDS)
def allowances_file(request: Request, scale: str, form: str) -> HttpResponse:
    return table_file(request, ALLOWANCES, shown(request.actor, request.scale, year_of(request), request.on), form)


@signed_in
def mine(request: Request, scale: str) -> HttpResponse:
    """What I received for my mandates, from whichever organisation of the network, beside the ceilings."""
    year = year_of(request)
    rows = received_by_me(request.actor, year, request.on)
    context = {
        "year": year,
        "years": [one for one in (request.on.year, request.on.year - 1, request.on.year - 2) if one != year],
        "rows": rows,
        "one": next(iter(received(rows, year, request.on)), None),
        "known": sums_known(min(request.on, date(year, 12, 31))),
    }
    return render(request, "allowances/mine.html", context)


@may(HOLDS)
@today_only
def record(request: Request, scale: str) -> HttpResponse:
    """Something was paid to somebody who administers."""
    those = [one.pk for one in mandates_at(request.scale, request.today)]
    mandates = Mandate.objects.filter(pk__in=those).select_related("person", "seat__body")
    mandates = mandates.order_by("person__family_name", "person__given_name", "pk")
    decisions = Decision.objects.visible_to(request.actor).standing()
    decisions = decisions.filter(organisation=request.scale, outcome=Decision.Outcome.ADOPTED)
    month = request.today.replace(day=1)
    initial = {"paid_on": request.today, "kind": Allowance.Kind.LUMP, "first": month, "last": month}
    form = RecordForm(
        request.today,
        mandates,
        decisions.select_related("body").order_by("-decided_on", "-number"),
        request.POST or None,
        initial=initial,
    )

    def write() -> Done:
        operations.record(actor=request.actor, organisation=request.scale, paid=form.paid, now=request.now)
        return Done("Le versement est inscrit.", "allowances:allowances", scale=scale)

    gesture = perform(request, form, write)
    return gesture.done or gesture.page("allowances/record.html", {"mandates": bool(those)})


UNDO = Change(
    "Ce versement est une erreur",
    "Il reste inscrit, annulé, et ne compte plus.",
    "L’annuler",
    lambda request, row: ReasonForm(request.POST or None),
    lambda request, row, form: operations.undo(
        actor=request.actor, allowance=row, reason=form.cleaned_data["reason"], now=request.now
    ),
    "Ce versement est annulé.",
)


@may(HOLDS)
@today_only
def undo(request: Request, scale: str, key: UUID) -> HttpResponse:
    found = allowance_of(request, key)
    return ask(request, UNDO, found, found.told(), "allowances:allowances", scale=scale)
