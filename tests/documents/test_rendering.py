"""Each paper opens, is tagged, is in French, holds its text; what people typed is printed as typed."""

import json
import re
import unicodedata
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from kevread import documents
from kevread.documents.contracts import BadDataError, as_data, check, papers
from kevread.documents.rendering import (
    canonical,
    drawable,
    fingerprint,
    fonts,
    french,
    render,
    sources,
    template_version,
)
from tests.documents.papers import EXAMPLES, HOUSE, MADE_AT, MINUTES, TRAP
from tests.sampling import sampled

PAPERS = papers()
EVERY = pytest.mark.parametrize("template", sorted(PAPERS))
PLAIN_SPACES = str.maketrans({"\u202f": " ", "\u00a0": " "})


def opened(template, paper=None, **options):
    return PdfReader(BytesIO(render(template, as_data(paper or EXAMPLES[template]), made_at=MADE_AT, **options)))


def text_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).translate(PLAIN_SPACES).split())


def test_there_is_an_example_of_each_paper():
    assert set(EXAMPLES) == set(PAPERS)


def test_a_paper_that_is_signed_here_has_a_frame_for_each_signature():
    """Empty until it is given: the sentence is true before and after."""
    said = text_of(opened("minutes", number=1, is_signed=True))
    assert "Signature 1 sur 2" in said and "Signature 2 sur 2" in said
    assert "Un cadre vide attend la sienne. « Vérifier un document »" in said
    assert "Un cadre vide" not in text_of(opened("minutes", number=1))


def test_each_paper_is_built_from_what_is_written_and_not_only_described():
    rooms = Path(documents.__file__).parents[1]
    written = [
        path.read_text(encoding="utf-8")
        for path in rooms.rglob("*.py")
        if path.name != "papers.py" or path.parent.name == "queries"
    ]
    assert len(PAPERS) == 40  # as the road map says
    for paper in PAPERS.values():
        assert any(re.search(rf"\b{paper.__name__}\(", source) for source in written), paper


@EVERY
def test_a_paper_is_made_as_pdf_a_3a_and_pdf_ua_1(template):
    pdf = opened(template)
    root, meta = pdf.trailer["/Root"], pdf.xmp_metadata.stream.get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in meta
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in meta
    assert "<pdfuaid:part>1</pdfuaid:part>" in meta
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"].startswith("fr")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.title.replace("\u00a0", " ") == EXAMPLES[template].title
    assert pdf.metadata.author == HOUSE.name


@EVERY
def test_its_text_is_read_in_order_and_with_its_accents(template):
    text = text_of(opened(template))
    assert "ESS des Marais" in text
    assert "é" in text


@EVERY
def test_it_takes_away_the_data_it_is_made_of(template):
    pdf = opened(template)
    assert list(pdf.attachments) == ["donnees.json"]
    assert json.loads(pdf.attachments["donnees.json"][0]) == as_data(EXAMPLES[template])


@EVERY
def test_the_same_data_gives_the_same_bytes(template):
    data = as_data(EXAMPLES[template])
    assert render(template, data, made_at=MADE_AT) == render(template, data, made_at=MADE_AT)


@EVERY
def test_a_missing_an_unknown_or_a_misshapen_key_is_refused(template):
    data = as_data(EXAMPLES[template])
    check(template, data)
    for key in data:
        with pytest.raises(BadDataError, match=key):
            check(template, {name: value for name, value in data.items() if name != key})
        with pytest.raises(BadDataError, match=key):
            check(template, {**data, key: object()})
    with pytest.raises(BadDataError, match="unknown surprise"):
        check(template, {**data, "surprise": ""})


def test_what_is_inside_is_checked_too():
    data = as_data(MINUTES)
    del data["points"][0]["votes"][0]["sum"]
    with pytest.raises(BadDataError, match=r"points\[0\].votes\[0\]: missing sum"):
        check("minutes", data)
    data = as_data(MINUTES)
    data["meeting"]["starts_at"] = "demain"
    with pytest.raises(BadDataError, match=r"meeting.starts_at"):
        check("minutes", data)


CHOSEN = {"template", "kind", "mode", "outcome", "state"}


def trapped(value, trap=TRAP, apart=CHOSEN):
    """The same paper, with the trap as each of its texts that is free."""
    if is_dataclass(value):
        names = [one.name for one in fields(value) if one.name not in apart]
        return replace(value, **{name: trapped(getattr(value, name), trap, apart) for name in names})
    if isinstance(value, tuple):
        return tuple(trapped(one, trap, apart) for one in value)
    return trap if isinstance(value, str) and value else value


@EVERY
def test_what_people_typed_is_printed_as_it_is_typed(template):
    """In each place at once; a page is only searched without spaces, since a line may be cut anywhere."""
    pdf = opened(template, trapped(EXAMPLES[template]))
    text = "".join(text_of(pdf).split())
    assert "".join(TRAP.split()) in text
    assert "x=1" in text


