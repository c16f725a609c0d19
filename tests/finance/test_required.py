"""What the law asks in the year: why, by when, how it stands on each side of its day, who reads it."""

from datetime import date, timedelta

import pytest

from kevread.base.models import as_range
from kevread.charter.models import Keeping
from kevread.common.periods import Period
from kevread.filings.models import Declaration
from kevread.filings.queries import to_publish
from kevread.finance.models import Report
from kevread.finance.queries.reports import to_report
from kevread.finance.queries.required import read_entities
from kevread.finance.queries.requiring import report
from tests.conftest import TODAY, arranging
from tests.factories import KeepingFactory, SettingFactory
from tests.gatherings.decided import decided
from tests.guards.of_filings import happened
from tests.guards.of_finance import CLOSED, closes, funder, granted, told_accounts

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LAST_YEAR = as_range(Period.through(date(2025, 1, 1), CLOSED))


@pytest.fixture
def here(scene):
    closes(scene.grouping)
    return scene.grouping


def subsidy(at, cents, **more):
    with arranging():
        commune = funder("commune", "Commune des Tilleuls")
    told = {
        "cents": cents, "funder": commune, "period": LAST_YEAR, "notified_on": date(2025, 1, 10), "earmarked": "yes",
    }  # fmt: skip
    return granted(at, **{**told, **more})


def certifies(at, value, since=date(2025, 1, 1)):
    with arranging():
        SettingFactory(name="L1.21.auditor", value=value, organisation=at, period=as_range(Period(since)))


def keeps_decisions(at, since):
    with arranging():
        Keeping.objects.filter(organisation=at, register="decisions").delete()
        if since:
            KeepingFactory(organisation=at, register="decisions", period=as_range(Period(since)))


def rows(at, rule, on=TODAY):
    """State, day and what is told, of what an article asks."""
    (found,) = read_entities(on, frozenset({at.pk}), None)
    return [(one.state, one.by, one.told) for one in found.required if rule in one.rules]


def row(at, rule, on=TODAY):
    (found,) = rows(at, rule, on)
    return found


@pytest.mark.parametrize(
    ("auditor", "state", "told"),
    [
        ("appointed", "done", "Un·e commissaire est nommé·e : Décision de test, le 26 septembre 2024."),
        ("none", "due", "Il est dit que personne ne certifie les comptes : Décision de test, le 26 septembre 2024."),
        ("", "unknown", "Personne n’a dit qui certifie les comptes."),
    ],
)
def test_an_auditor_is_asked_for_where_a_threshold_is_passed(here, auditor, state, told):
    if auditor:
        certifies(here, auditor)
    subsidy(here, 153_000_01)
    found = [one for one in rows(here, "L4.1") if "commissaire" in one[2] or "certifie" in one[2]]
    assert [(one[0], one[2]) for one in found] == [(state, told)]


def test_no_auditor_is_asked_for_where_none_is_passed_and_what_lacks_is_said_where_one_may_be(here):
    subsidy(here, 153_000_00)
    told_accounts(here, donations=153_000_00, employees=51, resources=3_100_000_00, balance=1_550_000_00)
    assert rows(here, "L4.1") == rows(here, "L4.2") == rows(here, "L4.3") == []


def test_what_may_be_passed_is_unknown_with_what_lacks(here):
    told_accounts(here, employees=51, resources=1)
    assert row(here, "L4.3") == (
        "unknown", None, "Personne n’a inscrit, pour cet exercice : dons ouvrant droit à réduction d’impôt et bilan.",
    )  # fmt: skip
    with arranging():
        Keeping.objects.filter(organisation=here, register="funding").update(period=as_range(Period(date(2025, 1, 2))))
    said = {one[2] for one in rows(here, "L4.1")}
    told = "Les financements ne sont pas tenus ici depuis le premier jour de l’exercice."
    assert {one[: len(told)] for one in said} == {told}


def test_an_auditor_leaves_nothing_unknown(here):
    certifies(here, "appointed")
    assert rows(here, "L4.2") == rows(here, "L4.3") == []


def test_certified_accounts_are_approved_in_six_months(here):
    certifies(here, "appointed")
    keeps_decisions(here, CLOSED + DAY)
    by = date(2026, 6, 30)
    assert row(here, "L1.21", by) == ("due", by, "") and row(here, "L1.21", by + DAY) == ("late", by, "")
    with arranging():
        decided(f"{here.slug}-assembly", "comptes", on=by + DAY, title="Comptes 2025")
    assert row(here, "L1.21") == (
        "done", by, "L’assemblée les a approuvés le 1er juillet 2026, après ce jour, dit le registre des décisions.",
    )  # fmt: skip
    assert row(here, "L1.21", by)[0] == "due"


