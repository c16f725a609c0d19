"""French spaces, set once at the edge: sentences are written with the spaces of a keyboard, pages leave with the right ones.

What was typed by somebody is left as it is where it can be typed again: the value of a field. Elsewhere, the marks that turn
the direction of writing are left out: they would turn what follows on the line too, a day, a sum.
"""

import re
from collections.abc import Callable

from django.http import HttpResponse

from kevread.ui.request import Request
from kevread.ui.words import FIXED, NARROW

type View = Callable[[Request], HttpResponse]

# A search stops at a character that sets something, or that opens what is kept as it is; then it looks behind it. That is
# quicker than to stop at each space, which most often sets nothing.
STOPS = r"""[<=«;!?:»%€](?:
    (?<=<)(?:script|style|textarea|pre|code)\b.*?</
    | (?<=[ ]value=)(?:"[^"]*"|'[^']*')
    | (?<=«)[ ]
    | (?<=[ ][;!?])(?=[\s<")]|$)
    | (?<=[ ]:)(?=[\s<"]|$)
    | (?<=[ ][»%€])
)"""
SPACES = re.compile(STOPS, re.DOTALL | re.VERBOSE)
WITH_EUROS = re.compile(rf"{STOPS} | (?<=\d[ ])euros?\b", re.DOTALL | re.VERBOSE)  # rare, and « e » is not

# The sum that stands before what it is counted in: no line ends within it. Looked for in its last characters alone.
SUM = re.compile(r"(?:− )?\d{1,3}(?: \d{3})*(?:,\d+)?$")
LONGEST_SUM = 24

# A name that ends with a number, or with an initial: « ESS 35 », « Phuong D. ». A search stops at a capital, which is rare:
# written as two searches, it would stop at each character, four times as long.
NAMED = re.compile(r"[A-Z](?:[A-Z] (?=\d{1,3}\b)|(?<=[a-zà-ÿ] .)\.(?!\w))")
AS_IT_IS = ("<script", "<style", "<textarea", "<pre", "<code")

TURNING = "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"  # every mark by which a text says in which order it is read
TURNS = re.compile(TURNING)
KEPT_OR_TURNS = re.compile(
    rf"""(<textarea\b.*?</textarea|[ ]value=(?:"[^"]*"|'[^']*'))|{TURNING}""", re.DOTALL | re.VERBOSE
)


def straight(html: str) -> str:
    """
    >>> straight('<p>\u202e\u206712 000 €\u2069\u200f</p><input value="\u202ea"><textarea>\u202eb</textarea>') == (
    ...     '<p>12 000 €</p><input value="\u202ea"><textarea>\u202eb</textarea>'
    ... )
    True
    """
    return KEPT_OR_TURNS.sub(lambda found: found[1] or "", html) if TURNS.search(html) else html


def typeset(html: str) -> str:
    """
    >>> typeset('Au 12 mars : « lu » ; 25 % ?') == 'Au 12 mars\\xa0: «\\xa0lu\\xa0»\\u202f; 25\\xa0%\\u202f?'
    True
    >>> typeset('12 000 euros, des euros') == '12\\xa0000\\xa0euros, des euros'
    True
    >>> typeset('le 2 − 1 250,50 €') == 'le 2 −\\xa01\\xa0250,50\\xa0€'
    True
    >>> typeset('<textarea>a : b</textarea><input value="c ; d"><a href="?a=1">e ;</a>')
    '<textarea>a : b</textarea><input value="c ; d"><a href="?a=1">e\\u202f;</a>'
    >>> typeset('<b>ESS 35</b> et Phuong D., <input value="ESS 35">')
    '<b>ESS\\xa035</b> et Phuong\\xa0D., <input value="ESS 35">'
    """
    html = named(html)
    pieces: list[str] = []
    done = 0
    for found in (WITH_EUROS if " euro" in html else SPACES).finditer(html):
        stop, at = found.group()[0], found.start()
        before, after = (at + 1, at + 2) if stop == "«" else (at - 1, at)  # the one space that is set anew
        if stop in "<=" or before < done:  # kept as it is; or « ; where one space stands between two
            continue
        piece = html[done:before]
        if stop in "€e":
            start = max(len(piece) - LONGEST_SUM, 0)
            piece = piece[:start] + SUM.sub(lambda amount: amount[0].replace(" ", FIXED), piece[start:])
        pieces += piece, NARROW if stop in ";!?" else FIXED
        done = after
    return "".join([*pieces, html[done:]])


def named(html: str) -> str:
    """No line ends within a name. What is in a tag, or kept as it is, stays."""
    pieces: list[str] = []
    done = 0
    for found in NAMED.finditer(html):
        space = found.end() - 1 if found.group()[-1] == " " else found.start() - 1
        tag = html.rfind("<", 0, space)
        if html.rfind(">", 0, space) < tag or html.startswith(AS_IT_IS, max(tag, 0)):
            continue
        pieces += html[done:space], FIXED
        done = space + 1
    return "".join([*pieces, html[done:]]) if done else html


def typography(get_response: View) -> View:
    def middleware(request: Request) -> HttpResponse:
        response = get_response(request)
        if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            response.content = typeset(straight(response.content.decode(response.charset))).encode(response.charset)
        return response

    return middleware
