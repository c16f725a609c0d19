"""What the charter may ask of staff, of employers that keep their posts and contracts here. Nothing of what is paid: what is
under a minimum is told to the employer alone."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from kevread.charter.models import Keeping
from kevread.common.facts import (
    GROUPING,
    HEAD,
    LOCAL,
    SCALES,
    Facts,
    Item,
    Number,
    Organisations,
    Span,
    fact,
    namer,
    span,
)
from kevread.common.parameters import Functions
from kevread.common.parameters import Post as Title
from kevread.directory.facts_identity import of_each_head
from kevread.directory.models import Affiliation, Organisation
from kevread.seats.queries.contracts import tells, tells_posts
from kevread.staff.loader import framework
from kevread.staff.models import FOLLOWED, INFORMED, REGISTER, Assignment, Contract, Post, Sheet, Terms
from kevread.staff.queries.information import number_late
from kevread.staff.queries.line import off_line
from kevread.staff.rules.calendar import FIRST, REST
from kevread.statutes.models import HandingOver
from kevread.statutes.queries.handing import by_pair, handed_over

OPEN = "des postes ouverts"
NONE = Span(0, None)  # where no post is open, nothing is proven of posts
type Found = dict[UUID, dict[Item, Number]]


@namer("axes")
def names_of_axes(items: set[Item], on: date) -> Mapping[Item, str]:
    return {item: framework().axis(str(item)).lower() for item in items}


@namer("functions")
def names_of_functions(items: set[Item], on: date) -> Mapping[Item, str]:
    return {item: framework().function(str(item)).lower() for item in items}


def posts(on: date, among: Organisations) -> QuerySet[Post]:
    found: QuerySet[Post] = Post.objects.on(on).standing().filter(**among.where("employer"))
    return found


def counted(every: QuerySet[Post], those: QuerySet[Post]) -> dict[UUID, int]:
    """Some of the posts of each employer, 0 where it has posts and none of these."""
    found = dict.fromkeys(every.values_list("employer_id", flat=True), 0)
    return found | Counter(those.values_list("employer_id", flat=True))


def at_work(on: date) -> QuerySet[Assignment]:
    """Whoever fills a post that day, though it is known by then, or since, that it closes."""
    found: QuerySet[Assignment] = Assignment.objects.on(on).standing().exclude(post__end_reason=Post.EndReason.MISTAKE)
    return found


def functions_of(title: str) -> list[str]:
    """The functions whose holders have this seat in their team."""
    return [code for code, one in framework().functions.items() if one.seat == title]


@fact(
    about=GROUPING,
    register=REGISTER,
    also=(("handovers", "self"), ("members", "self"), (REGISTER, "items")),
    items="organisations",
    unit="contrats",
    lacks="le jour où certains pôles passent leur équipe",
)
def contracts_of_locals(on: date, among: Organisations) -> Facts:
    """For each local that handed its staff over to the grouping by then, the contracts that are still its own (R0.5, R6.1). Of
    a member that has not, nothing is known; of one that says it employs nobody, a contract may be a mistake."""
    passed, without, others = handed_over(on, among, HandingOver.Subject.STAFF)
    rows = Contract.objects.on(on).standing().filter(employer__in={local for _, local in passed | without})
    number = Counter(rows.values_list("employer_id", flat=True))
    return by_pair({pair: number[pair[1]] for pair in passed}, {pair: number[pair[1]] for pair in without}, others)


@fact(about=SCALES, register=REGISTER, items="axes", unit="posts")
def posts_by_axis(on: date, among: Organisations) -> Facts:
    """For each axis that the federation names, the posts that stand on it (R4.1). None: 0."""
    every = Organisation.objects.on(on).filter(**among.where("pk")).exclude(scale="").values_list("pk", flat=True)
    found: Found = {key: dict.fromkeys(framework().axes, 0) for key in every}
    rows = Sheet.objects.on(on).filter(post__in=posts(on, among))
    for employer, axis in rows.values_list("post__employer", "axis"):
        if employer in found and axis in found[employer]:
            found[employer][axis] += 1  # type: ignore[operator]
    return found


@fact(about=SCALES, register=REGISTER, unit="posts", otherwise=NONE, lacks=OPEN)
def posts_off_axis(on: date, among: Organisations) -> Facts:
    """Posts whose sheet of that day names no axis, or that have none (R4.1)."""
    described = Sheet.objects.on(on).filter(axis__in=framework().axes).values("post")
    return counted(posts(on, among), posts(on, among).exclude(pk__in=described))


@fact(about=SCALES, register=REGISTER, unit="posts", otherwise=NONE, lacks=OPEN)
def posts_off_line(on: date, among: Organisations) -> Facts:
    """Posts from which the line, going up, does not lead to the one that directs (R6.19): where nobody holds the post that
    directs, that somebody leads the others is not known."""
    directing = [code for code, one in framework().functions.items() if one.directs]
    led = at_work(on).filter(post__function__in=directing, **among.where("post__employer"))
    held = set(led.values_list("post__employer", flat=True))
    others = Counter(posts(on, among).exclude(function__in=directing).values_list("employer_id", flat=True))
    return {
        employer: span(len(those), 0 if employer in held else max(0, others[employer] - len(those)))
        for employer, those in off_line(on, among).items()
    }


@fact(about=SCALES, register=REGISTER, unit="posts", otherwise=NONE, lacks=OPEN)
def posts_without_mission(on: date, among: Organisations, post: Title) -> Facts:
    """Posts of those who hold this seat in a team whose sheet of that day does not put their mission first (R6.12)."""
    found: dict[UUID, int] = {}
    for code in functions_of(post):
        first = Sheet.objects.on(on).filter(main_mission=framework().functions[code].mission).values("post")
        rows = posts(on, among).filter(function=code)
        for employer, number in counted(rows, rows.exclude(pk__in=first)).items():
            found[employer] = found.get(employer, 0) + number
    return found


@fact(
    about=GROUPING,
    register=REGISTER,
    also=(("members", "self"),),
    items="organisations",
    unit="people",
    lacks="la confirmation d’adhésions que seul le fichier du réseau dit, ou pour quels pôles travaille qui est au service"
    " de tous",
)
def served_by_post(on: date, among: Organisations, post: Title) -> Facts:
    """For each local that is a member of the grouping, the people whom it employs at the service of that local at the posts of
    this seat, their mission first (R6.12). None: 0; nothing is known of one that the federation's file alone says a member, nor
    where somebody has such a post at the service of all."""
    found: Found = defaultdict(dict)
    pairs = Affiliation.objects.on(on).filter(member__scale=LOCAL, of__scale=GROUPING, **among.where("of"))
    for grouping, local, is_proposed in pairs.values_list("of_id", "member_id", "is_proposed"):
        found[grouping][local] = Span(0, 1) if is_proposed else 0
    people: dict[tuple[UUID, UUID], set[UUID]] = defaultdict(set)
    for code in functions_of(post):
        first = Sheet.objects.on(on).filter(main_mission=framework().functions[code].mission).values("post")
        rows = at_work(on).filter(post__function=code, post__in=first, **among.where("post__employer"))
        for grouping, local, person in rows.values_list("post__employer_id", "local_id", "contract__person_id"):
            if local is None:
                found[grouping] = {key: Span(0, 1) for key in found.get(grouping, {})}
            else:
                people[grouping, local].add(person)
    for (grouping, local), those in people.items():
        if local in found.get(grouping, {}):
            found[grouping][local] = len(those)
    return found


@fact(
    about=SCALES,
    register=REGISTER,
    unit="people",
    otherwise=NONE,
    lacks="des affectations, ou le temps que convient un contrat",
)
def people_beyond_contract(on: date, among: Organisations) -> Facts:
    """People assigned to more, all together, than their contract agrees that day (R6.22). Of a contract whose time nobody
    wrote, nothing is known."""
    sums = (
        at_work(on)
        .filter(**among.where("post__employer"))
        .order_by()
        .values_list("contract_id", "contract__employer_id")
    )
    agreed = dict(
        Terms.objects.on(on).filter(contract__in=at_work(on).values("contract")).values_list("contract_id", "share")
    )
    over: Counter[UUID] = Counter()
    unknown: Counter[UUID] = Counter()
    employers = set()
    for contract, employer, total in sums.annotate(total=Sum("share")):
        employers.add(employer)
        if contract not in agreed:
            unknown[employer] += 1
        elif total > agreed[contract]:
            over[employer] += 1
    return {employer: span(over[employer], unknown[employer]) for employer in employers}


@fact(about=SCALES, register=REGISTER, unit="people", otherwise=NONE, lacks="des affectations à ces postes")
def everywhere_unspecialised(on: date, among: Organisations, post: Title) -> Facts:
    """People at the posts of this seat who work for every local, and of whom no speciality says why (R6.22)."""
    there = at_work(on).filter(post__function__in=functions_of(post), **among.where("post__employer"))
    found: dict[UUID, set[UUID]] = {employer: set() for employer in there.values_list("post__employer_id", flat=True)}
    everywhere = there.filter(post__is_territorial=True, local=None, speciality="")
    for employer, person in everywhere.values_list("post__employer_id", "contract__person_id"):
        found[employer].add(person)
    return {employer: len(people) for employer, people in found.items()}


def followed(on: date) -> QuerySet[Contract]:
    """The contracts of those who keep their register of staff that day."""
    kept = Keeping.objects.on(on).filter(register=REGISTER).values("organisation")
    found: QuerySet[Contract] = Contract.objects.on(on).standing().filter(employer__in=kept)
    return found


@tells
def contracts(on: date, among: Organisations) -> Mapping[UUID, Mapping[UUID, bool]]:
    """Whom each employs, or employed by then: whether a contract runs that day. What is written counts, the register kept or
    not."""
    rows = Contract.objects.standing().filter(period__startswith__lte=on, **among.where("employer"))
    found: dict[UUID, dict[UUID, bool]] = defaultdict(dict)
    for employer, person, end in rows.values_list("employer_id", "person_id", "period__endswith"):
        found[employer][person] = found[employer].get(person, False) or end is None or end > on
    return found


@tells_posts
def posted(on: date, among: Organisations) -> Mapping[UUID, set[tuple[UUID, str]]]:
    """Who fills a post that day, and the title of the seat that such a post has."""
    rows = at_work(on).filter(**among.where("post__employer"))
    found: dict[UUID, set[tuple[UUID, str]]] = defaultdict(set)
    for employer, function, person in rows.values_list("post__employer_id", "post__function", "contract__person_id"):
        if function in framework().functions:
            found[employer].add((person, framework().functions[function].seat))
    return found


@fact(
    about=HEAD,
    register=REGISTER,
    reads=(("handovers", "self"),),
    unit="conventions",
    lacks="les contrats d’un employeur, ou la convention que disent certains contrats",
)
def agreements_followed(on: date, among: Organisations) -> Facts:
    """How many collective agreements the employers of the network follow (R6.29); nothing is known while one that
    may employ somebody does not keep its contracts here, nor where nobody said which one a contract follows."""
    codes = set(followed(on).values_list(FOLLOWED, flat=True))
    is_known = codes and "" not in codes and not some_are_silent(on)
    return of_each_head(on, among, span(len(codes - {""}), 0 if is_known else None))


def some_are_silent(on: date) -> bool:
    """Whether an employer does not keep its contracts here: a grouping, or a local that neither handed its staff over by then
    nor says that it has none."""
    kept = Keeping.objects.on(on).filter(register=REGISTER).values("organisation")
    of_staff = HandingOver.objects.filter(subject=HandingOver.Subject.STAFF)
    done, none = of_staff.dated(on).filter(day__lte=on).values("local"), of_staff.nothing(on).values("local")
    rows = Organisation.objects.on(on).filter(Q(scale=GROUPING) | Q(scale=LOCAL) & ~Q(pk__in=done) & ~Q(pk__in=none))
    return rows.exclude(pk__in=kept).exists()


@fact(
    about=HEAD,
    register=REGISTER,
    reads=(("handovers", "self"),),
    lacks="les contrats d’un employeur, ou la convention que disent certains contrats",
)
def agreements_named(on: date, among: Organisations) -> Facts:
    """The collective agreements that the employers of the network follow, by their names (R6.30): nothing is known of them
    all while one of them does not keep its contracts here, nobody has any, or nobody said which one follows."""
    known = framework().agreements
    codes = set(followed(on).values_list(FOLLOWED, flat=True))
    if not codes or "" in codes or some_are_silent(on):
        return {}
    return of_each_head(on, among, frozenset(known[code].label if code in known else code for code in codes))


@fact(
    about=GROUPING,
    register=REGISTER,
    items="functions",
    unit="people",
    lacks="un poste pour l’une de ces fonctions, qu’un prestataire peut tenir",
)
def supports_held(on: date, among: Organisations, functions: Functions) -> Facts:
    """For each of these functions, the people at its posts that day (R7.1, R7.2). 0 where a post is open and nobody fills any;
    where none is, nothing is known: somebody else may do it."""
    groupings = Organisation.objects.on(on).filter(scale=GROUPING, **among.where("pk"))
    found: Found = {key: dict.fromkeys(functions, NONE) for key in groupings.values_list("pk", flat=True)}
    there = posts(on, among).filter(function__in=functions, employer__in=found)
    for employer, code in there.values_list("employer_id", "function"):
        found[employer][code] = 0
    held: dict[tuple[UUID, str], set[UUID]] = defaultdict(set)
    rows = at_work(on).filter(post__in=there)
    for employer, code, person in rows.values_list("post__employer_id", "post__function", "contract__person_id"):
        held[employer, code].add(person)
    for (employer, code), people in held.items():
        found[employer][code] = len(people)
    return found


@fact(
    about=GROUPING,
    register=REGISTER,
    also=((REGISTER, "head"),),
    items="functions",
    unit="people",
)
def supports_coordinated(on: date, among: Organisations) -> Facts:
    """For each support that somebody does in the grouping, the people of the head of network whose missions include
    coordinating it (R7.3). Nobody: 0."""
    known = {code: one.coordinated_by for code, one in framework().functions.items() if one.coordinated_by}
    there: dict[str, set[UUID]] = defaultdict(set)
    heads = at_work(on).filter(post__employer__scale=HEAD)
    sheets = Sheet.objects.on(on).filter(post__in=heads.values("post"))
    people = defaultdict(set)
    for post, person in heads.values_list("post_id", "contract__person_id"):
        people[post].add(person)
    for post, main, others in sheets.values_list("post_id", "main_mission", "missions"):
        for mission in (main, *others):
            there[mission] |= people[post]
    found: Found = defaultdict(dict)
    rows = at_work(on).filter(post__function__in=known, **among.where("post__employer"))
    for employer, code in rows.filter(post__employer__scale=GROUPING).values_list(
        "post__employer_id", "post__function"
    ):
        found[employer][code] = len(there[known[code]])
    return found


UNTOLD = "ce qui fut remis à qui fut embauché avant que ce registre soit tenu, ou une embauche"


@fact(
    about=SCALES, register=INFORMED, also=((REGISTER, "self"),), unit="contrats", otherwise=NONE, lacks=UNTOLD,

)  # fmt: skip
def first_information_late(on: date, among: Organisations) -> Facts:
    """Contracts that run, of which what is due in writing within seven days is past its day, and nobody said that it was handed
    over (L6.18). Of whoever was hired before the register is kept, or where nothing was ever due, nothing is known."""
    return number_late(FIRST, on, among)


@fact(
    about=SCALES, register=INFORMED, also=((REGISTER, "self"),), unit="contrats", otherwise=NONE, lacks=UNTOLD,

)  # fmt: skip
def other_information_late(on: date, among: Organisations) -> Facts:
    """The same, of what is due within a month (L6.18)."""
    return number_late(REST, on, among)
