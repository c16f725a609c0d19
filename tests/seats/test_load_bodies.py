"""The bodies of a federation are loaded from its file, once."""

from datetime import date
from pathlib import Path

import pytest

from kevread.common.actor import NOBODY, SYSTEM
from kevread.common.errors import Denied, Refused
from kevread.common.reading import Misread
from kevread.journal.models import Act
from kevread.seats.conditions import condition
from kevread.seats.loader import bodies, load
from kevread.seats.models import Body, Seat
from kevread.seats.operations import load_bodies
from tests.conftest import NOW, arranging
from tests.factories import OrganisationFactory, since

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
FEDERATIONS = ("bretagne", "exemple")


@pytest.fixture
def network():
    with arranging():
        head = OrganisationFactory(head=True)
        grouping = OrganisationFactory(grouping=True, slug="ess-35", period=since(date(2025, 1, 1)))
        local = OrganisationFactory(local=True, slug="ess-pays-de-vitre")
        OrganisationFactory(slug="un-financeur")
    return head, grouping, local


def loaded(**more) -> int:
    return load_bodies(actor=SYSTEM, now=NOW, **more)


def test_every_organisation_of_the_network_has_the_bodies_of_its_scale(network):
    loaded()
    head, grouping, local = network
    by_organisation = {
        organisation: set(
            Body.objects.filter(organisation=organisation).exclude(kind="space").values_list("slug", flat=True)
        )
        for organisation in network
    }
    assert by_organisation[local] == {"ess-pays-de-vitre-assembly", "ess-pays-de-vitre-board"}
    assert by_organisation[grouping] == {f"ess-35-{slug}" for slug in ("assembly", "board", "bureau", "team")}
    assert by_organisation[head] == {f"cress-{slug}" for slug in ("assembly", "board", "bureau", "team")}


def test_a_body_lasts_as_long_as_its_organisation(network):
    loaded()
    _, grouping, _ = network
    body = Body.objects.get(slug="ess-35-board")
    assert body.dates == grouping.dates
    assert {seat.dates for seat in body.seats.all()} == {grouping.dates}


def test_the_second_time_writes_nothing(network):
    assert loaded() > 0
    before = Act.objects.count()
    assert loaded() == 0
    assert Act.objects.count() == before


def test_what_changed_in_the_file_is_brought_up_to_date_and_what_was_created_on_screen_left_alone(network):
    head, _, _ = network
    loaded()
    with arranging():
        Body.objects.filter(slug="codir").update(name="Autre nom", rank=1)
        Seat.objects.filter(body__slug="codir", title="member").update(places=7)
        own = Body.objects.create(organisation=head, slug="a-nous", kind="space", name="À nous", period=since())
    assert loaded() == 2
    assert Body.objects.get(slug="codir").rank == 120
    assert Seat.objects.get(body__slug="codir", title="member").places is None
    assert Body.objects.get(pk=own.pk).name == "À nous"


def test_an_organisation_that_comes_later_gets_its_bodies(network):
    loaded()
    with arranging():
        OrganisationFactory(local=True, slug="ess-pays-de-redon")
    assert loaded() > 0
    assert Body.objects.filter(organisation__slug="ess-pays-de-redon").count() == 2


def test_without_a_head_of_network_nothing_is_loaded():
    with pytest.raises(Refused, match="tête de réseau"):
        loaded()


def test_nobody_loads_them_from_outside(network):
    with pytest.raises(Denied):
        load_bodies(actor=NOBODY, now=NOW)


@pytest.mark.parametrize("name", FEDERATIONS)
def test_the_file_of_each_federation_reads(name):
    assert load(ROOT / "federations" / name / "bodies.yaml").spaces


@pytest.mark.parametrize("name", FEDERATIONS)
def test_a_condition_that_refuses_has_its_article(name):
    """What no text asks for is usage: it refuses nobody."""
    found = load(ROOT / "federations" / name / "bodies.yaml")
    specs = [spec for own in found.each.values() for body in own for spec in body.seats]
    specs += [spec for body in found.spaces for spec in body.seats]
    refusing = {one for spec in specs for one in spec.conditions if not condition(one).usage}
    assert refusing <= found.articles.keys()


def test_the_eleven_spaces_and_the_one_of_human_resources():
    """Two of the eleven are the head's board and bureau; three project groups are one space of the text, two working
    groups another."""
    spaces = {spec.slug for spec in bodies().spaces}
    kinds = {slug for slug in spaces if not slug.startswith(("groupe-projet-", "groupe-travail-"))}
    assert kinds == {
        "college-territoire", "codir", "gmo-incarnation", "gmo-soutien", "gmo-innovation",
        "metier-incubateur", "metier-sensibilisation", "rh-regional",
    }  # fmt: skip
    assert len(spaces - kinds) == 5
    levels = {spec.slug: spec.level for spec in bodies().each["head"]}
    assert (levels["board"], levels["bureau"]) == ("political", "political")


WRONG = {
    "unknown entry": ("spaces:\n- {slug: a, name: A, level: strategic, colour: red}\n", "bodies.yaml:2 : « colour »"),
    "missing name": ("spaces:\n- {slug: a}\n", "bodies.yaml:2 : « name » manque"),
    "unknown level": ("spaces:\n- {slug: a, name: A, level: cosmic}\n", "le niveau « cosmic » est inconnu"),
    "unknown scale": ("each:\n  village: []\n", "l’échelle « village » est inconnue"),
    "unknown condition": (
        "spaces:\n- slug: a\n  name: A\n  seats:\n  - {title: m, name: M, conditions: [tall]}\n",
        "bodies.yaml:5 : la condition « tall » est inconnue",
    ),
    "places": ("spaces:\n- {slug: a, name: A, seats: [{title: m, name: M, places: none}]}\n", "nombre entier"),
    "title twice": (
        "spaces:\n- {slug: a, name: A, seats: [{title: m, name: M}, {title: m, name: N}]}\n",
        "le siège « m » est écrit deux fois",
    ),
    "article of no condition": ("articles: {tall: R1.1}\n", "la condition « tall » est inconnue"),
    "not a mapping": ("- a\n", "des entrées"),
    "not YAML": ("a: [\n", "pas un YAML lisible"),
}


@pytest.mark.parametrize(("content", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_in_the_file_is_said_with_its_line(tmp_path, content, said):
    path = tmp_path / "bodies.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(Misread) as error:
        load(path)
    assert said in error.value.sentence


def test_a_file_that_is_missing_is_said(tmp_path):
    with pytest.raises(Misread, match="ce fichier manque"):
        load(tmp_path / "bodies.yaml")
