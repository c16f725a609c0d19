"""The kinds of agreements that federations write; what is wrong in one is told with its line."""

import pytest
from django.conf import settings

from kevread.agreements.loader import load
from kevread.common.reading import Misread

GOOD = """
kinds:
  accord:
    label: Un accord
    parties:
      - {role: un, label: l’un, scales: [head]}
      - {role: autre, label: l’autre, scales: [local]}
    clauses:
      - {slug: objet, title: Objet}
"""


@pytest.mark.parametrize("name", ["bretagne", "exemple"])
def test_each_federation_has_kinds_that_read(name):
    kinds = load(settings.FEDERATIONS / name / "agreements.yaml")
    assert kinds and all(len(one.parties) >= 2 for one in kinds.values())


def test_the_days_of_a_kind_are_none_unless_told(tmp_path):
    (tmp_path / "agreements.yaml").write_text(GOOD)
    found = load(tmp_path / "agreements.yaml")["accord"]
    assert (found.months, found.renewal, found.notice.months, found.public) == (0, 0, 0, False)


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("role: autre", "role: un", "la place « un » est écrite deux fois"),
        ("scales: [local]", "scales: [lune]", "lune"),
        ("      - {role: autre, label: l’autre, scales: [local]}\n", "", "deux parties au moins"),
        ("title: Objet}", "title: Objet, form: locked}", "n’a pas de texte"),
        ("title: Objet}", "title: Objet, form: set, text: 'Sous {delai} jours'}", "ne se répondent pas"),
        (
            "title: Objet}",
            "title: Objet, form: locked, text: 'Sous {delai} jours', blanks: {delai: {label: Délai}}}",
            "« set »",
        ),
        ("    clauses", "    inconnu: 1\n    clauses", "inconnu"),
    ],
)
def test_what_is_wrong_is_told(tmp_path, right, wrong, said):
    (tmp_path / "agreements.yaml").write_text(GOOD.replace(right, wrong))
    with pytest.raises(Misread, match=said):
        load(tmp_path / "agreements.yaml")
