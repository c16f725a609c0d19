"""What the charter may ask of the agreements between an employer and those at whose service it employs somebody."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from kevread.agreements.facts import binding
from kevread.common.facts import GROUPING, Facts, Item, Organisations, fact, span
from kevread.common.parameters import AgreementKind, Scale
from kevread.directory.models import Affiliation
from kevread.staff.models import Assignment


@fact(
    about=GROUPING, register="agreements", also=(("members", "self"), ("staff", "self")),
    items="organisations", unit="conventions",
    lacks="le document signé de certaines, que nulle partie ne conteste",
)  # fmt: skip
def agreements_with_served(on: date, among: Organisations, kind: AgreementKind, members: Scale) -> Facts:
    """For each member of that scale at whose service the organisation employs somebody that day, the agreements of that kind in
    force between the two (R6.2). A shared post asks for none: it is under the direction alone, whoever it serves. None: 0.
    One whose signed document nobody deposited, or that a party says it did not sign, may be there."""
    pairs = set(
        Affiliation.objects.on(on).filter(member__scale=members, **among.where("of")).values_list("of", "member")
    )
    territorial = {"post__is_territorial": True, "local__isnull": False}
    rows = Assignment.objects.on(on).standing().filter(**territorial, **among.where("post__employer"))
    shown: dict[UUID, dict[Item, int]] = defaultdict(dict)
    doubted: dict[UUID, dict[Item, int]] = defaultdict(dict)
    for of, member in rows.values_list("post__employer_id", "local_id"):
        if member is not None and (of, member) in pairs:
            shown[of][member] = doubted[of][member] = 0
    for one in binding(on, among, kind):
        keys = {party.organisation_id for party in one.parties}
        for of in keys & shown.keys():
            for member in keys & shown[of].keys():
                (doubted if one.lacks_document or one.is_contested else shown)[of][member] += 1
    return {of: {one: span(count, doubted[of][one]) for one, count in those.items()} for of, those in shown.items()}
