"""The federation's own document: each passage is found, or listed as missing."""

import csv
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from kevread.charter.engine import framework
from kevread.charter.models import Passage, Source
from kevread.charter.operations import attach_source
from kevread.charter.queries.quote import quote
from kevread.charter.source import locate
from kevread.common.errors import Denied, Invalid
from tests.charter.people import coordination, direction, holder
from tests.clients import entered_as
from tests.conftest import NOW, TODAY
from tests.worlds import World

pytestmark = pytest.mark.django_db
TEXT = "## Titre\n\nLe **conseil** se réunit.\nIl l'annonce, puis  il l’annonce."


def test_every_passage_of_the_invented_federation_is_in_its_document():
    folder = settings.FEDERATIONS / "exemple"
    rows = list(csv.DictReader((folder / "quotes.csv").read_text(encoding="utf-8").splitlines()))
    text = (folder / "document.txt").read_text(encoding="utf-8")
    found = locate(text, [row["quote"] for row in rows])
    assert len(rows) >= 10
    assert None not in found


def test_a_passage_found_twice_takes_the_first_after_the_preceding_one():
    first, second, third = locate(TEXT, ["il l'annonce", "il l'annonce", "se réunit"])
    assert first[0] < second[0]
    assert TEXT[slice(*third)] == "se réunit"


def test_marks_and_apostrophes_do_not_count():
    (found,) = locate(TEXT, ["Le conseil se réunit. Il l’annonce"])
    assert TEXT[slice(*found)] == "Le **conseil** se réunit.\nIl l'annonce"


def test_what_is_not_found_is_kept_without_a_place(small: World):
    quotes = [("R3.7", "se réunit"), ("R3.8", "ne se réunit jamais")]
    source = attach_source(actor=coordination(small), name="essai", text=TEXT, quotes=quotes, now=NOW)
    assert list(source.passages.filter(start=None).values_list("rule", flat=True)) == ["R3.8"]


def test_a_new_document_replaces_the_one_before(small: World):
    actor = coordination(small)
    attach_source(actor=actor, name="essai", text=TEXT, quotes=[("R3.7", "se réunit")], now=NOW)
    attach_source(actor=actor, name="essai", text="Autre", quotes=[("R3.8", "Autre")], now=NOW)
    assert Source.objects.get().text == "Autre"
    assert list(Passage.objects.values_list("rule", flat=True)) == ["R3.8"]


def test_an_unknown_rule_is_told_with_its_line(small: World):
    with pytest.raises(Invalid, match=r"Ligne 3 : la règle R77\.1 n’existe pas"):
        attach_source(
            actor=coordination(small), name="essai", text=TEXT, quotes=[("R3.7", "a"), ("R77.1", "b")], now=NOW
        )


def test_an_empty_document_is_refused(small: World):
    with pytest.raises(Invalid, match="vide"):
        attach_source(actor=coordination(small), name="essai", text=" \n", quotes=[], now=NOW)


def test_a_direction_does_not_attach_it(small: World):
    with pytest.raises(Denied):
        attach_source(actor=direction(small, small.groupings[0]), name="essai", text=TEXT, quotes=[], now=NOW)


def test_the_command_lists_what_is_missing(small: World, tmp_path: Path, capsys):
    (tmp_path / "d.txt").write_text(TEXT)
    (tmp_path / "q.csv").write_text("id,quote_fr\nR3.7,se réunit\nR3.8,absent\n")
    with pytest.raises(SystemExit) as left:
        call_command("attach-source", str(tmp_path / "d.txt"), str(tmp_path / "q.csv"))
    assert left.value.code == 1
    assert json.loads(capsys.readouterr().out) == {
        "passages": 2,
        "found": 1,
        "missing": ["R3.8"],
        "attached": True,
    }


def test_a_text_reads_its_words_in_the_passage_that_was_attached(small: World):
    """R9.8: the words are the document's, which the code does not copy; without it, one is sent to it."""
    grouping = small.groupings[0]
    assert quote("R9.8", grouping.pk, TODAY) == "Une accroche accompagne le nom TAgBZH : voir le document."
    words = "Chantons au lavoir"
    attach_source(
        actor=coordination(small), name="essai", text=f"Un titre. {words} !", quotes=[("R9.8", words)], now=NOW
    )
    assert quote("R9.8", grouping.pk, TODAY) == f"Une accroche accompagne le nom TAgBZH : « {words} »."


def test_a_faulty_table_does_not_replace_a_document_that_held_all_its_passages(small: World, tmp_path: Path, capsys):
    (tmp_path / "d.txt").write_text(TEXT)
    (tmp_path / "q.csv").write_text("id,quote_fr\nR3.7,se réunit\nR3.8,il l'annonce\n")
    call_command("attach-source", str(tmp_path / "d.txt"), str(tmp_path / "q.csv"))
    assert json.loads(capsys.readouterr().out)["attached"]
    (tmp_path / "q.csv").write_text("id,quote_fr\nR3.7,se réunit\nR3.8,absent\nR3.9\n")
    with pytest.raises(SystemExit) as left:
        call_command("attach-source", str(tmp_path / "d.txt"), str(tmp_path / "q.csv"))
    told = json.loads(capsys.readouterr().out)
    assert (left.value.code, told["attached"], told["missing"]) == (1, False, ["R3.8"])
    assert "--replace" in told["message"]
    assert not Passage.objects.filter(start=None).exists()
    with pytest.raises(SystemExit):
        call_command("attach-source", str(tmp_path / "d.txt"), str(tmp_path / "q.csv"), "--replace")
    assert json.loads(capsys.readouterr().out)["attached"]
    assert Passage.objects.get(start=None).rule == "R3.8"


