from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .access import public
from .examples import catalogue_context


@public
def catalogue(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/catalogue.html", catalogue_context())
