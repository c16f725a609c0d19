"""Proofs of the rules on the two lines of authority: what is decided by whoever may, heard by whoever must, done each year."""

from datetime import date, datetime, timedelta

from kevread.charter.models import Keeping, Setting
from kevread.common.periods import add_months
from kevread.common.verdicts import Verdict
from kevread.delegations.models import Grant
from kevread.directory.models import Organisation, Person
from kevread.seats.models import Mandate
from kevread.staff.models import Assignment, Contract, Information, Post, Sheet, Terms
from kevread.supervision.models import Matter, Panelist
from tests.charter.proofs import judged, planted, proves
from tests.conftest import NOW, TODAY
from tests.employed import opened
from tests.factories import SINCE, PersonFactory, SettingFactory, since
from tests.gatherings.decided import decided
from tests.worlds import LAST_YEAR, World, put

ABOUT_A_YEAR = add_months(TODAY, -12)


def direction(small: World) -> Person:
    return small.holder(f"{small.groupings[0].slug}-team", "direction").person


def post_of(small: World, territorial: bool = True) -> Post:
    function = "delegue-territorial" if territorial else "gestion"
    top = Post.objects.get(employer=small.groupings[0], function="direction")
    return opened(small.groupings[0], function, under=top, is_territorial=territorial)


def employed(small: World, first: object = TODAY, **more: object) -> Contract:
    told = {"signatory": direction(small), "occupation": "Un emploi", "kind": "cdi", "agreement": "eclat"}
    contract = Contract.objects.create(
        employer=small.groupings[0],
        person=more.pop("person", None) or PersonFactory(),
        seniority_from=first,
        signed_on=more.pop("signed_on", first),
        agreement_said_on=first,
        period=since(first),
        **told | more,
    )
    Terms.objects.create(contract=contract, share=100, group="F", coefficient=350, salary=2_600_00, period=since(first))
    for part in Information.Part.values:
        Information.objects.create(contract=contract, part=part, handed_on=first)
    return contract


def placed(small: World, territorial: bool, local: Organisation | None, **more: object) -> Assignment:
    return Assignment.objects.create(
        post=post_of(small, territorial), contract=employed(small), local=local, share=100, period=since(TODAY), **more
    )


def decided_matter(small: World, act: str = "recrutement", **more: object) -> Matter:
    told = {
        "closed_by": direction(small),
        "closed_at": NOW,
        "outcome": "decided",
        "conclusion": "Voilà.",
        "raised_at": NOW,
    }
    post = more.pop("post", None) or post_of(small)
    return Matter.objects.create(act=act, organisation=small.groupings[0], post=post, title="Un objet", **told | more)


def of_first(small: World, clause: str) -> Verdict:
    return judged(clause, small.groupings[0].pk)[0]


@proves("R6.5", clause=2)
def test_a_recruitment_decided_by_somebody_who_may_not(small: World):
    decided_matter(small, closed_by=small.holder(f"{small.groupings[0].slug}-team", "delegate").person)


def test_a_recruitment_is_decided_by_a_delegation_an_office_or_the_board(small: World):
    grouping = small.groupings[0]
    stranger = small.holder(f"{grouping.slug}-team", "delegate").person

    def by(closed_by: Person, **more: object) -> Verdict:
        with planted(small, lambda small: decided_matter(small, closed_by=closed_by, **more)):
            return of_first(small, "R6.5/2")

    assert by(direction(small)) is by(small.holder(f"{grouping.slug}-board", "president").person) is Verdict.CONFORMS
    assert by(small.holder(f"{small.locals[grouping][1].slug}-board", "president").person) is Verdict.BREACHES
    old = NOW - timedelta(days=366)
    assert by(stranger, closed_at=old, raised_at=old) is Verdict.CONFORMS, "what is older than a year is past"
    edge = datetime.combine(ABOUT_A_YEAR + timedelta(days=1), NOW.timetz())
    assert by(stranger, closed_at=edge, raised_at=edge) is Verdict.BREACHES
    assert by(stranger, annulled_on=TODAY, annulled_because="Une erreur") is Verdict.CONFORMS


