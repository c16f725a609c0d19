"""A text that is being prepared takes up the version of its model that came since it was drawn."""

from datetime import date, datetime

from django.utils import timezone

from kevread.agreements.loader import held_to
from kevread.agreements.models import Clause, Instrument
from kevread.agreements.permissions import may_follow, place_of
from kevread.agreements.queries.newer import newer_than, taking_up
from kevread.common.actor import Actor
from kevread.common.errors import Refused
from kevread.journal.operations import act

from .preparing import unsaid, writable


def take_up(*, actor: Actor, instrument: Instrument, since: date, now: datetime) -> Instrument:
    """The text is held from now on to the version of `since`, the one in use, and says what that one words; what was filled in
    or written stays where it is still asked for (`taking_up`). What a party approved is to be approved anew, where a word of it
    changes. Raises Denied; Refused for an amendment, for what was signed elsewhere or is not being prepared, and where that
    version is not in use that day, or is not newer than the one that the text is held to."""
    agreement = instrument.agreement
    may_follow(actor, agreement).or_raise()
    about = place_of(actor, agreement)
    arguments = {"instrument": instrument.pk, "since": since}
    with act("agreements.take_up", actor=actor, about=about, now=now, arguments=arguments):
        row = writable(instrument)
        if row.number or row.origin != Instrument.Origin.HERE:
            raise Refused("Seul le premier texte d’une convention préparée ici suit un modèle.")
        held = held_to(agreement.kind, row.model_since)
        newer = newer_than(agreement.kind, row.model_since, timezone.localtime(now).date())
        if held is None or newer is None:
            raise Refused("Ce texte suit déjà le modèle en usage.")
        if newer.since != since:
            raise Refused("Un autre modèle sert depuis que vous avez ouvert cette page : relisez ce qui changerait.")
        rows = list(row.clauses.order_by("rank", "slug"))
        made, gone = taking_up(rows, held, newer)
        says = [(one.slug, one.title, one.text) for one in rows]
        for one in gone:
            one.delete()
        for each in made:
            if each.was is None:
                Clause.objects.create(instrument=row, slug=each.slug, **each.columns)
                continue
            for name, value in each.columns.items():
                setattr(each.was, name, value)
            each.was.save(update_fields=list(each.columns))
        row.model_since = newer.since
        row.save(update_fields=["model_since"])
        if says != [(one.slug, one.title, one.text) for one in made]:
            unsaid(row)
        return row
