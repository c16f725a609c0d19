"""What leaves each month for the payroll office: read, and taken away, by the employer’s line alone."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render

from kevread.careers.exports import payroll_table
from kevread.careers.queries.payroll import Month, months_of
from kevread.careers.rules.payroll import month_days
from kevread.staff.models import EMPLOYS
from kevread.staff.permissions import may_employ
from kevread.supervision.queries.leaves import month_of
from kevread.ui.access import confidential, offered_to, signed_in
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


def asked(request: Request) -> tuple[date, list[Month]]:
    """The month of the address, and its rows. Raises Denied."""
    may_employ(request.actor, request.scale, request.on).or_raise()
    first = month_of(request.GET.get("mois", ""), request.on)
    return first, months_of(request.scale, request.actor, request.on, first)


@confidential
@offered_to(EMPLOYS)
@signed_in
def payroll(request: Request, scale: str) -> HttpResponse:
    """A month: who entered, who left, what changed, which days were taken."""
    first, rows = asked(request)
    context = {
        "first": first,
        "before": (first - timedelta(days=1)).replace(day=1),
        "after": month_days(first) + timedelta(days=1),
        "rows": [one for one in rows if one.has_variables],
        "others": len([one for one in rows if not one.has_variables]),
        "columns": [one.name for one in payroll_table().columns],
    }
    return render(request, "careers/payroll.html", context)


@confidential
@signed_in
def payroll_file(request: Request, scale: str, form: str) -> HttpResponse:
    """Everybody employed that month, under the columns of the federation."""
    first, rows = asked(request)
    return table_file(request, payroll_table(), rows, form, about=f"{first:%Y-%m}")
