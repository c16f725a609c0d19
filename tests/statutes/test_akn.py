"""A text in Akoma Ntoso: what we write, as the schema of OASIS judges it, and what is read of a stranger’s. No database."""

import time
from dataclasses import replace
from datetime import date

import pytest
from lxml import etree

from kevread.common.errors import Invalid
from kevread.statutes.rules.akn import Part, Whole, written
from kevread.statutes.rules.akn_read import LARGEST, MOST, UNDRESSED, read
from tests.statutes.akn_files import NS, faults, strange

TODAY = date(2026, 11, 29)
PARTS = (
    Part("Objet", "L’objet.\n\nDeux <b> lignes\nici, « & »", "objet", "same", "locked"),
    Part("Siège", "", "siege", "untold", "set", {"commune": "Redon"}, is_there=False),
    Part("Durée", "", "duree", "absent", "locked", is_there=False),
    Part("Libre", "a\r\n\r\nb  c", "libre-1", "other", "free"),
)
WHOLE = Whole(
    key="0b8f7c1e-0000-4000-8000-000000000001",
    kind="statuts",
    model="groupement",
    organisation="ess-35",
    called="ESS 35 & Cie",
    begun=date(2024, 10, 1),
    adopted=date(2024, 12, 12),
    adopted_by="Assemblée constitutive",
    since=date(2025, 1, 1),
    parts=PARTS,
    values={"L1.10.notice_days": 15, "L1.13.remote": "hybrid", "L1.11.weights": "a : 1/3 ; b : 2"},
)
DRAFT = replace(WHOLE, adopted=None, adopted_by="", since=None)


def refused(content: bytes) -> str:
    with pytest.raises(Invalid) as wrong:
        read(content)
    assert wrong.value.field == "file"
    return wrong.value.sentence


@pytest.mark.parametrize("whole", [WHOLE, DRAFT, replace(WHOLE, parts=(), values={})])
def test_what_leaves_holds_to_the_schema_and_comes_back_the_same(whole):
    content = written(whole, TODAY)
    assert faults(content) == []
    found = read(content)
    assert [replace(one, line=0) for one in found.parts] == list(whole.parts) and found.left == ()
    assert {name: value for name, (_, value) in found.values.items()} == dict(whole.values)


def test_its_days_are_those_that_are_kept():
    def days(whole):
        return [one.get("date") for one in etree.fromstring(written(whole, TODAY)).iter(f"{{{NS}}}FRBRdate")]

    assert days(WHOLE) == ["2024-12-12", "2025-01-01", "2026-11-29"]
    assert days(DRAFT) == ["2024-10-01", "2024-10-01", "2026-11-29"], "a draft is adopted by nobody"
    work = next(etree.fromstring(written(WHOLE, TODAY)).iter(f"{{{NS}}}FRBRuri")).get("value")
    assert work == f"/akn/fr/act/statuts/ess-35/2024-12-12/{WHOLE.key}"
    country = next(etree.fromstring(written(WHOLE, TODAY)).iter(f"{{{NS}}}FRBRcountry"))
    assert country.get("value") == "fr"


def test_a_mark_that_xml_forbids_is_shown_as_missing():
    content = written(replace(WHOLE, parts=(Part("A\x00", "b\x0bc\ud800", "a", "other", "free"),)), TODAY)
    assert faults(content) == [] and read(content).parts[0].text == "b\ufffdc\ufffd"


BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "a" * 10}">' for n in range(10))
HOSTILE = {
    "what it is made of": (
        b'<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<a>&x;</a>',
        "Ligne 2 : ce fichier déclare un genre",
    ),
    "a bomb": (f'<!DOCTYPE a [{BOMB}]><a x="&e9;">&e9;</a>'.encode(), "Ligne 1 : ce fichier déclare un genre"),
    "a bomb in sixteen bits": (
        f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [{BOMB}]><a x="&e9;"/>'.encode("utf-16"),
        "déclare un genre",
    ),
    "one that is hidden": (
        b'<?xml version="1.0" encoding="UTF-7"?>\n+ADwAIQ-DOCTYPE a+AD4APA-a/+AD4-',
        "déclare un genre",
    ),
    "too deep": (strange("<article>" * 400 + "</article>" * 400), "trop d’éléments"),
    "a forbidden mark": (strange("\n\n<article><heading>a\x01</heading></article>"), "Ligne 3 : un caractère"),
    "a forbidden reference": (strange("<article>\n&#0;</article>"), "Ligne 2 : un caractère"),
    "an unknown abbreviation": (strange("<article>\n<heading>a&nbsp;b</heading></article>"), "Ligne 2 : une abrév"),
    "an unknown encoding": (b'<?xml version="1.0" encoding="klingon"?><a/>', "UTF-8"),
    "another than it says": (b'<?xml version="1.0" encoding="UTF-8"?><a>\xff\xfe</a>', "UTF-8"),
    "unclosed": (strange("<article>\n<heading>a</article>"), "Ligne 2 : une balise"),
    "cut": (strange("<article/>")[:-20], "balise"),
    "nothing": (b" \n", "vide"),
    "a zip": (b"PK\x03\x04....", "pas du XML"),
    "fifty megabytes": (b"<a>" + b"a" * 50_000_000 + b"</a>", "1 Mo au plus"),
    "an older one": (b'<akomaNtoso xmlns="http://www.akomantoso.org/2.0"/>', "autre version"),
    "another thing": (b"<html/>", "pas de l’Akoma Ntoso"),
    "no body": (f'<akomaNtoso xmlns="{NS}"><act/></akomaNtoso>'.encode(), "il y manque un corps"),
    "too many articles": (strange("<article><num>1</num></article>" * (MOST + 1)), "300 articles"),
    "too long a title": (strange(f"<article><heading>{'a' * 161}</heading></article>"), "160 caractères"),
}


