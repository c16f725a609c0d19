"""Reads a federation's `delegations.yaml`: what commits a structure, since when. All that is wrong is told, with its line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from django.conf import settings

from kevread.common.parameters import KINDS
from kevread.common.reading import Checked, Day, Words, read_yaml
from kevread.seats.asks import GESTURES, SIGN

type Nature = Literal["powers", "signature", "hr", "strategic", "space"]


def office(said: str) -> str:
    """« board/president »: a nature of body, and a title there."""
    kind, slash, title = said.partition("/")
    if kind not in KINDS or not slash or not title:
        raise ValueError(f"« {said} » ne nomme pas un siège : écrivez par exemple « board/president ».")
    return said


type Office = Annotated[str, Checked(office)]


@dataclass(frozen=True, slots=True)
class Act:
    """What commits a structure. `natures`: the delegations that may entrust it. `amount`: it has a sum, which a delegation
    bounds. `regranted`: whoever holds it by a delegation may entrust it in turn. `delegated`: it may be entrusted at all.
    `offices`: the seats that hold it by themselves. `signed`: signatures may be asked for it. `gesture`: what of the rooms
    below asks for it. Known from `since` to `until`, included."""

    label: Words
    natures: tuple[Nature, ...]
    offices: tuple[Office, ...] = ()
    amount: bool = False
    delegated: bool = True
    regranted: bool = True
    signed: bool = True
    gesture: str = ""
    since: Day | None = None
    until: Day | None = None

    def known_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Acts:
    acts: Mapping[str, Act] = field(default_factory=dict)

    def on(self, day: date) -> dict[str, Act]:
        """Those that are known that day, in the order of the file."""
        return {code: act for code, act in self.acts.items() if act.known_on(day)}

    def label(self, code: str) -> str:
        return self.acts[code].label if code in self.acts else code

    def of_gesture(self, gesture: str, day: date) -> str:
        """The code that a gesture of a room below asks for that day; nothing when the federation ties none to it."""
        return next((code for code, act in self.on(day).items() if act.gesture == gesture), "")


def acts() -> Acts:
    """Those of the federation that this installation runs; none when it has no such file."""
    path = settings.KEVREAD_FEDERATION / "delegations.yaml"
    return load(path) if path.exists() else Acts()


@cache
def load(path: Path) -> Acts:
    """Raises Misread."""
    page = read_yaml(path)
    written = page.read(Acts)
    taken: dict[str, str] = {}
    for code, act in written.acts.items():
        if not code.replace("-", "").isalnum() or len(code) > 40:
            page.wrong(("acts", code), f"« {code} » ne peut pas nommer un acte.")
        if not act.natures:
            page.wrong(("acts", code), f"{code} : « natures » manque : quelles délégations peuvent le confier ?")
        if act.gesture and act.gesture not in GESTURES:
            known = ", ".join(GESTURES)
            page.wrong(("acts", code, "gesture"), f"{code} : « gesture » est à choisir parmi {known}.")
        if act.gesture and taken.setdefault(act.gesture, code) != code:
            page.wrong(
                ("acts", code, "gesture"), f"{code} : « {act.gesture} » est déjà lié à « {taken[act.gesture]} »."
            )
        if act.gesture == SIGN and not act.signed:
            page.wrong(("acts", code, "signed"), f"{code} : ce que l’on signe se propose à qui demande des signatures.")
        if act.since and act.until and act.until < act.since:
            page.wrong(("acts", code, "until"), f"{code} : la fin précède le début.")
    page.check()
    return written
