"""Each persona of the demonstration is in its data, has the rights of its seats, and starts on a page that opens."""

from collections.abc import Hashable

import pytest

from kevread.demonstration.personae import personae
from kevread.directory.models import Organisation
from kevread.home.rules import thing
from kevread.seats.queries import actor_of
from tests.conftest import TODAY

from .conftest import demonstrating
from .test_queries import AT_MOST
from .walked import entered, questions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]
ROLES = {
    "direction": "direction",
    "coordination": "coordination",
    "presidence": "head_president",
    "vice-presidence": "grouping_vice_president",
    "presidence-groupement": "grouping_president",
    "presidence-pole": "local_president",
    "benevole": "local_administrator",
    "secretariat": "secretary",
    "delegue": "secretariat",
    "tresorerie": "treasurer",
    "adherente": "assembly",
    "salarie": "employee",
    "adherente-directe": "grouping_administrator",
}
# Where they may not read: another organisation, that their seats do not reach.
ELSEWHERE = {
    "direction": "ess-armor",
    "benevole": "ess-pays-de-brest",
    "adherente": "cress",
    "mandat-fini": "ess-pays-de-morlaix",
}
HOMES = {"direction": "ess-35", "coordination": "cress"}


@pytest.fixture(autouse=True)
def _demonstration():
    with demonstrating():
        yield


def persona(slug: str):
    return next(one for one in personae() if one.slug == slug)


def test_there_are_at_least_ten():
    assert len(personae()) >= 10
    assert {one.slug for one in personae()} == {*ROLES, "mandat-fini"}


@pytest.mark.parametrize("slug", ROLES)
def test_the_seats_of_a_persona_give_its_role(slug):
    actor = actor_of(persona(slug).find(), TODAY)
    assert ROLES[slug] in {hat.role for hat in actor.hats}


def test_whose_mandate_ended_has_no_right_left():
    assert actor_of(persona("mandat-fini").find(), TODAY).hats == ()
    assert actor_of(persona("mandat-fini").find(), TODAY.replace(month=10, day=4)).hats != ()


@pytest.mark.parametrize("slug", [*ROLES, "mandat-fini"])
def test_a_persona_starts_on_a_page_that_opens(slug):
    one = persona(slug)
    page = entered(slug).get(one.start)
    assert page.status_code == 200, page.content.decode()[:500]


@pytest.mark.parametrize("slug", ELSEWHERE)
def test_a_persona_is_refused_elsewhere_with_a_reason(slug):
    organisation = Organisation.objects.get(slug=ELSEWHERE[slug])
    page = entered(slug).get(f"/{organisation.slug}/aujourd-hui")
    assert page.status_code == 403
    assert organisation.name in page.content.decode()


@pytest.mark.parametrize("one", personae(), ids=lambda one: one.slug)
def test_a_persona_is_presented_in_one_warm_sentence(one):
    assert one.sentence.endswith(".")
    assert 60 < len(one.sentence) < 200
    assert str(one.find()) in one.name


@pytest.mark.parametrize(("slug", "rules"), [("direction", ("L1.3", "L1.5", "L4.5")), ("coordination", ("L10.1",))])
def test_what_a_room_tells_by_its_day_is_not_told_again_by_its_article(slug, rules):
    day = entered(slug).get(f"/{HOMES[slug]}/aujourd-hui").context["day"]
    told = [row.item for row in (*day.rows, *day.rest)]
    for rule in rules:
        lines = [one for one in told if f"Article {rule}." in one.why and one.is_major]
        assert lines and all(one.by for one in lines)


def lines_of(day) -> set[Hashable]:
    return {thing(row.item) for row in (*day.rows, *day.rest)}


def test_what_each_one_s_day_announces_elsewhere_is_read_there_and_asks_few_questions():
    announced = 0
    for slug in ROLES:
        visitor = entered(slug)
        start = visitor.get("/ma-page").url
        day = visitor.get(start).context["day"]
        known = lines_of(day)
        for _, place, many, _ in day.elsewhere.places:
            there = lines_of(visitor.get(f"/{place}/aujourd-hui").context["day"])
            assert many == len(there - known) > 0, (slug, place)
            known |= there
            announced += 1
        assert questions(visitor, start) <= AT_MOST, slug
    assert announced > 2


def test_where_a_post_is_chosen_no_two_read_alike():
    form = entered("direction").get("/ess-35/encadrement/ouvrir/recrutement").context["form"]
    named = [name for _, name in form.fields["post"].choices]
    assert len(named) == len(set(named)) > 10
