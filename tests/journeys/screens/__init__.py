"""Every screen, as somebody who may see it: an address, then the links that lead there where its address carries a key.

Each room has its file here, of its name. It may hold `SCREENS`, the ones that are looked at; `TAKEN`, the lists that leave
as spreadsheets; `NOT_TAKEN`, the long ones that do not, each with the reason; `FILES`, what is a file; `POST_ONLY`, what
only answers a gesture; `LEFT_OUT`, the others, each with the reason. `test_every_screen.py` holds them to the addresses of
the application: a new view is somewhere here.
"""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from tests.journeys.screen import Screen

ROOMS = tuple(import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))


def of(room: ModuleType, name: str) -> tuple[Any, ...]:
    return getattr(room, name, ())


SCREENS: tuple[Screen, ...] = tuple(screen for room in ROOMS for screen in of(room, "SCREENS"))
PUBLIC = tuple(screen for screen in SCREENS if not screen.persona)
TAKEN: tuple[str, ...] = tuple(name for room in ROOMS for name in of(room, "TAKEN"))
NOT_TAKEN: dict[str, str] = {name: why for room in ROOMS for name, why in dict(of(room, "NOT_TAKEN")).items()}
LEFT_OUT: dict[str, str] = {
    **{f"{name}_{form}": "a file" for name in TAKEN for form in ("csv", "xlsx")},
    **{name: "a file" for room in ROOMS for name in of(room, "FILES")},
    **{name: "POST only" for room in ROOMS for name in of(room, "POST_ONLY")},
    **{name: why for room in ROOMS for name, why in dict(of(room, "LEFT_OUT")).items()},
}
