"""By what right somebody writes, held against the acts that wrote it: whoever owns the tables makes a seat theirs, or somebody
else's record, for a minute, and puts it back. The acts would be stamped, and the night would find nothing (decision 175)."""

from datetime import date
from typing import Any

from django.db import OperationalError
from django.db.models import Q
from psycopg.errors import LockNotAvailable

from kevread.accounts.models import Account
from kevread.base.models import Record
from kevread.base.picture import one_picture, waiting_for_nobody
from kevread.common.actor import NOBODY, Actor
from kevread.common.errors import Refused
from kevread.common.facts import SCALES
from kevread.directory.models import Affiliation, Organisation, Person
from kevread.journal.as_acted import Rows, otherwise, require_ours
from kevread.journal.models import Act, Change
from kevread.seats.models import Body, Delegation, Mandate, Seat, Substitution

from .actors import person_and_actor

READ = (Person, Mandate, Seat, Body, Organisation, Affiliation, Delegation, Substitution, Account, Act, Change)


HELD = tuple(model._meta.db_table for model in READ)  # noqa: SLF001 — Django's own way
OTHERWISE = (
    "Vos droits n’étaient plus les mêmes d’une lecture à l’autre : ils viennent de changer, ou quelqu’un tenait la base "
    "pendant qu’ils se lisaient. Rien n’est enregistré. Relisez la page, puis recommencez."
)


def writing_actor(on: date, **who: Any) -> tuple[Person | None, Actor, set[type[Record]]]:
    """The person whom `pk` or `account` names, the actor they are, read anew and at one moment with what makes them so; and the
    models of which a row is not what acts of ours left. Their tables are held before that moment. Then read again while nobody
    is waited for: whoever holds an index makes the first reading wait, after its moment has begun, and changes meanwhile what
    answers it. Raises Refused where both do not say the same (decision 203)."""
    with one_picture(*HELD):
        person, actor = person_and_actor(on, **who)
        wrong = otherwise(rests_on(person, actor, on)) if person else set()
    try:
        with waiting_for_nobody(*HELD):
            again = person_and_actor(on, **who)
            require_ours()
    except OperationalError as fault:
        if not isinstance(fault.__cause__, LockNotAvailable):
            raise
        raise Refused(OTHERWISE) from fault
    if again != (person, actor):
        raise Refused(OTHERWISE)
    return person, actor if person else NOBODY, wrong


def rests_on(person: Person, actor: Actor, on: date) -> list[Rows]:
    """Their record, what they hold, where it is, and the links by which it reaches further."""
    theirs = Rows(Person, "id", (person.pk,))
    if not actor.hats:
        return [theirs]
    worn = [hat.mandate for hat in actor.hats if hat.mandate]
    mandates = Mandate.objects.filter(Q(person=person) | Q(pk__in=worn))
    held = list(mandates.values_list("pk", "seat", "seat__body", "seat__body__organisation"))
    pks, seats, bodies, organisations = (tuple({row[column] for row in held}) for column in range(4))
    reached = {hat.organisation for hat in actor.hats}.union(
        *(where for hat in actor.hats for where in hat.rights.values() if where is not None)
    )
    links = Affiliation.objects.on(on).filter(
        member__in=reached, of__in=reached, member__scale__in=SCALES, of__scale__in=SCALES
    )
    return [
        theirs,
        Rows(Mandate, "id", pks),
        Rows(Seat, "id", seats),
        Rows(Body, "id", bodies),
        Rows(Organisation, "id", organisations),
        Rows(Delegation, "holder_id", (person.pk,)),
        Rows(Substitution, "substitute_id", (person.pk,)),
        Rows(Affiliation, "id", tuple(links.values_list("pk", flat=True))),
    ]
