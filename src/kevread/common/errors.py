"""The two ways a verb says no. Both speak French to the person, and leave nothing written but a quorum that was missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Way:
    """A way out offered with a refusal: what to press, and where it leads: a screen by its name, « meetings:amend », or the
    noun of a place, « meeting »; and what that is about. `ui` makes the address (`{{ way|address }}`), where a query that is
    empty is left out."""

    label: str
    screen: str
    where: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)


class NotDone(Exception):  # noqa: N818 — a refusal is an answer, not a failure
    """A verb did nothing, and says why. `ways` are what the person can do instead. `head` and `above`: what its page has
    in its head and above what it says, as it was drawn."""

    head = above = ""

    def __init__(self, sentence: str, *, rule: str = "", text: str = "", ways: tuple[Way, ...] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.rule = rule
        self.text = text
        self.ways = ways


class Denied(NotDone):
    """This person may not do this here. The sentence says why; `right` is what it takes, and `place` the slug of where it is
    held, so that its page names whom to ask."""

    def __init__(self, sentence: str, *, right: str = "", place: str = "", ways: tuple[Way, ...] = ()) -> None:
        super().__init__(sentence, ways=ways)
        self.right = right
        self.place = place


class Gone(NotDone):
    """What one asks to read was there, and was erased. Nobody is to be asked for it."""


def doors(slug: str, name: str, right: str, *, within: bool) -> tuple[Way, ...]:
    """Where one goes from a refusal: whoever is of the network asks those who may do it, by name; anybody writes to the
    organisation. To read is nothing that one asks of somebody.

    >>> [way.label for way in doors("pole", "Exemple", "convene", within=True)]
    ['Voir qui, et le demander', 'Écrire à Exemple']
    >>> [way.label for way in doors("pole", "Exemple", "read", within=True)]
    ['Écrire à Exemple']
    >>> [way.label for way in doors("pole", "Exemple", "convene", within=False)]
    ['Écrire à Exemple']
    """
    ask = Way("Voir qui, et le demander", "ask_somebody", {"scale": slug, "right": right})
    write = Way(f"Écrire à {name}", "contact", {"scale": slug})
    return (ask, write) if within and right != "read" else (write,)


class Refused(NotDone):
    """Nobody may do this as it stands: an article forbids it, or what was typed does not hold together."""


class Invalid(Refused):
    """What was typed on one field is wrong; the sentence says what would be right, and `ways`, where that is made possible."""

    def __init__(
        self, field: str, sentence: str, *, rule: str = "", text: str = "", ways: tuple[Way, ...] = ()
    ) -> None:
        super().__init__(sentence, rule=rule, text=text, ways=ways)
        self.field = field


class Missing(Invalid):
    """Nothing was said of a field, where the rest asks for it."""

    def __init__(self, field: str) -> None:
        super().__init__(field, f"« {field.rpartition('.')[2]} » manque.")
