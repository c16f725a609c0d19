"""What may be granted onwards by a clause, and what is already: between two members, or into a fund (L4.6)."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from kevread.common.actor import Actor
from kevread.common.money import euros
from kevread.directory.models import Organisation
from kevread.finance.asks import FED
from kevread.finance.models import Exchange, Funding
from kevread.finance.rules import same_clause


@dataclass(frozen=True, slots=True)
class Onward:
    """Of the fundings of an organisation whose clause is the same, or of one of them: what they are, what of it passed to
    another member, and what feeds a fund."""

    cents: int
    passed: int
    shared: int
    is_one: bool = False

    @property
    def left(self) -> int:
        return self.cents - self.passed - self.shared

    @property
    def words(self) -> str:
        what = "De ce financement" if self.is_one else "Sous cette clause"
        return (
            f"{what}, {euros(self.cents)} sont accordés : {euros(self.passed)} en sont reversés entre membres, "
            f"{euros(self.shared)} sont dans le fonds. Il reste {euros(max(0, self.left))} à reverser."
        )


def rests_on(funding: Funding) -> int:
    """What is granted onwards under its clause that no other funding would allow, in cents. Called in an act."""
    allows = funding.onward == Funding.Onward.ALLOWED
    found = onward_under(funding.organisation, funding.clause) if allows else None
    if found is None:
        return 0
    own = onward_of(funding)
    return max(own.passed + own.shared if own else 0, found.passed + found.shared - (found.cents - funding.cents))


def grants_of(organisation: Organisation, actor: Actor) -> QuerySet[Funding]:
    """The fundings that somebody reads and whose clause lets them be granted onwards."""
    return Funding.objects.visible_to(actor).standing().filter(organisation=organisation, onward=Funding.Onward.ALLOWED)


def passed_of(fundings: Collection[Funding]) -> int:
    return Exchange.objects.standing().filter(funding__in=fundings).aggregate(all=Sum("cents"))["all"] or 0


def onward_of(funding: Funding | None) -> Onward | None:
    """Of that very funding, as far as it is said to be the one. Its row is locked by `onward_under`."""
    if funding is None:
        return None
    fed = (one for answer in FED for one in answer(funding.organisation))
    shared = sum(cents for _, cents, key in fed if key == funding.pk)
    return Onward(funding.cents, passed_of([funding]), shared, is_one=True)


def onward_under(organisation: Organisation, clause: str) -> Onward | None:
    """None where no funding that is recorded says it. Two fundings that quote the same clause count together: nothing tells
    them apart. Their rows are locked: called in an act."""
    rows = Funding.objects.standing().filter(organisation=organisation, onward=Funding.Onward.ALLOWED).order_by("pk")
    those = [Funding.objects.lock(one.pk) for one in rows if same_clause(one.clause, clause)]
    if not those:
        return None
    fed = (one for answer in FED for one in answer(organisation))
    shared = sum(cents for quoted, cents, _ in fed if same_clause(quoted, clause))
    return Onward(sum(one.cents for one in those), passed_of(those), shared)
