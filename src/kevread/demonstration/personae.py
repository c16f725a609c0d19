"""The invented people as whom the demonstration can be entered: one for each way of using Kevread."""

from collections.abc import Callable
from dataclasses import dataclass

from kevread.directory.models import Person


@dataclass(frozen=True, slots=True)
class Persona:
    """`sentence` says who they are and what they do first: « Directrice d’ESS 35, elle… ». `find` looks the person up,
    `start` is the address of their first page."""

    slug: str
    name: str
    sentence: str
    find: Callable[[], Person | None]
    start: str


PERSONAE: list[Persona] = []
