"""« Le rythme de l’année »: what each body held, planned and misses; dates proposed and accepted; meetings told afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kevread.common.periods import day_in_words, hour_in_words
from kevread.documents.contracts import as_data
from kevread.documents.queries import letterhead
from kevread.documents.rendering import render as set_paper
from kevread.meetings import operations
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from kevread.rhythm import papers
from kevread.rhythm.exports import RHYTHM
from kevread.rhythm.forms import AcceptForm, ChoicesForm
from kevread.rhythm.queries.apart import apart_by_body, told
from kevread.rhythm.queries.calendar import Rhythm, expected_of, rhythm_of, years_of
from kevread.rhythm.queries.drawing import drawn
from kevread.rhythm.queries.pauses import are_known, days_off, during, school_holidays, school_zone
from kevread.rhythm.queries.planner import Choices, Offer, offer_before, offers, why_none
from kevread.seats.models import Body
from kevread.seats.queries.papers import governance_paper
from kevread.ui.access import may, public, today_only
from kevread.ui.files import under_name
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request, number
from kevread.ui.spreadsheet import table_file
from kevread.ui.words import counted
from kevread.ui.words import day as day_words

FARTHEST = timedelta(days=730)


def year_of(request: Request) -> int:
    """The year that is looked at: of those that one may look at, else the day's own."""
    asked = number(request.GET.get("annee", ""), 1, 9999)
    return asked if asked in years_of(request.scale, request.on) else request.on.year


@may("read")
def rhythm(request: Request, scale: str) -> HttpResponse:
    """One line for each body, its months, its forecast."""
    year = year_of(request)
    rhythms = rhythm_of(request.scale, year, request.on)
    shown = [one for one in rhythms if one.tally.cadence.is_set or one.undecided]
    prepares = bool(request.actor.hat_for("prepare_meeting", request.scale.pk)) and not request.is_past
    apart = {body: (told(days), days[-1]) for body, days in apart_by_body(rhythms, request.actor).items()}
    after = year + 1 if prepares and year == request.today.year else None
    context = {
        "next_year": after,
        "next_to_plan": sum(one.to_plan for one in rhythm_of(request.scale, after, request.on)) if after else 0,
        "year": year,
        "years": years_of(request.scale, request.on),
        "rows": [(one, drawn(one), apart.get(one.body.pk)) for one in shown],
        "others": [(one, drawn(one), apart.get(one.body.pk)) for one in rhythms if one not in shown],
        "unknown": sum(1 for one in shown if one.undecided or not one.kept),
        "known": any(one.kept and not one.undecided for one in shown),
        "to_plan": sum(one.to_plan for one in shown),
        "missing": sum(one.tally.missing for one in shown if one.kept and not one.undecided),
        "prepares": prepares,
        "plannable": year >= request.today.year,
        "ledger": request.actor.hat_for("keep_register", request.scale.pk),
    }
    return render(request, "rhythm/rhythm.html", context)


