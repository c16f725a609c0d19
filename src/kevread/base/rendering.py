"""Migrations render the model that they touch, and not its neighbours.

Django renders again, at each operation, every model that is tied to the one it changes: fifty on average here, since everything
leads to a person and to an organisation. On an empty database that was nine tenths of the time of all migrations; links that
are added, half of what was left. What makes a table, a column, an index or a constraint only reads of a neighbour the name of
its table and the column of its key.

Whoever needs whole models has them: `RunPython` asks for them, and Django then renders all that is (`is_delayed`). A field or a
model that takes another name or another type, and a link to several, are left to Django, with their neighbours.
`tests/launch/test_real_schema.py` holds the tables that a restoration so makes against those that Django makes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from typing import Any

from django.apps import apps
from django.db.migrations.state import ProjectState
from django.db.models import Field

Key = tuple[str, str]  # the label of a room, the name of a model
RENDERING: Any = ProjectState  # Django has no public way to say what is rendered
REAL: Any = apps


@contextmanager
def one_model_at_a_time() -> Iterator[None]:
    """Within, an operation renders its model alone."""
    with_neighbours, add_field, adding = RENDERING._find_reload_model, RENDERING.add_field, list[bool]()  # noqa: SLF001

    def alone(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> set[Key]:
        is_new = model_name not in state.apps.all_models[app_label]
        if not delay and not is_new and not any(adding):
            return with_neighbours(state, app_label, model_name, delay)
        state.is_delayed = True
        return {(app_label, model_name)}

    def added(
        state: ProjectState, app_label: str, model_name: str, name: str, field: Field, preserve_default: bool
    ) -> None:
        adding.append(not field.many_to_many)
        try:
            add_field(state, app_label, model_name, name, field, preserve_default)
        finally:
            adding.pop()

    RENDERING._find_reload_model, RENDERING.add_field = alone, added  # noqa: SLF001
    # Asked for each link that is copied; Django forgets the answer each time that it renders a model, of no matter whom.
    REAL.get_swappable_settings_name = cache(partial(type(REAL).get_swappable_settings_name.__wrapped__, REAL))
    try:
        yield
    finally:
        RENDERING._find_reload_model, RENDERING.add_field = with_neighbours, add_field  # noqa: SLF001
        del REAL.get_swappable_settings_name
