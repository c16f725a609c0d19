"""Who applied, and who is associated: kept by the employer’s line while the matter is open."""

from datetime import date, datetime

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.words import one_line, seen
from kevread.journal.operations import act
from kevread.seats.models import Body, Mandate
from kevread.supervision.loader import acts
from kevread.supervision.models import Candidate, Matter, Panelist
from kevread.supervision.permissions import is_heard, may_conduct

from .checks import not_future, still_open


def add_candidate(*, actor: Actor, matter: Matter, name: str, received_on: date, now: datetime) -> Candidate:
    """A name and a day: nothing else is asked. Raises Denied; Invalid on `name` or `received_on`; Refused where nobody
    applies, or once it is closed."""
    may_conduct(actor, matter, timezone.localtime(now).date()).or_raise()
    name = one_line(name)
    if not 2 <= len(seen(name)) <= len(name) <= 160:
        raise Invalid("name", "Écrivez le nom de qui candidate, en 160 caractères au plus.")
    not_future("received_on", received_on, timezone.localtime(now).date())
    arguments = {"matter": matter.pk}
    with act("supervision.add_candidate", actor=actor, about=matter.organisation, now=now, arguments=arguments):
        row = recruiting(matter)
        if row.candidates.filter(name__iexact=name).exists():
            raise Invalid("name", "Une candidature à ce nom est déjà là.")
        return Candidate.objects.create(matter=row, name=name, received_on=received_on)


def remove_candidate(*, actor: Actor, candidate: Candidate, now: datetime) -> None:
    """It was withdrawn, or typed by mistake: it is not kept. Raises Denied; Refused once the matter is closed."""
    matter = candidate.matter
    may_conduct(actor, matter, timezone.localtime(now).date()).or_raise()
    arguments = {"matter": matter.pk}
    with act("supervision.remove_candidate", actor=actor, about=matter.organisation, now=now, arguments=arguments):
        recruiting(matter)
        if not Candidate.objects.filter(pk=candidate.pk).delete()[0]:
            raise Refused("Cette candidature est déjà retirée.")


def recruiting(matter: Matter) -> Matter:
    row = still_open(matter)
    spec = acts().acts.get(row.act)
    if spec is None or spec.form != "recruitment":
        raise Refused("Personne ne candidate dans ce dossier.")
    return row


def associate(*, actor: Actor, matter: Matter, mandate: Mandate, now: datetime) -> Panelist:
    """Somebody of the employer’s board or of its team is associated to the decision. Nobody chooses who
    hears their own matter. Raises Denied; Invalid on `mandate`."""
    may_conduct(actor, matter, timezone.localtime(now).date()).or_raise()
    is_heard(actor, matter).or_raise()
    today = timezone.localtime(now).date()
    arguments = {"matter": matter.pk, "mandate": mandate.pk}
    with act("supervision.associate", actor=actor, about=matter.organisation, now=now, arguments=arguments):
        row = still_open(matter)
        body = mandate.seat.body
        ours = body.organisation_id == row.organisation_id and body.kind in (Body.Kind.BOARD, Body.Kind.TEAM)
        if not ours or not Mandate.objects.on(today).filter(pk=mandate.pk).exists():
            raise Invalid("mandate", f"Choisissez quelqu’un du conseil ou de l’équipe, à {row.organisation.name}.")
        if mandate.person_id == row.person_id:
            raise Invalid("mandate", "Ce dossier concerne cette personne : elle n’y est pas associée.")
        if row.panel.filter(mandate__person=mandate.person_id).exists():
            raise Invalid("mandate", f"{mandate.person} est déjà associé·e.")
        return Panelist.objects.create(matter=row, mandate=mandate)


def release(*, actor: Actor, panelist: Panelist, now: datetime) -> None:
    """Somebody is not associated any more. Raises Denied; Refused once it is closed."""
    matter = panelist.matter
    may_conduct(actor, matter, timezone.localtime(now).date()).or_raise()
    is_heard(actor, matter).or_raise()
    with act("supervision.release", actor=actor, about=matter.organisation, now=now, arguments={"matter": matter.pk}):
        still_open(matter)
        if not Panelist.objects.filter(pk=panelist.pk).delete()[0]:
            raise Refused("Cette personne n’est déjà plus associée.")
