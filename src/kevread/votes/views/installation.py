from django.http import HttpResponse
from django.shortcuts import render

from kevread.ui.access import public
from kevread.ui.request import Request
from kevread.votes.queries.installation import installation


@public
def key(request: Request) -> HttpResponse:
    """The key of this installation, in the letters that people note and compare."""
    return render(request, "votes/installation.html", {"print": installation().print})
