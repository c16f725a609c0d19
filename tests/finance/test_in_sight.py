"""Thresholds that are in sight: each side of each bound; what is told of it; who reads it, and what leaves."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kevread.base.models import as_range
from kevread.charter.models import Keeping
from kevread.common.periods import Period
from kevread.common.reading import Misread
from kevread.finance.loader import load
from kevread.finance.queries.required import entities, in_view, read_entities
from kevread.finance.queries.thresholds import Figure, Threshold
from kevread.journal.memory import forget
from tests.conftest import TODAY, arranging
from tests.factories import SettingFactory
from tests.guards.of_finance import closes, funder, granted, of_last_year, told_accounts
from tests.seats.screens import words

pytestmark = pytest.mark.django_db
THIS_YEAR = as_range(Period.through(date(2026, 1, 1), date(2026, 12, 31)))


@pytest.fixture
def here(scene):
    closes(scene.grouping)
    return scene.grouping


def subsidy(at, cents, name="Commune des Tilleuls", **more):
    with arranging():
        commune = funder("commune", name)
    return granted(
        at, **{"cents": cents, "funder": commune, "period": THIS_YEAR, "signed_on": date(2026, 1, 2), **more}
    )


def sights(at, rule, on=TODAY):
    (found,) = read_entities(on, frozenset({at.pk}), None)
    return [(one.threshold.word, one.left) for one in in_view(found.sights) if one.threshold.rule == rule]


@pytest.mark.parametrize(
    ("cents", "word", "left"),
    [
        (137_699_99, "Non dépassé", ""),
        (137_700_00, "En vue", "Il reste 15 300 € avant le seuil de 153 000 € de subventions publiques."),
        (
            153_000_00,
            "En vue",
            "Le seuil de 153 000 € de subventions publiques est atteint : le moindre ajout le dépasse.",
        ),
        (
            153_000_01,
            "Dépassé",
            "La loi demande alors qu’un·e commissaire certifie les comptes, et qu’ils soient publiés.",
        ),
    ],
)
def test_public_money_comes_near_a_threshold_then_passes_it(here, cents, word, left):
    subsidy(here, cents)
    assert sights(here, "L4.1") == [(word, left)]


def test_what_is_not_kept_whole_may_be_nearer(here):
    with arranging():
        Keeping.objects.filter(organisation=here, register="funding").update(period=as_range(Period(date(2026, 1, 2))))
    subsidy(here, 1)
    assert sights(here, "L4.1") == [("Inconnu", "")]
    subsidy(here, 140_000_00)
    assert sights(here, "L4.1") == [
        ("En vue", "Il reste 12 999,99 € au plus avant le seuil de 153 000 € de subventions publiques.")
    ]


def test_the_sums_that_make_it_are_told(here):
    subsidy(here, 100_000_00, purpose="Animation")
    subsidy(here, 40_000_00, purpose="Forum")
    subsidy(here, 999_999_00, period=as_range(Period.through(date(2025, 1, 1), date(2025, 12, 31))))
    (found,) = read_entities(TODAY, frozenset({here.pk}), None)
    (one,) = [one for one in in_view(found.sights) if one.threshold.rule == "L4.1"]
    assert one.made_of == "100 000 € (Commune des Tilleuls, Animation) ; 40 000 € (Commune des Tilleuls, Forum)"


def many(*values, needs):
    figures = tuple(Figure("ressources", value, 100) for value in values)
    return Threshold("L4.3", "Taille", figures, needs, "", 90)


@pytest.mark.parametrize(
    ("values", "needs", "word", "near"),
    [
        ((101, 90, 0), 2, "En vue", 1),
        ((101, 89, 0), 2, "Non dépassé", 0),
        ((90, 90, 0), 2, "En vue", 2),
        ((90, 0, 0), 2, "Non dépassé", 0),
        ((101, 90, 101), 2, "Dépassé", 0),
        ((101, 101, 90), 2, "Dépassé", 0),
        ((90, None, None), 2, "Inconnu", 0),
        ((101, 90, None), 2, "En vue", 1),
        ((101, 100), 2, "En vue", 1),
        ((0, 100), 2, "Non dépassé", 0),
    ],
)
def test_where_several_are_asked_it_is_near_when_those_that_lack_are(values, needs, word, near):
    found = many(*values, needs=needs)
    assert (found.word, len(found.near)) == (word, near)


def test_figures_of_the_last_accounts_stand_for_those_that_nobody_knows_yet(here):
    told_accounts(here, donations=140_000_00)
    left = "Il reste 13 000 € avant le seuil de 153 000 € de dons ouvrant droit à réduction d’impôt."
    assert sights(here, "L4.2") == [("Inconnu", ""), ("En vue", left)]
    told_accounts(here, closed_on=date(2026, 12, 31), donations=0)
    assert sights(here, "L4.2") == [("Non dépassé", "")]


@pytest.mark.parametrize(
    ("cents", "signed_on", "found"),
    [
        (20_699_99, None, []),
        (
            20_700_00,
            None,
            [("En vue", "Il reste 2 300 € avant le seuil de 23 000 € de subvention de la Commune des Tilleuls.")],
        ),
        (23_000_01, None, [("Dépassé", "La loi demande alors une convention écrite.")]),
        (23_000_01, TODAY, []),
    ],
)
def test_what_one_funder_gives_without_an_agreement(here, cents, signed_on, found):
    subsidy(here, cents, signed_on=signed_on)
    assert sights(here, "L3.6") == found


def today(reader, at):
    forget()
    return words(reader.get(reverse("home:today", args=[at.slug])))


def test_the_treasurer_is_told_what_is_near_and_what_is_passed_while_nobody_certifies(here, readers):
    assert "Seuil" not in today(readers.direction, here)
    subsidy(here, 140_000_00)
    near = "Seuil en vue pour l’exercice à clore le 31 décembre 2026 : il reste 13 000 € avant le seuil de 153 000 € de"
    assert near in today(readers.direction, here)
    assert "Seuil en vue" not in today(readers.coordination, here)
    subsidy(here, 13_000_01)
    shown = today(readers.direction, here)
    assert "Seuil en vue" not in shown and "Seuil dépassé pour l’exercice à clore le 31 décembre 2026" in shown
    with arranging():
        SettingFactory(name="L1.21.auditor", value="appointed", organisation=here)
    assert "Seuil" not in today(readers.direction, here)


def test_the_page_says_why_by_when_and_where_to_act_and_leaves_in_a_file(here, readers):
    of_last_year_report = subsidy(
        here,
        10_000_00,
        period=as_range(Period.through(date(2025, 1, 1), date(2025, 12, 31))),
        purpose="Forum",
        notified_on=date(2025, 1, 10),
        earmarked="yes",
    )
    subsidy(here, 140_000_00)
    page = reverse("finance:required", args=[here.slug])
    answer = readers.direction.get(page)
    shown = words(answer)
    assert "En retard. Rendre compte à la Commune des Tilleuls : Forum, au plus tard le 30 juin 2026" in shown
    assert f'href="{reverse("finance:accounts", args=[here.slug])}"' in answer.text
    assert f'href="{reverse("charter:article", args=[here.slug, "L4.5"])}"' in answer.text
    assert "à partir de 90 % de sa valeur : c’est un ajout de Kevread" in shown and "1 seuil en vue" in shown
    rows = readers.direction.get(reverse("finance:required_csv", args=[here.slug])).text
    assert ";L4.5;2026-06-30;;En retard;" in rows and of_last_year_report.purpose in rows
    seen = readers.direction.get(reverse("finance:sights_csv", args=[here.slug])).text
    assert "En vue" in seen and "140 000 € (Commune des Tilleuls" in seen
    before = words(readers.direction.get(f"{page}?au=2026-06-30"))
    assert "À faire. Rendre compte à la Commune des Tilleuls" in before and "En retard." not in before


def test_of_a_year_that_is_over_nothing_is_left_and_nothing_is_counted_in_sight(here, readers):
    """What was near last year is told among the others; the same sum of this year is in sight, once."""
    for year in (2025, 2026):
        period = as_range(Period.through(date(year, 1, 1), date(year, 12, 31)))
        subsidy(here, 140_000_00, period=period, notified_on=date(year, 1, 10), purpose=f"Forum {year}")
    (one,) = read_entities(TODAY, frozenset({here.pk}), None)
    near = [each for each in one.sights if each.threshold.rule == "L4.1" and each.threshold.is_near]
    assert [each.is_closed for each in near] == [False, True]
    assert [each in one.telling for each in near] == [True, False] and near[1] in one.others
    shown = words(readers.direction.get(reverse("finance:required", args=[here.slug])))
    assert "1 seuil en vue" in shown and shown.count("Il reste 13 000 € avant le seuil de 153 000 €") == 1
    there = words(readers.direction.get(reverse("finance:accounts", args=[here.slug])))
    assert "En vue." in there and "c’est un ajout de Kevread" in there


def test_it_is_read_at_home_alone(scene, here, readers):
    subsidy(scene.first, 140_000_00, purpose="Secret du pôle")
    closes(scene.first)
    page = reverse("finance:required", args=[here.slug])
    for reader in (readers.public, readers.hatless, readers.elsewhere, readers.coordination):
        for name in ("required", "required_csv", "sights_csv"):
            assert reader.get(reverse(f"finance:{name}", args=[here.slug])).status_code in (302, 403)
    assert readers.direction.get(reverse("finance:required", args=[scene.first.slug])).status_code == 403
    shown = readers.direction.get(page).text
    assert (
        f'id="org-{here.slug}"' in shown
        and f'id="org-{scene.first.slug}"' not in shown
        and "Secret du pôle" not in shown
    )
    own = words(readers.president(scene.first).get(reverse("finance:required", args=[scene.first.slug])))
    assert "Secret du pôle" in own
    assert [one.organisation for one in entities(scene.direction, TODAY)] == [here]


def test_as_many_questions_whatever_the_organisations(scene, here):
    def asked(*those):
        with CaptureQueriesContext(connection) as captured:
            read_entities(TODAY, frozenset(one.pk for one in those), None)
        return len(captured)

    of_last_year(scene.first)
    of_last_year(scene.second)
    for one in (here, scene.first, scene.second):
        subsidy(one, 140_000_00)
        subsidy(one, 1_00)
    assert asked(scene.first) == asked(here, scene.first, scene.second) <= 32


@pytest.mark.parametrize("percent", [49, 100])
def test_a_part_that_is_none_is_refused_with_its_line(tmp_path, percent):
    path = tmp_path / "in_sight.yaml"
    path.write_text(f"percent: {percent}\n", encoding="utf-8")
    with pytest.raises(Misread, match="de 50 à 99 pour cent"):
        load(path)


@pytest.mark.parametrize("percent", [50, 99])
def test_a_part_is_read(tmp_path, percent):
    path = tmp_path / "in_sight.yaml"
    path.write_text(f"percent: {percent}\n", encoding="utf-8")
    assert load(path).percent == percent
