"""Who reads which row: by its own manager, or with the row to which its `READ_WITH` leads."""

from typing import Any

from django.db.models import Model, Q

from kevread.base.models import Record
from kevread.common.actor import Actor

UNREAD = "caché, vous n’y avez pas accès"  # a row that is pointed to, and that this person does not read


def is_restricted(model: type[Model]) -> bool:
    """Whether a list of these rows depends on who looks."""
    return hasattr(model._default_manager, "visible_to")  # noqa: SLF001 — Django's own way


def read_through(model: type[Record]) -> type[Record]:
    """The model by whose rows these are read: itself, or the one at the end of its `READ_WITH`."""
    found: Any = model
    for name in filter(None, model.READ_WITH.split("__")):
        found = found._meta.get_field(name).related_model  # noqa: SLF001
    assert issubclass(found, Record)
    return found


def is_read(model: type[Record], actor: Actor) -> Q | None:
    """The condition under which somebody reads a row of this kind; None: whoever they are."""
    root: Any = read_through(model)
    if actor.is_system or not is_restricted(root):
        return None
    seen = root._default_manager.visible_to(actor).order_by()  # noqa: SLF001
    return Q(**{f"{model.READ_WITH or 'pk'}__in": seen.values("pk")})
