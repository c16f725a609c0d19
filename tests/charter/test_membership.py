"""Proofs of what the common framework and the law say of joining and leaving."""

from datetime import date, timedelta
from typing import Any

from kevread.charter.engine import verdicts
from kevread.charter.models import Keeping
from kevread.common.verdicts import Verdict
from kevread.directory.models import Affiliation, Organisation
from kevread.membership.models import Admission, Filing, Step
from kevread.territory.models import Zone, ZonePart
from tests.charter.proofs import judged, planted, proves
from tests.conftest import TODAY
from tests.factories import SINCE, AffiliationFactory, OrganisationFactory, since
from tests.worlds import LAST_YEAR, World, put

JOINED = TODAY - timedelta(days=40)
LONG_AGO = date(2026, 5, 12)
REACH = "departmental"


def commune_of(small: World, grouping: Organisation) -> Zone:
    """A commune of the territory of a grouping."""
    epci = ZonePart.objects.filter(parent=small.territories[grouping]).values("child")
    return ZonePart.objects.filter(parent__in=epci, child__kind="commune").order_by("pk").first().child


def admitted(small: World, of: Organisation, *, on: date = JOINED, asked: bool = True, **said: Any) -> Affiliation:
    """Somebody became a member that day, whose request says this."""
    member = OrganisationFactory(legal_form=said.pop("legal_form", "cooperative"), reach=said.pop("reach", REACH))
    made = AffiliationFactory(member=member, of=of, period=since(on))
    if asked:
        commune = said.pop("commune", None) or commune_of(small, small.groupings[0])
        told = {"perimeter": "inside", "said_reach": REACH, "legal_form": "cooperative"} | said
        Admission.objects.create(
            of=of, received_on=on, origin="paper", name=member.name, member=member, affiliation=made,
            commune=commune, state="accepted", **told,
        )  # fmt: skip
    return made


@proves("R8.1", clause=2)
def test_somebody_is_a_member_who_never_asked(small: World):
    admitted(small, small.locals[small.groupings[0]][0], asked=False)


@proves("R2.3")
def test_a_direct_member_is_outside_the_social_economy(small: World):
    admitted(small, small.groupings[0], perimeter="outside")


@proves("R8.4", clause=2)
def test_a_direct_member_sits_on_the_land_of_another_grouping(small: World):
    admitted(small, small.groupings[0], commune=commune_of(small, small.groupings[1]))


@proves("R8.5", clause=2)
def test_a_regional_structure_is_a_member_of_a_local_alone(small: World):
    admitted(small, small.locals[small.groupings[0]][0], reach="regional")


def test_members_that_a_grouping_or_a_local_does_not_keep_are_not_known(small: World):
    """Each of them is told; what was found elsewhere stays found."""
    pole, head = small.locals[small.groupings[0]][0], small.head.pk
    for organisation in (pole, small.groupings[0]):

        def plant(small: World, organisation: Organisation = organisation) -> None:
            put(Keeping.objects.filter(register="members", organisation=organisation), period=LAST_YEAR)

        with planted(small, plant):
            (found,) = [one for one in verdicts(TODAY, rules=["R8.5"]) if one.clause.key == "R8.5/2"]
            assert (found.verdict, list(found.unknown)) == (Verdict.UNKNOWN, [organisation.pk])
        with planted(small, lambda small, plant=plant: (plant(small), admitted(small, pole, reach="regional"))):
            assert judged("R8.5/2", head)[0] is Verdict.BREACHES


@proves("L1.17", clause=2)
def test_a_membership_ends_and_nobody_says_why(small: World):
    member = OrganisationFactory(reach="local")
    AffiliationFactory(member=member, of=small.locals[small.groupings[0]][0], period=since(last=LONG_AGO))


@proves("L1.5", also=("L1.8/1",))
def test_an_association_joined_and_nobody_declared_it(small: World):
    admitted(small, small.groupings[0], on=LONG_AGO, legal_form="association")


