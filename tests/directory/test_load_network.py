"""The network is loaded in one act; what is there already is left as it is; a bad file says where it is wrong."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from kevread.common.actor import NOBODY, SYSTEM
from kevread.common.errors import Denied, Invalid
from kevread.directory.models import Affiliation, Coverage, Organisation
from kevread.directory.operations import load_network
from kevread.journal.models import Act
from kevread.territory.operations import load_geography
from tests.conftest import NOW, TODAY

FEDERATIONS = Path(__file__).resolve().parents[2] / "federations"
BRETAGNE = FEDERATIONS / "bretagne"


def load(path, geography=None):
    return load_network(actor=SYSTEM, now=NOW, path=path, geography=geography)


@pytest.mark.django_db
def test_brittany_has_its_organisations_its_memberships_and_its_territory():
    load_geography(actor=SYSTEM, now=NOW, folder=BRETAGNE / "geography")
    load(BRETAGNE / "organisations.yaml", BRETAGNE / "geography")
    assert Counter(Organisation.objects.on(TODAY).values_list("scale", flat=True)) == {
        "head": 1,
        "grouping": 5,
        "local": 20,
    }
    colleges = Counter(Affiliation.objects.on(TODAY).values_list("of__scale", "college"))
    assert colleges == {("head", "territoires"): 25, ("grouping", ""): 20}
    said = Counter(Affiliation.objects.values_list("of__scale", "is_proposed"))
    assert said == {("head", True): 25, ("grouping", True): 20}, "nobody said it"
    assert set(Organisation.objects.values_list("legal_form", "form_is_proposed")) == {("association", True)}
    assert Counter(Coverage.objects.on(TODAY).values_list("zone__kind", flat=True)) == {
        "strategic": 5,
        "epci": 61,
        "commune": 3,
    }
    assert set(Coverage.objects.values_list("certainty", flat=True)) == {"documented", "deduced", "supposed"}
    (named,) = set(Coverage.objects.filter(zone__kind="strategic").values_list("source", flat=True))
    assert named.endswith("se déduit de leurs noms")  # the decision that the document tells names none of them
    assert not Coverage.objects.on(date(2025, 12, 31)).filter(zone__kind="epci").exists()
    assert Act.objects.filter(verb="directory.load_network").count() == 1
    assert not load(BRETAGNE / "organisations.yaml", BRETAGNE / "geography")
    assert Act.objects.filter(verb="directory.load_network").count() == 1


@pytest.mark.django_db
def test_a_federation_of_two_scales_without_geography_is_loaded_too():
    load(FEDERATIONS / "exemple" / "organisations.yaml", FEDERATIONS / "exemple" / "geography")
    assert set(Organisation.objects.values_list("scale", flat=True)) == {"head", "local", ""}
    outside = Organisation.objects.filter(scale="").values_list("reach", flat=True)
    assert sorted(outside) == ["", "departmental", "local", "regional"]
    assert Affiliation.objects.count() == Organisation.objects.filter(scale="local").count()
    assert not Coverage.objects.exists()


@pytest.fixture
def path(tmp_path):
    def write(text):
        file = tmp_path / "organisations.yaml"
        file.write_text(text, encoding="utf-8")
        return file

    return write


@pytest.mark.django_db
def test_what_people_changed_since_is_left(path):
    file = path("- {slug: tete, scale: head, brand: Tête}\n- {slug: pole, scale: local, brand: Pôle, of: tete}\n")
    load(file)
    affiliation = Affiliation.objects.get()
    from kevread.directory.operations import end_affiliation

    end_affiliation(actor=SYSTEM, affiliation=affiliation, last=date(2026, 6, 30), now=NOW)
    assert not load(file)
    assert not Affiliation.objects.on(TODAY).exists()


FAULTS = {
    "not YAML": ("- {slug: a\n- b", 2, "YAML"),
    "no list": ("bonjour", 1, "des entrées"),
    "twice": ("- {slug: a, brand: A}\n- {slug: a, brand: A}", 2, "deux fois"),
    "unknown key": ("- {slug: a, brand: A}\n- {slug: b, brand: B, couleur: bleu}", 2, "couleur"),
    "unknown scale": ("- {slug: a, brand: A, scale: canton}", 1, "échelle"),
    "no name": ("- {slug: a}", 1, "brand"),
    "bad slug": ("- {slug: Été, brand: A}", 1, "adresse"),
    "stranger": ("- {slug: a, brand: A}\n- {slug: b, brand: B, of: c}", 2, "qui n’est pas ici"),
    "bad scale of action": ("- {slug: a, brand: A, reach: mondiale}", 1, "échelle d’action"),
    "scale of action of the network": ("- {slug: a, brand: A, scale: local, reach: local}", 1, "est du réseau"),
    "bad SIREN": ("- {slug: a, brand: A, siren: '732829321'}", 1, "clé"),
    "bad date": ("since: {grouping: hier}\norganisations: []", 1, "date"),
    "a SIREN without quotes": ("- {slug: a, brand: A, siren: 732829320}", 1, "mettez-le entre guillemets"),
    "a certainty that is none": ("- {slug: a, brand: A, existence: sûre}", 1, "documented, deduced, supposed"),
    "an unknown legal form": ("- {slug: a, brand: A, legal_form: club}", 1, "forme juridique « club »"),
    "an alternative that is not there": ("- {slug: a, brand: A, alternative: c}", 1, "qui n’est pas ici"),
    "organisations that are no list": ("organisations: {a: b}", 1, "une liste est attendue"),
    "unknown land": ("- {slug: a, brand: A, scale: grouping, territory: mars}", 1, "géographie chargée"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("fault", FAULTS)
def test_a_bad_file_is_refused_with_its_line_and_nothing_is_written(path, fault):
    text, line, words = FAULTS[fault]
    with pytest.raises(Invalid, match=words) as refusal:
        load(path(text))
    assert refusal.value.field == f"organisations.yaml:{line}"
    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_only_the_software_itself_loads_a_network(path):
    with pytest.raises(Denied):
        load_network(actor=NOBODY, now=NOW, path=path("[]"))
