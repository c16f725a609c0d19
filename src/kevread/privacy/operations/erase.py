"""Erasing somebody: everywhere that law does not keep, in one act."""

import json
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import JSONField, Q
from django.utils import timezone

from kevread.accounts.models import Account
from kevread.common.actor import SYSTEM, Actor
from kevread.common.errors import Invalid, NotDone, Refused, Way
from kevread.common.facts import HEAD
from kevread.common.words import seen
from kevread.directory.models import Organisation, Person
from kevread.journal.operations import act, erase_act, erase_change
from kevread.mail.models import Dispatch
from kevread.mail.models import State as Letter
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from kevread.privacy.models import Demand, Erasure
from kevread.privacy.permissions import may_erase
from kevread.privacy.queries.dossier import model_of
from kevread.privacy.queries.erasing import Preview, acts_naming, changes_naming, own_rows, preview, texts, watched
from kevread.privacy.queries.outside import come_back, listed
from kevread.seats.models import Delegation, Mandate
from kevread.votes.models import Poll

from .outside import note_soon

BACK = "Cette personne était déjà effacée : une sauvegarde remise en service l’avait ramenée."
DONE = "Vos données ont été effacées ; ce que la loi fait garder reste, comme on vous l’a dit."


def erase(*, actor: Actor, person: Person, within: Organisation, why: str, now: datetime) -> Erasure:
    """Replace everything that names this person by nothing, or by « Personne effacée », but where law keeps it: rows, texts,
    the letters that wait, the access and its sessions; and what the journal says of it, which still verifies.

    Raises Denied; Invalid without a reason; Refused while they sit somewhere, take part in a meeting that is open, or are
    erased already, and when one would erase oneself.
    """
    may_erase(actor, within).or_raise()
    if not seen(why):
        raise Invalid("why", "Dites pourquoi cette personne est effacée : sa demande, ou la durée qui est passée.")
    if actor.person == person.pk:
        raise Refused("On ne s’efface pas soi-même : demandez-le, quelqu’un d’autre le décidera.")
    with act("privacy.erase", actor=actor, about=within, now=now, arguments={"person": person.pk}) as here:
        row: Person = Person.objects.lock(person.pk)
        require_free(row, timezone.localtime(now).date())
        shown = preview(row)
        kept = {called: [many, law] for called, many, law in shown.kept}
        said = shown.naming.erased(why.strip())
        found = Erasure.objects.create(person=row, why=said, erased_at=now, gone=dict(shown.gone), kept=kept)
        answer_erasures(row, actor, now)
        erase_rows(row, shown)
        for left in list(changes_naming(shown.naming, own_rows(row) | {"directory.person": {row.pk}})):
            erase_change(left.change, left.before, left.after)
        for one in list(acts_naming(shown.naming, row, but=here)):
            erase_act(one.act, person_name=one.person_name, hat=one.hat, arguments=one.arguments, reason=one.reason)
        transaction.on_commit(note_soon)
    return found


def require_free(person: Person, today: date) -> None:
    """What law and others rest on is ended first."""
    if Erasure.objects.filter(person=person).exists():
        raise Refused("Cette personne est déjà effacée.")
    held = Mandate.objects.filter(person=person, period__endswith__gt=today) | Mandate.objects.filter(
        person=person, period__upper_inf=True
    )
    if (mandate := held.select_related("seat__body__organisation").order_by("pk").first()) is not None:
        where = mandate.seat.body.organisation
        raise Refused(
            f"{person} a encore un mandat ou un poste ({mandate.seat.name}, {where.name}) : il dit qui peut agir. "
            "Mettez-y fin d’abord.",
            ways=(Way("Voir ce mandat", "seats:mandate", {"scale": where.slug, "key": mandate.pk}),),
        )
    if Delegation.objects.on(today).filter(holder=person).exists():
        raise Refused(f"{person} porte encore une délégation : mettez-y fin d’abord.")
    if Meeting.objects.filter(state__in=State.under_way(), roll__person=person).exists():
        raise Refused(f"Une réunion où {person} est appelé·e est ouverte : attendez qu’elle soit close.")
    polls = Poll.objects.filter(state__in=(Poll.State.DRAFT, Poll.State.OPEN, Poll.State.CLOSED))
    if polls.filter(item__meeting__roll__person=person).exists():
        raise Refused(f"Un vote où {person} est appelé·e n’est pas dépouillé : attendez qu’il le soit.")


def answer_erasures(person: Person, actor: Actor, now: datetime) -> None:
    waiting = Demand.objects.filter(person=person, kind=Demand.Kind.ERASE, answered_at=None)
    waiting.update(outcome=Demand.Outcome.GRANTED, answer=DONE, answered_by=actor.person, answered_at=now)


def erase_rows(person: Person, shown: Preview) -> None:
    """The tables: what goes, what is replaced, what is said of them in the texts of others."""
    own, records = own_rows(person), Person.everything.filter(Q(pk=person.pk) | Q(into=person))
    accounts = list(records.exclude(account=None).values_list("account", flat=True))
    Dispatch.objects.filter(person=person, state=Letter.QUEUED).update(state=Letter.FAILED, fault="Personne effacée")
    last: list[Any] = []
    for held in watched(by_law=False):
        rows, mine = model_of(held)._default_manager, own.get(held.model, set())  # noqa: SLF001
        if held.goes:
            mine |= {text.key for text in texts(shown.naming, held)} if not held.ways else set()
            last.append(rows.filter(pk__in=mine))
        elif mine and held.copies:
            rows.filter(pk__in=mine).update(**held.copies)
        left: dict[Any, dict[str, Any]] = {}
        for text in texts(shown.naming, held, but=mine if held.goes else ()):
            left.setdefault(text.key, {})[text.field.name] = fitting(text.field, text.left)
        for key, columns in left.items():  # of a row at once: the journal keeps no half of a name
            rows.filter(pk=key).update(**columns)
    records.update(account=None)
    for those in (one for one in last if one.model is not Account):
        those.delete()
    Account.objects.filter(pk__in=accounts).delete()


def fitting(field: Any, left: str) -> Any:
    if isinstance(field, JSONField):
        return json.loads(left)
    return left[: field.max_length] if field.max_length else left


def redo_erasures(*, now: datetime) -> tuple[int, list[str]]:
    """Erase again those whom a backup brought back, one by one, each in an act of its own: how many; and why each of the others
    could not be, without a name. Run twice, it does nothing more. Nobody decides it anew: it was decided, and is listed."""
    known = listed()
    head = Organisation.objects.at_scale(HEAD).order_by("pk").first()
    if known is None or head is None:
        return 0, []
    done, left = 0, []
    for person in come_back(known):
        try:
            erase(actor=SYSTEM, person=person, within=head, why=BACK, now=now)
        except NotDone as refusal:
            left.append(refusal.sentence.replace(str(person), "Une personne"))
        else:
            done += 1
    return done, left
