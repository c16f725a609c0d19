"""A line writes what it is asked: a view, or its part of a review. In any order, and once."""

from datetime import datetime

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Refused
from kevread.directory.models import Organisation
from kevread.journal.operations import act
from kevread.supervision.loader import acts
from kevread.supervision.models import Matter, Side
from kevread.supervision.permissions import may_write
from kevread.supervision.queries.lines import lines_now
from kevread.supervision.rules import PERSON, POLE

from .checks import not_theirs, own_hat, still_open, written


def say(*, actor: Actor, matter: Matter, line: str, place: Organisation, text: str, now: datetime) -> Side:
    """What a line writes is final: whoever decides reads it as it is. A pôle that does not have this post any more writes
    nothing. Nobody writes for a line about themselves; where the matrix gives the person a part, they write it themselves.

    Raises Denied; Invalid on `text`; Refused when nothing is asked of this line, or when it answered.
    """
    on = timezone.localtime(now).date()
    may_write(actor, matter, line, place, on).or_raise()
    text = written("text", text, "Écrivez ce que votre ligne a à dire, en quelques phrases.")
    arguments = {"matter": matter.pk, "line": line}
    hat = own_hat(line, place)
    with act("supervision.say", actor=actor, about=place, now=now, hat=hat, arguments=arguments):
        row = still_open(matter)
        found = row.sides.filter(line=line, organisation=place, is_asked=True).first()
        spec = acts().acts.get(row.act)
        if found is None or spec is None:
            raise not_theirs(place, row)
        if line == POLE and place.pk not in lines_now(row, on).poles:
            raise Refused(f"{place.name} n’est plus au service de ce poste : son écrit n’est plus attendu.")
        side: Side = Side.objects.lock(found.pk)
        if side.said_at:
            raise Refused(f"{side.by_whom} a déjà écrit, et ce qui est écrit ne se réécrit pas.")
        side.text, side.said_at, side.said_by_id = text, now, actor.person
        side.said_as = as_whom(actor, place) if line != PERSON else ""
        side.save(update_fields=["text", "said_at", "said_by_id", "said_as"])
    return side


def as_whom(actor: Actor, place: Organisation) -> str:
    """The hat under which one speaks there."""
    return next((hat.label for hat in actor.hats if hat.organisation == place.pk), actor.name)[:200]
