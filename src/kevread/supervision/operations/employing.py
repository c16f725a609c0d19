"""What a recruitment that is decided leads to: the contract of whoever was chosen, and their place in the post."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Refused
from kevread.common.periods import Period
from kevread.directory.models import Organisation, Person
from kevread.directory.operations.people import checked_identity, enter_person
from kevread.directory.permissions import may_register_person
from kevread.journal.operations import act
from kevread.staff.models import Contract
from kevread.staff.operations import Agreed
from kevread.staff.operations.assigning import require_place, write_assignment
from kevread.staff.operations.hiring import told_of_contract, write_contract
from kevread.staff.permissions import may_employ
from kevread.supervision.models import Matter
from kevread.supervision.rules import POLE, shared_out


def employ(
    *,
    actor: Actor,
    matter: Matter,
    person: Person | None,
    period: Period,
    agreed: Agreed,
    hired: Mapping[str, Any],
    now: datetime,
    given_name: str = "",
    family_name: str = "",
) -> Contract:
    """In one act: whoever was chosen is entered when nobody of the directory is them, hired (`hired`: what `staff.hire` asks
    besides), and assigned to the post that was to be filled, at the service of the pôles that were asked; what of their time
    each has is changed afterwards, where it is not even. Locks the matter: a recruitment has one contract.

    Raises Denied; Invalid on the field; Refused when nobody was chosen, or when the contract is there.
    """
    place, today = matter.organisation, timezone.localtime(now).date()
    may_employ(actor, place, today).or_raise()
    by = {name: hired.get(name) for name in ("decision", "signatory")}
    said = {name: value for name, value in hired.items() if name not in by}
    told = told_of_contract(period=period, agreed=agreed, today=today, **said)
    if person is None:
        may_register_person(actor, place).or_raise()
    named = checked_identity(given_name, family_name, "") if person is None else None
    with act("supervision.employ", actor=actor, about=place, now=now, arguments={"matter": matter.pk}):
        row: Matter = Matter.objects.select_related("organisation", "post").lock(matter.pk)
        if not awaits_contract(row):
            raise Refused("Ce recrutement n’a retenu personne, est annulé, ou a déjà son contrat.")
        whom = person or enter_person(*(named or ("", "", "")))
        contract = write_contract(actor, place, whom, told, agreed, today=today, **by)
        for local, share in shared_out(agreed.share, poles_of(row)):
            require_place(row.post, local, "", period)
            write_assignment(row.post, contract, period, share, local)
        row.contract = contract
        row.save(update_fields=["contract"])
        return contract


def awaits_contract(matter: Matter) -> bool:
    """It was decided, somebody was chosen, and their contract is not there, or was a mistake."""
    is_decided = matter.outcome == Matter.Outcome.DECIDED and matter.annulled_on is None
    is_there = matter.contract is not None and matter.contract.end_reason != Contract.EndReason.MISTAKE
    return is_decided and not is_there and matter.candidates.filter(is_chosen=True).exists()


def poles_of(matter: Matter) -> list[Organisation | None]:
    """Those that were asked, by name; none where the post is shared."""
    sides = matter.sides.filter(line=POLE).select_related("organisation").order_by("organisation__search", "pk")
    return [one.organisation for one in sides] if matter.post.is_territorial else [None]
