"""What is due to an organisation and by it, day by day: money that comes in and goes out, what is handed in."""

from django.http import HttpResponse
from django.shortcuts import render

from kevread.finance.exports import DUES
from kevread.finance.models import READS
from kevread.finance.queries.schedule import FAR, SOON, Schedule, schedule
from kevread.ui.access import may, today_only
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


def is_far(request: Request) -> bool:
    return request.GET.get("jusque") == "an"


def asked(request: Request) -> Schedule:
    return schedule(request.scale, request.actor, request.today, FAR if is_far(request) else SOON)


@may(READS)
@today_only
def page(request: Request, scale: str) -> HttpResponse:
    return render(request, "finance/schedule.html", {"found": asked(request), "is_far": is_far(request)})


@may(READS)
@today_only
def schedule_file(request: Request, scale: str, form: str) -> HttpResponse:
    return table_file(request, DUES, asked(request).rows, form)
