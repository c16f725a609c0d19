"""French spaces: the quick search says what the plain one says."""

import re

from hypothesis import given
from hypothesis import strategies as st

from kevread.ui.typesetting import typeset
from kevread.ui.words import FIXED, NARROW

# As one would write it at first, space by space.
PLAIN = re.compile(
    r"<(?:script|style|textarea|pre|code)\b.*?</"
    r"| value=(?:\"[^\"]*\"|'[^']*')"
    r"|« "
    r"| (?=[;!?](?:[\s<\")]|$))"
    r"| (?=:(?:[\s<\"]|$))"
    r"| (?=[»%€])"
    r"| (?<=\d )(?=euros?\b)",
    re.DOTALL,
)
PIECES = [
    *" \n\t«»;!?:%€<>=\"')(0a",
    *(" ;", " !", " ?", " :", "« ", " »", " %", " €", "12 000 euros", " euro", "euros.", " eurodéputée", "\xa0", "Éa"),
    *("<p>", "</p>", '<b title="a ; b">', "<textarea>", "</textarea>", "<pre>", "</pre>", "<codes>", "<script>"),
    *("</script>", '<input value="c ; d">', "<input value='« e »'>", '<a data-value="f ;">', 'g value="12 euros"'),
]


def plainly(html: str) -> str:
    def set_right(found: re.Match[str]) -> str:
        space = found.group()
        if space == "« ":
            return f"«{FIXED}"
        if space == " ":
            return NARROW if found.string[found.end()] in ";!?" else FIXED
        return space

    return PLAIN.sub(set_right, html)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_the_quick_search_says_what_the_plain_one_says(html):
    assert typeset(html) == plainly(html)


def test_one_space_between_two_marks_is_set_once():
    assert typeset("« ; » « %") == f"«{FIXED};{FIXED}» «{FIXED}%"