def drawn(template, paper):
    """Its pages as one sees them, in grey."""
    data = canonical(french(as_data(paper)))
    mark = json.dumps(
        {"data": "0" * 64, "template": "0" * 64, "number": 1, "lost": False, "signed": None, "sealed": False}
    )
    pages = typst.compile(
        sources(template),
        font_paths=fonts(),
        ignore_system_fonts=True,
        format="png",
        ppi=72,
        sys_inputs={"raw": data, "data": data, "mark": mark},
    )
    return [Image.open(BytesIO(page)).convert("L") for page in (pages if isinstance(pages, list) else [pages])]


@EVERY
def test_a_word_that_never_ends_stays_on_the_page(template):
    """In each place at once, titles too. Nothing is drawn in the last six millimetres but where one cuts a ballot."""
    never = "abcdefghij" * 20
    numbers = {"sha256", "identifiers", "votes", "value", "number", "registered"}  # what nobody types
    for page in drawn(template, trapped(EXAMPLES[template], never, CHOSEN | numbers)):
        edge = page.crop((page.width - 17, 0, page.width, page.height))
        lines = [edge.crop((0, y, edge.width, y + 1)).getextrema()[0] < 200 for y in range(edge.height)]
        assert sum(lines) <= 2, template


def test_a_word_of_the_language_is_not_cut():
    shown = text_of(opened("agenda", replace(EXAMPLES["agenda"], settled_by="anticonstitutionnellement-vôtre")))
    assert "anticonstitutionnellement-vôtre" in shown


def test_the_minutes_say_all_that_the_law_asks():
    text = text_of(opened("minutes"))
    for words in (
        "Samedi 12 décembre 2026, 18 h 30", "Maison des associations", "Sur place et à distance",
        "Présent·es 15", "Représenté·es 4", "Quorum Atteint : 19 membres sur 60", "Ordre du jour", "Une question porte sur",
        "Adopté : 38 sur 41", "Lena Kervella, élu·e", "Présidente de séance Anne Morvan", "Secrétaire de séance",
        "La séance est levée à 20 h 55",
    ):  # fmt: skip
        assert words in text, words


def test_in_the_register_no_title_is_left_alone_at_the_foot_of_a_page():
    """Nor is a result at the head of the next, but after a text that is too long for a page to be left half empty."""
    register, several = EXAMPLES["register"], range(1, 60)
    lines = [
        replace(
            register.decisions[0],
            number=f"2026-{n:03}",
            title=f"Titre-{n}-" + " qui prend deux lignes, avec ce qui le suit et ceux de la région" * (n % 3 == 0),
            text=f"Texte-{n}-" + " Il le dit." * (400 if n % 20 == 0 else n * 7 % 40),
            sum=f"Somme-{n}-",
        )
        for n in several
    ]
    pages = [page.extract_text() for page in opened("register", replace(register, decisions=tuple(lines))).pages]
    assert len(pages) > 5
    where = {
        (what, n): next(k for k, page in enumerate(pages) if f"{what}-{n}-" in page)
        for n in several
        for what in ("Titre", "Texte", "Somme")
    }
    assert [n for n in several if where["Titre", n] != where["Texte", n]] == []
    assert [n for n in several if where["Titre", n] != where["Somme", n] and n % 20] == []


def test_no_line_cuts_a_sum_from_its_unit():
    assert french("La ligne de 12 000 euros, en 2026.") == "La ligne de 12\xa0000\xa0euros, en 2026."
    assert french("400 euros, 1 euro, les euros") == "400\xa0euros, 1\xa0euro, les euros"


def test_a_correction_says_so_at_the_head():
    corrected = replace(MINUTES, corrects="Remplace la version 1 : le nom du pôle était mal écrit.")
    assert "Procès-verbal rectificatif Remplace la version 1" in text_of(opened("minutes", corrected))


def test_the_foot_tells_one_version_from_another():
    text = text_of(opened("notice", number=2))
    assert f"Version 2 · empreinte des données {fingerprint(as_data(EXAMPLES['notice']))[:12]}" in text
    assert f"modèle {template_version('notice')[:8]}" in text
    assert "1 / 1" in text


def test_ballots_are_alike_and_bear_no_number():
    pdf = opened("ballot", number=3)
    first, second = (page.extract_text() for page in pdf.pages)
    assert first == second
    assert "Version" not in first
    ballots = [ballot.strip() for ballot in " ".join(first.split()).split("Tout autre signe rend le bulletin nul.")]
    assert len(ballots) == 5
    assert not ballots[-1]
    assert len(set(ballots[:-1])) == 1


def test_a_moment_without_its_zone_is_refused():
    with pytest.raises(ValueError, match="without its zone"):
        render("notice", as_data(EXAMPLES["notice"]), made_at=datetime(2026, 1, 1))


def test_an_hour_is_told_in_the_time_of_the_federation():
    summer = replace(EXAMPLES["agenda"].meeting, starts_at=datetime(2026, 7, 1, 16, 0, tzinfo=UTC))
    assert "Mercredi 1er juillet 2026, 18 h" in text_of(opened("agenda", replace(EXAMPLES["agenda"], meeting=summer)))


