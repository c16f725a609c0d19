"""What people hold, in a few words: for lists of the rooms below."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from kevread.common.actor import Actor
from kevread.seats.models import Mandate

TOLD = 2  # seats and posts, before « et 3 autres »


def held_in_words(people: Collection[UUID], actor: Actor, on: date) -> Mapping[UUID, str]:
    """« Présidence, La Ronde · Porte-voix, Le Chœur des Tilleuls »: of those that the reader may see. One query."""
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = Mandate.objects.visible_to(actor).on(on).filter(person__in=people)
    ordered = rows.order_by("seat__body__rank", "seat__rank", "pk")
    for person, seat, where in ordered.values_list("person", "seat__name", "seat__body__organisation__name"):
        if (said := f"{seat}, {where}") not in found[person]:
            found[person].append(said)
    return {person: in_words(said) for person, said in found.items()}


def in_words(said: list[str]) -> str:
    """
    >>> in_words(["a", "b"]), in_words(["a", "b", "c"]), in_words(["a", "b", "c", "d"])
    ('a · b', 'a · b · et 1 autre', 'a · b · et 2 autres')
    """
    rest = len(said) - TOLD
    return " · ".join([*said[:TOLD], f"et {rest} autre{'s' if rest > 1 else ''}"] if rest > 0 else said)