def test_the_screen_keeps_the_document_that_holds_more_unless_one_says_so(small: World, president):
    attach_source(
        actor=coordination(small), name=framework().document.slug, text=TEXT, quotes=[("R3.7", "se réunit")], now=NOW
    )

    def send(**more: str):
        files = {
            "document": SimpleUploadedFile("document.txt", TEXT.encode()),
            "quotes": SimpleUploadedFile("passages.csv", b"id;quote\nR3.7;absent\n"),
        }
        return president.post("/cress/texte/document", files | more)

    refused = send()
    assert refused.status_code == 422
    assert "Rien n’a été remplacé" in refused.content.decode()
    assert Passage.objects.get().start is not None
    assert send(replace="on").status_code == 302
    assert Passage.objects.get().start is None


@pytest.mark.parametrize(
    ("document", "quotes", "code"),
    [
        (None, "id,quote\n", "unreadable"),
        (b"\xff\xfe", "id,quote\n", "unreadable"),
        (b"a", "rule,words\n", "bad_columns"),
        (b"a", 'id,quote\nR3.7,"a\0b"\n', "bad_source"),
    ],
)
def test_the_command_says_what_is_wrong(small: World, tmp_path: Path, capsys, document, quotes, code):
    if document is not None:
        (tmp_path / "d.txt").write_bytes(document)
    (tmp_path / "q.csv").write_text(quotes)
    with pytest.raises(SystemExit) as left:
        call_command("attach-source", str(tmp_path / "d.txt"), str(tmp_path / "q.csv"))
    assert left.value.code == 2
    assert json.loads(capsys.readouterr().err)["error"]["code"] == code


def test_a_line_without_words_is_left_out_in_the_command_too(small: World, tmp_path: Path, capsys):
    (tmp_path / "d.txt").write_text(TEXT)
    (tmp_path / "q.csv").write_text("id,quote_fr\nR0.1\nR3.7,se réunit\n")
    call_command("attach-source", str(tmp_path / "d.txt"), str(tmp_path / "q.csv"))
    assert json.loads(capsys.readouterr().out)["passages"] == 1


def test_every_passage_that_is_found_is_shown_even_inside_another(small: World, president):
    """As many links as passages found: « conseil » is among the words of another rule, and starts where they start."""
    quotes = [
        ("R3.7", "Le conseil se réunit"),
        ("R3.8", "conseil"),
        ("R3.9", "Le conseil se"),
        ("R3.10", "se réunit. Il"),
    ]
    source = attach_source(actor=coordination(small), name=framework().document.slug, text=TEXT, quotes=quotes, now=NOW)
    assert not source.passages.filter(start=None).exists()
    page = president.get("/cress/texte/document").content.decode()
    assert "4\xa0passages retrouvés" in page
    shown = page.split('<div class="original')[1].split("</div>")[0]
    assert sorted(re.findall(r"/texte/(R[\d.]+)\"", shown)) == ["R3.10", "R3.7", "R3.8", "R3.9"]
    assert "R3.8&nbsp;: «&nbsp;conseil&nbsp;»" in shown


@pytest.fixture
def president(small: World, settings):
    return entered_as(holder(small, "cress-board", "president"), settings)


def test_the_screen_says_what_the_table_of_passages_is_with_an_example(president):
    page = president.get("/cress/texte/document").content.decode()
    first = framework().founding[0].rule
    assert f"<td>{first}</td><td>les premiers mots de la phrase" in page
    assert "/cress/texte/document/passages.csv" in page


def test_the_table_to_fill_has_a_line_for_each_rule_and_comes_back_as_it_is(president):
    """As a spreadsheet saves it: semicolons, a column more, and the lines that nobody filled."""
    content = president.get("/cress/texte/document/passages.csv").content.decode("utf-8-sig")
    lines = content.splitlines()
    assert len(lines) == len(framework().founding) + 1
    rule = lines[1].split(";")[0]
    filled = content.replace(f"{rule};;", f"{rule};se réunit;", 1)
    sent = {
        "document": SimpleUploadedFile("document.txt", TEXT.encode()),
        "quotes": SimpleUploadedFile("passages.csv", b"\xef\xbb\xbf" + filled.encode()),
    }
    assert president.post("/cress/texte/document", sent).status_code == 302
    assert list(Passage.objects.values_list("rule", "quote")) == [(rule, "se réunit")]
    assert Passage.objects.get().start is not None


def test_the_table_is_for_those_who_may_attach(small: World, settings):
    grouping = small.groupings[0]
    inside = entered_as(holder(small, f"{grouping.slug}-team", "direction"), settings)
    assert inside.get("/cress/texte/document/passages.csv").status_code == 403
