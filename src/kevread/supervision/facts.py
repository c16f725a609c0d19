"""What the charter may ask of two lines of authority: since their register is kept."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Literal
from uuid import UUID

from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import TruncDate
from django.utils import timezone

from kevread.charter.queries.limits import values_at_any_time
from kevread.charter.queries.registers import begun_since, each_of_time
from kevread.common.facts import (
    GROUPING,
    UNRECRUITED,
    Facts,
    Item,
    Number,
    Organisations,
    Span,
    fact,
    namer,
    span,
    sure,
)
from kevread.common.parameters import Setting
from kevread.common.periods import add_months
from kevread.decisions.models import Decision
from kevread.seats.models import Body, Mandate
from kevread.staff.loader import framework
from kevread.staff.models import Assignment, Contract
from kevread.staff.queries.enabling import may_enable
from kevread.staff.queries.tenure import Employment, employments
from kevread.supervision import facts_agreements, facts_lines  # noqa: F401 — registered with the others
from kevread.supervision.loader import acts
from kevread.supervision.models import Matter
from kevread.supervision.queries.entitled import ENTITLING, Powers, kept_powers, powers
from kevread.supervision.queries.matters import end_of
from kevread.supervision.queries.panels import delegate_functions

type Form = Literal["recruitment", "review"]
type Found = dict[UUID, dict[Item, Number]]
REGISTER = "supervision"
STAFF = ("staff", "self")
POSTS = (STAFF,)
ENTITLE = tuple((register, "self") for register in ENTITLING)
YEAR = 12  # months: what is asked of a year is asked of the twelve that end that day


@namer("matters")
def names_of_matters(items: set[Item], on: date) -> Mapping[Item, str]:
    """By the act and the post: nobody is named."""
    rows = Matter.objects.filter(pk__in=items).select_related("post")
    return {one.pk: f"{acts().label(one.act).lower()} ({one.post.name.lower()})" for one in rows}


@namer("contracts")
def names_of_contracts(items: set[Item], on: date) -> Mapping[Item, str]:
    """By what one is employed for: nobody is named."""
    return dict(Contract.objects.filter(pk__in=items).values_list("pk", "occupation"))


def decided_of(on: date, among: Organisations, form: Form) -> list[Matter]:
    """What was decided over the year that ends that day, of the act of that form."""
    code = acts().of_form(form)
    since = end_of(add_months(on, -YEAR))
    rows = Matter.objects.standing().filter(
        act=code,
        outcome=Matter.Outcome.DECIDED,
        closed_at__gte=since,
        closed_at__lt=end_of(on),
        **among.where("organisation"),
    )
    return list(rows.select_related("post").order_by("closed_at", "pk")) if code else []


def unrecruited(on: date, among: Organisations, functions: Collection[str] | None = None) -> set[UUID]:
    """The employers that took somebody on over the year that ends that day, of whose recruitment nothing is decided here: at a
    post of these functions, where they are said, or at a post that nobody wrote. Each recruitment is of one person: of the
    first who was taken on, be it before that year."""
    since = add_months(on, -YEAR)
    contracts = employments(**among.where("employer"))
    first = add_months(since, -YEAR)
    taken_on = sorted(
        {one for one in contracts.values() if first < one.since <= on and not one.is_taken_over}, key=began
    )
    hired = {one: set[UUID]() for one in taken_on}
    of_others = set()
    rows = Assignment.objects.standing().filter(contract__in=[key for key, one in contracts.items() if one in hired])
    for contract, post, function in rows.values_list("contract", "post", "post__function"):
        one = contracts[contract]
        if functions is None or function in functions:
            hired[one].add(post)
        else:
            of_others.add(one)
    decided = Matter.objects.standing().filter(
        act=acts().of_form("recruitment"),
        outcome=Matter.Outcome.DECIDED,
        closed_at__gte=end_of(first),
        closed_at__lt=end_of(on),
        **among.where("organisation"),
    )
    left = Counter(decided.values_list("post", flat=True))
    found = set()
    for one, posts in hired.items():
        served = next((post for post in posts if left[post]), None)
        if served:
            left[served] -= 1
        elif one.since > since and (posts or one not in of_others):
            found.add(one.employer)
    return found


def began(one: Employment) -> tuple[date, UUID]:
    return one.since, one.person


def with_unrecruited(found: Found, employers: Collection[UUID]) -> Found:
    """One item more, of which nothing is known, where somebody was taken on and no recruitment is written."""
    return {**found, **{key: {**found.get(key, {}), UNRECRUITED: Span(0, None)} for key in employers}}


def of_the_year(found: Found, on: date, among: Organisations) -> Facts:
    """What was found of these twelve months, where this register is kept all along them."""
    return each_of_time(REGISTER, found, add_months(on, -YEAR), on, among)


def no_more(decisions: Collection[UUID | None]) -> set[UUID | None]:
    """Those of these decisions that another corrects: what they allowed, it may allow, or not."""
    keys = [key for key in decisions if key is not None]
    if not keys:
        return set()
    cited = Decision.objects.filter(pk__in=keys)
    return set(cited.exclude(pk__in=Decision.objects.standing()).values_list("pk", flat=True))


def types_of(decisions: Collection[UUID]) -> dict[UUID, str]:
    """The type of each of these decisions, empty where nobody classed it. One query, or none."""
    return dict(Decision.objects.filter(pk__in=decisions).values_list("pk", "type")) if decisions else {}


def held(on: date, among: Organisations) -> Powers:
    """Who held what, at the organisations asked about. Read once for all facts."""
    return among.once("supervision.powers", lambda: powers(among.ids))


@fact(
    about=GROUPING,
    register=REGISTER,
    reads=(*ENTITLE, STAFF, ("decisions", "self")),
    items="matters",
    may_be_empty=True,
    lacks="qui tenait quelle délégation le jour de certaines décisions, ce que vaut celle qu’une autre a corrigée ou que rien"
    " ne classe, une année entière de ce registre, ou le recrutement de qui a été embauché·e",
)
def decided_without_power(on: date, among: Organisations, form: Form) -> Facts:
    """For each matter of that form decided over a year: 1 when no decision of the register that opens such a thing was cited,
    and whoever decided held, that day, neither an office nor a delegation that allows it, as things are written today (R6.5).
    Of a day on which who holds offices and delegations was not kept, nothing is known, nor where the decision is corrected by
    another, or is of a type that says nothing of it."""
    found: Found = defaultdict(dict)
    rows = decided_of(on, among, form)
    cited = {one.decision_id for one in rows if one.decision_id}
    corrected, types = no_more(cited), types_of(cited)
    spec = acts().acts.get(acts().of_form(form))
    kept = among.once("supervision.kept", lambda: kept_powers(among))
    for one in rows:
        day = timezone.localtime(one.closed_at).date() if one.closed_at else on
        known = types.get(one.decision_id) if one.decision_id else None
        enabled = None if one.decision_id in corrected else may_enable(known) if known is not None else False
        if enabled:
            found[one.organisation_id][one.pk] = 0
        else:
            act = spec.delegation if spec else ""
            is_held = held(on, among).allow(one.closed_by_id, act, one.organisation_id, day)
            lacks = kept[one.organisation_id].lacks(is_held, one.closed_by_id, day)
            found[one.organisation_id][one.pk] = Span(0, 1) if lacks and enabled is None else lacks
    return of_the_year(with_unrecruited(found, unrecruited(on, among) if form == "recruitment" else ()), on, among)


@fact(
    about=GROUPING,
    register=REGISTER,
    reads=(("mandates", "self"), STAFF),
    items="matters",
    unit="people",
    may_be_empty=True,
    lacks="une année entière de ce registre, ou le recrutement de qui a été embauché·e",
)
def board_members_lacking(on: date, among: Organisations, form: Form, wanted: Setting) -> Facts:
    """For each matter of that form about a territorial delegate, decided over a year: how many members of the employer’s board
    lacked, of as many as it wanted there on the day of its decision, whatever it wants since (R6.6); of those who were
    associated, who sat on it that day count. Where it wanted none, or had not chosen yet, none lacks."""
    rows = {one.pk: one for one in decided_of(on, among, form) if one.post.function in delegate_functions()}
    there = Matter.objects.filter(pk__in=rows).alias(day=TruncDate("closed_at"))
    sits = Mandate.objects.exclude(end_reason=Mandate.EndReason.MISTAKE).filter(
        person=OuterRef("panel__mandate__person"),
        seat__body__kind=Body.Kind.BOARD,
        seat__body__organisation=OuterRef("organisation"),
        period__contains=OuterRef("day"),
    )
    people = Count("panel__mandate__person", distinct=True, filter=Exists(sits))
    counted = there.annotate(many=people).values_list("pk", "organisation_id", "many")
    found: Found = defaultdict(dict)
    settings = values_at_any_time([wanted], among.ids)
    for key, organisation, many in counted:
        closed_at = rows[key].closed_at
        day = timezone.localtime(closed_at).date() if closed_at else on
        rows_of = settings.get((wanted, organisation), ())
        found[organisation][key] = max(0, sum(value for period, value in rows_of if day in period) - many)
    hired = unrecruited(on, among, delegate_functions()) if form == "recruitment" else ()
    return of_the_year(with_unrecruited(found, hired), on, among)


@fact(
    about=GROUPING,
    register=REGISTER,
    also=POSTS,
    items="contracts",
    unit="interviews",
    lacks="les entretiens d’avant que leur registre soit tenu",
)
def reviews_held(on: date, among: Organisations) -> Facts:
    """For each contract of somebody employed there for a year or more, by it and by those that it follows: the annual reviews
    of that person held since a year (R6.7). Of one whose employer has kept this register for less, those of before are
    not known."""
    since = add_months(on, -YEAR)
    recent = begun_since(REGISTER, since, on, among)
    long = [key for key, one in employments(**among.where("employer")).items() if one.since <= since]
    rows = Contract.objects.on(on).standing().filter(pk__in=long)
    found: Found = defaultdict(dict)
    people: dict[tuple[UUID, UUID], list[UUID]] = defaultdict(list)
    for key, employer, person in rows.values_list("pk", "employer_id", "person_id"):
        found[employer][key] = 0
        people[employer, person].append(key)
    done = Matter.objects.standing().filter(
        act=acts().of_form("review"),
        outcome=Matter.Outcome.DECIDED,
        held_on__gt=since,
        held_on__lte=on,
        **among.where("organisation"),
    )
    for employer, person in done.values_list("organisation_id", "person_id"):
        for contract in people.get((employer, person), ()):
            found[employer][contract] += 1  # type: ignore[operator]
    return {
        employer: {key: span(sure(many), None if employer in recent else 0) for key, many in held.items()}
        for employer, held in found.items()
    }


@fact(
    about=GROUPING, register="staff",
    reads=(*ENTITLE, ("decisions", "self")),
    items="contracts", may_be_empty=True,
    lacks="qui a signé certains contrats, quel jour, ou ce que vaut une décision corrigée par une autre ou que rien ne classe",
)  # fmt: skip
def signed_without_power(on: date, among: Organisations) -> Facts:
    """For each contract in force that began here: 1 when whoever signed it held, the day they did, neither an office nor a
    delegation that allows it (R6.8), and no decision that opens such a thing allowed it by then. Of one of which nobody wrote
    who signed it, or when, or that was signed on a day when offices and delegations were not kept, or by a decision that
    another corrects or of a type that says nothing of it, nothing is known; one that goes on from another employer was signed
    there, and one that waits for its signatures here by nobody."""
    code = framework().signs
    rows = Contract.objects.on(on).standing().filter(continues=None, **among.where("employer"))
    kept = among.once("supervision.kept", lambda: kept_powers(among))
    found: Found = defaultdict(dict)
    columns = (
        "pk",
        "employer_id",
        "signatory_id",
        "decision_id",
        "decision__type",
        "decision__decided_on",
        "signed_on",
        "is_signed_here",
    )
    read = list(rows.values_list(*columns))
    corrected = no_more([row[3] for row in read])
    for key, employer, signatory, decision, type_, decided, day, here in read:
        in_time = decided is not None and day is not None and decided <= day
        enabled = None if decision in corrected else may_enable(type_) if in_time else False
        if day is None or (here and day > on):
            found[employer][key] = 0 if here else Span(0, 1)
        elif enabled:
            found[employer][key] = 0
        else:
            is_held = held(on, among).allow(signatory, code, employer, day)
            lacks = kept[employer].lacks(is_held, signatory, day)
            found[employer][key] = Span(0, 1) if lacks and enabled is None else lacks
    return found
