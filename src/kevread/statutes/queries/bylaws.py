"""What bylaws say otherwise than the articles of association, that are above them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kevread.charter.engine import framework
from kevread.statutes.models import BYLAWS, Statutes
from kevread.statutes.queries.articles import in_force_on, sheet


@dataclass(frozen=True, slots=True)
class Contrary:
    """A setting that bylaws say in one way and the articles in force in another. `article`: of those, the title of the one that
    says it, where it is known."""

    label: str
    said: str
    above: str
    article: str

    @property
    def words(self) -> str:
        where = f"les statuts en vigueur, article « {self.article} »," if self.article else "les statuts en vigueur"
        return f"{self.label} : {where} disent « {self.above} », et ce règlement « {self.said} »."


def contraries(text: Statutes, on: date) -> list[Contrary]:
    """Where bylaws are contrary to the articles that are in force that day; nothing of articles themselves. Two queries."""
    above = in_force_on(text.organisation, on) if text.is_bylaws and text.values else None
    if above is None:
        return []
    known, found = framework().settings, []
    differing = {name: value for name, value in text.values.items() if above.values.get(name, value) != value}
    titles = titles_of(above) if differing else {}
    for name, value in differing.items():
        spec = known[name]
        found.append(Contrary(spec.label, spec.words(value), spec.words(above.values[name]), titles.get(name, "")))
    return found


def told_of(text: Statutes, on: date) -> list[Contrary]:
    """What the page of a text tells of it on a day: of a draft, and of bylaws that are in force that day, or on their first one
    if it is to come. Four queries."""
    if not text.is_bylaws:
        return []
    day = max(text.since or on, on)
    if not text.is_draft and in_force_on(text.organisation, day, BYLAWS) != text:
        return []
    return contraries(text, day)


def titles_of(articles: Statutes) -> Mapping[str, str]:
    """The title of the article that says each setting, of those that the text has."""
    found: dict[str, Any] = {}
    for line in sheet(articles):
        if line.spec is not None and line.is_there:
            found |= dict.fromkeys(line.spec.fixes, line.row.title)
    return found
