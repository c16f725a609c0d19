"""What the register of processing says, and what changed since it was validated. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

# What is said of each line, by the word under which a validation keeps it.
ASPECTS = {
    "activity": "activité",
    "data": "données",
    "why": "finalité",
    "basis": "base",
    "kept": "durée",
    "readers": "destinataires",
}
# What protects the data, each held by tests (`docs/threats.md`).
SECURITY = (
    "On entre par un code envoyé à son adresse, avec un second facteur dès que son siège donne des droits.",
    "Chaque page et chaque geste vérifient qui demande, d’après les mandats du jour.",
    "Chaque écriture s’inscrit à un journal scellé ; la base refuse qu’on écrive sans lui.",
    "Sessions, codes et seconds facteurs sont scellés par une clé que la base n’a pas.",
    "Un bulletin secret n’est relié à personne.",
    "Une sauvegarde est comparée, table par table, à ce qu’elle sauve.",
)


@dataclass(frozen=True, slots=True)
class Line:
    """What is held of people in one table."""

    model: str
    activity: str
    people: str
    what: str
    data: str
    why: str
    basis: str
    kept: str
    readers: str

    @property
    def said(self) -> dict[str, str]:
        return {aspect: getattr(self, aspect) for aspect in ASPECTS} | {"what": self.what}


@dataclass(frozen=True, slots=True)
class Changed:
    """What is told otherwise: of what, which aspect, before and now; an aspect is empty where the whole came or went."""

    what: str
    aspect: str
    before: str
    now: str


def changes(before: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]]) -> list[Changed]:
    """What changed from a register that was validated.

    >>> old = {"a.b": {"what": "Votes", "kept": "Cinq ans"}, "a.c": {"what": "Fiches"}}
    >>> for one in changes(old, {"a.b": {"what": "Votes", "kept": "Six ans"}, "a.d": {"what": "Dons"}}): print(one)
    Changed(what='Votes', aspect='durée', before='Cinq ans', now='Six ans')
    Changed(what='Fiches', aspect='', before='tenu', now='')
    Changed(what='Dons', aspect='', before='', now='tenu')
    >>> changes(old, old)
    []
    """
    found = []
    for model, line in before.items():
        if model not in now:
            found.append(Changed(line["what"], "", "tenu", ""))
            continue
        for aspect, word in ASPECTS.items():
            was, is_ = line.get(aspect, ""), now[model].get(aspect, "")
            if was != is_:
                found.append(Changed(now[model]["what"], word, was, is_))
    return found + [Changed(line["what"], "", "", "tenu") for model, line in now.items() if model not in before]
