"""What each line does of each act, as federations write it."""

import pytest
from django.conf import settings

from kevread.common.reading import Misread
from kevread.supervision.loader import load

GOOD = """
acts:
  priorites:
    label: Les priorités
    employer: {part: informed}
    pole: {part: decides, as: fixe}
    shared: false
    raised_by: [pole]
    addition: Notre proposition.
  sanction:
    label: Une sanction
    employer: {part: decides}
    pole: {part: never}
    addition: Notre proposition.
"""


@pytest.mark.parametrize("name", ["bretagne", "exemple"])
def test_each_federation_says_who_decides_what(name):
    acts = load(settings.FEDERATIONS / name / "supervision.yaml").acts
    assert acts and all(act.articles or act.addition for act in acts.values())


def test_what_the_founding_text_asks_is_there():
    """R6.5, R6.7, R6.8: the direction decides; R6.10: the board of the pôle has a line, and decides priorities."""
    acts = load(settings.FEDERATIONS / "bretagne" / "supervision.yaml").acts
    by_employer = ("recrutement", "contrat", "entretien-annuel", "sanction", "fin-de-contrat", "conflit-de-priorites")
    assert {acts[code].decider for code in by_employer} == {"employer"}
    assert acts["priorites"].decider == "pole"
    assert {acts[code].pole.part for code in ("sanction", "fin-de-contrat")} == {"never"}
    assert acts["recrutement"].view_first and acts["conflit-de-priorites"].hours == 48
    assert not acts["entretien-de-parcours"].asks("pole")


def test_words_of_the_federation_come_before_ours(tmp_path):
    (tmp_path / "supervision.yaml").write_text(GOOD)
    acts = load(tmp_path / "supervision.yaml").acts
    assert acts["priorites"].pole.said == "fixe" and acts["priorites"].employer.said == "en est informé"
    assert list(load(tmp_path / "supervision.yaml").opened()) == ["priorites"]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("employer: {part: informed}", "employer: {part: decides}", "une des deux lignes décide, et une seule"),
        ("pole: {part: decides, as: fixe}", "pole: {part: consulted}", "une des deux lignes décide, et une seule"),
        ("    addition: Notre proposition.\n  sanction", "  sanction", "dites quel article le dit"),
        ("    shared: false\n", "", "« shared: false »"),
        ("raised_by: [pole]", "raised_by: [employer]", "ne décide ni ne propose"),
        ("raised_by: [pole]", "raised_by: [pole]\n    delegation: lune", "n’est pas un acte que connaît"),
        ("raised_by: [pole]", "raised_by: [pole]\n    articles: [R99.9]", "n’est pas un article"),
        ("pole: {part: never}", "pole: {part: never}\n    view_first: true", "« view_first » attend un pôle"),
        ("raised_by: [pole]", "raised_by: [pole]\n    view_days: 3", "vont ensemble"),
        ("raised_by: [pole]", "raised_by: [pole]\n    panel: R1.1.lune", "n’est pas une modalité"),
        ("acts:", "agreement: lune\nacts:", "n’est pas une nature"),
        ("part: never", "part: lune", "« part » : une valeur est attendue parmi"),
        ("  sanction:", "  une sanction:", "ne peut pas nommer un acte"),
    ],
)
def test_what_is_wrong_is_told(tmp_path, right, wrong, said):
    assert right in GOOD
    (tmp_path / "supervision.yaml").write_text(GOOD.replace(right, wrong))
    (tmp_path / "agreements.yaml").write_text("kinds: {}")
    with pytest.raises(Misread, match=said):
        load(tmp_path / "supervision.yaml")
