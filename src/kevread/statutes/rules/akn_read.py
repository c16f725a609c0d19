"""What a file in Akoma Ntoso says of a text: ours, or one that another program wrote. A stranger’s file: nothing of it is
fetched nor expanded, and what of it is not taken is said, line by line. Pure.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from kevread.common.errors import Invalid
from kevread.common.words import one_line, seen
from kevread.statutes.rules.akn import AKN, Part, mine, name

LARGEST = 1_000_000  # bytes: fifty articles of the longest admitted
MOST = 300  # articles
LONGEST_TITLE = 160
OLDER = ("http://www.akomantoso.org/", "http://docs.oasis-open.org/legaldocml/ns/akn/3.0/")
CONTAINERS = frozenset((
    "content", "intro", "wrapUp", "paragraph", "subparagraph", "list", "sublist", "point", "indent", "alinea", "blockList",
    "item", "listIntroduction", "listWrapUp", "ul", "ol", "li", "blockContainer", "container", "section", "clause", "subclause",
    "subsection", "level", "hcontainer", "interstitial", "rule", "subrule", "proviso", "book", "tome", "title", "subtitle",
    "part", "subpart", "chapter", "subchapter", "division", "subdivision", "transitional",
))  # fmt: skip
UNREAD = {
    "table": "un tableau n’est pas repris",
    "img": "une image n’est pas reprise",
    "figure": "une figure n’est pas reprise",
    "authorialNote": "une note n’est pas reprise",
    "foreign": "un contenu étranger n’est pas repris",
    "embeddedText": "une citation n’est pas reprise",
    "embeddedStructure": "une citation n’est pas reprise",
    "quotedText": "une citation n’est pas reprise",
    "quotedStructure": "une citation n’est pas reprise",
    "toc": "un sommaire n’est pas repris",
}
DRESSED = frozenset(("a", "abbr", "b", "i", "ref", "span", "sub", "sup", "u"))
UNDRESSED = "la mise en forme (gras, liens…) n’est pas reprise, les mots le sont."
BREAKS = ("br", "eol")
PLACES = {
    "coverPage": "la page de garde n’est pas reprise",
    "preface": "ce qui est avant le texte n’est pas repris",
    "preamble": "le préambule n’est pas repris",
    "conclusions": "ce qui suit le texte (lieu, date, signatures) n’est pas repris",
    "attachments": "les annexes ne sont pas reprises",
    "components": "les annexes ne sont pas reprises",
}
FAULTS = {
    "ERR_INVALID_CHAR": "un caractère que XML n’admet pas",
    "ERR_INVALID_CHARREF": "un caractère que XML n’admet pas",
    "ERR_INVALID_ENCODING": "un codage qui ne se lit pas : enregistrez le fichier en UTF-8",
    "ERR_UNKNOWN_ENCODING": "un codage qui ne se lit pas : enregistrez le fichier en UTF-8",
    "ERR_UNSUPPORTED_ENCODING": "un codage qui ne se lit pas : enregistrez le fichier en UTF-8",
    "ERR_UNDECLARED_ENTITY": "une abréviation (&…;) que rien ne définit",
    "ERR_TAG_NAME_MISMATCH": "une balise qui ne se ferme pas",
    "ERR_TAG_NOT_FINISHED": "une balise qui ne se ferme pas",
    "ERR_GT_REQUIRED": "une balise qui ne se ferme pas",
    "ERR_RESOURCE_LIMIT": "trop d’éléments les uns dans les autres",
}
SLUG = re.compile("[a-z0-9_-]{1,60}")
DOCTYPE = re.compile(rb"<\x00?!\x00?D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E")


@dataclass(frozen=True, slots=True)
class Left:
    """What is not taken of a file, and on which line it is."""

    line: int
    said: str

    @property
    def words(self) -> str:
        return f"Ligne {self.line} : {self.said}"


@dataclass(frozen=True, slots=True)
class Found:
    """What a file says. `kind`: « statuts », `values`: of settings, each with its line; nothing, and None, where the file says
    nothing of ours."""

    kind: str
    parts: tuple[Part, ...]
    values: Mapping[str, tuple[int, Any]] | None
    left: tuple[Left, ...]


def wrong(line: int, said: str) -> Invalid:
    return Invalid("file", f"Ligne {line} : {said}")


def read(content: bytes) -> Found:
    """Raises Invalid on `file`, with the line: no XML, no Akoma Ntoso 3.0, one that declares what it is made of, too large, too
    deep, with too many articles, or in which something of ours is said twice."""
    root = parsed(content)
    left: list[Left] = []
    document = next((one for one in root if isinstance(one.tag, str)), None)
    if root.tag != name("akomaNtoso"):
        space = etree.QName(root).namespace or ""
        if etree.QName(root).localname == "akomaNtoso" and space.startswith(OLDER):
            raise wrong(root.sourceline, "ce fichier est d’une autre version d’Akoma Ntoso ; la 3.0 est attendue.")
        raise wrong(root.sourceline, "ce fichier n’est pas de l’Akoma Ntoso 3.0.")
    body = None if document is None else next((one for one in document if local(one) in ("body", "mainBody")), None)
    if document is None or body is None:
        raise wrong(root.sourceline, "aucun texte n’est dans ce fichier : il y manque un corps (body).")
    left += [Left(line_of(one), f"{PLACES[local(one)]}.") for one in document if local(one) in PLACES]
    left += [Left(line_of(one), "un second document n’est pas repris.") for one in list(root)[1:]]
    text = next(iter(document.iter(mine("text"))), None)
    blanks = blanks_of(text)
    there = [part_of(one, number, blanks, left) for number, one in enumerate(articles(body, left), start=1)]
    parts = placed(there, text, blanks)
    require_once(parts)
    if len(parts) > MOST:
        raise wrong(parts[MOST].line, f"{MOST} articles au plus.")
    kind = "" if text is None else text.get("kind", "")
    return Found(kind, tuple(parts), values_of(text), tuple(told_once(left)))


def told_once(left: Iterable[Left]) -> Iterator[Left]:
    """In the order of the lines; words that lose their dress are told where the first do."""
    is_told = False
    for one in sorted(left, key=lambda one: one.line):
        if one.said != UNDRESSED:
            yield one
        elif not is_told:
            is_told = True
            yield one


def parsed(content: bytes) -> Any:
    if not content.strip():
        raise Invalid("file", "Ce fichier est vide.")
    if len(content) > LARGEST:
        raise Invalid("file", f"Ce fichier est trop lourd : {LARGEST // 1_000_000} Mo au plus.")
    if declared := DOCTYPE.search(content):
        line = content.count(b"\n", 0, declared.start()) + 1
        raise wrong(line, "ce fichier déclare un genre de document (DOCTYPE) : enlevez cette déclaration.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        kind = next((one for one in FAULTS if getattr(etree.ErrorTypes, one, None) == error.code), "")
        deep = "depth" in str(error).lower()
        said = FAULTS["ERR_RESOURCE_LIMIT"] if deep else FAULTS.get(kind, "ce n’est pas du XML qui se lit")
        raise wrong(error.lineno or 1, f"{said}.") from None
    if root.getroottree().docinfo.doctype:  # in an encoding where it was not seen
        raise wrong(1, "ce fichier déclare un genre de document (DOCTYPE) : enlevez cette déclaration.")
    return root


def local(node: Any) -> str:
    """The name of an element of Akoma Ntoso; nothing for any other."""
    if not isinstance(node.tag, str):
        return ""
    called = etree.QName(node)
    return called.localname if called.namespace == AKN else ""


def line_of(node: Any) -> int:
    return int(node.sourceline or 1)


# The articles.


def articles(body: Any, left: list[Left]) -> Iterator[Any]:
    """Those of the body, in order, whatever they are under; where none is so called, what stands at its first level. What is
    beside them is told as left."""
    if next(body.iter(name("article")), None) is None:
        yield from under(body, left, CONTAINERS)
    else:
        yield from under(body, left, frozenset(["article"]))


def under(node: Any, left: list[Left], kinds: frozenset[str]) -> Iterator[Any]:
    for one in node:
        if local(one) in kinds:
            if words(one):
                yield one
        elif next(one.iter(name("article")), None) is not None:
            yield from under(one, left, kinds)
        elif said := words(one):
            shown = said if len(said) <= 60 else f"{said[:60].rstrip()}…"
            left.append(Left(line_of(one), f"« {shown} » n’est dans aucun article, et n’est pas repris."))


def words(node: Any) -> str:
    return " ".join("".join(node.itertext(f"{{{AKN}}}*")).split())


def part_of(node: Any, number: int, blanks: Mapping[str, Mapping[str, str]], left: list[Left]) -> Part:
    slug = node.get(mine("slug"), "")
    slug = slug if SLUG.fullmatch(slug) else ""
    titles = [one_line(words(one)) for one in node if local(one) == "heading"]
    said = next((one_line(words(one)) for one in node if local(one) == "num"), "")
    bare = re.sub(r"(?i)^art(icle|\.)?\s*", "", said).rstrip(". ")
    if any(titles) and bare not in ("", str(number), "1er" if number == 1 else ""):
        left.append(Left(line_of(node), f"le numéro « {said[:40]} » n’est pas repris : ici, les articles se suivent."))
    title = next(filter(None, titles), "") or said or "Sans titre"
    if len(title) > LONGEST_TITLE:
        raise wrong(line_of(node), f"le titre d’un article a {LONGEST_TITLE} caractères au plus.")
    inside = [one for one in node if local(one) not in ("num", "heading")]
    paragraphs: list[str] = []
    write(paragraphs, inside, left, verbatim=bool(slug))
    text = "\n\n".join(paragraphs) if slug else "\n\n".join(one for one in paragraphs if one)
    stands, form = node.get(mine("stands"), ""), node.get(mine("form"), "")
    return Part(title, text if seen(text) else "", slug, stands, form, blanks.get(slug, {}), line=line_of(node))


def write(told: list[str], nodes: Iterable[Any], left: list[Left], *, verbatim: bool) -> None:
    """Each paragraph of an article after those that are told, the number of what it is in before it."""
    number = ""
    for one in nodes:
        kind = local(one)
        if kind in UNREAD:
            left.append(Left(line_of(one), f"{UNREAD[kind]}."))
        elif kind == "num":
            number = words(one)
        elif kind in CONTAINERS:
            first = len(told)
            write(told, one, left, verbatim=verbatim)
            if len(told) == first:
                told.append("")
            if number:
                told[first] = f"{number} {told[first]}".strip()
            number = ""
        elif kind:
            said = inline(one, left)
            said = said if verbatim else "\n".join(" ".join(row.split()) for row in said.split("\n")).strip()
            told.append(f"{number} {said}" if number else said)
            number = ""


def inline(node: Any, left: list[Left]) -> str:
    """The words of a paragraph; a line that the file breaks for its own sake is a space, one that it says is a line."""
    told = [(node.text or "").replace("\n", " ")]
    for one in node:
        kind = local(one)
        if kind in UNREAD:
            left.append(Left(line_of(one), f"{UNREAD[kind]}."))
        elif kind in BREAKS:
            told.append("\n")
        elif kind:
            if kind in DRESSED:
                left.append(Left(line_of(one), UNDRESSED))
            told.append(inline(one, left))
        told.append((one.tail or "").replace("\n", " "))
    return "".join(told)


# What is ours.


def blanks_of(text: Any) -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for one in () if text is None else text.iter(mine("blank")):
        found[one.get("article", "")][one.get("name", "")] = one.text or ""
    return found


def placed(there: list[Part], text: Any, blanks: Mapping[str, Mapping[str, str]]) -> list[Part]:
    """The articles that the text has, and among them, each at its rank, those that it has not."""
    parts = list(there)
    for one in () if text is None else text.iter(mine("article")):
        rank = one.get("rank", "")
        slug, title = one.get("slug", ""), one_line(one.get("title", ""))
        if not re.fullmatch("[1-9][0-9]{0,3}", rank) or not SLUG.fullmatch(slug) or not 0 < len(title) <= LONGEST_TITLE:
            raise wrong(line_of(one), "un article qui n’est pas dans le texte se dit avec son rang et son titre.")
        part = Part(
            title, "", slug, one.get("stands", ""), one.get("form", ""), blanks.get(slug, {}), False, line_of(one)
        )
        parts.insert(int(rank) - 1, part)
    return parts


def require_once(parts: list[Part]) -> None:
    known: dict[str, int] = {}
    for part in parts:
        if part.slug and part.slug in known:
            raise wrong(
                part.line, f"« {part.title} » est déjà à la ligne {known[part.slug]} : un article est dit une fois."
            )
        known[part.slug] = part.line


def values_of(text: Any) -> Mapping[str, tuple[int, Any]] | None:
    if text is None:
        return None
    found: dict[str, tuple[int, Any]] = {}
    for one in text.iter(mine("value")):
        try:
            value = json.loads(one.text or "")
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, str | int) or isinstance(value, bool):
            raise wrong(line_of(one), "la valeur d’une modalité est un nombre, ou des mots entre guillemets.")
        found[one.get("setting", "")] = (line_of(one), value)
    return found
