"""What the chronicle offers to the pages of the rooms below it."""

from typing import cast
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string

from kevread.ui.request import Request

from .queries.story import story


def story_of(request: HttpRequest, row: UUID) -> str:
    """The story of a row, oldest first, each act with what it changed."""
    return render_to_string("chronicle/story.html", {"story": story(cast(Request, request).actor, row)}, request)