def test_what_nobody_said_of_a_direct_member_is_neither_good_nor_bad(small: World):
    with planted(small, lambda small: admitted(small, small.groupings[0], perimeter="")):
        assert judged("R2.3/1", small.groupings[0].pk)[0] is Verdict.UNKNOWN

    def nowhere(small: World) -> None:
        put(Admission.objects.filter(affiliation=admitted(small, small.groupings[0])), commune=None)

    with planted(small, nowhere):
        assert judged("R8.4/2", small.groupings[0].pk)[0] is Verdict.UNKNOWN


def test_who_was_a_member_before_the_register_owes_no_request(small: World):
    """The day of its beginning included: from the day after it, one does."""
    pole = small.locals[small.groupings[0]][0]
    for day, verdict in ((SINCE, Verdict.CONFORMS), (SINCE + timedelta(days=1), Verdict.BREACHES)):
        with planted(small, lambda small, day=day: admitted(small, pole, on=day, asked=False)):
            assert judged("R8.1/2", pole.pk)[0] is verdict


def ended(small: World, **step: Any) -> Organisation:
    pole = small.locals[small.groupings[0]][0]
    member = OrganisationFactory(reach="local", period=since(last=step.pop("gone", None)))
    made = AffiliationFactory(member=member, of=pole, period=since(last=LONG_AGO))
    if step:
        Step.objects.create(affiliation=made, told_on=LONG_AGO, **step)
    return pole


def test_what_ends_a_membership_is_a_resignation_a_notified_removal_or_the_end_of_the_member(small: World):
    pole = small.locals[small.groupings[0]][0]
    told = {
        "resignation": ({"kind": "resignation", "last": LONG_AGO}, Verdict.CONFORMS),
        "undone": ({"kind": "resignation", "last": LONG_AGO, "undone_on": TODAY}, Verdict.BREACHES),
        "notice": ({"kind": "notice"}, Verdict.BREACHES),
        "dissolved": ({"gone": LONG_AGO}, Verdict.CONFORMS),
        "still there": ({"gone": LONG_AGO + timedelta(days=1)}, Verdict.BREACHES),
    }
    for name, (step, verdict) in told.items():
        with planted(small, lambda small, step=step: ended(small, **step)):
            assert judged("L1.17/2", pole.pk)[0] is verdict, name


def test_a_change_that_is_declared_late_is_declared(small: World):
    def plant(small: World) -> None:
        made = admitted(small, small.groupings[0], on=LONG_AGO, legal_form="association")
        Filing.objects.create(affiliation=made, change="entry", filed_on=TODAY)

    with planted(small, plant):
        assert judged("L1.5/1", small.groupings[0].pk)[0] is Verdict.CONFORMS


def test_of_a_member_whose_form_nobody_said_nothing_is_known_once_the_time_is_over(small: World):
    """Its entry as its departure; what was declared is declared, whatever the form."""
    grouping = small.groupings[0].pk

    def told(day: date, filed: bool = False) -> tuple[Verdict, Verdict]:
        def plant(small: World) -> None:
            made = admitted(small, small.groupings[0], on=day, legal_form="")
            if filed:
                Filing.objects.create(affiliation=made, change="entry", filed_on=TODAY)

        with planted(small, plant):
            return judged("L1.5/1", grouping)[0], judged("L1.8/1", grouping)[0]

    assert told(date(2026, 8, 23)) == (Verdict.UNKNOWN, Verdict.UNKNOWN)
    assert told(date(2026, 8, 24)) == (Verdict.CONFORMS, Verdict.UNKNOWN)
    assert told(date(2026, 8, 23), filed=True) == (Verdict.CONFORMS, Verdict.CONFORMS)


def test_the_last_day_of_the_delay_is_in_time(small: World):
    for day, verdict in ((date(2026, 8, 24), Verdict.CONFORMS), (date(2026, 8, 23), Verdict.BREACHES)):
        with planted(
            small, lambda small, day=day: admitted(small, small.groupings[0], on=day, legal_form="association")
        ):
            assert judged("L1.5/1", small.groupings[0].pk)[0] is verdict
