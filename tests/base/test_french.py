"""A search knows the words of the network: pairs that must find each other, and pairs that must not (`french.yaml`)."""

from pathlib import Path

import pytest
import yaml
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from kevread.base import french
from kevread.base.french import extract, marked, wanted

pytestmark = pytest.mark.django_db
PAIRS = yaml.safe_load(Path(__file__).with_name("french.yaml").read_text(encoding="utf-8"))


def told(groups: dict[str, list[list[str]]]) -> list:
    return [
        pytest.param(one, other, id=f"{heading}: {one} / {other}".removeprefix(": "))
        for heading, pairs in groups.items()
        for one, other in pairs
    ]


def finds(typed: str, text: str) -> bool:
    query = wanted(typed).query
    assert query, f"« {typed} » looks for nothing"
    with connection.cursor() as cursor:
        cursor.execute("SELECT french_words(%s) @@ %s::tsquery", [text, query])
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize(("one", "other"), told(PAIRS["together"]))
def test_these_find_each_other(one, other):
    assert finds(one, other) and finds(other, one)


@pytest.mark.parametrize(("typed", "text"), told({"": PAIRS["within"]}))
def test_every_word_typed_is_asked_for(typed, text):
    assert finds(typed, text) and not finds(text, typed)


@pytest.mark.parametrize(("one", "other"), told(PAIRS["apart"]))
def test_these_do_not(one, other):
    assert not finds(one, other)


@pytest.mark.parametrize(("one", "other"), told({"": PAIRS["residues"]["together"]}))
def test_what_is_confused_is_still(one, other):
    """A residue that is one no more is to be taken off the list, not left as an excuse."""
    assert finds(one, other) and finds(other, one)


@pytest.mark.parametrize(("one", "other"), told({"": PAIRS["residues"]["apart"]}))
def test_what_is_missed_is_still(one, other):
    assert not finds(one, other)


def test_as_many_pairs_apart_as_a_reader_would_ask():
    assert sum(map(len, PAIRS["together"].values())) >= 50
    assert sum(map(len, PAIRS["apart"].values())) >= 50


def test_any_text_is_cut_into_words():
    """The quotes of lexemes are taken off, and put back by nobody: no letter of Unicode may bring one, or a colon."""
    with connection.cursor() as cursor:
        for start in range(1, 0x110000, 16_000):
            letters = [chr(code) for code in range(start, min(start + 16_000, 0x110000)) if not 0xD800 <= code < 0xE000]
            for written in (" ".join(letters), " ".join(f"ab{letter}cd" for letter in letters)):
                cursor.execute("SELECT french_words(%s) IS NOT NULL", [written])


def test_what_is_longer_than_a_word_is_none():
    with connection.cursor() as cursor:
        for written in ("ⅷ" * 680, "é" * 5000, "a " * 300_000, "ﬃ" * 3000 + " fin"):
            cursor.execute("SELECT length(french_words(%s))", [written])
            assert cursor.fetchone()[0] <= 2


@given(st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60))
def test_any_text_may_be_looked_for_and_finds_itself(text):
    looked_for = wanted(text)
    assert "".join(piece.text for piece in marked(text, looked_for)) == text
    assert not looked_for or finds(text, text) or len(looked_for.queries) == french.MOST


def test_what_every_text_holds_is_not_looked_for():
    assert not wanted("le la les de") and not wanted("") and not wanted("'")
    assert wanted("le budget de la").query == wanted("budget").query


def test_the_words_found_are_marked_whatever_their_form():
    pieces = marked("Les délégué·e·s de l’ÉTÉ, et la directrice", wanted("déléguée directeur"))
    assert [piece.text for piece in pieces if piece.marked] == ["délégué·e·s", "directrice"]


def test_an_extract_is_around_the_first_word_found():
    text = "Un début sans rien. " * 30 + "Le budget est adopté. " + "Une fin sans rien. " * 30
    assert "budget est adopté" in extract(text, wanted("budgets"))
    assert len(extract(text, wanted("budget"))) < 200
    assert extract(text, wanted("quorum")) == ""


def test_what_is_typed_at_length_looks_for_its_first_words():
    assert len(wanted(" ".join(f"mot{number}" for number in range(100))).queries) == french.MOST


def test_a_federation_adds_its_own_ways_of_saying_one_thing(settings, tmp_path):
    (tmp_path / "words.yaml").write_text("synonyms:\n  - [Fanfarnaüm, grande fanfare]\n", encoding="utf-8")
    wanted.cache_clear()
    settings.KEVREAD_FEDERATION = tmp_path
    assert finds("fanfarnaum", "La grande fanfare de l’été") and not finds("fanfarnaum", "grande et belle fanfare")
    wanted.cache_clear()
