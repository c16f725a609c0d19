"""What is told in writing to whoever is hired: that it was handed over, and when."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.journal.operations import act
from kevread.staff import permissions
from kevread.staff.models import Contract, Information
from kevread.staff.queries.information import said_of
from kevread.staff.rules.calendar import information_due

from .hiring import standing

EARLIEST = timedelta(days=366)  # before the first day: farther is a slip of the hand
NOT_DUE = "Cette information n’est due, à l’embauche, que depuis le 1er novembre 2023 ; ce contrat est d’avant."
TAKEN_OVER = "Ce contrat en continue un autre : cette information fut due à l’embauche, par qui employait alors."


def hand_information(
    *, actor: Actor, contract: Contract, parts: Collection[str], handed_on: date, now: datetime
) -> list[Information]:
    """These parts were handed over on that day. Raises Denied; Invalid on `parts`: none, or one that is said already; on
    `handed_on`: a day to come, after the contract, or long before it; Refused of a contract of which nothing is due, or that
    was a mistake."""
    today = timezone.localtime(now).date()
    permissions.may_employ(actor, contract.employer, today).or_raise()
    asked = sorted(set(parts))  # a part that is sent twice is said once
    if not asked or not set(asked) <= set(Information.Part.values):
        raise Invalid("parts", "Cochez ce qui fut remis.")
    if handed_on > today:
        raise Invalid("handed_on", "Ce jour n’est pas encore venu : dites quel jour l’information fut remise.")
    with act(
        "staff.hand_information", actor=actor, about=contract.employer, now=now, arguments={"contract": contract.pk}
    ):
        row = standing(contract)
        require_due(row)
        first, end = row.dates.start or handed_on, row.dates.end
        if handed_on < first - EARLIEST or (end is not None and handed_on >= end):
            raise Invalid("handed_on", f"Ce jour n’est pas de ce contrat, qui commence le {day_in_words(first)}.")
        said = {one.part: one for one in said_of(row)}
        for part in asked:
            if part in said:
                day = day_in_words(said[part].handed_on)
                raise Invalid("parts", f"« {said[part].get_part_display()} » est déjà dit remis, le {day}.")
        return [Information.objects.create(contract=row, part=part, handed_on=handed_on) for part in asked]


def annul_information(*, actor: Actor, contract: Contract, part: str, now: datetime) -> Information:
    """That it was handed over was a mistake, or its day was. Raises Denied; Refused where nobody said so."""
    today = timezone.localtime(now).date()
    permissions.may_employ(actor, contract.employer, today).or_raise()
    with act(
        "staff.annul_information", actor=actor, about=contract.employer, now=now, arguments={"contract": contract.pk}
    ):
        Contract.objects.lock(contract.pk)
        found = said_of(contract).filter(part=part).first()
        if found is None:
            raise Refused("Rien n’est dit remis de cette partie.")
        found.undone_on = today
        found.save(update_fields=["undone_on"])
        return found


def require_due(contract: Contract) -> None:
    """Raises Refused."""
    if contract.continues_id is not None:
        raise Refused(TAKEN_OVER)
    if contract.dates.start is None or not information_due(contract.dates.start):
        raise Refused(NOT_DUE)