@may("read")
def rhythm_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same, for a spreadsheet: one line for each body."""
    year = year_of(request)
    return table_file(request, RHYTHM, rhythm_of(request.scale, year, request.on), form, about=str(year))


@may("read")
def rhythm_pdf(request: Request, scale: str) -> HttpResponse:
    """The calendar of the year, on paper."""
    year = year_of(request)
    rhythms = rhythm_of(request.scale, year, request.on)
    paper = papers.Calendar(
        letterhead=letterhead(request.scale, request.on),
        year=year,
        dates=tuple(dates_of(rhythms)),
        rhythms=tuple(
            papers.Rhythm(body=one.body.name, wanted=one.tally.cadence.words, found=" ".join(one.sentences))
            for one in rhythms
            if one.tally.cadence.is_set
        ),
        off=tuple(f"{name} : {day_words(day)}" for day, name in sorted(days_off(year).items())),
    )
    pdf = set_paper("calendar", as_data(paper), made_at=request.now)
    answer = HttpResponse(pdf, content_type="application/pdf")
    return under_name(answer, f"calendrier-{scale}-{year}.pdf", shown=True)


@public
def governance(request: Request, scale: str) -> HttpResponse:
    """The same diagram on screen, live: what the paper says, each body leading to its page."""
    expected = expected_of(request.scale, request.on)
    paper = governance_paper(request.scale, request.actor, request.on, request.today, expected)
    return render(request, "rhythm/governance.html", {"paper": paper})


@public
def governance_pdf(request: Request, scale: str) -> HttpResponse:
    """The governance diagram: bodies, places, and how often each meets; nobody is named."""
    expected = expected_of(request.scale, request.on)
    paper = governance_paper(request.scale, request.actor, request.on, request.today, expected)
    answer = HttpResponse(
        set_paper(paper.template, as_data(paper), made_at=request.now), content_type="application/pdf"
    )
    return under_name(answer, f"{scale}-gouvernance-{request.on.isoformat()}.pdf")


def dates_of(rhythms: Iterable[Rhythm]) -> list[papers.Date]:
    """Each meeting of the year, by day, as one sees it that day: what was held since was planned. A sitting without
    quorum is no meeting held."""
    seen = [(meeting, one.tally.seen.on) for one in rhythms for meeting in one.meetings]
    every = sorted(seen, key=lambda pair: (pair[0].starts_at, pair[0].pk))
    return [
        papers.Date(
            day=meeting.day,
            starts_at=hour_in_words(timezone.localtime(meeting.starts_at)),
            body=meeting.body.name,
            name=meeting.title,
            place=meeting.place,
            state="held" if meeting.stage in State.held() and meeting.day <= on else "planned",
        )
        for meeting, on in every
        if meeting.stage is not State.FAILED
    ]


@dataclass(frozen=True, slots=True)
class InHolidays:
    """A date proposed in spite of school holidays. `rules`: the articles that ask for a meeting in each month; none where
    whoever plans accepts August."""

    body: Body
    day: date
    name: str
    rules: tuple[str, ...]


def in_holidays(found: Iterable[Offer], asking: Iterable[Rhythm]) -> list[InHolidays]:
    """What the page says of the dates that do not avoid them."""
    asked = {one.body.pk: one.rules for one in asking if one.tally.cadence.per_month_min is not None}
    names = during(one.day for one in found)
    return [
        InHolidays(one.body, one.day, names[one.day], asked.get(one.body.pk, ())) for one in found if one.day in names
    ]


@may("prepare_meeting")
@today_only
def propose(request: Request, scale: str) -> HttpResponse:
    """The dates that the cadences still ask for: accept all, some, or one; each may be changed before."""
    year = max(year_of(request), request.today.year)
    rhythms = rhythm_of(request.scale, year, request.today)
    wanted = request.GET.get("instance", "")
    asking = [one for one in rhythms if not wanted or one.body.slug == wanted]
    bodies = {one.body.slug: one.body for one in rhythms}
    form = ChoicesForm(request.GET if "jour" in request.GET else None, initial={"jour": 1, "heure": time(18)})
    before = day_before(request) if wanted and asking else None
    if before:
        found = offer_before(request.actor, asking[0], request.today, before, choices_of(form))
    else:
        every = offers(request.actor, rhythms, year, request.today, choices_of(form))
        found = [one for one in every if not wanted or one.body.slug == wanted]  # the same dates, one body or all
    first = [
        {"body": one.body.slug, "day": one.day, "start": one.starts, "end": one.ends, "keep": True} for one in found
    ]
    accept = AcceptForm(request.POST or None, initial=first)

    made: list[Meeting] = []

    def plan() -> Done:
        made.extend(accepted(request, accept, bodies))
        said = f"{counted(len(made), 'date est planifiée', 'dates sont planifiées')}."
        shown = min((one.day.year for one in made), default=year) if before else year
        return Done(said, f"{request.path.removesuffix('/dates')}?annee={shown}")

    gesture = perform(request, accept, plan)
    if gesture.done:
        for name in on_holidays(made):
            messages.warning(request, f"{name} : cette date est planifiée comme vous l’avez écrite.")
        return gesture.done
    offered: dict[tuple[str, date | None], Offer] = {(one.body.slug, one.day): one for one in found}
    of = [(str(one["body"].value()), one) for one in accept]
    lines = [(bodies.get(body), one, offered.get((body, one.when))) for body, one in of]
    context = {
        "year": year,
        "form": form,
        "accept": accept,
        "lines": lines,
        "body": bodies.get(wanted),
        "before": before,
        "to_plan": bool(before) or any(one.to_plan for one in asking),
        "zone": school_zone(),
        "in_holidays": in_holidays(found, asking),
        "holidays_known": are_known(year),
        "why_none": "Aucun jour ne convient avant celui-là." if before else why_none(asking),
        "planned": [(one.body, days) for one in asking if one.to_plan and (days := days_told(one))],
    }
    return gesture.page("rhythm/propose.html", context)


def day_before(request: Request) -> date | None:
    """The day by which one more meeting is wanted, as the address says it; none that is past, nor farther than two years."""
    try:
        day = date.fromisoformat(request.GET.get("avant", ""))
    except ValueError:
        return None
    return day if request.today < day <= request.today + FARTHEST else None


def days_told(rhythm: Rhythm) -> list[date]:
    """The days of the year on which a body met, or is to."""
    counted = State.planned() | State.held()
    return sorted(meeting.day for meeting in rhythm.meetings if meeting.stage in counted)


def on_holidays(made: Iterable[Meeting]) -> list[str]:
    """Those of these meetings that fall on a public holiday, or during school holidays: what is proposed avoids them, what
    one writes may not."""
    found = []
    for day in (meeting.day for meeting in made):
        if name := days_off(day.year).get(day):
            found.append(f"Le {day_in_words(day)} est férié ({name})")
        elif name := school_holidays(day, day).get(day):
            found.append(f"Le {day_in_words(day)} est en vacances scolaires ({name})")
    return found


def choices_of(form: ChoicesForm) -> Choices:
    if not form.is_bound or not form.is_valid():
        return Choices()
    typed = form.cleaned_data
    return Choices(weekday=int(typed["jour"]), starts=typed["heure"], august=typed["aout"])


def accepted(request: Request, accept: Any, bodies: dict[str, Body]) -> list[Meeting]:
    """Plan what is ticked, or the one whose own button was pressed. One act."""
    alone = request.POST.get("seule", "")
    kept = [
        form
        for n, form in enumerate(accept)
        if form.cleaned_data.get("body") in bodies and (str(n) == alone if alone else form.cleaned_data.get("keep"))
    ]
    slots = []
    for form in kept:
        starts_at, ends_at = form.moments()
        slots.append(operations.Slot(bodies[form.cleaned_data["body"]], starts_at, ends_at))
    return operations.plan_meetings(actor=request.actor, slots=slots, now=request.now)
