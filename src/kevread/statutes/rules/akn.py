"""Articles of association as Akoma Ntoso 3.0 (OASIS LegalDocML) has them: what a text says, whichever file or table it is in,
and how it is written in XML. What is ours alone (how an article stands to the model, the settings) is in a namespace of our
own, that other programs pass over. Pure.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lxml import etree

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OURS = "urn:kevread:statuts:1"
MEDIA_TYPE = "application/akn+xml"
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ME = "kevread"


@dataclass(frozen=True, slots=True)
class Part:
    """An article of a text. `slug`: that of our tables, nothing when another program wrote it; `form`: what the model makes of
    it; `line`: where it is in the file that says it."""

    title: str
    text: str
    slug: str = ""
    stands: str = ""
    form: str = ""
    blanks: Mapping[str, str] = field(default_factory=dict)
    is_there: bool = True  # whether the text has it: else only its place is kept
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A text to be taken away. `begun`, `adopted`, `since`: its days as they are kept, and nothing where there is none."""

    key: str  # of its row: it tells this text from any other of the same day
    kind: str  # « statuts »
    model: str
    organisation: str  # its slug
    called: str  # its name
    begun: date
    adopted: date | None
    adopted_by: str
    since: date | None
    parts: tuple[Part, ...]
    values: Mapping[str, Any]


def legal(text: str) -> str:
    """What XML admits of a text: a mark that it forbids is shown as missing, rather than lost.

    >>> legal("Le \\x0bsiège") == "Le \\ufffdsiège", legal("a\\nb")
    (True, 'a\\nb')
    """
    return FORBIDDEN.sub("\ufffd", text)


def written(whole: Whole, made: date) -> bytes:
    """The file, the same each time that the same text is taken away the same day. `made`: that day."""
    root = etree.Element(name("akomaNtoso"), nsmap={None: AKN, ME: OURS})
    act = put(root, "act", name=whole.kind, contains="singleVersion")
    meta = put(act, "meta")
    identify(put(meta, "identification", source=f"#{ME}"), whole, made)
    known = put(meta, "references", source=f"#{ME}")
    put(known, "TLCOrganization", eId=whole.organisation, href=f"/ontology/organization/{whole.organisation}",
        showAs=legal(whole.called))  # fmt: skip
    put(known, "TLCObject", eId=ME, href=f"/ontology/object/{ME}", showAs="Kevread")
    own(put(meta, "proprietary", source=f"#{ME}"), whole)
    body = put(act, "body")
    for number, part in enumerate((part for part in whole.parts if part.is_there), start=1):
        article = put(body, "article", eId=f"art_{number}")
        for key, value in ours_of(part):
            article.set(f"{{{OURS}}}{key}", value)
        put(article, "num").text = f"Article {number}"
        put(article, "heading").text = legal(part.title)
        content = put(article, "content", eId=f"art_{number}__content")
        for paragraph in legal(part.text).split("\n\n"):
            fill(put(content, "p"), paragraph)
    if len(body) == 0:  # a body has something in it: of what was signed elsewhere, its file alone makes faith
        nothing = put(put(body, "hcontainer", name="vide", eId="hcontainer_1"), "content", eId="hcontainer_1__content")
        put(nothing, "p")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def identify(where: Any, whole: Whole, made: date) -> None:
    """The work: this text of this organisation, of the day it was adopted, or else begun; its expression: in force from a day;
    its manifestation: this file."""
    day, why = (whole.adopted, "adoption") if whole.adopted else (whole.begun, "brouillon")
    work = f"/akn/fr/act/{whole.kind}/{whole.organisation}/{day.isoformat()}/{whole.key}"
    since, when = (whole.since, "vigueur") if whole.since else (day, why)
    expression = f"{work}/fra@{since.isoformat()}"
    levels = (
        ("FRBRWork", work, day, why),
        ("FRBRExpression", expression, since, when),
        ("FRBRManifestation", f"{expression}.xml", made, "sortie"),
    )
    for level, this, on, named in levels:
        one = put(where, level)
        put(one, "FRBRthis", value=f"{this}/!main" if not this.endswith(".xml") else f"{expression}/!main.xml")
        put(one, "FRBRuri", value=this)
        put(one, "FRBRdate", date=on.isoformat(), name=named)
        put(one, "FRBRauthor", href=f"#{ME if level == 'FRBRManifestation' else whole.organisation}")
        if level == "FRBRWork":
            put(one, "FRBRcountry", value="fr")
        if level == "FRBRExpression":
            put(one, "FRBRlanguage", language="fra")


def own(where: Any, whole: Whole) -> None:
    """What only Kevread reads: the model, how the text was adopted, the settings, what fills the blanks, and the articles of
    the model that are not in the text, or that nobody compared, each at its rank."""
    text = etree.SubElement(where, mine("text"), kind=whole.kind, model=whole.model)
    if whole.adopted:
        etree.SubElement(text, mine("adopted"), on=whole.adopted.isoformat()).text = legal(whole.adopted_by)
    for setting, value in whole.values.items():
        etree.SubElement(text, mine("value"), setting=setting).text = json.dumps(value, ensure_ascii=False)
    for rank, part in enumerate(whole.parts, start=1):
        if not part.is_there:
            one = etree.SubElement(text, mine("article"), rank=str(rank), **dict(ours_of(part)))
            one.set("title", legal(part.title))
        for blank, said in part.blanks.items():
            etree.SubElement(text, mine("blank"), article=part.slug, name=blank).text = legal(said)


def ours_of(part: Part) -> list[tuple[str, str]]:
    return [(key, value) for key, value in (("slug", part.slug), ("stands", part.stands), ("form", part.form)) if value]


def name(local: str) -> str:
    return f"{{{AKN}}}{local}"


def mine(local: str) -> str:
    return f"{{{OURS}}}{local}"


def put(where: Any, local: str, **attributes: str) -> Any:
    return etree.SubElement(where, name(local), **attributes)


def fill(where: Any, paragraph: str) -> None:
    """Its lines, each after a break but the first."""
    first, *others = paragraph.split("\n")
    where.text = first
    for line in others:
        put(where, "br").tail = line
