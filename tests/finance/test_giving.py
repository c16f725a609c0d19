"""One funder under several names; what it gives to those whose money one reads, and to nobody else."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from kevread.base.models import as_range
from kevread.charter.engine import verdicts
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import Period
from kevread.common.verdicts import Verdict
from kevread.directory.models import Person
from kevread.finance import operations
from kevread.finance.models import Funder, Funding
from kevread.finance.operations.checks import Named
from kevread.finance.operations.fundings import Conditions
from kevread.finance.queries.funders import givers
from kevread.imports.operations import merge, undo_merge
from kevread.seats.queries import actor_of
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import OrganisationFactory
from tests.gatherings.screens import said
from tests.guards.of_finance import asked, closes, funder, granted, planned, reported, sent

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
THIS_YEAR = as_range(Period.through(date(2026, 1, 1), date(2026, 12, 31)))
WHY = "Les deux noms sont de la même organisation"


@pytest.fixture
def there():
    with arranging():
        return OrganisationFactory(name="Département des Vagues")


@pytest.fixture
def short():
    with arranging():
        return funder("department", "CD 99")


@pytest.fixture
def long(there):
    with arranging():
        return Funder.objects.create(name="Conseil des Vagues", kind="department", organisation=there)


def say(scene, who, of, at=None, reason=WHY, actor=None):
    return operations.say_who_funder_is(
        actor=actor or scene.direction, organisation=at or scene.grouping, funder=of, who=who, reason=reason, now=NOW
    )


def of_both(scene):
    """A person who directs the grouping and sits on the board of a pôle."""
    person = Person.objects.get(pk=scene.direction.person)
    with arranging():
        scene.world.seated(f"{scene.first.slug}-board", "president", person=person)
    return person


def test_two_names_are_one_funder_and_two_again(scene, there, short, long):
    granted(scene.grouping, funder=short)
    granted(scene.grouping, funder=long)
    assert [one.name for one in givers(scene.direction, TODAY)] == ["CD 99", "Département des Vagues"]
    say(scene, there, short)
    (one,) = givers(scene.direction, TODAY)
    assert (one.name, one.names, one.notified) == ("Département des Vagues", ["CD 99", "Conseil des Vagues"], 20_000_00)
    say(scene, None, short)
    assert [one.notified for one in givers(scene.direction, TODAY)] == [10_000_00, 10_000_00]


def test_what_it_gives_is_what_one_reads_and_nothing_else(scene, there, short, long):
    """Of the pôle, whose money the direction of its grouping does not read, nothing is listed, counted nor summed."""
    granted(scene.grouping, funder=long)
    granted(scene.first, funder=short, purpose="Fête du pôle")
    asked(scene.first, funder=short)
    say(scene, there, short, at=scene.first, actor=scene.president_of(scene.first))
    (ours,) = givers(scene.direction, TODAY)
    assert [one.funding.organisation for one in ours.given] == [scene.grouping]
    assert (ours.notified, ours.asked, ours.names) == (10_000_00, [], ["Conseil des Vagues"])
    (both,) = givers(actor_of(of_both(scene), TODAY), TODAY)
    assert (both.notified, len(both.asked)) == (20_000_00, 1)
    assert set(both.organisations) == {scene.grouping, scene.first}


def test_a_mistake_is_no_gift_and_neither_is_what_is_not_notified_yet(scene, short):
    granted(scene.grouping, funder=short, undone_on=TODAY, undone_because="Inscrit deux fois")
    granted(scene.grouping, funder=short, notified_on=TODAY)
    (one,) = givers(scene.direction, TODAY)
    assert len(one.given) == 1
    assert givers(scene.direction, TODAY - DAY) == []


def test_who_it_is_is_said_by_those_it_funds_with_a_reason_and_once(scene, there, short, long):
    with pytest.raises(Refused, match="ni demande ni financement"):
        say(scene, there, short)
    granted(scene.grouping, funder=short)
    with pytest.raises(Denied):
        say(scene, there, short, actor=scene.coordination)
    for who, reason, field in ((there, "", "reason"), (None, WHY, "who")):
        with pytest.raises(Invalid) as refusal:
            say(scene, who, short, reason=reason)
        assert refusal.value.field == field
    say(scene, there, short)
    with pytest.raises(Invalid) as refusal:
        say(scene, there, short)
    assert refusal.value.field == "who"


def test_one_organisation_funds_under_one_nature(scene, there, short, long):
    with arranging():
        private = funder("company", "Vagues & Cie")
    granted(scene.grouping, funder=private)
    with pytest.raises(Invalid, match="autre nature") as refusal:
        say(scene, there, private)
    assert refusal.value.field == "who"
    granted(scene.grouping, funder=short)
    say(scene, there, short)
    told = {"actor": scene.direction, "organisation": scene.grouping, "now": NOW}
    operations.say_funder_kind(funder=short, kind="region", reason="C’est la Région", **told)
    assert set(Funder.objects.filter(organisation=there).values_list("kind", flat=True)) == {"region"}
    assert Funder.objects.get(pk=private.pk).kind == "company"


def test_the_answer_comes_from_the_same_funder_under_its_other_name(scene, there, short, long):
    wanted = sent(scene.grouping, funder=short)
    told = {
        "actor": scene.direction, "organisation": scene.grouping, "purpose": "Épicerie", "cents": 9_000_00, "request": wanted,
        "notified_on": TODAY, "first": TODAY, "last": TODAY, "conditions": Conditions("local"), "now": NOW,
    }  # fmt: skip
    name = Named("Conseil des Vagues", "department")
    with pytest.raises(Invalid):
        operations.record_funding(funder=name, **told)
    say(scene, there, short)
    assert operations.record_funding(funder=name, **told).request == wanted


def test_the_name_of_the_directory_is_a_name_of_the_funder(scene, there, long):
    told = {
        "actor": scene.direction, "organisation": scene.grouping, "purpose": "Épicerie", "cents": 9_000_00,
        "notified_on": TODAY, "first": TODAY, "last": TODAY, "conditions": Conditions("local"), "now": NOW,
    }  # fmt: skip
    made = operations.record_funding(funder=Named("departement des vagues", "department"), **told)
    assert made.funder == long
    with pytest.raises(Invalid) as refusal:
        operations.record_funding(funder=Named("Département des Vagues", "region"), **told)
    assert refusal.value.field == "kind"


def test_what_one_funder_gives_under_two_names_is_above_what_asks_for_an_agreement(scene, there, short, long):
    """12 000 € under each name hid that one authority gives 24 000 € without a written agreement (L3.6)."""
    for one in (short, long):
        granted(scene.grouping, funder=one, cents=12_000_00, period=THIS_YEAR)
    asks = {"rules": ["L3.6"], "organisations": [scene.grouping.pk]}

    def found():
        return next(one.verdict for one in verdicts(TODAY, **asks) if one.clause.key == "L3.6/1")

    assert found() is not Verdict.BREACHES
    say(scene, there, short)
    assert found() is Verdict.BREACHES


def test_records_of_the_directory_that_become_one_carry_their_funders(scene, there, short, long):
    with arranging():
        twice = OrganisationFactory(name="Departement Vagues")
        Funder.objects.filter(pk=short.pk).update(organisation=twice)
    for one in (short, long):
        granted(scene.grouping, funder=one)
    told = {"actor": scene.coordination, "now": NOW}
    made = merge(kept=there, gone=twice, within=scene.world.head, **told)
    (one,) = givers(scene.direction, TODAY)
    assert (one.name, one.notified) == ("Département des Vagues", 20_000_00)
    undo_merge(made=made, **told)
    assert len(givers(scene.direction, TODAY)) == 2


def test_the_next_report_is_the_first_that_is_not_sent(scene):
    closes(scene.grouping)
    with arranging():
        commune = funder("commune", "Commune des Tilleuls")
    funding = granted(scene.grouping, funder=commune, earmarked="yes")
    (one,) = givers(scene.direction, TODAY)
    (row,) = one.given
    assert [due.closed_on for due in row.reports] == [date(2026, 12, 31), date(2027, 12, 31)]
    assert one.next.by == date(2027, 6, 30) and row.report == "Au plus tard le 30 juin 2027"
    for given_for, told in (
        ("unsaid", "Au plus tard le 30 juin 2027, s’il est donné pour un projet défini"),
        ("no", "La loi n’en demande pas"),
    ):
        with arranging():
            funding.earmarked = given_for
            funding.save()
        assert givers(scene.direction, TODAY)[0].given[0].report == told


def test_a_report_that_is_sent_is_no_longer_due(scene):
    reported(scene.grouping)
    (one,) = givers(scene.direction, TODAY)
    assert (one.next, one.given[0].report) == (None, "Tous envoyés")
    assert givers(scene.direction, TODAY - DAY)[0].given[0].report == "Au plus tard le 30 juin 2026, en retard"


def test_a_report_that_is_not_known_or_not_asked_is_said_so(scene):
    with arranging():
        commune = funder("commune", "Commune des Tilleuls")
    granted(scene.grouping, funder=commune)
    granted(scene.grouping)
    told = {one.name: one.given[0].report for one in givers(scene.direction, TODAY)}
    assert told == {"Commune des Tilleuls": "Inconnu", "Fondation des Marais": "La loi n’en demande pas"}


def test_what_came_of_it_is_summed_that_day(scene):
    planned(scene.grouping, received_on=TODAY, received=4_000_00)
    assert [one.received for one in givers(scene.direction, TODAY)] == [4_000_00]
    assert [one.received for one in givers(scene.direction, TODAY - DAY)] == [0]


def test_as_many_questions_whatever_there_is(scene, short, django_assert_max_num_queries):
    actor = scene.direction
    for many in (1, 6):
        for _ in range(many):
            granted(scene.grouping, funder=short)
            asked(scene.grouping, funder=short)
        with django_assert_max_num_queries(7):
            for one in givers(actor, TODAY):
                assert one.name and one.organisations


def test_by_the_screens(scene, readers, there, short, long):
    here = scene.grouping.slug
    one = granted(scene.grouping, funder=short)
    granted(scene.grouping, funder=long)
    page = reverse("finance:funder", args=[here, short.pk])
    assert page in readers.direction.get(reverse("finance:funding", args=[here, one.pk])).text
    assert (
        reverse("finance:funders", args=[here]) in readers.direction.get(reverse("finance:fundings", args=[here])).text
    )
    who = reverse("finance:say_who", args=[here, short.pk])
    assert who in readers.direction.get(page).text
    assert readers.direction.post(who, {"who": "Personne de ce nom", "reason": WHY}).status_code == 422
    typed = {"who": "département des vagues", "reason": WHY}
    shown = said(readers.direction.post(who, typed))
    assert "il ne fait plus qu’un" in shown and "« Conseil des Vagues »" in shown
    assert Funder.objects.get(pk=short.pk).organisation is None
    done = said(readers.direction.post(who, typed | {"etape": "confirmer"}, follow=True))
    assert "sous le nom de Département des Vagues" in done and "20 000 € accordés" in done and "« CD 99 »" in done
    assert "Département des Vagues" in said(readers.direction.get(reverse("finance:funding", args=[here, one.pk])))
    text = readers.direction.get(reverse("finance:funders_csv", args=[here])).text
    assert "Département des Vagues" in text and "20000,00" in text
    assert "CD 99" in readers.direction.get(reverse("finance:funder_csv", args=[here, long.pk])).text
    back = said(readers.direction.post(who, {"who": "", "reason": WHY}))
    assert "Il ne se lit plus avec « Conseil des Vagues »" in back


def test_what_the_articles_would_say_of_others_is_not_told(scene, readers, there, short, long):
    """That a finding of a pôle changes would tell who funds it."""
    for at in (scene.grouping, scene.first):
        for one in (short, long):
            granted(at, funder=one, cents=12_000_00, period=THIS_YEAR)
    who = reverse("finance:say_who", args=[scene.grouping.slug, short.pk])
    shown = said(readers.direction.post(who, {"who": there.name, "reason": WHY}))
    told = shown[shown.index("Ce que diraient les articles") :].split("</form>")[0]
    assert scene.grouping.name in told and scene.first.name not in told


def test_of_whom_one_reads_nothing_no_page_is_found(scene, readers, short):
    one = granted(scene.first, funder=short)
    here = scene.grouping.slug
    for name in ("funder", "say_who", "funder_csv"):
        assert readers.direction.get(reverse(f"finance:{name}", args=[here, short.pk])).status_code == 404, name
    assert readers.direction.get(reverse("finance:funders", args=[scene.first.slug])).status_code == 403
    assert Funding.objects.get(pk=one.pk).funder == short


def test_one_says_who_it_is_from_the_organisation_that_it_funds(scene, short, settings):
    """Who reads both does it where it gives: on the other’s page, they read alone."""
    both = entered_as(of_both(scene), settings)
    granted(scene.first, funder=short)
    asked(scene.first, funder=short)
    page = reverse("finance:funder", args=[scene.grouping.slug, short.pk])
    assert "Fête" not in said(both.get(page)) and "10 000 € accordés" in said(both.get(page))
    who = reverse("finance:say_who", args=[scene.grouping.slug, short.pk])
    assert who not in both.get(page).text and both.get(who).status_code == 404


def test_a_report_whose_day_is_past_is_said_late_in_the_list(scene, readers):
    reported(scene.grouping)
    page = reverse("finance:funders", args=[scene.grouping.slug])
    days = ("2026-06-30", "2026-07-01", "2026-11-23")
    told = {
        day: re.sub(r"<[^>]+>", "", said(readers.direction.get(page, {"au": day}))).replace("\xa0", " ") for day in days
    }
    assert ["30 juin 2026, en retard" in told[day] for day in days] == [False, True, True]
    assert "30 juin 2026" in told[days[0]]