def test_what_is_approved_is_unknown_where_a_line_or_the_register_does_not_say(here):
    certifies(here, "appointed")
    keeps_decisions(here, CLOSED + 2 * DAY)
    assert row(here, "L1.21")[::2] == ("unknown", "Le registre des décisions n’est pas tenu ici depuis la clôture.")
    with arranging():
        decided(f"{here.slug}-assembly", "comptes", on=date(2026, 6, 4), title="Les comptes")
    told = "Une décision du 4 juin 2026 approuve des comptes sans dire de quel exercice."
    assert row(here, "L1.21")[::2] == ("unknown", told)


def test_accounts_that_nobody_certifies_are_asked_of_no_assembly_and_nobody_knows_before_it_is_said(here):
    certifies(here, "none", since=CLOSED + DAY)
    assert row(here, "L1.21")[::2] == ("unknown", "Personne n’a dit qui les certifiait le 31 décembre 2025.")


def test_accounts_said_not_certified_at_their_closing_are_asked_of_no_assembly(here):
    certifies(here, "none", since=CLOSED)
    assert rows(here, "L1.21") == []


def said_published(at, on, **more):
    with arranging():
        return Declaration.objects.create(
            organisation=at,
            kind="accounts",
            happened_on=CLOSED,
            covers=[CLOSED.isoformat()],
            filed_on=on,
            **more,
        )


def published(at, on=TODAY):
    (found,) = read_entities(on, frozenset({at.pk}), None)
    (one,) = [one for one in found.required if one.what.startswith("Publier les comptes")]
    return one.state, one.by, one.when, one.told


def test_accounts_are_published_three_months_after_their_approval(here):
    certifies(here, "appointed")
    keeps_decisions(here, CLOSED + DAY)
    subsidy(here, 153_000_01)
    when, told = (
        "Dans les 3 mois qui suivent leur approbation",
        "Aucune décision de l’assemblée ne les approuve encore.",
    )
    assert published(here) == ("due", None, when, told)
    with arranging():
        decided(f"{here.slug}-assembly", "comptes", on=date(2026, 6, 10), title="Comptes 2025")
    by = date(2026, 9, 10)
    assert published(here, by) == ("due", by, "", "") and published(here, by + DAY) == ("late", by, "", "")
    said_published(here, by + DAY, receipt="2026-17")
    told = "Publiés le 11 septembre 2026, après ce jour, référence 2026-17, dit la formalité."
    assert published(here) == ("done", by, "", told)
    assert published(here, by)[0] == "due"


def test_what_was_said_with_the_figures_before_filings_told_it_is_read_still(here):
    subsidy(here, 153_000_01)
    with arranging():
        decided(f"{here.slug}-assembly", "comptes", on=date(2026, 6, 10), title="Comptes 2025")
    told_accounts(here, published_on=date(2026, 9, 10))
    assert published(here)[3] == "Publiés le 10 septembre 2026, dit qui tient les comptes."
    assert to_publish([here.pk], TODAY) == []


def test_when_they_are_published_is_unknown_as_long_as_their_approval_is(here):
    keeps_decisions(here, None)
    subsidy(here, 153_000_01)
    assert published(here)[0] == "unknown" and "n’est pas tenu ici depuis la clôture" in published(here)[3]
    with arranging():
        decided(f"{here.slug}-assembly", "comptes", on=date(2026, 6, 4), title="Les comptes")
    assert published(here)[0] == "unknown" and "sans dire de quel exercice" in published(here)[3]


def test_what_executives_are_paid_is_published_where_both_are_passed(here):
    subsidy(here, 50_000_01)
    accounts = told_accounts(here, resources=150_000_01)
    by = date(2026, 6, 30)
    assert row(here, "L4.4", by) == ("due", by, "") and row(here, "L4.4", by + DAY) == ("late", by, "")
    with arranging():
        accounts.pay_told_on = TODAY
        accounts.save()
    assert row(here, "L4.4") == ("done", by, "Publiées le 24 novembre 2026, dit qui tient les comptes.")
    assert row(here, "L4.4", TODAY - DAY)[0] == "late"


@pytest.mark.parametrize(("cents", "resources"), [(50_000_00, 150_000_01), (50_000_01, 150_000_00)])
def test_and_not_where_one_is_not(here, cents, resources):
    subsidy(here, cents)
    told_accounts(here, resources=resources)
    assert rows(here, "L4.4") == []


def test_and_is_unknown_where_nobody_says_one(here):
    subsidy(here, 50_000_01)
    assert row(here, "L4.4")[::2] == ("unknown", "Personne n’a inscrit, pour cet exercice : ressources.")


def test_a_report_is_due_late_then_sent(here):
    one = subsidy(here, 10_000_00)
    by = date(2026, 6, 30)
    assert row(here, "L4.5", by) == ("due", by, "") and row(here, "L4.5", by + DAY) == ("late", by, "")
    with arranging():
        Report.objects.create(funding=one, closed_on=CLOSED, sent_on=by + DAY, spent=1)
    assert row(here, "L4.5") == ("done", by, "Envoyé le 1er juillet 2026, après ce jour.")


