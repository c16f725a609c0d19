"""The assemblies that renew the mandates which end within a year: in what order, on what dates, opened in one gesture."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django.http import HttpResponse

from kevread.common.errors import Refused
from kevread.meetings.operations import Slot
from kevread.rhythm import operations
from kevread.rhythm.exports import RENEWALS
from kevread.rhythm.forms import AcceptForm, ChoicesForm
from kevread.rhythm.queries.renewals import Renewal, renewals
from kevread.rhythm.views.rhythm import choices_of, on_holidays
from kevread.ui.access import may
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file
from kevread.ui.words import counted


@may("read")
def renewing(request: Request, scale: str) -> HttpResponse:
    """The plan; and for those who may prepare some of these assemblies, the dates to accept, all at once."""
    form = asked_in(request)
    plan = renewals(request.scale, request.actor, request.on, choices_of(form))
    offered = {} if request.is_past else {line.offer.body.slug: line for line in plan.offered if line.offer}
    first = [
        {"body": slug, "day": line.offer.day, "start": line.offer.starts, "end": line.offer.ends, "keep": True}
        for slug, line in offered.items()
        if line.offer
    ]
    accept = AcceptForm(request.POST or None, initial=first)
    open_to_them = {line.assembly.slug: line for line in plan.lines if line.assembly and line.grounds}

    def plan_them() -> Done:
        slots = slots_of(accept, open_to_them)
        if not slots:
            raise Refused("Aucune assemblée n’est cochée : cochez au moins celle que vous voulez préparer.")
        made, left = operations.plan_renewals(actor=request.actor, slots=slots, now=request.now, today=request.today)
        opened = counted(len(made), "assemblée est en préparation", "assemblées sont en préparation")
        already = counted(
            len(left), "l’était déjà, et reste comme elle est", "l’étaient déjà, et restent comme elles sont"
        )
        said = [f"{opened}.", f"{already}." if left else ""]
        said += [f"{name} : cette date est planifiée comme vous l’avez écrite." for name in on_holidays(made)]
        return Done(" ".join(filter(None, said)), "rhythm:renewing", scale=scale)

    gesture = perform(request, accept, plan_them)
    forms = {str(one["body"].value()): one for one in accept} if request.method == "POST" or offered else {}
    lines = [(line, forms.get(line.assembly.slug) if line.assembly else None) for line in plan.lines]
    context = {"plan": plan, "lines": lines, "accept": accept, "form": form, "offers": bool(forms)}
    return gesture.done or gesture.page("rhythm/renewals.html", context)


@may("read")
def renewing_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same plan, for a spreadsheet: one line for each organisation, with the day that the page proposes."""
    plan = renewals(request.scale, request.actor, request.on, choices_of(asked_in(request)))
    if request.is_past:
        for line in plan.lines:
            line.offer = None  # as on the page: nothing is proposed of another day
    return table_file(request, RENEWALS, plan.lines, form)


def asked_in(request: Request) -> ChoicesForm:
    return ChoicesForm(request.GET if "jour" in request.GET else None, initial={"jour": 1, "heure": time(18)})


def slots_of(accept: Any, lines: Mapping[str, Renewal]) -> list[tuple[Slot, date]]:
    """What is ticked, of the assemblies that this person may prepare, with the day by which each renews."""
    found = []
    for form in accept:
        line = lines.get(str(form.cleaned_data.get("body", "")))
        if line is None or line.assembly is None or not form.cleaned_data.get("keep"):
            continue
        starts_at, ends_at = form.moments()
        found.append((Slot(line.assembly, starts_at, ends_at), line.by))
    return found
