"""« Pourquoi je vois ceci »: the sentence that says by which hat somebody reads what is not public. Any room may say it."""

from typing import Protocol
from uuid import UUID

from kevread.common import rooms
from kevread.common.actor import Actor, Hat
from kevread.common.periods import day_in_words


class Place(Protocol):
    """An organisation, as the sentence needs it."""

    @property
    def pk(self) -> UUID: ...
    @property
    def name(self) -> str: ...


def because(hat: Hat, what: str) -> str:
    """The beginning that every reason shares: what is seen, by which seat, post or secretariat, until when.

    >>> from uuid import UUID
    >>> because(Hat("direction", UUID(int=1), "Direction, ESS 35", {}), "ce mandat")
    'Vous voyez ce mandat parce que vous tenez un siège ou un poste (Direction, ESS 35)'
    """
    until = f", jusqu’au {day_in_words(hat.until)}" if hat.until else ""
    if hat.role == "secretariat":
        return f"Vous voyez {what} parce qu’un secrétariat vous est confié ({hat.told}{until})"
    return f"Vous voyez {what} parce que vous tenez un siège ou un poste ({hat.told}{until})"


def why(actor: Actor | None, organisation: Place, what: str) -> str:
    """Why this actor reads what is not public of an organisation, and whether they may act there. Empty when nothing lets
    them read it. No query."""
    hat = actor.hat_for("read", organisation.pk) if actor else None
    if actor is None or hat is None:
        return ""
    more = what_one_does(actor, organisation)
    return f"{because(hat, what)}, qui donne à lire ce qui n’est pas public à {organisation.name}. {more}"


def what_one_does(actor: Actor, organisation: Place) -> str:
    """A page of an organisation also shows those that it gathers: whoever only reads it may act for one of them."""
    reading = {"read", *(right.name for right in rooms.rights() if right.reads)}
    acting = [
        hat
        for hat in actor.hats
        if any(right not in reading and where != frozenset() for right, where in hat.rights.items())
    ]
    if any(hat.allows(right, organisation.pk) for hat in acting for right in hat.rights if right not in reading):
        return "Vous pouvez aussi y agir."
    if not acting:
        return "Vous lisez, et n’y écrivez que ce que la page vous propose."
    labels = ", ".join(dict.fromkeys(hat.told for hat in acting))
    return f"Vous y lisez, et n’y écrivez que ce que la page vous propose ; vous pouvez agir ailleurs ({labels})."


def others(what: str) -> str:
    """The link beside the sentence.

    >>> others("cette fiche"), others("ce mandat"), others("ces constats")
    ('Qui d’autre la voit ?', 'Qui d’autre le voit ?', 'Qui d’autre les voit ?')
    """
    pronoun = "la" if what.startswith("cette") else "les" if what.startswith("ces") else "le"
    return f"Qui d’autre {pronoun} voit ?"
