"""Contact cards, as address books read them (vCard 4, RFC 6350). Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from unicodedata import category
from uuid import UUID

from kevread.common.words import one_line

LONGEST = 75  # bytes of a line; the rest goes on the next, after a space


@dataclass(frozen=True, slots=True)
class Card:
    """Somebody. `key`: by which an address book that has the card already knows it again. `posts`: what they do, where."""

    key: UUID
    given_name: str
    family_name: str
    email: str = ""
    posts: tuple[tuple[str, str], ...] = ()

    def lines(self) -> Iterator[str]:
        """
        >>> one = Card(UUID(int=1), "Anne", "Le Gall;x", "anne@exemple.fr", (("Présidence", "ESS, un pôle"),))
        >>> for line in one.lines():
        ...     print(line)
        BEGIN:VCARD
        VERSION:4.0
        UID:urn:uuid:00000000-0000-0000-0000-000000000001
        FN:Anne Le Gall\\;x
        N:Le Gall\\;x;Anne;;;
        EMAIL:anne@exemple.fr
        P1.ORG:ESS\\, un pôle
        P1.TITLE:Présidence
        END:VCARD
        """
        yield "BEGIN:VCARD"
        yield "VERSION:4.0"
        yield f"UID:urn:uuid:{self.key}"
        yield f"FN:{escaped(f'{self.given_name} {self.family_name}')}"
        yield f"N:{escaped(self.family_name)};{escaped(self.given_name)};;;"
        if self.email:
            yield f"EMAIL:{escaped(self.email)}"
        for rank, (title, organisation) in enumerate(self.posts, start=1):
            yield f"P{rank}.ORG:{escaped(organisation)}"
            yield f"P{rank}.TITLE:{escaped(title)}"
        yield "END:VCARD"


def escaped(text: str) -> str:
    r"""A value that stays one, whatever was typed: on its line, nothing that begins another.

    >>> escaped("a;b,c\\d\ne\x00")
    'a\\;b\\,c\\\\d e'
    """
    said = "".join(letter for letter in one_line(text) if category(letter) != "Cc").replace("\\", "\\\\")
    return said.replace(";", "\\;").replace(",", "\\,")


def folded(line: str) -> str:
    """In lines of 75 bytes at most, none of which cuts a character.

    >>> [len(one.encode()) for one in folded("FN:" + "é" * 80).split("\\r\\n")]
    [75, 75, 15]
    """
    pieces, piece, size = [], "", 0
    for letter in line:
        weight = len(letter.encode())
        if size + weight > LONGEST:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + letter, size + weight
    return "\r\n".join([*pieces, piece])


def written(cards: Iterable[Card]) -> bytes:
    """A file of them."""
    return "".join(f"{folded(line)}\r\n" for card in cards for line in card.lines()).encode()
