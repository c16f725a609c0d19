"""The support functions of a grouping: who does each, and who coordinates it for the region (R7.1 to R7.3)."""

from datetime import date
from typing import NamedTuple

from kevread.charter.models import Keeping
from kevread.common.facts import HEAD
from kevread.directory.models import Organisation
from kevread.staff.loader import framework
from kevread.staff.models import REGISTER, Post

from .board import Employer, Node, nodes_of


class Support(NamedTuple):
    """`people`: who does it here, by their names; `is_vacant`: a post is open for it, and nobody fills any; `counterparts`: who
    coordinates it at the head of network; `is_known_there`: whether the head keeps its posts here."""

    function: str
    people: tuple[str, ...]
    is_vacant: bool
    counterparts: tuple[str, ...]
    is_known_there: bool


def supports_of(own: Employer, on: date) -> list[Support]:
    """Each that the federation names, in its order; none where it names none. A number of queries that does not grow."""
    known = {code: one for code, one in framework().functions.items() if one.coordinated_by}
    if not known:
        return []
    heads = list(Organisation.objects.on(on).at_scale(HEAD).values_list("pk", flat=True))
    there = nodes_of(Post.objects.on(on).standing().filter(employer__in=heads), on)
    kept = Keeping.objects.on(on).filter(register=REGISTER, organisation__in=heads).exists()
    found = []
    for code, function in known.items():
        here = [node for node in own.nodes if node.code == code]
        people, there_too = names_at(here), names_at(with_mission(there, function.coordinated_by))
        found.append(Support(function.label, people, bool(here) and not people, there_too, kept))
    return found


def names_at(nodes: list[Node]) -> tuple[str, ...]:
    """Each once."""
    return tuple(dict.fromkeys(work.person for node in nodes for work in node.works))


def with_mission(nodes: list[Node], mission: str) -> list[Node]:
    return [one for one in nodes if one.sheet and mission in (one.sheet.main_mission, *one.sheet.missions)]
