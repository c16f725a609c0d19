"""Migrations render the model that they touch, and not its neighbours.

Django renders again, at each operation, every model that is tied to the one it changes: fifty on average here, since everything
leads to a person and to an organisation. On an empty database that was nine tenths of the time of all migrations. What makes a
table, a column, an index or a constraint only reads of a neighbour the name of its table and the column of its key.

Whoever needs whole models has them: `RunPython` asks for them, and Django then renders all that is (`is_delayed`). A field or a
model that takes another name or another type is left to Django, with its neighbours. `tests/launch/test_real_schema.py` holds
the tables that a restoration so makes against those that Django makes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ProjectState

Key = tuple[str, str]  # the label of a room, the name of a model
RENDERING: Any = ProjectState  # Django has no public way to say what is rendered


@contextmanager
def one_model_at_a_time() -> Iterator[None]:
    """Within, an operation renders its model alone."""
    with_neighbours = RENDERING._find_reload_model  # noqa: SLF001

    def alone(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> set[Key]:
        is_new = model_name not in state.apps.all_models[app_label]
        if not delay and not is_new:
            return with_neighbours(state, app_label, model_name, delay)
        state.is_delayed = True
        return {(app_label, model_name)}

    RENDERING._find_reload_model = alone  # noqa: SLF001
    try:
        yield
    finally:
        RENDERING._find_reload_model = with_neighbours  # noqa: SLF001
