"""What the charter may ask of the legal life of associations."""

from collections import Counter, defaultdict
from datetime import date
from typing import Literal
from uuid import UUID

from kevread.common.facts import GROUPING, LOCAL, Facts, Item, Number, Organisations, Span, fact, span
from kevread.directory.models import Affiliation, Organisation
from kevread.statutes.models import HandingOver, HandingOverQuerySet
from kevread.statutes.queries import articles
from kevread.statutes.queries.handing import REGISTER

type Subject = Literal["staff", "funding", "contracts"]


@fact(about=GROUPING, register=REGISTER, also=(("members", "self"),), items="organisations", unit="organisations")
def locals_undated(on: date, among: Organisations, subject: Subject) -> Facts:
    """For each local that is a member of the grouping: 0 when both sides decided from which day it hands this subject over, by
    that day or not, or when it has nothing of it, 1 otherwise (R5.1, R6.1)."""
    rows = Affiliation.objects.on(on).filter(member__scale=LOCAL, of__scale=GROUPING, **among.where("of"))
    dated = set(both_decided(on, among).filter(subject=subject).values_list("grouping_id", "local_id"))
    none = HandingOver.objects.nothing(on).filter(subject=subject, **among.where("grouping"))
    dated |= set(none.values_list("grouping_id", "local_id"))
    found: dict[UUID, dict[Item, Number]] = defaultdict(dict)
    for grouping, local in rows.values_list("of_id", "member_id"):
        found[grouping][local] = int((grouping, local) not in dated)
    return found


@fact(about=LOCAL, register=REGISTER, unit="subjects")
def subjects_undated(on: date, among: Organisations) -> Facts:
    """The subjects (staff, funding, contracts) of which the local and the grouping that it is a member of have not both decided
    from which day they pass from one to the other, and that it does not say that it has nothing of (R9.3)."""
    of_locals = Affiliation.objects.on(on).filter(member__scale=LOCAL, of__scale=GROUPING, **among.where("member"))
    its = set(of_locals.values_list("of_id", "member_id"))
    dated = list(both_decided(on, among, "local").values_list("grouping_id", "local_id"))
    none = HandingOver.objects.nothing(on).filter(**among.where("local")).values_list("grouping_id", "local_id")
    found = Counter(local for grouping, local in [*dated, *none] if (grouping, local) in its)
    locals_ = Organisation.objects.on(on).at_scale(LOCAL).filter(**among.where("pk")).values_list("pk", flat=True)
    return {local: len(HandingOver.Subject) - found[local] for local in locals_}


def both_decided(on: date, among: Organisations, side: str = "grouping") -> HandingOverQuerySet:
    """What both sides had decided by a day."""
    rows = HandingOver.objects.dated(on).filter(local_decided_on__lte=on, grouping_decided_on__lte=on)
    return rows.filter(**among.where(side))


@fact(
    about=GROUPING,
    register=articles.REGISTER,
    reads=(("decisions", "self"),),
    unit="deviations",
    otherwise=Span(0, None),
    lacks="le texte des statuts, ou de certains de leurs articles",
)
def deviations(on: date, among: Organisations) -> Facts:
    """Where the articles of association in force depart from the model of the federation (R9.2): an article worded
    otherwise or left out, a setting unsaid or outside of what the model admits. Of an article that nobody compared, of a
    setting that is said in words, and of a grouping whose text is not entered, nothing is known."""
    found: dict[UUID, Number] = {}
    for key, text in articles.in_force_by(among.ids, on).items():
        lines = articles.sheet(text)
        if lines:
            known = sum(len(line.deviations) for line in lines)
            worded = sum(len(line.worded) for line in lines)
            found[key] = span(known, articles.untold_of(text, lines) + worded)
    return found
