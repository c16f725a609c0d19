"""French spaces: the quick search says what the plain one says."""

import re

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kevread.finance.models import GrantRequest
from kevread.ui.typesetting import typeset
from kevread.ui.words import FIXED, NARROW
from tests.conftest import TODAY, arranging
from tests.guards.of_finance import funder

# As one would write it at first, space by space.
PLAIN = re.compile(
    r"<(?:script|style|textarea|pre|code)\b.*?</"
    r"| value=(?:\"[^\"]*\"|'[^']*')"
    r"|« "
    r"| (?=[;!?](?:[\s<\")]|$))"
    r"| (?=:(?:[\s<\"]|$))"
    r"| (?=[»%€])"
    r"| (?<=\d )(?=euros?\b)"
    r"|(?:− )?\d{1,3}(?: \d{3})*(?:,\d+)?(?= €|(?<=\d) euros?\b)",
    re.DOTALL,
)
PIECES = [
    *" \n\t«»;!?:%€<>=\"')(0a",
    *(
        " ;",
        " !",
        " ?",
        " :",
        "« ",
        " »",
        " %",
        " €",
        "12 000 euros",
        "− 1 250,5 €",
        " 000",
        " euro",
        "euros.",
        " eurodéputée",
        "\xa0",
        "Éa",
    ),
    *("<p>", "</p>", '<b title="a ; b">', "<textarea>", "</textarea>", "<pre>", "</pre>", "<codes>", "<script>"),
    *("</script>", '<input value="c ; d">', "<input value='« e »'>", '<a data-value="f ;">', 'g value="12 euros"'),
]


def plainly(html: str) -> str:
    def set_right(found: re.Match[str]) -> str:
        space = found.group()
        if space == "« ":
            return f"«{FIXED}"
        if space[0] in "−0123456789":
            return space.replace(" ", FIXED)
        if space == " ":
            return NARROW if found.string[found.end()] in ";!?" else FIXED
        return space

    return PLAIN.sub(set_right, html)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_the_quick_search_says_what_the_plain_one_says(html):
    assert typeset(html) == plainly(html)


def test_one_space_between_two_marks_is_set_once():
    assert typeset("« ; » « %") == f"«{FIXED};{FIXED}» «{FIXED}%"


@pytest.mark.django_db
def test_nothing_that_is_typed_turns_what_follows_it(scene, readers):
    """A name does not make a sum read the other way round, beside it."""
    turned = "\u202eRégie\u202d \u2067du\u2069 \u202blavoir\u200f"
    with arranging():
        one = GrantRequest.objects.create(
            organisation=scene.grouping, funder=funder("other", turned), purpose=turned, scale="local", cents=12_000_00,
            first=TODAY, last=TODAY,
        )  # fmt: skip
    page = readers.direction.get(reverse("finance:request", args=[scene.grouping.slug, one.pk])).text
    assert "Régie du lavoir" in page and not set(page) & set(
        "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )
    where = reverse("finance:change_request", args=[scene.grouping.slug, one.pk, "modifier"])
    assert f'value="{turned}"' in readers.direction.get(where).text
