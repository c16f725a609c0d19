"""The decision from which the network lives: taken before there was a register, by a body that no longer is."""

from datetime import date, datetime, timedelta

from django.utils.text import slugify

from kevread.base.models import as_range
from kevread.charter.models import Keeping
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.facts import HEAD
from kevread.common.periods import Period, day_in_words
from kevread.decisions import permissions
from kevread.decisions.models import Decision, Founding
from kevread.decisions.queries.founding import founding_day
from kevread.directory.models import Organisation
from kevread.documents.files import File
from kevread.documents.models import Document
from kevread.documents.operations import freeze
from kevread.journal.operations import act
from kevread.seats.models import Body

from .register import checked_title, enter_decision

LONGEST_NAME = 160


def found(
    *,
    actor: Actor,
    organisation: Organisation,
    body: str,
    title: str,
    text: str,
    now: datetime,
    file: File | None = None,
) -> Founding:
    """Write in the register of the head the decision from which the network lives, on the day that the document says; its
    paper, when there is one, is kept with it.

    `body`: who took it, in words. It exists from that day until the register is kept, and nobody sits there. Raises Denied;
    Invalid on the field; Refused elsewhere than in the head, where the framework tells of no such decision, or when it is
    written already.
    """
    permissions.may_found(actor, organisation).or_raise()
    day = founding_day()
    if organisation.scale != HEAD or day is None:
        raise Refused("Aucune décision d’avant les registres n’est à inscrire ici.")
    if day > now.date():
        raise Refused(f"Cette décision est du {day_in_words(day)} : elle ne s’inscrit pas avant ce jour.")
    body = " ".join(body.split())
    if not slugify(body) or len(body) > LONGEST_NAME:
        raise Invalid("body", f"Dites qui a pris cette décision, en {LONGEST_NAME} caractères au plus.")
    arguments = {"title": title, "on": day, "body": body}
    with act("decisions.found", actor=actor, about=organisation, now=now, arguments=arguments):
        Organisation.objects.lock(organisation.pk)
        if Founding.objects.filter(decision__organisation=organisation).exists():
            raise Refused("Elle est déjà au registre : corrigez-en la rédaction si elle est fautive.")
        decision = enter_decision(
            body=founders_called(body, organisation, day),
            decided_on=day,
            type=Decision.OTHER,
            title=title,
            text=text,
            outcome=Decision.Outcome.ADOPTED,
            after=(),
            joins=(),
            ratifies=(),
        )
        kept = paper_of(decision, file, actor, now) if file else None
        return Founding.objects.create(decision=decision, document=kept)


def deposit_founding_paper(*, actor: Actor, founding: Founding, file: File, now: datetime) -> Founding:
    """The paper of a founding decision that was written without it. Raises Denied; Invalid on `file`; Refused when it has
    one."""
    organisation = founding.decision.organisation
    permissions.may_found(actor, organisation).or_raise()
    with act("decisions.deposit_founding_paper", actor=actor, about=organisation, now=now):
        row: Founding = Founding.objects.lock(founding.pk)
        if row.document_id:
            raise Refused("Le papier de cette décision est déjà conservé.")
        row.document = paper_of(row.decision, file, actor, now)
        row.save(update_fields=["document"])
        return row


def founders_called(name: str, organisation: Organisation, day: date) -> Body:
    """The body that took it. Called in an act. Raises Invalid."""
    slug = slugify(name)[:80]
    if Body.objects.filter(slug=slug).exists():
        raise Invalid("body", f"Une instance s’appelle déjà « {name} ». Dites autrement qui a pris cette décision.")
    return Body.objects.create(
        organisation=organisation,
        slug=slug,
        kind=Body.Kind.SPACE,
        level=Body.Level.POLITICAL,
        name=name,
        purpose="Ce qui décidait avant que le réseau ait ses instances.",
        led_by=organisation,
        period=as_range(Period(day, until(organisation, day))),
    )


def until(organisation: Organisation, day: date) -> date:
    """The first day on which its register of decisions is kept, when that is after; else the morrow."""
    kept = Keeping.objects.filter(organisation=organisation, register="decisions", period__startswith__gt=day)
    first = kept.order_by("period__startswith").values_list("period__startswith", flat=True).first()
    return first or day + timedelta(days=1)


def paper_of(decision: Decision, file: File, actor: Actor, now: datetime) -> Document:
    """Kept as it was given, and read by all the network. Called in an act."""
    version = freeze(
        actor=actor,
        organisation=decision.organisation,
        kind="file",
        source=file,
        title=checked_title(decision.title),
        audience=Document.Audience.NETWORK,
        now=now,
    )
    return version.document