def test_who_might_recruit_is_not_known_of_a_day_when_nobody_kept_it(small: World):
    """No one is accused for what nobody wrote; nor is anything proven by what was written before registers stopped."""
    grouping = small.groupings[0]
    stranger = small.holder(f"{grouping.slug}-team", "delegate").person

    def told(register: str, kept: object, **more: object) -> tuple[Verdict, Verdict]:
        def plant(small: World) -> None:
            put(Keeping.objects.filter(organisation=grouping, register=register), period=kept)
            decided_matter(small, **more)
            employed(small, ABOUT_A_YEAR, signed_on=TODAY, signatory=more.get("closed_by", direction(small)))

        with planted(small, plant):
            return of_first(small, "R6.5/2"), of_first(small, "R6.8/2")

    ends, begins = since(SINCE, TODAY - timedelta(days=1)), since(TODAY + timedelta(days=1))
    for register in ("delegations", "mandates", "team"):
        assert told(register, LAST_YEAR) == (Verdict.UNKNOWN, Verdict.UNKNOWN), register
        assert told(register, LAST_YEAR, closed_by=stranger) == (Verdict.UNKNOWN, Verdict.UNKNOWN), register
        assert told(register, ends)[0] is Verdict.UNKNOWN, register
        assert told(register, since(SINCE, TODAY), closed_by=stranger) == (Verdict.BREACHES, Verdict.BREACHES), register
        assert told(register, since(TODAY), closed_by=stranger) == (Verdict.BREACHES, Verdict.BREACHES), register
        assert told(register, begins, closed_by=stranger) == (Verdict.UNKNOWN, Verdict.UNKNOWN), register
        assert told(register, begins) == (Verdict.CONFORMS, Verdict.CONFORMS), "written later, of that day"

    def register(small: World) -> None:
        put(Keeping.objects.filter(organisation=grouping, register="delegations"), period=LAST_YEAR)
        decided_matter(small, closed_by=stranger, decision=decided(f"{grouping.slug}-board", "recrutement", on=TODAY))

    with planted(small, register):
        assert of_first(small, "R6.5/2") is Verdict.CONFORMS, "a decision needs no delegation"


def test_a_delegation_that_was_a_mistake_entitled_nobody(small: World):
    def plant(small: World) -> None:
        decided_matter(small, closed_at=NOW)
        put(Grant.objects.filter(organisation=small.groupings[0], nature="hr"), end_reason="mistake")

    with planted(small, plant):
        assert of_first(small, "R6.5/2") is Verdict.BREACHES


def associated(small: World, wanted: int, there: tuple[str, ...], **more: object) -> None:
    grouping = small.groupings[0]
    SettingFactory(name="R6.6.board_members_associated", value=wanted, organisation=grouping)
    matter = decided_matter(small, **more)
    for slug, title in (one.split("/") for one in there):
        Panelist.objects.create(matter=matter, mandate=small.holder(f"{grouping.slug}-{slug}", title))


@proves("R6.6", before=Verdict.UNKNOWN)
def test_a_recruitment_without_the_board_that_was_to_be_associated(small: World):
    associated(small, 1, ("team/direction",))


def test_the_board_is_asked_for_a_delegate_as_many_as_were_decided(small: World):
    def told(wanted: int, *there: str, **more: object) -> Verdict:
        with planted(small, lambda small: associated(small, wanted, there, **more)):
            return of_first(small, "R6.6/1")

    assert told(1, "board/president") is told(0) is Verdict.CONFORMS
    assert told(2, "board/president") is Verdict.BREACHES
    assert told(2, "board/president", "board/vice-president") is Verdict.CONFORMS

    def shared(small: World) -> None:
        associated(small, 1, (), post=post_of(small, territorial=False))

    with planted(small, shared):
        assert of_first(small, "R6.6/1") is Verdict.CONFORMS, "a shared post is not a delegate’s"


def test_a_recruitment_is_held_to_what_was_chosen_on_its_day(small: World):
    """« Selon le choix du groupement »: what it chooses since accuses, and excuses, nothing of before."""
    day = timedelta(days=1)

    def told(before: int | None, now: int) -> Verdict:
        def plant(small: World) -> None:
            grouping, closed = small.groupings[0], NOW - timedelta(days=30)
            associated(small, now, ("board/president",), closed_at=closed, raised_at=closed)
            rows = Setting.objects.filter(name="R6.6.board_members_associated", organisation=grouping)
            put(rows, period=since(closed.date() + day))
            if before is not None:
                name, until = "R6.6.board_members_associated", closed.date()
                SettingFactory(name=name, value=before, organisation=grouping, period=since(SINCE, until))

        with planted(small, plant):
            return of_first(small, "R6.6/1")

    assert told(1, 2) is told(0, 2) is Verdict.CONFORMS
    assert told(2, 1) is Verdict.BREACHES
    assert told(None, 2) is Verdict.CONFORMS, "it had not chosen yet"


