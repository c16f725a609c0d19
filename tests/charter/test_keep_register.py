"""A register is kept since a day: before, unknown; after, what is absent does not exist."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kevread.charter.engine import verdicts
from kevread.charter.models import Keeping
from kevread.charter.operations import keep_register, keep_registers, stop_keeping
from kevread.charter.queries.registers import ever_kept, kept_since
from kevread.common import rooms
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.verdicts import Reason, Verdict
from kevread.journal.models import Act
from tests.charter.people import coordination, direction, holder, local_administrator, local_president
from tests.charter.test_screen_text import text_of
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import since
from tests.worlds import World, end

pytestmark = pytest.mark.django_db


@pytest.fixture
def grouping(small: World):
    """A grouping that does not keep its mandates, and has nobody on its board."""
    found = small.groupings[0]
    with arranging():
        Keeping.objects.filter(organisation=found, register="mandates").delete()
        end(small.mandates(f"{found.slug}-board"))
    return found


def board_of(grouping, on=TODAY):
    (finding,) = [f for f in verdicts(on, rules=["R3.5"], organisations=[grouping.pk]) if f.clause.number == 1]
    return finding.verdict, finding.reason


def test_an_empty_board_is_unknown_until_the_register_is_kept(small: World, grouping):
    assert board_of(grouping) == (Verdict.UNKNOWN, Reason.NOT_KEPT)
    keep_register(
        actor=direction(small, grouping), organisation=grouping, register="mandates", since=date(2026, 1, 1), now=NOW
    )
    assert board_of(grouping) == (Verdict.BREACHES, None)


def test_it_is_unknown_again_when_it_is_no_longer_kept(small: World, grouping):
    actor = direction(small, grouping)
    kept = keep_register(actor=actor, organisation=grouping, register="mandates", since=date(2026, 1, 1), now=NOW)
    stop_keeping(actor=actor, keeping=kept, last=TODAY, now=NOW)
    assert board_of(grouping) == (Verdict.BREACHES, None)
    assert board_of(grouping, TODAY + timedelta(days=1)) == (Verdict.UNKNOWN, Reason.NOT_KEPT)


def test_somebody_from_elsewhere_does_not_stop_it(small: World, grouping):
    kept = Keeping.objects.get(organisation=grouping, register="team")
    elsewhere = small.locals[small.groupings[1]][0]
    with pytest.raises(Denied, match="sa présidence ou sa direction"):
        stop_keeping(actor=local_administrator(small, elsewhere), keeping=kept, last=TODAY, now=NOW)


def test_it_stops_once_and_not_in_the_past(small: World, grouping):
    """One that stopped yesterday, and were kept again from today on, would have been kept all along."""
    actor, kept = direction(small, grouping), Keeping.objects.get(organisation=grouping, register="team")
    for last in (kept.period.lower - timedelta(days=1), TODAY - timedelta(days=1)):
        with pytest.raises(Invalid, match="ne cesse pas d’être tenu dans le passé") as told:
            stop_keeping(actor=actor, keeping=kept, last=last, now=NOW)
        assert told.value.field == "last"
    stop_keeping(actor=actor, keeping=kept, last=TODAY, now=NOW)
    with pytest.raises(Invalid, match="déjà plus tenu"):
        stop_keeping(actor=actor, keeping=kept, last=TODAY, now=NOW)


def test_what_was_kept_once_is_told_since_its_first_day_and_not_before(small: World, grouping):
    first = date(2025, 3, 1)
    with arranging():
        Keeping.objects.filter(organisation=grouping, register="decisions").delete()
        for period in ((first, date(2025, 6, 1)), (date(2026, 2, 1), None)):
            Keeping.objects.create(organisation=grouping, register="decisions", period=since(*period))

    def told(on):
        return ever_kept("decisions", [grouping.pk], on).get(grouping.pk)

    assert told(first - timedelta(days=1)) is None
    for on in (first, date(2025, 7, 1), TODAY):
        assert told(on) == first
    assert not kept_since("decisions", [grouping.pk], date(2025, 7, 1))


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"register": "recipes"}, "register", "n’existe pas"),
        ({"since": date(2027, 1, 1)}, "since", "aujourd’hui ou un jour passé"),
        ({"register": "team"}, "since", "déjà tenu"),
    ],
)
def test_bad_input_is_told_on_its_field(small: World, grouping, changes, field, said):
    asked = {"register": "mandates", "since": date(2026, 1, 1), **changes}
    with pytest.raises(Invalid, match=said) as told:
        keep_register(actor=direction(small, grouping), organisation=grouping, now=NOW, **asked)
    assert told.value.field == field


def test_somebody_from_elsewhere_does_not_say_it(small: World, grouping):
    elsewhere = small.locals[small.groupings[1]][0]
    with pytest.raises(Denied, match="sa présidence ou sa direction"):
        keep_register(
            actor=local_administrator(small, elsewhere),
            organisation=grouping,
            register="mandates",
            since=TODAY,
            now=NOW,
        )


# Several at once.

SINCE = date(2026, 1, 1)


def begun(actor, organisations, registers=("mandates", "team"), since=SINCE):
    return keep_registers(actor=actor, organisations=organisations, registers=registers, since=since, now=NOW)


@pytest.fixture
def network(small: World, grouping):
    """A grouping and its pôles, none of which keeps anything."""
    found = [grouping, *small.locals[grouping]]
    with arranging():
        Keeping.objects.filter(organisation__in=found).delete()
    return found


def test_several_registers_of_several_organisations_are_begun_each_its_own_act(small: World, network):
    made = begun(coordination(small), network)
    assert {(one.organisation, one.register) for one in made} == {(o, r) for o in network for r in ("mandates", "team")}
    assert {one.dates.start for one in made} == {SINCE}
    assert Act.objects.filter(verb="charter.keep_register", arguments__since="2026-01-01").count() == 2 * len(network)


def test_what_is_kept_already_is_left_as_it_is(small: World, network):
    actor = coordination(small)
    (first,) = begun(actor, network[:1], ["mandates"], date(2026, 6, 1))
    made = begun(actor, network, ["mandates"])
    assert {one.organisation for one in made} == set(network[1:])
    first.refresh_from_db()
    assert first.dates.start == date(2026, 6, 1)
    with pytest.raises(Refused, match="déjà tenus"):
        begun(actor, network, ["mandates"])


def test_all_are_begun_or_none(small: World, network):
    """The presidency of a pôle says it of its own, not of the grouping."""
    before = Keeping.objects.count()
    with pytest.raises(Denied):
        begun(local_president(small, network[1]), [network[1], network[0]])
    with pytest.raises(Invalid, match="n’existe pas"):
        begun(coordination(small), network, ["mandates", "recipes"])
    assert Keeping.objects.count() == before


@pytest.mark.parametrize(("registers", "some", "field"), [((), True, "registers"), (("team",), False, "organisations")])
def test_what_is_not_chosen_is_told_on_its_field(small: World, network, registers, some, field):
    with pytest.raises(Invalid) as told:
        begun(coordination(small), network if some else [], registers)
    assert told.value.field == field


def test_on_screen_what_follows_is_shown_then_confirmed(small: World, network, settings):
    seen = entered_as(holder(small, "cress-team", "direction"), settings)
    address = reverse("charter:registers", kwargs={"scale": network[0].slug})
    page = seen.get(address).content.decode()
    every = len(dict(rooms.registers()))  # none is kept there
    assert page.count('name="organisations"') == len(network) and f"{network[0].name} ({every})" in page
    typed = {"registers": ["mandates"], "organisations": [one.slug for one in network], "since": "2026-01-01"}
    before = Keeping.objects.count()
    shown = text_of(seen.post(address, typed))
    assert "Rien n’est encore enregistré" in shown and Keeping.objects.count() == before
    said = f"{len(network)} registres tenus depuis le 1er janvier 2026, dans {len(network)} organisations"
    assert said in shown and "constats changent au 24 novembre 2026 :" in shown and "à régler" in shown
    done = text_of(seen.post(address, typed | {"etape": "confirmer"}, follow=True))
    assert said in done and Keeping.objects.count() == before + len(network)
    assert f"{network[0].name} ({every - 1})" in done and 'value="mandates"' not in seen.get(address).content.decode()
    again = seen.post(address, typed)
    assert again.status_code == 422 and "Voici ce qui reste" in text_of(again)


def test_where_all_are_kept_nothing_is_asked(small: World, settings):
    seen = entered_as(holder(small, "cress-team", "direction"), settings)
    page = text_of(seen.get(reverse("charter:registers", kwargs={"scale": small.head.slug})))
    assert "Tous les registres sont tenus, dans les" in page and "Voir ce que cela change" not in page


def test_only_those_where_one_may_are_offered(small: World, network, settings):
    seen = entered_as(holder(small, f"{network[1].slug}-board", "president"), settings)
    address = reverse("charter:registers", kwargs={"scale": network[1].slug})
    assert 'name="organisations"' not in seen.get(address).content.decode()
    typed = {"registers": ["mandates"], "organisations": [network[0].slug], "since": "2026-01-01", "etape": "confirmer"}
    seen.post(address, typed)
    assert set(Keeping.objects.filter(organisation__in=network).values_list("organisation", flat=True)) == {
        network[1].pk
    }


def test_whoever_reads_a_grouping_is_not_offered_to_speak_for_it(small: World, network, settings):
    seen = entered_as(holder(small, f"{network[1].slug}-board", "president"), settings)
    page = seen.get(reverse("charter:registers", kwargs={"scale": network[0].slug}))
    assert page.status_code == 200 and f"{network[0].name} (8)" not in text_of(page)
