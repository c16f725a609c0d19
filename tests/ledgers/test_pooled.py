"""The budget of a grouping and those of its locals: of each the version that holds, sums and no line; and who reads them."""

from datetime import timedelta

import pytest

from kevread.ledgers.models import Budget
from kevread.ledgers.queries.pooled import pooled
from tests.budgeted import voted
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.factories import AffiliationFactory, since
from tests.seats.screens import words

pytestmark = pytest.mark.django_db
YEAR = TODAY.year
BEFORE = TODAY - timedelta(days=30)


def line(budget: Budget, account: str, cents: int, action: str = "", label: str = "Secret") -> Budget:
    """One more line, written before it is voted: what is voted changes no more."""
    return budget.lines.create(account=account, action=action, label=label, cents=cents).budget


def of_local(local, year: int = YEAR, *, version: int = 1, on=BEFORE) -> Budget:
    """6 200 € of dues, 5 000 € of rooms, 1 200 € of travel."""
    budget = Budget.objects.create(organisation=local, year=year, version=version)
    for account, cents in (("613", 500_000), ("625", 100_000), ("6251", 20_000), ("756", 620_000), ("864", 9_900)):
        line(budget, account, cents)
    Budget.objects.filter(pk=budget.pk).update(state=Budget.State.VOTED, voted_on=on)
    budget.refresh_from_db()
    return budget


def said(page) -> str:
    return words(page).replace("\xa0", " ").replace("\u202f", " ")


def test_each_budget_that_holds_is_there_and_all_of_them_make_the_sums(scene):
    with arranging():
        own = of_local(scene.first)
    found = pooled(scene.grouping, YEAR, TODAY)
    assert [one.organisation for one in found.parts] == [scene.grouping, scene.first, scene.second]
    assert [one.organisation for one in found.missing] == [scene.second]
    ours = found.parts[0].total
    assert (found.parts[1].total.spent, found.parts[1].total.brought) == (620_000, 620_000)
    assert (found.total.spent, found.total.brought) == (ours.spent + 620_000, ours.brought + 620_000)
    families = {one.account: (one.ours, one.others) for one in found.families}
    assert families == {
        "61": (0, 500_000), "62": (0, 120_000), "64": (1_000_000, 0), "74": (1_000_000, 0), "75": (0, 620_000),
        "86": (0, 9_900),
    }  # fmt: skip
    assert found.parts[1].budget == own
    assert [(one.account, one.cents) for one in found.taken if one.part.organisation == scene.first] == [
        ("61", 500_000), ("62", 120_000), ("75", 620_000), ("86", 9_900),
    ]  # fmt: skip


def test_the_last_version_voted_by_the_day_holds_and_what_is_prepared_or_undone_does_not(scene):
    with arranging():
        first = of_local(scene.first)
        second = voted(scene.first, YEAR, version=2, on=TODAY)
        Budget.objects.create(organisation=scene.second, year=YEAR, version=1).lines.create(account="6", cents=1)
    held = {one.organisation: one.budget for one in pooled(scene.grouping, YEAR, TODAY).parts}
    assert held[scene.first] == second and held[scene.second] is None
    assert pooled(scene.grouping, YEAR, TODAY - timedelta(days=1)).parts[1].budget == first
    with arranging():
        Budget.objects.filter(pk=second.pk).update(state="undone", undone_on=TODAY, undone_because="Erreur")
    assert pooled(scene.grouping, YEAR, TODAY).parts[1].budget == first
    assert pooled(scene.grouping, YEAR + 1, TODAY).voted == []


def test_only_those_who_are_its_locals_that_day_are_joined(scene):
    other = scene.world.groupings[1]
    with arranging():
        gone = next(one for one in scene.world.locals[other])
        AffiliationFactory(member=gone, of=scene.grouping, period=since(BEFORE - timedelta(days=9), BEFORE))
        of_local(gone)
    assert gone not in [one.organisation for one in pooled(scene.grouping, YEAR, TODAY).parts]
    assert gone in [one.organisation for one in pooled(scene.grouping, YEAR, BEFORE).parts]
    assert gone in [one.organisation for one in pooled(other, YEAR, TODAY).parts]


def test_the_number_of_queries_does_not_grow(scene, django_assert_num_queries):
    with django_assert_num_queries(3):
        pooled(scene.grouping, YEAR, TODAY)
    with arranging():
        of_local(scene.first)
        of_local(scene.second)
    with django_assert_num_queries(3):
        pooled(scene.grouping, YEAR, TODAY)


def test_the_page_tells_sums_of_a_local_and_none_of_its_lines(scene, readers):
    with arranging():
        of_local(scene.first)
    here = f"/{scene.grouping.slug}/comptes/budgets"
    assert f'href="{here}/reunis"' in readers.direction.get(here).content.decode()
    page = said(readers.direction.get(f"{here}/reunis"))
    assert "62 Autres services extérieurs" in page and "1 200,00 €" in page and "6 200,00 €" in page
    assert "Secret" not in page and "625" not in page
    assert f"{scene.second.name} aucune inconnu inconnu inconnu" in page
    taken = readers.direction.get(f"{here}/reunis.csv").content.decode()
    assert f"{scene.first.name};1;{BEFORE};62;Autres services extérieurs;1200,00" in taken, taken
    assert "Ensemble" in page and "y compte deux fois" in page
    none = said(readers.direction.get(f"{here}/reunis?annee={YEAR - 1}"))
    assert "Aucun budget n’est voté" in none and "Ensemble" not in none and "deux fois" not in none, (
        "unknown is not zero"
    )
    assert f"Les budgets réunis, {YEAR}" in said(readers.direction.get(f"{here}/reunis?annee=1999"))


def test_who_does_not_keep_the_accounts_of_the_grouping_joins_nothing(scene, settings, treasurer):
    """The treasurer of a local reads its own budgets, and no other."""
    assert treasurer.get(f"/{scene.first.slug}/comptes/budgets").status_code == 200
    for form in ("", ".csv"):
        assert treasurer.get(f"/{scene.grouping.slug}/comptes/budgets/reunis{form}").status_code == 403
        nobody = entered_as(None, settings).get(f"/{scene.grouping.slug}/comptes/budgets/reunis{form}")
        assert nobody.status_code == 302
    own = f"/{scene.first.slug}/comptes/budgets"
    assert treasurer.get(f"{own}/reunis").headers["Location"] == own  # changing scale leads there: no dead end
    assert treasurer.get(f"{own}/reunis.csv").status_code == 404
    assert "/reunis" not in treasurer.get(f"/{scene.first.slug}/comptes/budgets").content.decode()
