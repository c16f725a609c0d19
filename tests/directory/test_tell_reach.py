"""How far a member acts is told by those who may ask it, from the finding that does not know it."""

import pytest
from django.urls import reverse

from kevread.charter.engine import verdicts
from kevread.charter.queries.gestures import gesture_of, other_gestures
from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.verdicts import Verdict
from kevread.directory.models import Organisation
from kevread.directory.operations import tell_reach
from tests.conftest import NOW, TODAY, arranging
from tests.factories import AffiliationFactory, OrganisationFactory, since
from tests.seats.screens import words as text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(scene) -> Organisation:
    with arranging():
        row = OrganisationFactory(name="La Yole commune", slug="la-yole-commune")
        AffiliationFactory(member=row, of=scene.grouping)
    return row


def finding(scene):
    (found,) = [
        one
        for one in verdicts(TODAY, rules=["R8.3"], organisations=[scene.grouping.pk])
        if one.clause.number == 1 and one.organisation.id == scene.grouping.pk
    ]
    return found


def tell(scene, member, reach="local", actor=SYSTEM) -> Organisation:
    return tell_reach(actor=actor, organisation=member, within=scene.grouping, reach=reach, now=NOW)


def test_it_is_said_once_and_the_finding_follows(scene, member):
    assert finding(scene).verdict is Verdict.UNKNOWN
    assert tell(scene, member, "regional").reach == "regional"
    assert finding(scene).verdict is Verdict.CONFORMS
    with pytest.raises(Refused, match="est déjà dite : régionale"):
        tell(scene, member)


@pytest.mark.parametrize(
    ("reach", "said"),
    [("", "Choisissez jusqu’où cette organisation agit"), ("mondiale", "Choisissez une des échelles")],
)
def test_what_is_no_scale_is_refused_on_the_field(scene, member, reach, said):
    with pytest.raises(Invalid, match=said) as told:
        tell(scene, member, reach)
    assert told.value.field == "reach"


def test_only_of_a_member_of_that_day_outside_the_network(scene, member):
    with pytest.raises(Invalid, match="Une organisation du réseau"):
        tell(scene, scene.first)
    with arranging():
        stranger = OrganisationFactory()
        gone = OrganisationFactory()
        AffiliationFactory(member=gone, of=scene.grouping, period=since(last=TODAY))
        AffiliationFactory(member=stranger, of=scene.world.groupings[1])
    tell(scene, gone)  # still one, on its last day
    with pytest.raises(Refused, match="n’est pas membre"):
        tell(scene, stranger)


def test_who_registers_organisations_there_says_it_and_nobody_else(scene, member):
    for actor in (scene.direction, scene.president_of(scene.second)):
        with pytest.raises(Denied, match="dire à quelle échelle agissent les membres"):
            tell(scene, member, actor=actor)
    tell(scene, member, actor=scene.actor(f"{scene.grouping.slug}-board", "president"))


def test_from_the_finding_to_the_form_and_back(scene, readers, member):
    gesture = gesture_of(finding(scene))
    assert (gesture.way.screen, gesture.right) == ("directory:reaches", "register_organisation")
    address = reverse("directory:reaches", kwargs={"scale": scene.grouping.slug})
    article = reverse("charter:article", kwargs={"scale": scene.grouping.slug, "rule": "R8.3"})
    assert f'href="{address}"' in readers.presidency.get(article).content.decode()
    assert f'href="{address}"' not in readers.direction.get(article).content.decode()
    assert readers.direction.get(address).status_code == 403
    page = text_of(readers.presidency.get(address))
    assert "La Yole commune" in page and "rien ne le déduit" in page
    assert "Choisissez jusqu’où" in text_of(readers.presidency.post(address, {"member": member.slug}))
    assert readers.presidency.post(address, {"member": scene.first.slug, "reach": "local"}).status_code == 404
    assert readers.presidency.post(address, {"member": member.slug, "reach": "local"}).status_code == 302
    assert "L’échelle d’action de chaque membre est dite" in text_of(readers.presidency.get(address))
    assert finding(scene).verdict is Verdict.BREACHES


def test_a_breach_offers_it_for_the_rest_too(scene, member):
    with arranging():
        AffiliationFactory(member=OrganisationFactory(reach="local"), of=scene.grouping)
    found = finding(scene)
    assert found.verdict is Verdict.BREACHES
    assert [one.way.screen for one in other_gestures(found)] == ["directory:reaches"]
    tell(scene, member)
    assert other_gestures(finding(scene)) == []
