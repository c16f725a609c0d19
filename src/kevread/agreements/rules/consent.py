"""The consent that a decision gives to an agreement, as JSON keeps it. Pure."""

import re
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from kevread.common.reading import ReadBy
from kevread.common.words import plain

CONSENT = "consent"  # what a decision opens, as `decisions.yaml` names it
ENABLES = (
    "",
    CONSENT,
    "agreements",
)  # what one that lets a party sign may open; one that opens something else is of that
COMMITS = (
    "",
    CONSENT,
)  # the same, of one by which a party ends or puts off what it signed: what adopts a model does not


LONG = 5  # letters of a word that says what something is about
GENRE = {"accord", "avenant", "contrat", "convention"}  # which say what it is, and not what it is about


def bears_on(executes: str | None, title: str, about: str, own: str = "") -> bool:
    """Whether a decision seems to approve this very text: what it opens is a consent; or nobody classed it (`executes` None),
    and its title has a word of what the agreement is called, but for those that any agreement has, and those of its `own`
    organisation’s name, which its register may well write everywhere. What approves a model approves no text.

    >>> bears_on("consent", "Signer", ""), bears_on("agreements", "Modèle de contrat", "Contrat d’engagement")
    (True, False)
    >>> bears_on(None, "Accords sur les données", "Accord de données"), bears_on(None, "Adhésion", "Contrat")
    (True, False)
    >>> bears_on(None, "Contrat du photocopieur", "Contrat d’engagement")  # a word of every agreement is of none
    False
    >>> bears_on(None, "Politique d’adhésion de la Maison", "Contrat de la Maison et du Nord", "La Maison")
    False
    """
    if executes is not None:
        return executes == CONSENT
    return bool((said_words(title) & said_words(about)) - said_words(own))


def said_words(text: str) -> set[str]:
    """
    >>> sorted(said_words("Contrats d’engagement réciproque"))
    ['engagement', 'reciproque']
    """
    found = {word.removesuffix("s") for word in re.findall(r"[a-z]+", plain(text))}
    return {word for word in found if len(word) >= LONG} - GENRE


@dataclass(frozen=True, slots=True)
class AskedConsent:
    """Which text, of which party, a decision approves."""

    approval: Annotated[UUID, ReadBy(lambda value: UUID(str(value)))]
