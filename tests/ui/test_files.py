"""Whatever a file was called, its header holds one name, that shows what it is, and nothing else."""

import email.policy
import unicodedata
from email.message import EmailMessage
from pathlib import Path

from django.http import HttpResponse
from hypothesis import example, given
from hypothesis import strategies as st

import kevread
from kevread.common.words import file_name
from kevread.ui.files import under_name
from kevread.ui.spreadsheet import csv_file

# Letters of the whole of Unicode, surrogates included; and those that break headers, folders and the order of reading.
HARD = st.text(
    st.one_of(st.characters(), st.sampled_from("\r\n\t\0\"'\\/;%=., \u202e\u2028\u200b\x85\ud800é")), max_size=300
)


def read_by_a_browser(header: str) -> tuple[str, str]:
    """How it is shown, and under which name."""
    parsed = EmailMessage(policy=email.policy.HTTP)
    parsed["Content-Disposition"] = header
    return parsed["Content-Disposition"].content_disposition, parsed.get_filename() or ""


@given(HARD, st.booleans())
@example("a\r\nSet-Cookie: b=c", False)
@example("gpj.\u202eexe", False)
@example('rapport".pdf; filename="autre.exe', True)
@example("../../etc/passwd", False)
@example("\ud800", True)
@example("é" * 300 + ".pdf", False)
def test_any_name_makes_one_header_that_says_that_name(name, shown):
    header = under_name(HttpResponse(), name, shown=shown)["Content-Disposition"]
    assert header.isascii()
    assert header.isprintable()
    how, called = read_by_a_browser(header)
    assert how == ("inline" if shown else "attachment")
    assert called == file_name(name)
    assert 0 < len(called) <= 120
    assert not set(called) & set("/\\")
    assert not called.startswith(".")
    assert all(unicodedata.category(letter)[0] != "C" for letter in called)


@given(HARD)
def test_a_name_that_was_cleaned_is_clean(name):
    assert file_name(file_name(name)) == file_name(name)


def test_a_name_as_people_write_keeps_its_letters_and_its_ending():
    assert file_name("Procès-verbal « été » n° 3.pdf") == "Procès-verbal « été » n° 3.pdf"
    assert file_name("ordre du jour " * 30 + ".pdf").endswith(".pdf")


def test_a_spreadsheet_is_named_alike():
    assert csv_file('a"\r\nb.csv', ("x",), ())["Content-Disposition"] == 'attachment; filename="a\\" b.csv"'


def test_no_other_place_names_a_file():
    """A name put in a header by hand is a name that nobody cleaned."""
    there = {path.name for path in Path(kevread.__path__[0]).rglob("*.py") if "Content-Disposition" in path.read_text()}
    assert there == {"files.py"}
