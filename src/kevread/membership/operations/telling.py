"""What is told of members afterwards: a declaration that was made, how many they are, by what request one joined."""

from datetime import date, datetime

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.common.words import of, one_line
from kevread.directory.models import Affiliation, Organisation
from kevread.journal.operations import act
from kevread.membership.models import Admission, Filing, Headcount
from kevread.membership.permissions import may_keep
from kevread.territory.models import Zone

from .instructing import SHOW

MOST = 10_000_000


def file_change(*, actor: Actor, affiliation: Affiliation, change: str, filed_on: date, now: datetime) -> Filing:
    """« C’est fait, le … »: the entry or the departure of a member association was declared. Raises Denied; Invalid on
    `filed_on` to come, or before what is declared; Refused when it is written already, or when there is nothing to declare."""
    may_keep(actor, affiliation.of).or_raise()
    if change not in Filing.Change.values:
        raise Invalid("change", "Dites si c’est une entrée ou un départ.")
    dates = affiliation.dates
    happened = dates.start if change == Filing.Change.ENTRY else dates.end
    if change == Filing.Change.DEPARTURE and (happened is None or happened > timezone.localtime(now).date()):
        raise Refused(f"{affiliation.member.name} est encore membre : il n’y a pas de départ à déclarer.")
    if filed_on > timezone.localtime(now).date():
        raise Invalid("filed_on", "Une déclaration s’inscrit une fois faite.")
    if happened and filed_on < happened:
        raise Invalid("filed_on", f"Ce changement est du {day_in_words(happened)} : il se déclare ensuite.")
    arguments = {"affiliation": affiliation.pk, "change": change, "filed_on": filed_on}
    with act("membership.file_change", actor=actor, about=affiliation.of, now=now, arguments=arguments):
        Affiliation.objects.lock(affiliation.pk)
        if affiliation.filings.filter(change=change).exists():
            raise Refused("Cette déclaration est déjà inscrite.")
        return Filing.objects.create(affiliation=affiliation, change=change, filed_on=filed_on)


def take_back_filing(*, actor: Actor, filing: Filing, now: datetime) -> None:
    """It was not declared: the line goes, the journal keeps it. Raises Denied; Refused when it is gone already."""
    may_keep(actor, filing.affiliation.of).or_raise()
    arguments = {"affiliation": filing.affiliation_id, "change": filing.change}
    with act("membership.take_back_filing", actor=actor, about=filing.affiliation.of, now=now, arguments=arguments):
        if not Filing.objects.filter(pk=filing.pk).delete()[0]:
            raise Refused("Cette déclaration n’est plus inscrite.")


def declare_headcount(
    *, actor: Actor, organisation: Organisation, counted_on: date, number: int, now: datetime
) -> Headcount:
    """How many members the organisation says that it has that day, beside those that are entered: written again, it is
    corrected. Raises Denied; Invalid on the field."""
    may_keep(actor, organisation).or_raise()
    if counted_on > timezone.localtime(now).date():
        raise Invalid("counted_on", "Un effectif se compte au plus tard aujourd’hui.")
    if not 0 <= number <= MOST:
        raise Invalid("number", "Écrivez un nombre de membres, zéro ou plus.")
    arguments = {"counted_on": counted_on, "number": number}
    with act("membership.declare_headcount", actor=actor, about=organisation, now=now, arguments=arguments):
        row, _ = Headcount.objects.update_or_create(
            organisation=organisation, counted_on=counted_on, defaults={"number": number}
        )
    return row


def tell_request(
    *,
    actor: Actor,
    affiliation: Affiliation,
    received_on: date,
    perimeter: str,
    perimeter_note: str,
    commune: Zone | None,
    now: datetime,
) -> Admission:
    """By what request somebody who is a member joined: its day, and what was found then. For a membership that was entered
    without its request. Raises Denied; Invalid on the field; Refused when its request is known."""
    may_keep(actor, affiliation.of).or_raise()
    start = affiliation.dates.start
    if received_on > (start or timezone.localtime(now).date()):
        raise Invalid("received_on", "La demande est reçue avant le premier jour de l’adhésion, ou ce jour-là.")
    if perimeter and perimeter not in Admission.Perimeter.values:
        raise Invalid("perimeter", "Répondez oui ou non.")
    note = one_line(perimeter_note)[:300]
    if perimeter and len(note) < 5:
        raise Invalid("perimeter_note", SHOW)
    member = affiliation.member
    arguments = {"affiliation": affiliation.pk, "received_on": received_on}
    with act("membership.tell_request", actor=actor, about=affiliation.of, now=now, arguments=arguments):
        Affiliation.objects.lock(affiliation.pk)
        if Admission.objects.filter(affiliation=affiliation).exists():
            raise Refused(f"La demande {of(member.name)} est déjà inscrite.")
        return Admission.objects.create(
            of=affiliation.of,
            received_on=received_on,
            origin=Admission.Origin.PAPER,
            name=member.name,
            legal_form=member.legal_form,
            siren=member.siren,
            rna=member.rna,
            commune=commune,
            said_reach=member.reach,
            reach=member.reach,
            perimeter=perimeter,
            perimeter_note=note if perimeter else "",
            college=affiliation.college,
            member=member,
            affiliation=affiliation,
            state=Admission.State.ACCEPTED,
            closed_on=start or received_on,
        )
