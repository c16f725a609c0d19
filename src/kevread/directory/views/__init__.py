"""The screens of the directory."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from kevread.common.errors import NotDone
from kevread.common.periods import Period
from kevread.ui.forms import put_back
from kevread.ui.request import Request


def period(start: date | None, last: date | None) -> Period:
    """From the days typed, both included. Raises on the field when they are in the wrong order."""
    from kevread.common.errors import Invalid

    try:
        return Period.through(start, last)
    except ValueError as fault:
        raise Invalid("last", str(fault)) from None


def asked(
    request: Request, template: str, form: Any, verb: Any, then: Any, context: dict | None = None
) -> HttpResponse:
    """A form and its verb: shown, put back with the sentence of a refusal, or done and answered by `then`."""
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            return then(verb(form.cleaned_data))
        except NotDone as fault:
            refusal = fault
            put_back(form, fault)
    status = 422 if request.method == "POST" else 200
    return render(request, template, {"form": form, "refusal": refusal} | (context or {}), status=status)
