"""A file that a browser saves, or shows: under a name that anybody may have typed."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from kevread.common.words import file_name


def under_name[Answer: HttpResponse](answer: Answer, name: str, *, shown: bool = False) -> Answer:
    """The only place where a file is given its name: to save, or `shown` by the browser, which then saves it so."""
    answer["Content-Disposition"] = content_disposition_header(not shown, file_name(name)) or "attachment"
    return answer


def attached(content: bytes, media_type: str, name: str) -> HttpResponse:
    """A file that a browser saves: it neither shows it, nor guesses what it is, nor runs any of it."""
    response = under_name(HttpResponse(content, content_type=media_type), name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
