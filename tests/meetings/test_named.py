"""A meeting is told from every other wherever it is named: no page prints the name of its body alone, no module neither."""

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.db.models import Model

from kevread.common.words import of
from kevread.directory.models import Scale
from kevread.meetings.models import Meeting
from kevread.meetings.papers import Meeting as PaperMeeting
from kevread.meetings.queries.naming import on_paper
from kevread.meetings.rules.life import State
from kevread.seats.models import Body
from tests.conftest import arranging
from tests.gatherings.worlds import gathering
from tests.worlds import put

ROOT = Path(__file__).parents[2] / "src" / "kevread"
TEMPLATES = [*ROOT.rglob("templates/**/*.html"), *ROOT.rglob("templates/**/*.txt")]
# The journal of an organisation is its own; what a notice froze, and the name on its papers, stand under its letterhead.
BARE = {"meetings/models/meeting.py", "meetings/queries/notices.py", "meetings/operations/letters.py"}
SAID = "called|known_as|when|until|hours|ended"
PRINTED = re.compile(r"{{\s*(?:\w+\.)*(?:meeting|postponed_to)\s*(?:\|\s*(?!(?:" + SAID + r")\b)\w+[^}]*)?}}")


def bare(source: str) -> list[str]:
    """What a template prints of a meeting without saying whose it is."""
    return [found[0] for found in PRINTED.finditer(source)]


def said_bare(source: str) -> list[str]:
    """What a module writes of a meeting in a text, or as one, without saying whose it is."""
    found = []
    for node in ast.walk(ast.parse(source)):
        told = node.value if isinstance(node, ast.FormattedValue) else None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "str" and node.args:
            told = node.args[0]
        if isinstance(told, ast.Name | ast.Attribute) and ast.unparse(told).rpartition(".")[2] == "meeting":
            found.append(ast.unparse(told))
    return found


def test_no_page_and_no_letter_prints_a_meeting_without_saying_whose_it_is():
    assert {str(path): found for path in TEMPLATES if (found := bare(path.read_text(encoding="utf-8")))} == {}


def test_no_module_writes_a_meeting_without_saying_whose_it_is():
    paths = [path for path in ROOT.rglob("*.py") if str(path.relative_to(ROOT)) not in BARE]
    assert {str(path): found for path in paths if (found := said_bare(path.read_text(encoding="utf-8")))} == {}


@pytest.mark.parametrize("source", ["{{ meeting }}", "{{ poll.item.meeting }}", "{{ one.meeting|whole }}"])
def test_a_meeting_printed_alone_is_caught(source):
    assert bare(source)


@pytest.mark.parametrize("source", ["{{ meeting|called:on }}", "{{ poll.item.meeting|until }}", "{{ meeting.pk }}"])
def test_what_says_it_passes(source):
    assert not bare(source)


def test_a_text_that_says_it_alone_is_caught():
    assert said_bare('f"Le {meeting}"') and said_bare("str(poll.meeting)") and not said_bare('f"{called(meeting, on)}"')


@pytest.mark.django_db
def test_the_title_of_a_paper_says_whose_meeting_it_is():
    """Read beside those of other organisations: in a list, in a letter, to sign."""
    with arranging():
        met = gathering(state=State.DRAFT)

    def on_papers(row: Model, **values: str) -> PaperMeeting:
        with arranging():
            put(row, **values)
        return on_paper(Meeting.objects.get(pk=met.meeting.pk))

    whose, usual = of(met.grouping.name), Body.Kind.BOARD.label
    assert on_paper(met.meeting).said == f"Assemblée générale ordinaire {whose} du 18 décembre 2026"
    titled = on_papers(met.meeting, title="Assemblée du renouveau")
    assert titled.full_name == f"Assemblée du renouveau ({met.grouping.name})"
    put_back = on_papers(met.meeting, title="")
    assert replace(put_back, full_name="").said == "Assemblée générale ordinaire du 18 décembre 2026"  # an older paper
    body = met.meeting.body
    assert on_papers(body, kind="space", name="Collège territoire").full_name == "Collège territoire"
    assert on_papers(body, kind="board", name="Bureau élargi").full_name == f"Bureau élargi {whose}"
    assert on_papers(met.grouping, scale=Scale.HEAD).full_name == "Bureau élargi"
    assert on_papers(body, name=usual).full_name == f"{usual} {whose}"
