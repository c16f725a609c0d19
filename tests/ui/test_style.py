"""What the screens are made of stays small, strict and ours."""

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from kevread.ui import fonts
from kevread.ui.collected import Storage

SOURCE = settings.ROOT / "src" / "kevread"
STYLES = sorted(SOURCE.glob("*/static/**/*.css"))
LETTERS = {"letter.html"}  # not pages of the site: programs that read mail load no sheet
TEMPLATES = sorted(path for path in SOURCE.glob("*/templates/**/*.html") if path.name not in LETTERS)
SHEET = re.compile(r"static '([^']+\.css)'")
CLASS = re.compile(r'class="([^"]*)"')


@pytest.fixture(scope="session")
def cut(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("fonts")
    fonts.make(folder)
    return folder


def test_what_a_page_loads_of_css_weighs_less_than_30_kb_as_it_is_served(tmp_path):
    """The sheets of every page, and those that one page asks for besides (decision 73)."""
    storage = Storage(location=tmp_path)
    weight = {}
    for path in STYLES:
        name = str(path.relative_to(path.parents[1]))
        weight[name] = storage.size(storage.save(path.name, ContentFile(path.read_bytes())))
    asked = {path: sheets_of(path) for path in TEMPLATES}
    of_all = asked[SOURCE / "ui" / "templates" / "ui" / "base.html"]
    assert "ui/base.css" in of_all
    pages = {
        page.stem: sum(weight[sheet] for sheet in of_all | sheets) for page, sheets in asked.items() if sheets - of_all
    }
    assert {sheet for sheets in asked.values() for sheet in sheets} == set(weight)
    assert {page: sum_ for page, sum_ in pages.items() if sum_ >= 30_000} == {}


def sheets_of(path: Path) -> set[str]:
    """Those that a template asks for, by itself and by what it includes to ask for them."""
    text = path.read_text(encoding="utf-8")
    within = [
        one for name in re.findall(r'{% include "(\w+/styles\.html)"', text) for one in TEMPLATES if one.match(name)
    ]
    return set(SHEET.findall(text)).union(*map(sheets_of, within))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_title_is_bare_words(template):
    """A browser shows its tags as they are written: « <time datetime=… » in a tab. Days are written by `in_full`."""
    for title in re.findall(r"{% block title %}(.*?){% endblock %}", template.read_text(encoding="utf-8"), re.DOTALL):
        assert set(re.findall(r"{% (\w+)", title)) <= {"if", "elif", "else", "endif", "firstof"}


def test_a_sheet_is_named_after_what_is_served(tmp_path):
    storage = Storage(location=tmp_path)
    storage.save("a.css", ContentFile(b"/* why */ a { color: red; }"))
    list(storage.post_process({"a.css": (FileSystemStorage(tmp_path / "sources"), "a.css")}))
    served = tmp_path / storage.hashed_files["a.css"]
    assert served.read_bytes() == b"a{color:red}"
    assert served.name == f"a.{hashlib.md5(b'a{color:red}').hexdigest()[:12]}.css"


def test_our_script_weighs_less_than_8_kb():
    assert (SOURCE / "ui" / "static" / "ui" / "ui.js").stat().st_size < 8_000


def test_the_fonts_weigh_150_kb_at_most_together(cut):
    sizes = dict(fonts.sizes(cut))
    assert len(sizes) == 5
    assert sum(sizes.values()) <= 150_000


def test_fonts_that_are_ready_are_not_made_again(cut):
    before = {path.name: path.stat().st_mtime_ns for path in cut.iterdir()}
    assert fonts.make(cut) is False
    assert {path.name: path.stat().st_mtime_ns for path in cut.iterdir()} == before


def test_a_missing_font_is_made_again(cut):
    (cut / "atkinson.woff2").unlink()
    assert fonts.make(cut) is True
    assert (cut / "atkinson.woff2").exists()


def test_the_fonts_hold_every_letter_of_the_screens(cut):
    from fontTools.ttLib import TTFont

    written = set("".join(path.read_text() for path in TEMPLATES)) - set("\n\t")
    held: set[int] = set()
    for name in ("literata", "atkinson", "bricolage"):
        with TTFont(cut / f"{name}.woff2") as font:
            held |= set(font.getBestCmap())
    assert sorted(letter for letter in written if ord(letter) not in held) == []


def test_each_font_has_the_narrow_space_of_french(cut):
    from fontTools.ttLib import TTFont

    for name, _ in fonts.sizes(cut):
        with TTFont(cut / f"{name}.woff2") as font:
            narrow, space = (font["hmtx"][font.getBestCmap()[code]][0] for code in (0x202F, 0x20))
            assert 0 < narrow < space, name


def test_no_zero_is_crossed(cut):
    """Two outlines: the letter, and its hollow, as high as that of an O. A stroke would part it in two."""
    from fontTools.ttLib import TTFont

    for name in ("atkinson", "atkinson-bold", "bricolage", "literata"):
        with TTFont(cut / f"{name}.woff2") as font:
            table, names = font["glyf"], font.getBestCmap()
            zero, o = table[names[ord("0")]], table[names[ord("O")]]
            assert zero.numberOfContours == o.numberOfContours == 2, name
            hollow, of_o = ([y for _, y in one.coordinates[one.endPtsOfContours[0] + 1 :]] for one in (zero, o))
            assert abs((max(hollow) + min(hollow)) - (max(of_o) + min(of_o))) < 20, name


def test_each_font_comes_with_its_licence(cut):
    assert len(list(cut.glob("*-OFL.txt"))) == 3


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_template_has_no_inline_style_nor_handler(path):
    text = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script>|javascript:", text)


def test_every_class_of_a_template_is_drawn():
    drawn = set(re.findall(r"\.([a-z][\w-]*)", "".join(path.read_text() for path in STYLES)))
    used = {
        (word, str(path.relative_to(SOURCE)))
        for path in TEMPLATES
        for words in CLASS.findall(path.read_text())
        for word in re.sub(r"\{[%{].*?[%}]\}", " ", re.sub(r"[\w-]*\{\{.*?\}\}[\w-]*", " ", words)).split()
    }
    assert sorted(pair for pair in used if pair[0] not in drawn) == []


def test_a_heading_that_has_the_focus_does_not_look_like_a_field():
    """It is brought there by the page, and nobody types or presses in it."""
    assert "h1:focus { outline: 0; }" in (SOURCE / "ui" / "static" / "ui" / "base.css").read_text()