def test_a_report_is_asked_for_a_project_and_nobody_is_late_before_it_is_said(here):
    one = subsidy(here, 10_000_00, earmarked="unsaid")
    assert row(here, "L4.5")[::2] == (
        "unknown",
        "Personne n’a dit si cette subvention est donnée pour un projet défini.",
    )
    there = report(here, to_report(TODAY, [here.pk])[0], TODAY).way
    assert there and (there.screen, there.where["key"]) == ("finance:funding", one.pk)
    with arranging():
        one.earmarked = "no"
        one.save()
    assert rows(here, "L4.5") == []


def test_what_was_sent_for_an_older_year_is_told_no_more(here):
    with arranging():
        Keeping.objects.filter(organisation=here, register="funding").update(period=as_range(Period(date(2024, 1, 1))))
    one = subsidy(here, 10_000_00, period=as_range(Period.through(date(2024, 1, 1), date(2024, 12, 31))))
    assert row(here, "L4.5")[:2] == ("late", date(2025, 6, 30))
    with arranging():
        sent = Report.objects.create(funding=one, closed_on=date(2024, 12, 31), sent_on=date(2025, 12, 31), spent=1)
    assert rows(here, "L4.5") == []
    with arranging():
        sent.delete()
        Report.objects.create(funding=one, closed_on=date(2024, 12, 31), sent_on=date(2026, 1, 1), spent=1)
    assert row(here, "L4.5")[0] == "done"


def test_an_agreement_is_written_above_twenty_three_thousand_euros_a_year_from_one_funder(here):
    subsidy(here, 23_000_00, period=as_range(Period.through(date(2026, 1, 1), date(2026, 12, 31))))
    assert rows(here, "L3.6") == []
    subsidy(here, 1, period=as_range(Period.through(date(2026, 1, 1), date(2026, 12, 31))), purpose="Un centime")
    assert row(here, "L3.6")[0] == "due" and "0,01 € (Commune des Tilleuls, Un centime)" in row(here, "L3.6")[2]
    subsidy(
        here, 100, period=as_range(Period.through(date(2025, 1, 1), CLOSED)), purpose="De l’an dernier",
    )  # fmt: skip
    assert len(rows(here, "L3.6")) == 1


def test_an_agreement_that_is_signed_is_its_proof_from_its_day(here):
    subsidy(here, 23_000_01, signed_on=TODAY)
    state, _, told = row(here, "L3.6")
    assert state == "done" and told.startswith("Une convention est écrite : 23 000,01 € (Commune des Tilleuls")
    assert row(here, "L3.6", TODAY - DAY)[0] == "due"


def test_a_change_is_declared_on_its_form_with_its_receipt(scene, here):
    with arranging():
        Keeping.objects.filter(organisation=here, register="filings").update(period=as_range(Period(date(2025, 1, 1))))
    one = happened(scene)
    by = date(2027, 2, 23)
    assert row(here, "L1.4") == ("due", by, "") and row(here, "L1.4", by + DAY) == ("late", by, "")
    with arranging():
        Declaration.objects.create(
            organisation=here, kind="seat", happened_on=one.happened_on, covers=[str(one.pk)], filed_on=TODAY,
            receipt="W35-1",
        )  # fmt: skip
    assert row(here, "L1.4") == ("done", by, "Déclaré le 24 novembre 2026, récépissé W35-1.")
    assert rows(here, "L1.4", date(2028, 1, 2)) == []


def test_before_anything_is_said_what_lacks_is(scene):
    at = scene.grouping
    with arranging():
        Keeping.objects.filter(organisation=at, register__in=("funding", "filings")).delete()
    assert row(at, "L1.21")[::2] == ("unknown", "Personne n’a dit à la fin de quel mois il se clôt.")
    assert row(at, "L4.5")[::2] == ("unknown", "Les financements ne sont pas tenus ici à cette date.")
    assert row(at, "L1.6")[::2] == ("unknown", "Les formalités ne sont pas tenues ici à cette date.")
    with arranging():
        KeepingFactory(organisation=at, register="funding")
        KeepingFactory(organisation=at, register="filings")
    assert rows(at, "L1.6") == rows(at, "L4.5") == []


def test_what_is_done_on_its_last_day_is_in_time(here):
    certifies(here, "appointed")
    keeps_decisions(here, CLOSED + DAY)
    one, by = subsidy(here, 153_000_01), date(2026, 6, 30)
    with arranging():
        decided(f"{here.slug}-assembly", "comptes", on=by, title="Comptes 2025")
        Report.objects.create(funding=one, closed_on=CLOSED, sent_on=by, spent=1)
    said_published(here, date(2026, 9, 30))
    assert row(here, "L1.21")[2] == "L’assemblée les a approuvés le 30 juin 2026, dit le registre des décisions."
    assert row(here, "L4.5")[2] == "Envoyé le 30 juin 2026."
    assert published(here)[3] == "Publiés le 30 septembre 2026, dit la formalité."
