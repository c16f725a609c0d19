"""What the network decided, what its document proposes, what is left to decide: read by anybody, with no fault and no name."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kevread.charter.engine import framework
from kevread.charter.models import Setting
from kevread.charter.queries.decided import Standing, standing_on
from tests.charter.people import holder
from tests.charter.test_derogation import crowded
from tests.charter.test_screen_text import at
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.factories import SettingFactory, since
from tests.publishing.test_front import text_of
from tests.reading_tables import taken
from tests.worlds import World

pytestmark = pytest.mark.django_db
__all__ = ["crowded"]
PAGE = "/ce-qui-est-decide/"
LIMIT, BRAND, NUMBER = "R2.4.direct_member_seats", "R7.19.regional_brand", "R3.7.representatives_per_member"
JOB = "R6.14.job_name"


@pytest.fixture
def public(settings):
    return entered_as(None, settings)


def labels(points) -> set[str]:
    return {point.label for point in points}


def label(name: str) -> str:
    return framework().settings[name].label


def undecide(*names: str) -> None:
    with arranging():
        Setting.objects.filter(name__in=names).delete()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_every_point_leaves_with_where_it_stands(small: World, public, form):
    undecide(LIMIT)
    address = f"{PAGE}liste.{form}"
    assert address in public.get(PAGE).text
    rows = taken(public.get(address))
    standing = standing_on(TODAY)
    lists = ("decided", "proposed", "indicative", "conditional", "work", "undecided", "own")
    assert len(rows) == sum(len(getattr(standing, name)) for name in lists)
    states = {(row["point"], row["article"]): row["état"] for row in rows}
    assert states[label(LIMIT), "R2.4"] == "pas encore décidé"
    assert states[label(NUMBER), "R3.7"] == "décidé"
    ours = {row["point"] for row in rows if row["ajout de Kevread"]}
    assert ours == {spec.label for one in framework().founding for spec in one.settings if spec.addition}


def test_what_the_document_does_not_ask_is_told_as_ours(small: World, public):
    """A floor, a cap, a delay of appeal: nothing of the document needs them."""
    specs = [spec for article in framework().founding for spec in article.settings if spec.addition]
    assert {"R5.9.floor", "R5.9.strategic_share", "R5.10.fund_appeal_days", "R3.17.pathway_peers_days"} <= {
        spec.name for spec in specs
    }
    told = text_of(public.get(PAGE))
    assert all(f"Ajout de Kevread. {spec.addition}" in told for spec in specs)
    assert told.count("Ajout de Kevread.") == len(specs)


def test_each_common_value_is_in_one_list(small: World):
    undecide(LIMIT, BRAND)
    found: Standing = standing_on(TODAY)
    assert label(NUMBER) in labels(found.decided) and label(NUMBER) not in labels(found.undecided)
    assert label(BRAND) in labels(found.proposed) and label(BRAND) not in labels([*found.decided, *found.undecided])
    assert label(LIMIT) in labels(found.undecided) and label(LIMIT) not in labels([*found.decided, *found.proposed])
    common = [spec for a in framework().founding for spec in a.settings if spec.decided_by == "head"]
    names = {spec.label for spec in common}
    listed = [point for point in [*found.decided, *found.proposed, *found.undecided] if point.label in names]
    assert len(listed) == len(common)


def test_what_the_document_says_possible_is_no_proposal(small: World, public):
    """« Pourra par exemple … » (R6.25); « sauf si une autre … » (R6.31); « si … devient … » (R7.28)."""
    found = standing_on(TODAY)
    assert [point.rule for point in found.conditional] == ["R6.25", "R6.31", "R7.28"]
    elsewhere = {point.rule for point in [*found.proposed, *found.indicative, *found.work]}
    assert not {"R6.31", "R7.28"} & elsewhere  # R6.25 has its form left to decide
    assert "3 points que le document dit possibles sans les demander" in text_of(public.get(PAGE)).replace("\xa0", " ")


def test_what_is_proposed_is_quoted_until_it_is_decided(small: World):
    undecide(BRAND)
    (before,) = [point for point in standing_on(TODAY).proposed if point.label == label(BRAND)]
    assert before.value == framework().settings[BRAND].proposed
    with arranging():
        SettingFactory(name=BRAND, value="ESS d’Armorique", adopted_on=date(2026, 6, 12))
    found = standing_on(TODAY)
    assert label(BRAND) not in labels(found.proposed)
    (after,) = [point for point in found.decided if point.label == label(BRAND)]
    assert (after.value, after.since) == ("ESS d’Armorique", date(2026, 6, 12))


def test_a_proposal_is_told_until_the_values_that_it_proposes_are_decided(small: World):
    fund, brand = framework().articles["R5.7"].title, framework().articles["R6.14"].title
    undecide(JOB)
    assert {fund, brand} <= labels(standing_on(TODAY).proposed)
    with arranging():
        SettingFactory(name=JOB, value="Animateur·rice territorial·e")
        SettingFactory(name="R5.7.carrier", value="La Cress")  # who would carry it: nobody created it yet
    assert labels(standing_on(TODAY).proposed) & {fund, brand} == {fund}


def test_a_value_of_the_document_has_no_later_day(small: World):
    (point,) = [one for one in standing_on(TODAY).decided if one.label == label(NUMBER)]
    assert point.value == "deux" and point.since is None


def test_a_value_decided_since_says_what_the_document_said(small: World):
    undecide(NUMBER)
    with arranging():
        SettingFactory(name=NUMBER, value=3, adopted_on=date(2026, 6, 12))
    (point,) = [one for one in standing_on(TODAY).decided if one.label == label(NUMBER)]
    assert point.value == "trois (deux dans le document)" and point.since == date(2026, 6, 12)


def test_what_an_organisation_decides_for_itself_is_in_none_of_the_three(small: World):
    own = {spec.label for a in framework().founding for spec in a.settings if spec.decided_by == "own"}
    found = standing_on(TODAY)
    assert own and labels(found.own) == own
    assert not own & labels([*found.decided, *found.proposed, *found.undecided])


def test_the_value_of_one_organisation_decides_nothing_for_all(small: World):
    undecide(LIMIT)
    with arranging():
        SettingFactory(name=LIMIT, value=4, organisation=small.groupings[0])
    assert label(LIMIT) in labels(standing_on(TODAY).undecided)


def test_proposals_that_fix_no_value_are_said_with_their_words(small: World):
    found = standing_on(TODAY)
    titles = {a.title for a in framework().founding if a.modality == "proposal" and not a.settings}
    assert titles and titles <= labels(found.proposed)
    assert labels(found.indicative) == {a.title for a in framework().founding if a.modality == "indicative"}
    assert labels(found.work) == {a.title for a in framework().founding if a.modality == "work_stream"} != set()
    assert not labels(found.work) & labels(found.proposed)
    assert all(point.value and "{" not in point.value for point in [*found.proposed, *found.indicative, *found.work])
    ranks = list(framework().articles)
    order = [ranks.index(point.rule) for point in found.proposed]
    assert order == sorted(order)


def test_the_law_is_not_of_the_network(small: World):
    found = standing_on(TODAY)
    every = [*found.decided, *found.proposed, *found.undecided, *found.own, *found.indicative]
    assert every and all(point.article.is_founding for point in every)


def test_it_is_read_as_of_a_day(small: World, public):
    undecide(LIMIT)
    with arranging():
        SettingFactory(name=LIMIT, value=4, period=since(TODAY))
    assert label(LIMIT) in labels(standing_on(TODAY).decided)
    assert label(LIMIT) in labels(standing_on(TODAY - timedelta(days=1)).undecided)
    page = text_of(public.get(PAGE, {"au": (TODAY - timedelta(days=1)).isoformat()}))
    assert "au 23 novembre 2026" in page


def test_anybody_reads_it_from_the_front_page_and_the_text(small: World, public):
    for address in ("/", at("text", small.head), at("text", small.groupings[0])):
        assert f'href="{PAGE}"' in public.get(address).content.decode()
    page = public.get(PAGE)
    assert page.status_code == 200
    for title in (
        "Ce que le document fixe, et ce que le réseau a décidé depuis",
        "Ce que le document propose",
        "Ce que le réseau n’a pas encore décidé",
    ):
        assert title in text_of(page)
    assert f'href="/{small.head.slug}/texte/R3.7"' in page.content.decode()


def test_no_fault_is_told_and_nobody_is_named(small: World, crowded, public):
    president = small.holder(f"{crowded.slug}-board", "president").person
    undecide(NUMBER)
    with arranging():
        SettingFactory(name=NUMBER, value=3, adopted_by=f"Sur proposition de {president}", adopted_on=TODAY)
    page = text_of(public.get(PAGE))
    for word in ("À régler", "À regarder", "Conforme", str(president), "Sur proposition"):
        assert word not in page


def test_a_federation_that_has_nothing_yet_has_this_page(public, db):
    assert public.get(PAGE).status_code == 200


def test_it_asks_one_question_whatever_is_decided(small: World):
    with CaptureQueriesContext(connection) as captured:
        standing_on(TODAY)
    assert len(captured) == 1


def test_a_name_that_the_document_cites_is_not_said_to_be_proposed(small: World, settings):
    """Seed, 7.b: names among what a working group will work on."""
    undecide(BRAND)
    client = entered_as(holder(small, "cress-team", "direction"), settings)
    page = text_of(client.get(f"/{small.head.slug}/texte/R7.19"))
    assert "Le document cite « ESS Bretagne »" in page and "Le document propose" not in page
    names = ("R7.18", "R7.19", "R7.20", "R7.21")
    assert {framework().articles[rule].modality for rule in names} == {"work_stream"}
