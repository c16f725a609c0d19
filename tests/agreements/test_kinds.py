"""The kinds of agreements that federations write; what is wrong in one is told with its line."""

from datetime import date

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
    versions:
      - since: 2026-01-01
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
        ("    versions", "    inconnu: 1\n    versions", "inconnu"),
    ],
)
def test_what_is_wrong_is_told(tmp_path, right, wrong, said):
    (tmp_path / "agreements.yaml").write_text(GOOD.replace(right, wrong))
    with pytest.raises(Misread, match=said):
        load(tmp_path / "agreements.yaml")


MORE = """      - since: {day}
        clauses:
          - {{slug: objet, title: Objet}}
"""


@pytest.mark.parametrize(
    ("content", "at", "said"),
    [
        (GOOD + MORE.format(day="2026-01-01"), 12, "deux versions du modèle sont du 1er janvier 2026"),
        (GOOD + MORE.format(day="2025-06-01"), 12, "dans l’ordre de leurs jours"),
        (GOOD + MORE.format(day="demain"), 12, "une date est attendue"),
        (GOOD.replace("- since: 2026-01-01\n        clauses", "- clauses"), 9, "« since » manque"),
        (GOOD.replace("title: Objet}", "title: Objet, form: figée}"), 11, "form"),
        (GOOD + "          - {slug: objet, title: Autre}\n", 9, "écrite deux fois"),
        (GOOD[: GOOD.index("clauses")] + "clauses: []\n", 9, "aucune clause"),
        (GOOD[: GOOD.index("    versions")] + "    versions: []\n", 3, "« versions » est vide"),
    ],
)
def test_what_is_wrong_of_a_version_is_told_with_its_line(tmp_path, content, at, said):
    (tmp_path / "agreements.yaml").write_text(content)
    with pytest.raises(Misread) as told:
        load(tmp_path / "agreements.yaml")
    assert told.value.at == f"agreements.yaml:{at}" and said in told.value.message


def test_the_version_in_use_is_the_last_whose_day_has_come(tmp_path):
    (tmp_path / "agreements.yaml").write_text(GOOD + MORE.format(day="2026-06-01"))
    kind = load(tmp_path / "agreements.yaml")["accord"]
    first, second = kind.versions
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 5, 31), date(2026, 6, 1)]
    assert [kind.in_use(day) for day in days] == [None, first, first, second]
    assert (kind.drawn(None), kind.drawn(first.since)) == (first, first)
    gone = kind.drawn(date(2026, 3, 1))
    assert not gone.clauses and gone.form_of("objet") == "locked", "a version that is known no more unlocks nothing"
