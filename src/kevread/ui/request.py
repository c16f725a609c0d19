"""The request as the middlewares leave it: of a day, at a scale, by somebody."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from kevread.common.actor import Actor


class Request(HttpRequest):
    """`on` is the day the page shows, `today` the day it is; `scale` and `person` are rows of `directory`, or None;
    `state` names the one in which the request came, once it has been asked for (`journal.queries.state_of`)."""

    on: date
    today: date
    now: datetime
    is_past: bool
    actor: Actor
    scale: Any
    person: Any
    state: str | None
    htmx: HtmxDetails