@pytest.mark.parametrize(("content", "said"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_at_once_on_its_line(content, said):
    before = time.monotonic()
    assert said in refused(content)
    assert time.monotonic() - before < 2


DRESSES = "<article><content><p>a" + "<img/>" * 20_000 + "<b/>" * 30_000 + "</p></content></article>"
DEEP = "<article>" + "<point><num>a</num>" * 200 + "<p/>" * 100_000 + "</point>" * 200 + "</article>"
DOTS = f"<article><num>{'.' * 60_000}a</num><heading>a</heading></article>"
LINKED = "<article><content><p>a" + "<b>" * 200 + "<br/>" * 100_000 + "</b>" * 200 + "</p></content></article>"


@pytest.mark.parametrize("body", [DRESSES, DEEP, DOTS, LINKED], ids=["dresses", "deep", "dots", "linked"])
def test_a_file_that_repeats_itself_is_read_at_once(body):
    before = time.monotonic()
    found = read(strange(body))
    assert len(found.parts) == 1 and [one.said for one in found.left].count(UNDRESSED) == (body in (DRESSES, LINKED))
    assert time.monotonic() - before < 5


def test_a_file_of_the_largest_size_is_read():
    one = "<article><heading>a</heading><content><p>{}</p></content></article>"
    room = LARGEST - len(strange(one))
    assert len(read(strange(one.format("b" * (room + 2)))).parts) == 1
    assert "1 Mo" in refused(strange(one.format("b" * (room + 3))))


def test_what_is_ours_and_wrong_is_refused_on_its_line():
    content = written(WHOLE, TODAY)

    def changed(before: bytes, after: bytes) -> str:
        assert before in content
        return refused(content.replace(before, after))

    assert "déjà à la ligne" in changed(b'slug="libre-1"', b'slug="objet"')
    assert "rang" in changed(b'rank="2"', b'rank="0"') and "rang" in changed(b'slug="siege"', b'slug="../a"')
    for strange_slug in (b"../a", b"a" * 61):
        part = read(content.replace(b'slug="libre-1"', b'slug="' + strange_slug + b'"')).parts[-1]
        assert part.slug == "" and part.title == "Libre", "it is another program’s"
    for value in (b"[1]", b"true", b"NaN", b"", b'"a', b"1.5", b"[" * 50_000, b"1" * 5000):
        assert "la valeur d’une modalité" in changed(b">15<", b">" + value + b"<")


STRANGE = """
<chapter><heading>Le début</heading>
<article><num>Article 1er</num><heading>Objet</heading><paragraph><num>1°</num><content><p>Un <b>gras</b>
 suivi.<authorialNote marker="1"><p>note</p></authorialNote></p></content></paragraph>
<list><intro><p>Voici :</p></intro><point><num>a)</num><content><p>un</p></content></point></list>
<content><table><tr><td><p>x</p></td></tr></table></content></article>
<article><num>Article 4 bis</num><heading>Reste</heading><content><p>Ni titre<br/>ni rien</p></content></article></chapter>
<section><content><p>Perdu</p></content></section>"""


def test_of_another_program_come_its_words_and_what_is_left_is_told_line_by_line():
    found = read(strange(STRANGE, "<preamble><p>Vu la loi</p></preamble>"))
    assert found.values is None
    assert [(one.title, one.text, one.slug) for one in found.parts] == [
        ("Objet", "1° Un gras suivi.\n\nVoici :\n\na) un", ""),
        ("Reste", "Ni titre\nni rien", ""),
    ]
    assert [one.words for one in found.left] == [
        "Ligne 1 : le préambule n’est pas repris.",
        "Ligne 2 : « Le début » n’est dans aucun article, et n’est pas repris.",
        f"Ligne 3 : {UNDRESSED}",
        "Ligne 4 : une note n’est pas reprise.",
        "Ligne 6 : un tableau n’est pas repris.",
        "Ligne 7 : le numéro « Article 4 bis » n’est pas repris : ici, les articles se suivent.",
        "Ligne 8 : « Perdu » n’est dans aucun article, et n’est pas repris.",
    ]


def test_an_article_without_a_title_has_its_number_for_one():
    found = read(strange("<article><num>Article 9</num></article><article><content><p>a</p></content></article>"))
    assert [one.title for one in found.parts] == ["Article 9", "Sans titre"] and found.left == ()


def test_a_title_that_nobody_sees_is_none():
    hidden, number = "<heading>\u200b\u2800</heading>", "<num>{}</num>"
    found = read(
        strange(
            "".join(
                f"<article>{one}{hidden}<content><p>a</p></content></article>"
                for one in ("", number.format("Article 2"), number.format("\u200b"))
            )
        )
    )
    assert [one.title for one in found.parts] == ["Sans titre", "Article 2", "Sans titre"]


def test_where_nothing_is_called_an_article_the_first_level_is():
    section = "<section><num>1.</num><heading>Objet</heading><content><p>a</p></content></section>"
    found = read(strange(f"{section}<p>seul</p>"))
    assert [(one.title, one.text) for one in found.parts] == [("Objet", "a")]
    assert "« seul »" in found.left[0].said
