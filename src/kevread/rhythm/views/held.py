"""Telling afterwards that a meeting was held."""

from datetime import time
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kevread.attendance import operations
from kevread.meetings.models import Meeting
from kevread.meetings.operations.planning import BEFORE_NOTICE
from kevread.meetings.rules.life import State
from kevread.rhythm.forms import HeldForm
from kevread.seats.models import Body, Mandate
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.middleware import parse_day
from kevread.ui.request import Request


@may("prepare_meeting")
@today_only
def record(request: Request, scale: str) -> HttpResponse:
    """A meeting held without Kevread: its body, its day, who was there if one knows."""
    every = Body.objects.on(request.today).filter(organisation=request.scale)
    bodies = {body.slug: body for body in every.order_by("rank", "name")}
    body = bodies.get(request.GET.get("instance", ""))
    if body is None:
        return render(request, "rhythm/record_which.html", {"bodies": bodies.values()})
    sitting = Mandate.objects.on(request.today).filter(seat__body=body).select_related("person")
    people = {str(one.person_id): one.person for one in sitting.order_by("person__search", "pk")}
    form = HeldForm(
        [(key, str(person)) for key, person in people.items()], request.POST or None, initial=first_of(request, body)
    )

    def tell() -> Done:
        starts_at, ends_at = form.moments()
        there = [people[key] for key in form.cleaned_data["people"]]
        place = form.cleaned_data["place"]
        operations.record_held(
            actor=request.actor, body=body, starts_at=starts_at, ends_at=ends_at, people=there, place=place,
            now=request.now,
        )  # fmt: skip
        said = "La réunion est déclarée tenue. Elle compte dans le rythme de l’année."
        return Done(said, "rhythm:rhythm", scale=scale)

    gesture = perform(request, form, tell)
    return gesture.done or gesture.page("rhythm/record.html", {"body": body})


def first_of(request: Request, body: Body) -> dict[str, Any]:
    """The day of a date that was planned, when one comes from there, with its hours and its place: it becomes this meeting."""
    day = parse_day(request.GET.get("jour", ""))
    if day is None:
        return {"start": time(18), "end": time(20)}
    planned = Meeting.objects.filter(body=body, state__in=(*BEFORE_NOTICE, State.CONVENED)).between(day, day).first()
    if planned is None:
        return {"day": day, "start": time(18), "end": time(20)}
    hours = (timezone.localtime(at).time() for at in (planned.starts_at, planned.ends_at))
    return {"day": day, "place": planned.place, **dict(zip(("start", "end"), hours, strict=True))}
