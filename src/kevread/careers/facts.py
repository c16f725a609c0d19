"""What the charter may ask of careers. No payroll, no headcount, no share of time leaves here: only whether a duty is met."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from kevread.careers.loader import careers
from kevread.careers.models import HandIn, Occasion, SkillsPlan, Training, Welfare
from kevread.careers.queries.counting import agreements_of, is_due, kept_since, works_of
from kevread.careers.queries.pathways import REGISTER as PATHWAYS
from kevread.careers.queries.pathways import waiting_since
from kevread.careers.rules.headcount import headcount
from kevread.careers.rules.pathways import Part, waited
from kevread.charter.queries.registers import kept_all_along
from kevread.charter.queries.registers import kept_since as register_since
from kevread.common.facts import (
    EVERYONE,
    GROUPING,
    HEAD,
    SCALES,
    Facts,
    Item,
    Number,
    Organisations,
    Span,
    fact,
    span,
)
from kevread.common.periods import add_months
from kevread.directory.facts_identity import of_each_head
from kevread.directory.models import Organisation
from kevread.staff.models import Contract

REGISTER = "careers"
STAFF = (("staff", "self"),)
MEMBERS = (("members", "self"),)  # which groupings the head gathers
LAST_OF_GRACE = 3  # the month until whose end the plan of the year before counts as well
MANDATE = 4  # years, for which a council of the staff is elected (L2314-33)
UPDATED_FROM = 11  # people, from whom on the risk document is brought up to date each year (R4121-2)
type Found = dict[UUID, dict[Item, Number]]


def first_year(on: date) -> int:
    """The first year of which the plan still counts: nobody is late for a year on its second day.

    >>> first_year(date(2027, 3, 31)), first_year(date(2027, 4, 1))
    (2026, 2027)
    """
    return on.year - 1 if on.month <= LAST_OF_GRACE else on.year


def plans_of(on: date) -> QuerySet[SkillsPlan]:
    years = (first_year(on), on.year)
    found: QuerySet[SkillsPlan] = SkillsPlan.objects.standing().filter(year__in=years, opened_on__lte=on)
    return found


def groupings_of(on: date, among: Organisations) -> dict[UUID, list[UUID]]:
    """The employers of the network: every grouping, be it a member of the head or not."""
    every = list(Organisation.objects.on(on).at_scale(GROUPING).values_list("pk", flat=True))
    return dict.fromkeys(of_each_head(on, among, 0), every)


@fact(about=HEAD, register=REGISTER, unit="plans")
def plans_consolidated(on: date, among: Organisations) -> Facts:
    """The skills plan under way, once a decision consolidated it (R6.26)."""
    return Counter(plans_of(on).filter(consolidated_on__lte=on).values_list("organisation_id", flat=True))


@fact(about=HEAD, register=REGISTER, also=MEMBERS, items="organisations", unit="plans")
def needs_handed_in(on: date, among: Organisations) -> Facts:
    """For each grouping: whether it handed in what it asks of the plan under way, were it nothing (R6.26). Where nobody opened
    any, nothing was asked of them."""
    under_way = set(plans_of(on).values_list("organisation_id", flat=True))
    found: Found = {
        head: dict.fromkeys(those, 0) for head, those in groupings_of(on, among).items() if head in under_way
    }
    rows = HandIn.objects.standing().filter(plan__in=plans_of(on), handed_on__lte=on)
    for head, employer in rows.values_list("plan__organisation_id", "employer_id"):
        if employer in found.get(head, {}):
            found[head][employer] = 1
    return found


@fact(
    about=HEAD,
    register=REGISTER,
    unit="formations",
    otherwise=Span(0, None),
    lacks="ce que sont devenues des formations d’un plan passé, ou un plan passé qu’une décision ait consolidé",
)
def trainings_unfollowed(on: date, among: Organisations) -> Facts:
    """The trainings of consolidated plans no longer under way, of which nobody said whether they were done (R6.26). Of those of
    a year that is over and whose plan still counts, nothing is known until somebody says it; nor of a plan of a past year that
    no decision consolidated; and where there is no past training, nothing is proven of any."""
    plans = SkillsPlan.objects.standing().filter(year__lt=on.year, **among.where("organisation"))
    unsettled = set(plans.exclude(consolidated_on__lte=on).values_list("organisation_id", flat=True))
    rows = Training.objects.standing().filter(plan__in=plans.filter(consolidated_on__lte=on))
    untold = rows.filter(Q(outcome="") | Q(closed_on__gt=on))
    head = "plan__organisation_id"
    every = {*rows.values_list(head, flat=True), *unsettled}
    late = Counter(untold.filter(plan__year__lt=first_year(on)).values_list(head, flat=True))
    waited = Counter(untold.filter(plan__year__gte=first_year(on)).values_list(head, flat=True))
    return {key: span(late[key], None if key in unsettled else waited[key]) for key in every}


@fact(
    about=HEAD, register=REGISTER, also=(("team", "self"),), reads=(("mandates", "self"),), unit="people",
    otherwise=Span(0, None), lacks="un plan en cours",
)  # fmt: skip
def plans_advised(on: date, among: Organisations) -> Facts:
    """Who of the head’s team gives the plan under way its adviser, still in office that day (R7.27). Where nobody opened any,
    nothing is known."""
    rows = plans_of(on).filter(adviser__period__contains=on, adviser__seat__body__organisation=F("organisation"))
    under_way = dict.fromkeys(plans_of(on).values_list("organisation_id", flat=True), 0)
    return under_way | Counter(rows.values_list("organisation_id", flat=True))


@fact(about=GROUPING, register=PATHWAYS, also=(("mandates", "self"),), unit="days")
def newcomers_waiting(on: date, among: Organisations, part: Part) -> Facts:
    """For how many days whoever waits longest, of those who are new on the board, has waited for a part of the pathway:
    welcome, training, peers (R3.17). 0 where nobody waits; whoever left is not counted."""
    return {key: waited(since, on) for key, since in waiting_since(on, among.ids, part).items()}


def near(on: date, among: Organisations) -> Counter[UUID]:
    """The dates of social dialogue of each, from a year before to a year after."""
    rows = Occasion.objects.standing().filter(
        kind__in=Occasion.DIALOGUE, planned_on__gt=add_months(on, -12), planned_on__lte=add_months(on, 12)
    )
    return Counter(rows.values_list("organisation_id", flat=True))


@fact(about=HEAD, register=REGISTER, unit="meetings")
def dialogue_of_the_head(on: date, among: Organisations) -> Facts:
    """The dates of social dialogue that the head wrote, over the year that ends and the one that comes (R6.27)."""
    return near(on, among)


@fact(about=HEAD, register=REGISTER, also=(*MEMBERS, (REGISTER, "items")), items="organisations", unit="meetings")
def dialogue_of_groupings(on: date, among: Organisations) -> Facts:
    """For each grouping, its own (R6.27)."""
    counted = near(on, among)
    return {head: {one: counted[one] for one in those} for head, those in groupings_of(on, among).items()}


def enough(payroll: int, budget: int, rate: int) -> bool:
    """Whether so many ten-thousandths of a payroll are given, exactly.

    >>> enough(20_000_000, 100_000, 50), enough(20_000_000, 99_999, 50)
    (True, False)
    """
    return budget * 10_000 >= payroll * rate


def welfare_of(on: date, employers: list[UUID]) -> dict[UUID, Welfare]:
    """The last that each said, of this year or of the one before."""
    rows = Welfare.objects.filter(employer__in=employers, year__in=(on.year - 1, on.year)).order_by("year")
    return {one.employer_id: one for one in rows}


def follows(on: date, employers: list[UUID]) -> dict[UUID, bool]:
    """Those that the rate binds: for sure where a contract of theirs follows the agreement; nobody knows where none does and
    one does not say which it follows."""
    asked = careers().welfare
    found = agreements_of(employers, on)
    return {key: asked.agreement in codes for key, codes in found.items() if asked and codes & {asked.agreement, ""}}


@fact(
    about=HEAD, register=REGISTER, also=(*MEMBERS, (REGISTER, "items"), ("staff", "items")), items="organisations",
    unit="budgets",
    lacks="la masse salariale et le budget de certains employeurs, ou la convention que disent leurs contrats",
    each_of="careers.welfare_short",
)  # fmt: skip
def welfare_of_groupings(on: date, among: Organisations) -> Facts:
    """For each grouping that the rate binds: whether the welfare of its staff receives it (R6.28). Of one that did not say its
    payroll, nothing is known."""
    those = groupings_of(on, among)
    bound = follows(on, [one for each in those.values() for one in each])
    said, councils = welfare_of(on, list(bound)), elected(on, EVERYONE)
    found: Found = defaultdict(dict)
    for head, each in those.items():
        for one in each:
            if one in bound:
                short = lacking(said.get(one), bound[one] and one in councils)
                found[head][one] = short if isinstance(short, Span) else 1 - short
    return found


@fact(
    about=SCALES,
    register=REGISTER,
    also=STAFF,
    unit="budgets",
    lacks="la masse salariale et le budget, ou l’élection d’un comité, à qui la convention le demande, ou quelle convention "
    "disent ses contrats",
)
def welfare_short(on: date, among: Organisations) -> Facts:
    """1 where the welfare of the staff receives less than its agreement asks (L6.10), which it asks where a council was
    elected: of whoever gives less and of whom no election is written, nothing is known."""
    rows = Contract.objects.on(on).standing().filter(**among.where("employer")).order_by()
    bound = follows(on, list(rows.values_list("employer_id", flat=True).distinct()))
    said, councils = welfare_of(on, list(bound)), elected(on, among)
    return {key: lacking(said.get(key), is_sure and key in councils) for key, is_sure in bound.items()}


def lacking(said: Welfare | None, has_council: bool) -> Number:
    """1 where what is said is less than the agreement asks of whoever has a council, 0 where it is enough; else not known."""
    asked = careers().welfare
    if said is None or asked is None:
        return Span(0, 1)
    if enough(said.payroll, said.budget, asked.rate):
        return 0
    return 1 if has_council else Span(0, 1)


def elected(on: date, among: Organisations) -> set[UUID]:
    """Those where the staff elected its council, or nobody stood, less than a mandate ago."""
    return {where for where, _ in elections(on, among)}


def elections(on: date, among: Organisations) -> list[tuple[UUID, date]]:
    """Those of less than a mandate ago, each with its day."""
    since = add_months(on, -12 * MANDATE)
    rows = Occasion.objects.standing().filter(kind=Occasion.Kind.ELECTION, held_on__gt=since, held_on__lte=on)
    told = rows.filter(**among.where("organisation")).values_list("organisation_id", "held_on")
    return [(where, day) for where, day in told if day]


@fact(
    about=SCALES, register=REGISTER, also=STAFF, unit="councils",
    lacks="l’effectif des mois d’avant que les contrats soient tenus, ou quatre années de ce registre, où se lirait une"
    " élection",
)  # fmt: skip
def councils_missing(on: date, among: Organisations) -> Facts:
    """1 where the headcount makes a council of the staff due by the law, and where no election of one was held for a mandate
    (L6.9); not known where none is written in a register kept for less. Nothing of the headcount is told."""
    return {employer: by_law for employer, (by_law, _) in councils(on, among).items()}


@fact(
    about=SCALES, register=REGISTER, also=STAFF, unit="councils",
    lacks="l’effectif des mois d’avant que les contrats soient tenus, la convention que disent certains contrats, ou quatre"
    " années de ce registre, où se lirait une élection",
)  # fmt: skip
def councils_agreed_missing(on: date, among: Organisations) -> Facts:
    """1 where the agreement that is followed makes one due and the law does not, and where no election of one was held for a
    mandate (L6.10); not known where none is written in a register kept for less."""
    return {employer: agreed for employer, (_, agreed) in councils(on, among).items()}


def councils(on: date, among: Organisations) -> dict[UUID, tuple[Number, Number]]:
    """For each employer, whether one is due and was not elected: by the law; by the agreements that it follows, where the law
    does not ask for it. Of an election that is not written, a register kept for a mandate alone shows that there was none."""
    longest = max((one.within for one in careers().councils), default=1)
    works = works_of(among.ids, add_months(on, -longest), on)
    kept, followed, done = kept_since(among.ids, on), agreements_of(among.ids, on), elected(on, among)
    whole = kept_all_along(REGISTER, add_months(on, -12 * MANDATE) + timedelta(days=1), on, among)
    found: dict[UUID, tuple[Number, Number]] = {}
    for employer, codes in followed.items():
        answers: dict[bool, list[bool | None]] = {False: [], True: []}
        for rule in {rule for code in codes for rule in careers().council_of(code)}:
            due = is_due(works.get(employer, []), rule, on, kept.get(employer))
            answers[bool(rule.agreement)].append(due)
        if "" in codes:  # one that does not say which it follows may follow any
            rules = [rule for rule in careers().councils if rule.agreement and rule.agreement not in codes]
            may_be = [is_due(works.get(employer, []), rule, on, kept.get(employer)) is not False for rule in rules]
            answers[True] += [None for one in may_be if one]
        by_law, agreed = any_of(answers[False]), any_of(answers[True])
        if employer in done:
            found[employer] = 0, 0
        else:
            agreed = 0 if by_law == 1 else agreed
            found[employer] = (
                (by_law, agreed) if employer in whole else (unless_elected(by_law), unless_elected(agreed))
            )
    return found


def unless_elected(lacking: Number) -> Number:
    """What is due, where nothing shows that no election was held."""
    return 0 if lacking == 0 else Span(0, 1)


def any_of(answers: list[bool | None]) -> Number:
    """
    >>> any_of([False, None, True]), any_of([False, None]), any_of([False]), any_of([])
    (1, Span(least=0, most=1), 0, 0)
    """
    return 1 if True in answers else Span(0, 1) if None in answers else 0


@fact(
    about=HEAD, register=REGISTER, also=(*STAFF, *MEMBERS), unit="councils",
    lacks="l’effectif de certains employeurs, ou ce registre depuis que l’unité est reconnue, où une élection se lirait",
)  # fmt: skip
def unit_council_missing(on: date, among: Organisations) -> Facts:
    """1 where an economic and social unit was recognised, that together employs as many people as the law says, and where no
    council was elected since, for a mandate (L6.11): one that was elected before is not common to it. Not known where none is
    written in a register that was begun since."""
    rows = Occasion.objects.standing().filter(kind=Occasion.Kind.UNIT, held_on__lte=on, **among.where("organisation"))
    told = rows.order_by("-held_on").values_list("organisation_id", "held_on")
    heads = {head: day for head, day in told if day}  # the first day of each
    if not heads:
        return {}
    least = min((one.people for one in careers().councils if not one.agreement), default=11)
    done = {head for head, day in elections(on, among) if head in heads and day >= heads[head]}
    begun, a_mandate_ago = register_since(REGISTER, heads, on), add_months(on, -12 * MANDATE) + timedelta(days=1)
    found: dict[UUID, Number] = {}
    for head, those in groupings_of(on, among).items():
        if head not in heads:
            continue
        silent = {head, *those} - set(kept_since([head, *those], on))
        together = headcount([one for each in works_of([head, *those], on, on).values() for one in each], on)
        is_whole = begun.get(head, date.min) <= max(heads[head], a_mandate_ago)
        is_due_for_sure, may_be = together.sure >= least * 100, bool(silent) or together.most >= least * 100
        found[head] = 0 if head in done or not may_be else 1 if is_due_for_sure and is_whole else Span(0, 1)
    return found


@fact(
    about=SCALES, register=REGISTER, also=STAFF, unit="documents",
    lacks="l’effectif, ou ce registre depuis assez longtemps pour qu’un document unique, ou sa mise à jour, s’y lise",
)  # fmt: skip
def risk_documents_late(on: date, among: Organisations) -> Facts:
    """1 where somebody is employed and the risk document was never made; or was not brought up to date for a year, from eleven
    people on (L6.12). That one was never made is shown by a register kept since the employer began; that none was for a year,
    by one kept for a year; else it is not known."""
    rows = Contract.objects.on(on).standing().filter(**among.where("employer")).order_by()
    employers = list(rows.values_list("employer_id", flat=True).distinct())
    held = Occasion.objects.standing().filter(kind=Occasion.Kind.RISKS, held_on__lte=on, organisation__in=employers)
    last = {key: day for key, day in held.order_by("held_on").values_list("organisation_id", "held_on") if day}
    works, a_year_ago = works_of(employers, on, on), add_months(on, -12)
    always = kept_all_along(REGISTER, date.min, on, among)
    a_year = kept_all_along(REGISTER, a_year_ago + timedelta(days=1), on, among)
    found: dict[UUID, Number] = {}
    for employer in employers:
        counted = headcount(works.get(employer, []), on)
        is_yearly, may_be_yearly = counted.sure >= UPDATED_FROM * 100, counted.most >= UPDATED_FROM * 100
        if last.get(employer, date.min) > a_year_ago or (employer in last and not may_be_yearly):
            found[employer] = 0
        elif (is_yearly and employer in a_year) or (employer not in last and employer in always):
            found[employer] = 1
        else:
            found[employer] = Span(0, 1)
    return found
