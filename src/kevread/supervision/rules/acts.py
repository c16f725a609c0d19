"""An act about somebody at work, and what each line does of it: the words of `supervision.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kevread.common.reading import Words, called

type Line = Literal["employer", "pole", "person"]
type Part = Literal["decides", "consulted", "contributes", "proposes", "informed", "never"]
type Raiser = Literal["employer", "pole", "person"]

EMPLOYER: Line = "employer"
POLE: Line = "pole"
PERSON: Literal["person"] = "person"
SAID: Mapping[Part, str] = {
    "decides": "décide",
    "consulted": "donne un avis",
    "contributes": "contribue",
    "proposes": "propose",
    "informed": "en est informé",
    "never": "n’en décide jamais",
}
ASKED = ("consulted", "contributes")  # the parts that are an answer in writing
OWN = ("contributes", "proposes")  # the parts that somebody may have in what is about themselves
INTERVIEWS = ("review", "career")  # the forms of what is held on a day, one at a time


@dataclass(frozen=True, slots=True)
class Share:
    """What a line does of an act; `words`: as the federation says it."""

    part: Part
    words: str = field(default="", metadata=called("as"))

    @property
    def said(self) -> str:
        """
        >>> Share("consulted").said, Share("decides", "conduit").said
        ('donne un avis', 'conduit')
        """
        return self.words or SAID[self.part]


@dataclass(frozen=True, slots=True)
class Act:
    """What is decided about somebody at work, or about a post. Each word is explained at the head of the file."""

    label: Words
    employer: Share | None = None
    pole: Share | None = None
    person: Share | None = None
    shared: bool = True
    raised_by: tuple[Raiser, ...] = ()
    view_first: bool = False
    view_days: int = 0
    both: bool = False
    about: Literal["person", "post"] = "person"
    form: Literal["", "recruitment", "review", "career", "leave", "ending", "expense"] = ""
    every_months: int = 0
    hours: int = 0
    panel: str = ""
    delegation: str = ""
    articles: tuple[str, ...] = ()
    addition: str = ""
    sheet: tuple[Words, ...] = ()

    def __post_init__(self) -> None:
        parts = [share.part for share in (self.employer, self.pole) if share]
        if parts.count("decides") != 1:
            raise ValueError("une des deux lignes décide, et une seule.")
        if self.person and self.person.part not in OWN:
            raise ValueError("la personne contribue ou propose (contributes, proposes), et ne décide pas d’elle-même.")
        if not self.articles and not self.addition:
            raise ValueError("dites quel article le dit (articles), ou que c’est un ajout (addition).")
        if self.sheet and not self.is_interview:
            raise ValueError("seul un entretien a une trame (sheet).")
        if self.decider == POLE and self.shared:
            raise ValueError("un poste mutualisé n’a pas de pôle qui décide : écrivez « shared: false ».")
        if self.view_first and not (self.pole and self.pole.part in ASKED):
            raise ValueError("« view_first » attend un pôle à qui l’on demande quelque chose (consulted, contributes).")
        if bool(self.view_days) is not self.view_first:
            raise ValueError(
                "« view_first » et « view_days » vont ensemble : combien de jours l’écrit est-il attendu ?"
            )
        for raiser in self.raised_by:
            share = None if raiser == PERSON else self.share(raiser)
            if raiser != PERSON and (share is None or share.part not in ("decides", "proposes")):
                raise ValueError(f"« raised_by » : la ligne « {raiser} » ne décide ni ne propose.")

    @property
    def decider(self) -> Line:
        return EMPLOYER if self.employer and self.employer.part == "decides" else POLE

    def share(self, line: str) -> Share | None:
        shares: Mapping[str, Share | None] = {EMPLOYER: self.employer, POLE: self.pole, PERSON: self.person}
        return shares.get(line)

    def asks(self, line: str) -> bool:
        """Whether that line is asked for something in writing.

        >>> act = Act("Entretien", Share("decides"), Share("contributes"), both=True, addition="Exemple")
        >>> act.asks("employer"), act.asks("pole")
        (True, True)
        """
        share = self.share(line)
        return share is not None and (share.part in ASKED or (self.both and line == self.decider))

    @property
    def is_interview(self) -> bool:
        return self.form in INTERVIEWS

    @property
    def is_opened(self) -> bool:
        """Whether such a matter is opened here; otherwise it is told, and lived elsewhere."""
        return bool(self.raised_by)


@dataclass(frozen=True, slots=True)
class Acts:
    """`agreement`: the kind of agreement that writes this sharing, between an employer and a pôle."""

    acts: Mapping[str, Act] = field(default_factory=dict)
    agreement: str = ""

    def label(self, code: str) -> str:
        """Of one that the federation does not know any more, its code."""
        return self.acts[code].label if code in self.acts else code

    def of_form(self, form: str) -> str:
        """The code of the act that asks this besides; nothing when the federation has none."""
        return next((code for code, act in self.acts.items() if act.form == form), "")

    def opened(self) -> dict[str, Act]:
        return {code: act for code, act in self.acts.items() if act.is_opened}
