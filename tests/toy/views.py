from django.http import HttpResponse
from django.shortcuts import render

from kevread.ui.access import may
from kevread.ui.request import Request

from .models import Present


@may("wrap")
def presents(request: Request, scale: str) -> HttpResponse:
    rows = Present.objects.visible_to(request.actor).filter(organisation=request.scale)
    return render(request, "toy/presents.html", {"presents": rows})
