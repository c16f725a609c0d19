from django.http import HttpResponse
from django.shortcuts import render

from kevread.demonstration.access import demonstration_only
from kevread.demonstration.models import Letter
from kevread.ui.request import Request

SHOWN = 50


@demonstration_only
def mailbox(request: Request) -> HttpResponse:
    """The letters that the demonstration did not send, newest first."""
    return render(request, "demonstration/mailbox.html", {"letters": Letter.objects.all()[:SHOWN], "shown": SHOWN})
