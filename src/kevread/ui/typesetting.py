"""French spaces, set once at the edge: sentences are written with the spaces of a keyboard, pages leave with the right ones.

What was typed by somebody is left as it is where it can be typed again: the value of a field.
"""

import re
from collections.abc import Callable

from django.http import HttpResponse

from kevread.ui.request import Request
from kevread.ui.words import FIXED, NARROW

type View = Callable[[Request], HttpResponse]

# Each branch begins with a character of its own, which is what makes the search quick.
SPACES = re.compile(
    r"<(?:script|style|textarea|pre|code)\b.*?</"
    r"| value=(?:\"[^\"]*\"|'[^']*')"
    r"|« "
    r"| (?=[;!?](?:[\s<\")]|$))"
    r"| (?=:(?:[\s<\"]|$))"
    r"| (?=[»%€])"
    r"| (?<=\d )(?=euros?\b)",
    re.DOTALL,
)


def typeset(html: str) -> str:
    """
    >>> typeset('Au 12 mars : « lu » ; 25 % ?') == 'Au 12 mars\\xa0: «\\xa0lu\\xa0»\\u202f; 25\\xa0%\\u202f?'
    True
    >>> typeset('12 000 euros, des euros') == '12 000\\xa0euros, des euros'
    True
    >>> typeset('<textarea>a : b</textarea><input value="c ; d"><a href="?a=1">e ;</a>')
    '<textarea>a : b</textarea><input value="c ; d"><a href="?a=1">e\\u202f;</a>'
    """
    return SPACES.sub(set_right, html)


def set_right(found: re.Match[str]) -> str:
    space = found.group()
    if space == "« ":
        return f"«{FIXED}"
    if space == " ":
        return NARROW if found.string[found.end()] in ";!?" else FIXED
    return space


def typography(get_response: View) -> View:
    def middleware(request: Request) -> HttpResponse:
        response = get_response(request)
        if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            response.content = typeset(response.content.decode(response.charset)).encode(response.charset)
        return response

    return middleware
