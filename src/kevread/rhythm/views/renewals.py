"""The assemblies that renew the mandates which end within a year: in what order, on what dates, opened in one gesture."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from kevread.common.errors import Refused
from kevread.common.periods import day_in_words
from kevread.meetings.models import Meeting
from kevread.meetings.operations import Slot
from kevread.rhythm import operations
from kevread.rhythm.exports import RENEWALS
from kevread.rhythm.forms import AcceptForm, ChoicesForm
from kevread.rhythm.queries.opened import opened_by, untouched
from kevread.rhythm.queries.renewals import Renewal, renewals, standing_in
from kevread.rhythm.queries.renewed import points_of
from kevread.rhythm.rules.planning import WEEKDAYS
from kevread.rhythm.views.rhythm import choices_of, on_holidays
from kevread.seats.models import Body
from kevread.ui.access import may, seen, today_only
from kevread.ui.gestures import Done, is_confirmed, perform
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file
from kevread.ui.words import counted, hour


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

    reread: list[Slot] = []

    def plan_them() -> Done | None:
        if request.POST.get("etape") == "changer":
            return None
        slots = slots_of(accept, open_to_them)
        if not slots:
            raise Refused("Aucune assemblée n’est cochée : cochez au moins celle que vous voulez préparer.")
        if not is_confirmed(request):
            reread.extend(slot for slot, _ in slots)
            return None
        made, left = operations.plan_renewals(actor=request.actor, slots=slots, now=request.now, today=request.today)
        return Done(said_of(made, left), "rhythm:renewing", scale=scale)

    gesture = perform(request, accept, plan_them)
    if reread:
        return gesture.page("rhythm/renewals_reread.html", {"accept": accept, "read": to_reread(reread, request.today)})
    forms = {str(one["body"].value()): one for one in accept} if request.method == "POST" or offered else {}
    lines = [(line, forms.get(line.assembly.slug) if line.assembly else None) for line in plan.lines]
    context = {"plan": plan, "lines": lines, "accept": accept, "form": form, "offers": bool(forms)}
    context["openings"] = (
        {} if request.is_past else opened_by(request.actor, [one.planned for one in plan.planned if one.planned])
    )
    return gesture.done or gesture.page("rhythm/renewals.html", context)


def said_of(made: Sequence[Meeting], left: Sequence[Body]) -> str:
    """What was opened, what was left, and the days that one typed oneself though they are holidays."""
    opened = counted(len(made), "assemblée est en préparation", "assemblées sont en préparation")
    already = counted(len(left), "l’était déjà, et reste comme elle est", "l’étaient déjà, et restent comme elles sont")
    said = [f"{opened}. Rien n’est parti à personne.", f"{already}." if left else ""]
    said += [f"{name} : cette date est planifiée comme vous l’avez écrite." for name in on_holidays(made)]
    return " ".join(filter(None, said))


def to_reread(slots: Sequence[Slot], today: date) -> dict[str, Any]:
    """What would be opened: where, when, with what on the agenda; how many, from which day to which."""
    ordered = sorted(slots, key=lambda slot: (slot.starts_at, slot.body.organisation.name))
    points = points_of({slot.body.organisation_id for slot in slots}, today)
    return {
        "lines": [
            (slot, when_in_words(slot), [title for _, title in points.get(slot.body.organisation_id, ())])
            for slot in ordered
        ],
        "first": day_of(ordered[0].starts_at),
        "last": day_of(ordered[-1].starts_at),
        "places": len({slot.body.organisation_id for slot in slots}),
    }


def when_in_words(slot: Slot) -> str:
    """« vendredi 9 avril 2027, de 18 h à 20 h »."""
    day, (start, end) = day_of(slot.starts_at), (timezone.localtime(at) for at in (slot.starts_at, slot.ends_at))
    return f"{WEEKDAYS[day.weekday()]} {day_in_words(day)}, de {hour(start)} à {hour(end)}"


def day_of(at: datetime) -> date:
    return timezone.localtime(at).date()


@may("read")
@today_only
def opening(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What was opened together, read again before it is taken back; what somebody touched since stays."""
    mine = opened_by(request.actor, standing_in(request.scale, request.actor, request.on)).get(key)
    meetings = seen(mine, lambda one: True)
    free = untouched(meetings)

    def take_them() -> Done:
        gone, left = operations.take_back(actor=request.actor, opening=key, meetings=meetings, now=request.now)
        told = counted(len(gone), "assemblée est annulée", "assemblées sont annulées")
        kept = (
            counted(len(left), "reste, que quelqu’un a préparée", "restent, que quelqu’un a préparées") if left else ""
        )
        return Done(f"{told}.{f' {kept}.' if kept else ''}", "rhythm:renewing", scale=scale)

    gesture = perform(request, None, take_them)
    context = {
        "free": [one for one in meetings if one.pk in free],
        "kept": [one for one in meetings if one.pk not in free],
    }
    return gesture.done or gesture.page("rhythm/opening.html", context)


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