ODD = {
    "an emoji": ("Merci \N{GRINNING FACE} à tous", "Merci □ à tous"),
    "a tick": ("fait \N{CHECK MARK}", "fait □"),
    "another alphabet that we have": ("Привет", "Привет"),
    "one that we have not": ("漢字", "□□"),
    "a control": ("a\x07b\tc\r", "ab c"),
    "accents apart from their letter": ("de\u0301ja\u0300", "déjà"),
    "a letter of nobody": ("\ue000", "□"),
    "an Arabic word with its vowel mark": ("\u0643\u064f\u062a\u0628", "□□□"),
    "a Hebrew one": ("\u05e9\u05b0\u05c1", "□"),
    "a vowel mark alone": ("\u064f", "□"),
    "a mark that no font has, on a letter of ours": ("e\u0364", "e□"),
    "a sound mark of Japanese, a stress of Devanagari": ("a\u3099b\u0951", "a□b□"),
    "a space that is drawn elsewhere": ("a\u1680b", "a b"),
    "a number sign that encloses, an annotation": ("a\u06ddb\ufff9c", "a□bc"),
    "a heart and its variation": ("\u2764\ufe0f", "□"),
    "nothing that is seen": ("\u200d\u2060", "□"),
    "arrows and sums": ("3×20 ≥ 2×30 → oui", "3×20 ≥ 2×30 → oui"),
}


@pytest.mark.parametrize("case", ODD)
def test_whatever_letter_is_typed_the_paper_is_set(case):
    """PDF/A and PDF/UA refuse a letter that no font draws: it is shown to be missing, and the data keeps it."""
    typed, printed = ODD[case]
    pdf = opened("minutes", replace(MINUTES, chair=typed))
    text = unicodedata.normalize("NFC", text_of(pdf))
    assert "".join(printed.split()) in "".join(text.split())
    assert json.loads(pdf.attachments["donnees.json"][0])["chair"] == typed


@pytest.mark.parametrize(
    "odd", ["\u200d", "\u00ad", "\u2028", "\ufeff", "\u202e", "\u0301\u0301\u0301", "\U000e0041", "\ud7ff"]
)
def test_what_cannot_be_seen_stops_nothing(odd):
    assert opened("notice", trapped_with(f"a{odd}b")).pages


def trapped_with(text):
    return replace(EXAMPLES["notice"], message=text, convened_by=text)


EVERYTHING = [chr(point) for point in range(0x110000) if not 0xD800 <= point < 0xE000]
A_LETTER_OF_EACH_SCRIPT = {
    name.split()[0]: letter
    for letter in EVERYTHING
    if unicodedata.category(letter) in ("Lo", "Mn") and (name := unicodedata.name(letter, ""))
}


def test_all_of_unicode_is_set_alone_and_with_its_accents():
    """Every code point comes down to a letter that a font draws, a space, or « □ »; those, with each accent, are set."""
    found = {drawable(letter) for letter in EVERYTHING}
    assert len(found) > 1_000
    assert [one for one in found if drawable(one) != one] == []
    marks = [letter for letter in found if letter and unicodedata.category(letter[0]) == "Mn"]
    marked = [letter + mark for letter in sorted(found) for mark in marks if letter.strip()]
    assert opened("notice", trapped_with(" ".join([*found, *marked]))).pages


@EVERY
def test_a_word_of_each_script_is_set_in_each_place_of_each_paper(template):
    words = re.sub("(.{20})", r"\1 ", "".join(A_LETTER_OF_EACH_SCRIPT.values()))
    assert len(A_LETTER_OF_EACH_SCRIPT) > 150
    assert opened(template, trapped(EXAMPLES[template], words, CHOSEN | {"sha256"})).pages


@EVERY
@pytest.mark.parametrize("text", ["\x1f", "\u00ad", "\u200b\u200b", "\u200d", " \u00a0", "\u2028"])
def test_a_text_in_which_nothing_is_seen_is_shown_as_missing(template, text):
    """A heading that is empty is refused by the standards."""
    assert "□" in text_of(opened(template, trapped(EXAMPLES[template], text, CHOSEN | {"sha256"})))


@EVERY
@settings(max_examples=sampled(60, 10), deadline=None)
@given(text=st.text(st.characters(codec="utf-8"), min_size=1, max_size=30))
def test_whatever_is_typed_each_paper_is_set(template, text):
    assert opened(template, trapped(EXAMPLES[template], text, CHOSEN | {"sha256"})).pages


def test_a_paper_says_that_a_letter_is_missing():
    said = "□ tient la place d’un signe"
    assert said in text_of(opened("agenda", replace(EXAMPLES["agenda"], settled_by="\u0643")))
    assert said not in text_of(opened("agenda", replace(EXAMPLES["agenda"], settled_by="Case □ cochée")))
