"""What the network decided, what its document proposes, what nobody decided yet: for anybody. No fault, nobody named."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kevread.charter.engine import framework
from kevread.charter.loader import Article
from kevread.charter.models import Setting
from kevread.charter.sentences import text_of, valued
from kevread.charter.specs import SettingSpec


@dataclass(frozen=True, slots=True)
class Point:
    """A line: the value of an article, or what it says; `since` the day of the decision, when it is later than the document;
    `addition`: why Kevread asks for it, where the document does not."""

    article: Article
    label: str
    value: str = ""
    since: date | None = None
    addition: str = ""
    is_retold: bool = False  # in our words: the sentence of the document is another

    @property
    def rule(self) -> str:
        return self.article.rule


@dataclass(frozen=True, slots=True)
class Standing:
    """The common framework on a day, in the order of its parts. `indicative` is what the document only gives as an indication;
    `conditional`, what it says would be possible on a condition; `work`, the work that it announces; `own`, what it leaves to
    each organisation."""

    decided: list[Point]
    proposed: list[Point]
    indicative: list[Point]
    conditional: list[Point]
    undecided: list[Point]
    work: list[Point]
    own: list[Point]


def standing_on(on: date) -> Standing:
    """Of what the founding document says; the law is decided elsewhere. One query."""
    book = framework()
    rows = {row.name: row for row in Setting.objects.on(on).filter(organisation=None)}
    specs = [(article, spec) for article in book.founding for spec in article.settings]
    common = [(article, spec) for article, spec in specs if spec.decided_by == "head"]
    open_ones = [(article, spec) for article, spec in common if spec.name not in rows]
    return Standing(
        decided=[decided(article, spec, rows[spec.name]) for article, spec in common if spec.name in rows],
        proposed=in_order(
            [
                *(Point(a, spec.label, spec.proposed) for a, spec in open_ones if spec.proposed),
                *(said(article) for article in book.founding if is_open(article, rows)),
            ]
        ),
        indicative=[said(article) for article in book.founding if article.modality == "indicative"],
        conditional=[said(article) for article in book.founding if article.modality == "conditional"],
        work=[said(article) for article in book.founding if article.modality == "work_stream"],
        undecided=[
            Point(article, spec.label, addition=spec.addition) for article, spec in open_ones if not spec.proposed
        ],
        own=[left(article, spec) for article, spec in specs if spec.decided_by == "own"],
    )


def is_open(article: Article, rows: Mapping[str, Setting]) -> bool:
    """A proposal of the document, until every value that it proposes is decided: who would carry a fund creates none."""
    asked = [spec.name for spec in article.settings if spec.proposed]
    return article.modality == "proposal" and not (asked and all(name in rows for name in asked))


def decided(article: Article, spec: SettingSpec, row: Setting) -> Point:
    later = row.adopted_on if row.value != spec.founding else None
    return Point(article, spec.label, valued(spec, row.value), later, spec.addition)


def left(article: Article, spec: SettingSpec) -> Point:
    """To each organisation: what the document proposes to it, if it does."""
    return Point(
        article,
        spec.label,
        f"« {spec.proposed} » est {spec.offered}" if spec.proposed else "",
        addition=spec.addition,
    )


def said(article: Article) -> Point:
    """What an article says that fixes no value of its own: the values that it cites are read on its page."""
    words = "".join(segment.text for segment in text_of(framework(), article, {}))
    return Point(article, article.title, words, is_retold=True)


def in_order(points: Iterable[Point]) -> list[Point]:
    ranks: Sequence[str] = list(framework().articles)
    return sorted(points, key=lambda point: ranks.index(point.rule))
