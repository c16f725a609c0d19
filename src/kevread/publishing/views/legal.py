"""What a public site must say of itself. The words that only the publisher knows stand in one file of the data folder."""

import re

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.shortcuts import render

from kevread.directory.models import Organisation, Scale
from kevread.ui.access import public
from kevread.ui.request import Request

POINT = re.compile(r"([^:]{1,60}?)\s*:\s+(.+)")
MENTIONS = "mentions.txt"  # in files/, hence in every backup


@public
def legal(request: Request) -> HttpResponse:
    publisher = Organisation.objects.visible_to(request.actor).at_scale(Scale.HEAD).on(request.today).first()
    return render(request, "publishing/legal.html", {"publisher": publisher, "mentions": mentions()})


@public
def accessibility(request: Request) -> HttpResponse:
    return render(request, "publishing/accessibility.html", {"mentions": mentions()})


@public
def privacy(request: Request) -> HttpResponse:
    return render(request, "publishing/privacy.html", {"mentions": mentions()})


@public
def source(request: Request) -> HttpResponse:
    return render(request, "publishing/source.html", {"source_address": settings.KEVREAD_SOURCE})


def mentions() -> list[tuple[str, str]]:
    """The lines « Hébergeur : … » of the file; a line without a colon goes on with the one before."""
    if not default_storage.exists(MENTIONS):
        return []
    with default_storage.open(MENTIONS) as file:
        lines = file.read().decode(errors="replace").splitlines()
    found: list[tuple[str, str]] = []
    for line in filter(None, map(str.strip, lines)):
        if point := POINT.fullmatch(line):
            found.append((point[1], point[2]))
        elif found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line}")
    return found
