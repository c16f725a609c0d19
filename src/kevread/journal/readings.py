"""Which guarded tables are read by some work: those that its statements name, and not those that somebody declares."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from functools import cache, lru_cache
from typing import Any

from django.apps import apps
from django.db import connection

from .tables import guarded

ANYTHING = "*"  # read in a way that is not followed, or in a table that changes without an act
_open: ContextVar[tuple[set[str], ...]] = ContextVar("readings", default=())


@contextmanager
def reading() -> Iterator[set[str]]:
    """The tables that are read inside, as they are: with ANYTHING among them, it is not known which."""
    tables: set[str] = set()
    around = _open.get()
    token = _open.set((*around, tables))
    try:
        with nullcontext() if around else connection.execute_wrapper(noting):
            yield tables
    finally:
        _open.reset(token)


def note(tables: Iterable[str]) -> None:
    """What is answered here was read there, now or before."""
    for seen in _open.get():
        seen.update(tables)


def noting(execute: Callable[..., Any], statement: Any, params: Any, many: bool, context: Any) -> Any:
    note(named_in(statement) if isinstance(statement, str) else {ANYTHING})
    return execute(statement, params, many, context)


@lru_cache(maxsize=500)
def named_in(statement: str) -> frozenset[str]:
    """The tables that a statement names: a word too many costs a reading, none is missed.

    What a function of the database reads does not show: no fact calls one that reads (`tests/charter/test_facts.py`)."""
    named = tables_of_models().intersection(re.findall(r"\w+", statement))
    return named if named and named <= set(guarded()) else frozenset({ANYTHING})


@cache
def tables_of_models() -> frozenset[str]:
    return frozenset(model._meta.db_table for model in apps.get_models(include_auto_created=True))  # noqa: SLF001
