"""Reads a federation's `agreements.yaml`: its kinds of agreements. All that is wrong is told, each with its line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from django.conf import settings

from kevread.common.federation import Scale
from kevread.common.parameters import KINDS
from kevread.common.periods import MONTHS, day_in_words
from kevread.common.reading import Checked, Day, Words, read_yaml
from kevread.common.words import plain, seen

BLANK = re.compile(r"\{([a-z_]+)\}")


def paragraphs(text: str) -> str:
    """White space in a row is one space; an empty line stays one."""
    return "\n\n".join(" ".join(part.split()) for part in text.strip().split("\n\n"))


def nature(name: str) -> str:
    if name not in KINDS:
        raise ValueError(f"la nature d’instance « {name} » est inconnue ({', '.join(KINDS)}).")
    return name


@dataclass(frozen=True, slots=True)
class PartySpec:
    """A place at the table. `scales`: of the organisations that may hold it; none, one outside the network.
    `decided_by`: the bodies whose decision allows it to sign."""

    role: Words
    label: Words
    scales: tuple[Scale, ...] = ()
    decided_by: tuple[Annotated[str, Checked(nature)], ...] = ("board",)


@dataclass(frozen=True, slots=True)
class BlankSpec:
    """What is typed in a clause of the model: words; a `number`, in digits, `between` two; or the name of a `month`."""

    label: Words
    kind: Literal["text", "number", "month"] = "text"
    between: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if (self.kind == "number") != bool(self.between):
            raise ValueError("le blanc d’un nombre (kind: number) dit entre lesquels (between), et lui seul.")

    @property
    def asked(self) -> str:
        if self.between:
            return f"Un nombre, en chiffres, de {self.between[0]} à {self.between[1]}."
        return "Le nom d’un mois, par exemple novembre." if self.kind == "month" else ""

    def read(self, typed: str) -> str:
        """As the clause writes it. ValueError, with what is asked.

        >>> times = BlankSpec("Réunions par an", "number", (1, 52))
        >>> times.read(" 02 "), BlankSpec("Mois du bilan", "month").read("Août"), BlankSpec("Lieu").read("à Rennes")
        ('2', 'août', 'à Rennes')
        >>> times.read("deux")
        Traceback (most recent call last):
        ValueError: Un nombre, en chiffres, de 1 à 52.
        """
        said = " ".join(typed.split())[:200] if seen(typed) else ""
        if self.kind == "month":
            found = next((month for month in MONTHS if plain(month) == plain(said)), "")
        elif self.between:
            found = str(int(said)) if said.isascii() and said.isdecimal() and self.admits(int(said)) else ""
        else:
            return said
        if said and not found:
            raise ValueError(self.asked)
        return found

    def admits(self, number: int) -> bool:
        return self.between is not None and self.between[0] <= number <= self.between[1]


@dataclass(frozen=True, slots=True)
class ClauseSpec:
    """A clause of the model: `locked`, its text is not changed; `set`, its blanks are filled; `free`, it is written."""

    slug: Words
    title: Words
    form: Literal["locked", "set", "free"] = "free"
    text: Annotated[str, Checked(paragraphs)] = ""
    blanks: Mapping[str, BlankSpec] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.form != "free" and not self.text:
            raise ValueError(f"la clause « {self.slug} » n’a pas de texte.")
        named = set(BLANK.findall(self.text))
        if named != set(self.blanks):
            raise ValueError(
                f"la clause « {self.slug} » : ce qui est entre accolades et « blanks » ne se répondent pas."
            )
        if self.blanks and self.form != "set":
            raise ValueError(f"la clause « {self.slug} » a des blancs : sa forme est « set ».")


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """A version of the model of a kind: its clauses, in use from `since` until the day of the next one. Without any clause: one
    that the federation has no more."""

    since: Day
    clauses: tuple[ClauseSpec, ...]

    def clause(self, slug: str) -> ClauseSpec | None:
        return next((one for one in self.clauses if one.slug == slug), None)

    def form_of(self, slug: str) -> str:
        """Of a clause of a text that is held to this version: one that it does not have is free; of a version that is known no
        more, nothing says what may be written, and nothing is."""
        found = self.clause(slug)
        return found.form if found else "free" if self.clauses else "locked"


@dataclass(frozen=True, slots=True)
class Notice:
    months: int = 0
    by: Literal["registered", "letter", "mail", "any"] = "registered"


@dataclass(frozen=True, slots=True)
class KindSpec:
    """A kind of agreement. `versions`: of its model, in the order of their days. `months`: how long it lasts when nothing else
    is typed; 0, without a term. `renewal`: for how many months it goes on by itself. `warn`: how many days before a date it is
    told. `public`: anybody reads it once signed."""

    label: Words
    parties: tuple[PartySpec, ...]
    versions: tuple[ModelSpec, ...]
    article: str = ""
    months: int = 0
    notice: Notice = Notice()
    renewal: int = 0
    warn: tuple[int, ...] = (180, 90, 30)
    public: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        if len(self.parties) < 2:
            raise ValueError("une convention a deux parties au moins.")
        names = [one.role for one in self.parties]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise ValueError(f"la place « {twice} » est écrite deux fois.")
        if not self.versions:
            raise ValueError(
                "« versions » est vide : écrivez le modèle de son texte, et le jour depuis lequel il sert."
            )

    def party(self, role: str) -> PartySpec | None:
        return next((one for one in self.parties if one.role == role), None)

    def in_use(self, day: date) -> ModelSpec | None:
        """The version of the model that a text opened that day is drawn from: the last whose day has come."""
        return next((one for one in reversed(self.versions) if one.since <= day), None)

    def drawn(self, since: date | None) -> ModelSpec:
        """The version that a text is held to, by its day; the first one, for a text that was opened before versions were
        told. One that the file has no more is empty, and is never taken for another."""
        if since is None:
            return self.versions[0]
        return next((one for one in self.versions if one.since == since), ModelSpec(since, ()))

    def known_on(self, day: date) -> tuple[ClauseSpec, ...]:
        """What a paper may say: the clauses of the version in use that day, then those that only earlier ones have."""
        found: dict[str, ClauseSpec] = {}
        for model in reversed(self.versions):
            for one in model.clauses if model.since <= day else ():
                found.setdefault(one.slug, one)
        return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Kinds:
    kinds: Mapping[str, KindSpec] = field(default_factory=dict)
    models: str = ""  # who wrote the models of the texts, and that nobody adopted them


def kinds() -> Mapping[str, KindSpec]:
    """Those of the federation that this installation runs; none when it has no such file."""
    return in_force().kinds


def load(path: Path) -> Mapping[str, KindSpec]:
    return written(path).kinds


def of_models() -> str:
    """Who wrote the models, and whether anybody adopted them."""
    return in_force().models


def in_force() -> Kinds:
    path = settings.KEVREAD_FEDERATION / "agreements.yaml"
    return written(path) if path.exists() else Kinds()


@cache
def written(path: Path) -> Kinds:
    """Raises Misread."""
    page = read_yaml(path)
    found = page.read(Kinds)
    for slug, kind in found.kinds.items():
        for rank, model in enumerate(kind.versions):
            before = kind.versions[rank - 1].since if rank else None
            if wrong := wrong_version(model, before):
                page.wrong(("kinds", slug, "versions", rank), f"{slug} : {wrong}")
    page.check()
    return found


def wrong_version(model: ModelSpec, before: date | None) -> str:
    """What is wrong of a version that follows that of the day `before`; empty when nothing is."""
    day, names = day_in_words(model.since), [one.slug for one in model.clauses]
    if not names:
        return f"la version du {day} n’a aucune clause."
    if twice := next((name for name in names if names.count(name) > 1), None):
        return f"la clause « {twice} » est écrite deux fois dans la version du {day}."
    if before == model.since:
        return f"deux versions du modèle sont du {day} : laquelle sert ce jour-là ?"
    if before and model.since < before:
        return f"la version du {day} vient après une version plus récente : écrivez-les dans l’ordre de leurs jours."
    return ""


def held_to(kind: str, since: date | None) -> ModelSpec | None:
    """The version of the model that a text of this kind is held to; none when the federation has the kind no more."""
    found = kinds().get(kind)
    return found.drawn(since) if found else None


def kind_named(slug: str) -> str:
    """What a kind is called; its own word when the federation has it no more."""
    found = kinds().get(slug)
    return found.label if found else slug