def test_an_interview_is_held_to_what_was_chosen_on_its_day(small: World):
    """Those of the small world were held before it chose."""

    def plant(small: World) -> None:
        reviewed_with(small, 1)
        put(Setting.objects.filter(name="R6.7.board_members_associated"), period=since(TODAY))

    with planted(small, plant):
        assert of_first(small, "R6.7/3") is Verdict.CONFORMS


def test_whoever_does_not_sit_on_the_board_any_more_is_not_counted(small: World):
    """Associated, then gone before it is decided; or whose seat was a mistake."""

    def told(**more: object) -> Verdict:
        def plant(small: World) -> None:
            associated(small, 1, ("board/president",))
            put(Mandate.objects.filter(panels__matter__organisation=small.groupings[0]), **more)

        with planted(small, plant):
            return of_first(small, "R6.6/1")

    day = timedelta(days=1)
    assert told(period=since(date(2025, 1, 1), TODAY)) is Verdict.CONFORMS
    assert told(period=since(date(2025, 1, 1), TODAY - day)) is Verdict.BREACHES
    assert told(end_reason="mistake") is Verdict.BREACHES


@proves("R6.7", clause=2)
def test_a_year_without_an_interview(small: World):
    employed(small, ABOUT_A_YEAR)


def test_whoever_has_two_contracts_is_met_once(small: World):
    def told(held: object) -> Verdict:
        def plant(small: World) -> None:
            first = employed(small, ABOUT_A_YEAR)
            employed(small, ABOUT_A_YEAR, person=first.person)
            if held:
                decided_matter(small, "entretien-annuel", person=first.person, held_on=held)

        with planted(small, plant):
            return of_first(small, "R6.7/2")

    assert (told(TODAY), told(None)) == (Verdict.CONFORMS, Verdict.BREACHES)


def reviewed_with(small: World, wanted: int) -> None:
    SettingFactory(name="R6.7.board_members_associated", value=wanted, organisation=small.groupings[0])


@proves("R6.7", clause=3, before=Verdict.UNKNOWN)
def test_an_interview_without_the_board_that_was_to_be_associated(small: World):
    reviewed_with(small, 1)


def test_whoever_is_no_delegate_is_met_without_the_board(small: World):
    def plant(small: World) -> None:
        reviewed_with(small, 1)
        delegates = Matter.objects.filter(organisation=small.groupings[0], post__function="delegue-territorial")
        put(delegates, annulled_on=TODAY, annulled_because="Une erreur")

    with planted(small, plant):
        assert of_first(small, "R6.7/3") is Verdict.CONFORMS
    with planted(small, lambda small: reviewed_with(small, 0)):
        assert of_first(small, "R6.7/3") is Verdict.CONFORMS


def test_an_interview_counts_for_a_year(small: World):
    def told(first: object, held: object, **more: object) -> Verdict:
        def plant(small: World) -> None:
            contract = employed(small, first)
            if held:
                decided_matter(small, "entretien-annuel", person=contract.person, held_on=held, **more)

        with planted(small, plant):
            return of_first(small, "R6.7/2")

    day = timedelta(days=1)
    assert told(ABOUT_A_YEAR + day, None) is Verdict.CONFORMS, "a year has not passed"
    assert told(ABOUT_A_YEAR, TODAY) is told(ABOUT_A_YEAR, ABOUT_A_YEAR + day) is Verdict.CONFORMS
    assert told(ABOUT_A_YEAR, ABOUT_A_YEAR) is Verdict.BREACHES
    assert told(ABOUT_A_YEAR, TODAY + day) is Verdict.BREACHES
    assert told(ABOUT_A_YEAR, TODAY, outcome="dropped") is Verdict.BREACHES
    assert told(ABOUT_A_YEAR, TODAY, annulled_on=TODAY, annulled_because="Une erreur") is Verdict.BREACHES


def test_what_was_held_before_the_register_is_not_known(small: World):
    def plant(small: World, since: date) -> None:
        put(Keeping.objects.filter(organisation=small.groupings[0], register="supervision"), period=(since, None))
        employed(small, ABOUT_A_YEAR)

    for first, verdict in ((ABOUT_A_YEAR, Verdict.BREACHES), (ABOUT_A_YEAR + timedelta(days=1), Verdict.UNKNOWN)):
        with planted(small, lambda small, first=first: plant(small, first)):
            assert of_first(small, "R6.7/2") is verdict


