"""Posts, the sheets that describe them, and who is assigned to them."""

from datetime import timedelta

import pytest

from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period
from kevread.staff.models import Assignment, Contract, Sheet
from kevread.staff.operations import (
    Description,
    annul_assignment,
    annul_post,
    change_share,
    close_post,
    describe,
    end_assignment,
)
from tests.conftest import NOW, TODAY

from .conftest import FIRST

pytestmark = pytest.mark.django_db
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
ANIMATION = Description("animation", "animation-territoriale")


def directing(staffing, **more):
    return staffing.post(function="direction", is_territorial=False, axis="developpement", mission="direction", **more)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"function": "magicien"}, "function"),
        ({"function": "coordination"}, "function"),
        ({"function": "gestion"}, "is_territorial"),
        ({"axis": "ailleurs"}, "axis"),
        ({"mission": "rien"}, "main_mission"),
        ({"name": "x" * 121}, "name"),
        ({"description": Description("animation", "gestion", ("gestion",))}, "missions"),
        ({"description": Description("animation", "gestion", ("rien",))}, "missions"),
        ({"description": Description("animation", "gestion", share=101)}, "share"),
    ],
)
def test_what_the_federation_does_not_know_is_refused_on_its_field(staffing, said, field):
    with pytest.raises(Invalid) as refused:
        staffing.post(**said)
    assert refused.value.field == field and staffing.is_untouched


def test_a_sheet_changes_from_a_day_and_is_read_at_its_day(staffing):
    post = staffing.post()
    new = Description("developpement", "ingenierie", share=50)
    describe(actor=staffing.direction, post=post, description=new, first=TODAY, now=NOW)
    assert post.sheets.on(YESTERDAY).get().main_mission == "animation-territoriale"
    assert post.sheets.on(TODAY).get().share == 50
    with pytest.raises(Invalid, match="plus tard"):
        describe(actor=staffing.direction, post=post, description=new, first=YESTERDAY, now=NOW)


def test_a_line_never_turns_in_a_circle(staffing):
    top = directing(staffing)
    middle = staffing.post(description=Description("animation", "animation-territoriale", under=top))
    low = staffing.post(description=Description("animation", "animation-territoriale", under=middle))
    asked = {"actor": staffing.direction, "post": top, "first": TODAY, "now": NOW}
    for under in (low, top):
        with pytest.raises(Invalid, match="ne tourne pas en rond") as refused:
            describe(**asked, description=Description("developpement", "direction", under=under))
        assert refused.value.field == "under"
    other = staffing.scene.world.groupings[1]
    direction = staffing.acting(staffing.scene.world.holder(f"{other.slug}-team", "direction").person)
    with pytest.raises(Invalid, match="Choisissez un poste"):
        staffing.post(employer=other, actor=direction, description=Description("animation", "ingenierie", under=top))


def test_a_line_that_would_turn_later_is_seen_now(staffing):
    """The one above passes below from tomorrow: it is then that the line would turn."""
    top = directing(staffing)
    low = staffing.post(description=Description("animation", "animation-territoriale", under=top))
    other = staffing.post()
    describe(
        actor=staffing.direction,
        post=low,
        first=TOMORROW,
        now=NOW,
        description=Description("animation", "animation-territoriale", under=other),
    )
    with pytest.raises(Invalid, match="ne tourne pas en rond"):
        describe(
            actor=staffing.direction,
            post=other,
            first=TODAY,
            now=NOW,
            description=Description("animation", "animation-territoriale", under=low),
        )


def test_a_post_that_somebody_fills_or_that_others_stand_under_is_not_closed(staffing):
    one = staffing.assigned()
    asked = {"actor": staffing.direction, "now": NOW}
    with pytest.raises(Invalid, match="encore à ce poste"):
        close_post(**asked, post=one.post, last=TODAY)
    with pytest.raises(Refused, match="y est ou y fut affecté"):
        annul_post(**asked, post=one.post, reason="Ouvert deux fois par erreur")
    end_assignment(**asked, assignment=one, last=YESTERDAY)
    under = staffing.post(description=Description("animation", "animation-territoriale", under=one.post))
    with pytest.raises(Invalid, match="dépend de ce poste"):
        close_post(**asked, post=one.post, last=TODAY)
    with pytest.raises(Refused, match="en dépendent"):
        annul_assignment(**asked, assignment=one, reason="Ouvert deux fois par erreur")
        annul_post(**asked, post=one.post, reason="Ouvert deux fois par erreur")
    close_post(**asked, post=under, last=YESTERDAY)
    assert close_post(**asked, post=one.post, last=TODAY).end_reason == "closed"
    assert Sheet.objects.get(post=one.post).dates.last == TODAY


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"local": None}, "local"),
        ({"local": "elsewhere"}, "local"),
        ({"share": 0}, "share"),
        ({"share": 101}, "share"),
        ({"speciality": "rien"}, "speciality"),
        ({"period": Period(FIRST - timedelta(days=1))}, "first"),
    ],
)
def test_an_assignment_says_for_whom_and_how_much(staffing, said, field):
    if said.get("local") == "elsewhere":
        said = {"local": staffing.scene.world.locals[staffing.scene.world.groupings[1]][0]}
    contract, post, count = staffing.contract(), staffing.post(), Assignment.objects.count()
    with pytest.raises(Invalid) as refused:
        staffing.assigned(contract, post, **said)
    assert refused.value.field == field and Assignment.objects.count() == count


def test_a_shared_post_is_at_the_service_of_no_local(staffing):
    shared = staffing.post(function="gestion", is_territorial=False, mission="gestion")
    with pytest.raises(Invalid, match="mutualisé"):
        staffing.assigned(post=shared)
    assert staffing.assigned(post=shared, local=None).local is None
    assert staffing.assigned(local=None, speciality="jeunesse").speciality == "jeunesse"


def test_one_is_assigned_within_a_contract_of_the_same_employer(staffing):
    contract = staffing.contract(kind="cdd", motive="Remplacement", period=Period.through(FIRST, TODAY))
    with pytest.raises(Invalid, match="Ce contrat finit le") as refused:
        staffing.assigned(contract)
    assert refused.value.field == "last"
    assert staffing.assigned(contract, period=Period.through(FIRST, TODAY)).dates.last == TODAY
    other = staffing.scene.world.groupings[1]
    direction = staffing.acting(staffing.scene.world.holder(f"{other.slug}-team", "direction").person)
    with pytest.raises(Invalid) as refused:
        staffing.assigned(staffing.contract(employer=other, actor=direction))
    assert refused.value.field == "contract"


def test_an_assignment_rests_on_the_seat_of_the_team_that_its_person_holds(staffing):
    held = staffing.scene.world.holder(f"{staffing.grouping.slug}-team", "delegate")
    theirs = Contract.objects.get(person=held.person, employer=staffing.grouping)
    assert staffing.assigned(theirs).mandate == held
    assert staffing.assigned().mandate is None


def test_two_windows_do_not_assign_twice_and_a_share_changes_from_a_day(staffing):
    one = staffing.assigned()
    with pytest.raises(Invalid, match="déjà à ce poste"):
        staffing.assigned(one.contract, one.post)
    after = change_share(actor=staffing.direction, assignment=one, share=20, first=TODAY, now=NOW)
    one.refresh_from_db()
    assert (one.dates.last, one.share, after.dates.start, after.share) == (YESTERDAY, 50, TODAY, 20)
    with pytest.raises(Invalid, match="déjà sa part"):
        change_share(actor=staffing.direction, assignment=after, share=20, first=TOMORROW, now=NOW)
