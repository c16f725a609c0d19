"""What the charter may ask of filings."""

from collections import Counter, defaultdict
from datetime import date
from typing import Literal
from uuid import UUID

from kevread.charter.engine import values_on
from kevread.charter.models import Keeping
from kevread.charter.queries.registers import kept_all_along
from kevread.common.facts import GROUPING, HEAD, SCALES, Facts, Needed, Organisations, Span, fact, span
from kevread.filings.models import Publication
from kevread.filings.queries import REGISTER, articles_unwritten, delay, duties, kept_since
from kevread.filings.rules import KINDS, due_by, standing
from kevread.membership.queries.life import MONTHS, changes
from kevread.membership.queries.life import REGISTER as ADMISSIONS

# « address » is of L1.3 with the officers, « seat » of L1.4 with the articles.
WITH: dict[str, tuple[str, ...]] = {
    "officers": ("officers", "address"),
    "articles": ("articles", "seat"),
    "estate": ("estate",),
}


# Where what is to be declared is seen; an address, a seat or a building is told by somebody, among filings themselves.
SEEN: dict[str, tuple[str, ...]] = {
    "officers": ("mandates",),
    "articles": ("decisions",),
    "any": ("mandates", "decisions"),
}


UNIONS = (GROUPING, HEAD)  # what they declare of their members is seen where those are kept
READ = (("mandates", "self"), ("decisions", "self"))  # every duty is read at once, whatever is asked
UNDATED = "nobody keeps it"  # where the time to declare a member is not decided, none is counted


def seen_in(kind: str) -> Needed:
    return ((REGISTER, "self"), *((one, "self") for one in SEEN.get(kind, ())))


def counted(on: date, among: Organisations, kind: str, state: tuple[str, ...]) -> Facts:
    """How many, by organisation. Where a register in which they are seen is kept since a later day than filings, nobody knows
    how many more changed before; nor whether a member whose form nobody said is to be declared, nor whether what an assembly
    decided changed the articles, where it may and no text of that day is written."""
    kinds = WITH.get(kind)
    every = among.once("filings.duties", lambda: duties(among.ids, on))
    found: Counter[UUID] = Counter()
    for one in every:
        if (kinds is None or one.kind.slug in kinds) and one.state(on) in state:
            found[one.organisation.pk] += 1
    doubted: Counter[UUID] = Counter()
    if kind == "any":
        those = changes(among.ids, on, doubtful=True)
        doubted.update(one.affiliation.of_id for one in those if not one.is_sure and one.filed_on is None)
    of_unions = () if kind != "any" else (ADMISSIONS,) if values_on(on).get(MONTHS) else (UNDATED,)
    if kind in ("articles", "any"):
        months = delay(values_on(on), KINDS["articles"].months)
        for organisation, day in articles_unwritten(kept_since(among.ids, on), on):
            doubted[organisation] += standing(due_by(day, months), False, on) in state
    late = unseen(on, among, SEEN.get(kind, ()), of_unions)
    return {key: span(found[key], None if key in late else doubted[key]) for key in {*late, *found, *doubted}}


def unseen(on: date, among: Organisations, registers: tuple[str, ...], of_unions: tuple[str, ...] = ()) -> set[UUID]:
    """Those of whom one of these registers is not kept, or since a later day than filings first were; of a union, one of its
    own too. Two queries, none without a register."""
    if not registers:
        return set()
    first = kept_since(among.ids, on)
    rows = Keeping.objects.on(on).filter(register__in=(REGISTER, *registers, *of_unions), organisation__in=first)
    since: dict[tuple[UUID, str], dict[str, date]] = defaultdict(dict)
    for organisation, scale, register, period in rows.values_list(
        "organisation", "organisation__scale", "register", "period"
    ):
        since[organisation, scale][register] = period.lower or date.min
    return {
        organisation
        for (organisation, scale), days in since.items()
        for register in (*registers, *(of_unions if scale in UNIONS else ()))
        if days.get(register, date.max) > first[organisation]
    }


LACKS = (
    "ce qui a changé avant que le registre où cela se lit soit tenu, ou tant qu’il ne l’est pas, ou le texte de statuts que des"
    " décisions de l’assemblée ont pu changer"
)


@fact(about=SCALES, register=REGISTER, needs=seen_in, reads=READ, unit="declarations", lacks=LACKS)
def overdue(on: date, among: Organisations, kind: Literal["officers", "articles", "estate"]) -> Facts:
    """The changes of officers or address, of articles or seat, the buildings acquired or given up, whose time to be declared is
    over, and that nobody says were (L1.3, L1.4, L1.6)."""
    return counted(on, among, kind, ("late",))


@fact(
    about=SCALES,
    register=REGISTER,
    needs=seen_in,
    reads=(*READ, (ADMISSIONS, "self")),
    unit="declarations",
    lacks=f"{LACKS}, ou la forme juridique de certains membres",
)
def undeclared(on: date, among: Organisations, kind: Literal["any"]) -> Facts:
    """What is not declared yet, in time or not, and binds nobody else until it is (L1.8), with the members of a union, whom
    their register tells (L1.5)."""
    return counted(on, among, kind, ("late", "soon", "due"))


@fact(
    about=SCALES,
    register=REGISTER,
    unit="publications",
    otherwise=Span(0, 1),
    lacks="le jour de cette publication, ou ce registre depuis que l’association existe, où elle se lirait",
)
def published(on: date, among: Organisations) -> Facts:
    """Whether the gazette had published by that day that the association is declared (L1.7): one, or none where filings are
    kept since it began. Of another that writes none, nothing is known."""
    rows = Publication.objects.standing_on(on).filter(published_on__lte=on, **among.where("organisation"))
    never = dict.fromkeys(kept_all_along(REGISTER, date.min, on, among), 0)
    return never | dict.fromkeys(rows.values_list("organisation", flat=True), 1)