@proves("R6.8", clause=2, also=("R6.5/2",))
def test_a_contract_signed_by_somebody_who_might_not(small: World):
    employed(small, signatory=small.holder(f"{small.groupings[0].slug}-team", "delegate").person)


def test_who_signed_held_the_power_on_the_first_day(small: World):
    grouping = small.groupings[0]

    def told(**more: object) -> Verdict:
        with planted(small, lambda small: employed(small, **more)):
            return of_first(small, "R6.8/2")

    assert told() is Verdict.CONFORMS
    assert told(first=SINCE - timedelta(days=1)) is Verdict.UNKNOWN, "before delegations were kept"

    def too_early(small: World, days: int) -> None:
        put(
            Grant.objects.filter(organisation=grouping, nature="hr"),
            period=since(SINCE + timedelta(days=9), date(2030, 12, 31)),
        )
        employed(small, SINCE + timedelta(days=days))

    for days, verdict in ((9, Verdict.CONFORMS), (8, Verdict.BREACHES)):
        with planted(small, lambda small, days=days: too_early(small, days)):
            assert of_first(small, "R6.8/2") is verdict
    assert told(signatory=None) is Verdict.UNKNOWN
    assert told(signatory=small.holder(f"{grouping.slug}-board", "president").person) is Verdict.CONFORMS
    stranger = small.holder(f"{grouping.slug}-team", "delegate").person
    assert told(end_reason="mistake", signatory=stranger) is Verdict.CONFORMS

    def goes_on(small: World) -> None:
        before = employed(small)
        put(before, period=LAST_YEAR)
        employed(small, continues=before, signatory=None)

    with planted(small, goes_on):
        assert of_first(small, "R6.8/2") is Verdict.CONFORMS, "it was signed by the employer before"


@proves("R6.13")
def test_a_delegate_who_is_entrusted_with_nothing(small: World):
    put(Grant.objects.filter(organisation=small.groupings[0], nature="strategic"), period=LAST_YEAR)


def test_what_entrusts_a_delegate_is_strategic_and_theirs_accepted_or_not(small: World):
    """That it be accepted is ours: L3.1 says so, and it alone."""
    grouping = small.groupings[0]
    rows = Grant.objects.filter(organisation=grouping, nature="strategic")
    with planted(small, lambda small: put(rows, accepted_on=None)):
        assert (of_first(small, "R6.13/1"), of_first(small, "L3.1/1")) == (Verdict.CONFORMS, Verdict.BREACHES)
    for wrong in ({"nature": "powers"}, {"holder": direction(small)}, {"accepted_on": None, "end_reason": "mistake"}):
        with planted(small, lambda small, wrong=wrong: put(rows, **wrong)):
            assert of_first(small, "R6.13/1") is Verdict.BREACHES, wrong


def test_the_line_of_a_post_leads_to_whoever_directs(small: World):
    """Somebody directs, and this post stands under another line, or under none: it is not theirs."""
    grouping = small.groupings[0]

    def plant(small: World, territorial: bool) -> None:
        where = small.locals[grouping][0] if territorial else None
        one = placed(small, territorial, where)
        aside = opened(grouping, "communication")
        put(Sheet.objects.filter(post=one.post), under=aside)

    for clause, territorial in (("R6.9/1", False), ("R6.10/1", True)):
        with planted(small, lambda small, territorial=territorial: plant(small, territorial)):
            assert of_first(small, clause) is Verdict.BREACHES, clause


def test_who_signed_is_asked_of_the_day_they_did(small: World):
    """Not of the first day of the contract; and a decision that came after allowed nothing."""
    grouping = small.groupings[0]
    stranger = small.holder(f"{grouping.slug}-team", "delegate").person
    ends = TODAY - timedelta(days=9)

    def told(signed_on: date | None, decided_on: date | None = None, **more: object) -> Verdict:
        def plant(small: World) -> None:
            put(Grant.objects.filter(organisation=grouping, nature="hr"), period=since(SINCE, ends - timedelta(days=1)))
            by = decided(f"{grouping.slug}-board", "recrutement", on=decided_on) if decided_on else None
            employed(small, signed_on=signed_on, decision=by, **more)

        with planted(small, plant):
            return of_first(small, "R6.8/2")

    assert told(ends - timedelta(days=1)) is Verdict.CONFORMS, "the power was there, and is over since"
    assert told(ends) is Verdict.BREACHES
    assert told(None) is Verdict.UNKNOWN
    assert told(TODAY, TODAY, signatory=stranger) is Verdict.CONFORMS
    assert told(ends, TODAY, signatory=stranger) is Verdict.BREACHES
