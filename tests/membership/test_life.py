"""A membership: given up, called to order, ended by a decision that is notified first, undone, declared, read as of a day."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kevread.charter.models import Keeping
from kevread.common.errors import Invalid, Refused
from kevread.decisions.operations.applying import apply_decision, propose_application
from kevread.directory.models import Affiliation
from kevread.membership.models import Admission, Filing, Headcount, Step
from kevread.membership.operations import (
    declare_headcount,
    file_change,
    give_notice,
    instruct,
    notify_removal,
    resign,
    take_back_filing,
    tell_request,
    undo_step,
)
from kevread.membership.queries.life import changes, headcount_on, members_on
from kevread.membership.queries.unasked import without_request
from kevread.seats.asks import LEAVING
from kevread.seats.queries import actor_of
from kevread.seats.views.fill import whom_to_choose
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import AffiliationFactory, OrganisationFactory, SeatFactory, since
from tests.gatherings.decided import decided
from tests.membership.conftest import Land, keeper
from tests.publishing.test_front import text_of
from tests.worlds import World

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
JOINED = date(2026, 5, 12)
WHY = "Deux appels sans réponse, lettre recommandée."


@pytest.fixture
def affiliation(small: World, land: Land) -> Affiliation:
    """An association that joined the grouping on a day."""
    with arranging():
        member = OrganisationFactory(name="La Halle aux fils", legal_form="association")
        made = AffiliationFactory(member=member, of=land.grouping, period=since(JOINED))
    return Affiliation.objects.select_related("member", "of").get(pk=made.pk)


@pytest.fixture
def president(small: World, land: Land):
    return actor_of(keeper(small, land.grouping), TODAY)


def state(affiliation: Affiliation, actor, on: date = TODAY) -> str:
    found = {one.affiliation.pk: one.state for one in members_on(affiliation.of, on, actor)}
    return found.get(affiliation.pk, "absent")


def removed(affiliation: Affiliation, actor) -> Step:
    with arranging():
        by = decided(f"{affiliation.of.slug}-board", "radiation", on=YESTERDAY, title="Radiation")
    asked = {"affiliation": affiliation.pk, "reason": "Ne participe plus depuis deux ans."}
    waiting = propose_application(actor=actor, decision=by, kind="removal", asked=asked, now=NOW)
    apply_decision(actor=actor, application=waiting, now=NOW)
    return Step.objects.select_related("affiliation__of", "affiliation__member").get(kind="removal")


def test_a_resignation_ends_the_membership_on_its_last_day(affiliation, president):
    last = TODAY + timedelta(days=30)
    resign(actor=president, affiliation=affiliation, told_on=YESTERDAY, last=last, now=NOW)
    assert state(affiliation, president) == "leaving"
    assert state(affiliation, president, last) == "leaving"
    assert state(affiliation, president, last + timedelta(days=1)) == "absent"
    with pytest.raises(Refused, match="déjà inscrite"):
        resign(actor=president, affiliation=affiliation, told_on=TODAY, last=TODAY, now=NOW)


@pytest.mark.parametrize(
    ("told", "last", "field"),
    [
        (TOMORROW, TOMORROW, "told_on"),
        (TODAY, YESTERDAY, "last"),
        (JOINED - timedelta(days=1), TODAY, "told_on"),
    ],
)
def test_a_resignation_that_does_not_hold_together(affiliation, president, told, last, field):
    with pytest.raises(Invalid) as refused:
        resign(actor=president, affiliation=affiliation, told_on=told, last=last, now=NOW)
    assert refused.value.field == field
    assert state(affiliation, president) == "member"


def test_a_formal_notice_ends_nothing(affiliation, president):
    give_notice(actor=president, affiliation=affiliation, told_on=TODAY, note=WHY, now=NOW)
    assert state(affiliation, president) == "noticed"
    assert state(affiliation, president, date(2027, 6, 1)) == "noticed"
    with pytest.raises(Invalid):
        give_notice(actor=president, affiliation=affiliation, told_on=TODAY, note=" ", now=NOW)


def test_who_is_removed_stays_a_member_until_it_is_told(affiliation, president):
    step = removed(affiliation, president)
    assert state(affiliation, president) == "to_notify"
    assert state(affiliation, president, date(2027, 6, 1)) == "to_notify"  # and nothing but the notification changes it
    notify_removal(actor=president, step=step, notified_on=TODAY, last=TODAY, now=NOW)
    assert state(affiliation, president) == "leaving"
    assert state(affiliation, president, TOMORROW) == "absent"
    with pytest.raises(Refused, match="déjà notifiée"):
        notify_removal(actor=president, step=step, notified_on=TODAY, last=TODAY, now=NOW)


def test_a_seat_is_offered_for_who_is_to_be_told_of_their_removal_and_says_so_to_who_reads(
    small: World, affiliation, president, settings
):
    board = small.seat(f"{affiliation.of.slug}-board", "direct-member")
    where = {"scale": affiliation.of.slug, "body": board.body.slug, "seat": board.title}
    client, said = (
        entered_as(keeper(small, affiliation.of), settings),
        "radiation décidée le 23 novembre 2026, à notifier",
    )

    def page() -> str:
        return text_of(client.get(reverse("seats:fill", kwargs=where)))

    assert "La Halle aux fils" in page() and said not in page()
    step = removed(affiliation, president)
    assert said in page()
    told = {reads: [one for *_, one in whom_to_choose(board, TODAY, reads=reads)["representable"]] for reads in (0, 1)}
    assert (said in told[1], said in told[0]) == (True, False)
    assert not [ask for ask in LEAVING if ask(affiliation.of, YESTERDAY - timedelta(days=1))]
    notify_removal(actor=president, step=step, notified_on=TODAY, last=TODAY, now=NOW)
    assert said not in page()


@pytest.mark.parametrize(
    ("notified", "last", "field"),
    [
        (YESTERDAY - timedelta(days=1), TODAY, "notified_on"),  # before the decision
        (TOMORROW, TOMORROW, "notified_on"),
        (TODAY, YESTERDAY, "last"),  # with effect before it is told
    ],
)
def test_a_removal_has_no_effect_before_it_is_told(affiliation, president, notified, last, field):
    step = removed(affiliation, president)
    with pytest.raises(Invalid) as refused:
        notify_removal(actor=president, step=step, notified_on=notified, last=last, now=NOW)
    assert refused.value.field == field
    assert state(affiliation, president) == "to_notify"


def test_a_decision_removes_once_and_a_member_of_its_own(affiliation, president, small: World, land: Land):
    removed(affiliation, president)
    with pytest.raises(Refused, match="déjà inscrite"):
        removed(affiliation, president)
    with arranging():
        elsewhere = AffiliationFactory(of=land.pole)
    with pytest.raises(Invalid, match="Choisissez le membre"):
        removed(Affiliation(pk=elsewhere.pk, of=land.grouping), president)


@pytest.mark.parametrize("kind", ["resignation", "removal"])
def test_a_mistake_is_undone_and_the_membership_is_as_before(affiliation, president, kind):
    if kind == "removal":
        step = notify_removal(
            actor=president, step=removed(affiliation, president), notified_on=TODAY, last=TODAY, now=NOW
        )
    else:
        step = resign(actor=president, affiliation=affiliation, told_on=TODAY, last=TODAY, now=NOW)
    assert state(affiliation, president, TOMORROW) == "absent"
    undo_step(actor=president, step=step, reason="Ce n’était pas ce membre.", now=NOW)
    assert state(affiliation, president, TOMORROW) == "member"
    with pytest.raises(Refused, match="déjà annulé"):
        undo_step(actor=president, step=step, reason="Ce n’était pas ce membre.", now=NOW)


def test_who_came_back_meanwhile_is_not_a_member_twice(affiliation, president):
    step = resign(actor=president, affiliation=affiliation, told_on=YESTERDAY, last=YESTERDAY, now=NOW)
    with arranging():
        AffiliationFactory(member=affiliation.member, of=affiliation.of, period=since(TODAY))
    with pytest.raises(Refused, match="adhéré de nouveau"):
        undo_step(actor=president, step=step, reason="Ce n’était pas ce membre.", now=NOW)


# What is declared to the State.


def owed(affiliation: Affiliation, on: date = TODAY) -> list[tuple[str, date, bool]]:
    return [(one.change, one.by, one.filed_on is not None) for one in changes([affiliation.of_id], on)]


def test_an_entry_and_a_departure_are_declared_within_three_months(affiliation, president):
    assert owed(affiliation) == [("entry", date(2026, 8, 12), False)]
    resign(actor=president, affiliation=affiliation, told_on=TODAY, last=date(2026, 11, 30), now=NOW)
    assert owed(affiliation) == [("entry", date(2026, 8, 12), False)]  # it is still a member
    assert owed(affiliation, date(2026, 12, 1))[1] == ("departure", date(2027, 3, 1), False)
    filing = file_change(actor=president, affiliation=affiliation, change="entry", filed_on=TODAY, now=NOW)
    assert owed(affiliation) == [("entry", date(2026, 8, 12), True)]
    with pytest.raises(Refused, match="déjà inscrite"):
        file_change(actor=president, affiliation=affiliation, change="entry", filed_on=TODAY, now=NOW)
    with pytest.raises(Refused, match="encore membre"):
        file_change(actor=president, affiliation=affiliation, change="departure", filed_on=TODAY, now=NOW)
    take_back_filing(actor=president, filing=filing, now=NOW)
    assert owed(affiliation) == [("entry", date(2026, 8, 12), False)]
    with pytest.raises(Refused):
        take_back_filing(actor=president, filing=filing, now=NOW)


@pytest.mark.parametrize("day", [TOMORROW, JOINED - timedelta(days=1)])
def test_a_declaration_is_made_after_the_change_and_by_today(affiliation, president, day):
    with pytest.raises(Invalid) as refused:
        file_change(actor=president, affiliation=affiliation, change="entry", filed_on=day, now=NOW)
    assert refused.value.field == "filed_on"
    assert not Filing.objects.exists()


def test_only_an_association_in_a_union_is_declared(affiliation, land: Land):
    with arranging():
        AffiliationFactory(member=OrganisationFactory(legal_form="cooperative"), of=land.grouping, period=since(JOINED))
        AffiliationFactory(member=OrganisationFactory(legal_form="association"), of=land.pole, period=since(JOINED))
        AffiliationFactory(member=OrganisationFactory(legal_form=""), of=land.grouping, period=since(JOINED))
    assert len(changes([land.grouping.pk, land.pole.pk], TODAY)) == 1
    doubtful = changes([land.grouping.pk, land.pole.pk], TODAY, doubtful=True)
    assert sorted(one.is_sure for one in doubtful) == [False, True]


def test_what_came_before_the_register_is_not_asked(affiliation, land: Land):
    with arranging():
        Keeping.objects.filter(organisation=land.grouping, register="admissions").update(period=since(JOINED))
    assert owed(affiliation) == []
    with arranging():
        Keeping.objects.filter(organisation=land.grouping, register="admissions").update(
            period=since(JOINED - timedelta(days=1))
        )
    assert len(owed(affiliation)) == 1


# What is told of members.


def test_a_headcount_stands_beside_what_is_counted(land: Land, president):
    for day, number in ((YESTERDAY, 140), (TODAY, 152), (TODAY, 151)):
        declare_headcount(actor=president, organisation=land.grouping, counted_on=day, number=number, now=NOW)
    assert headcount_on(land.grouping, TODAY).number == 151
    assert headcount_on(land.grouping, YESTERDAY).number == 140
    assert headcount_on(land.grouping, YESTERDAY - timedelta(days=1)) is None
    assert Headcount.objects.count() == 2
    for day, number, field in ((TOMORROW, 1, "counted_on"), (TODAY, -1, "number")):
        with pytest.raises(Invalid) as refused:
            declare_headcount(actor=president, organisation=land.grouping, counted_on=day, number=number, now=NOW)
        assert refused.value.field == field


def test_a_membership_without_a_request_is_told_its_own(affiliation, president, land: Land):
    assert without_request(land.grouping, TODAY) == [affiliation]
    asked = {"affiliation": affiliation, "perimeter": "", "perimeter_note": "", "commune": land.commune}
    with pytest.raises(Invalid) as refused:
        tell_request(actor=president, received_on=JOINED + timedelta(days=1), now=NOW, **asked)
    assert refused.value.field == "received_on"
    found = tell_request(actor=president, received_on=JOINED, now=NOW, **asked)
    assert (found.state, found.affiliation, found.closed_on) == ("accepted", affiliation, JOINED)
    assert without_request(land.grouping, TODAY) == []
    with pytest.raises(Refused, match="déjà inscrite"):
        tell_request(actor=president, received_on=JOINED, now=NOW, **asked)
    # and what shows that it is of the social economy is told later
    more = {"member": None, "reach": "", "perimeter": "inside", "perimeter_note": "Ses statuts", "college": "x"}
    instruct(actor=president, admission=found, now=NOW, **more)
    found.refresh_from_db()
    assert (found.perimeter, found.member, found.college) == ("inside", affiliation.member, "")


# The register and the roll, as of any day.


def test_the_roll_holds_each_member_once_with_who_votes_and_who_stands_in(
    small: World, land: Land, affiliation, president
):
    body = small.body(f"{land.grouping.slug}-assembly")
    with arranging():
        alternate = SeatFactory(body=body, title="alternate", is_alternate=True)
        small.seats[body.slug, "alternate"] = alternate
        full = small.seated(body.slug, "representative-direct", represents=affiliation.member).person
        stand_in = small.seated(body.slug, "alternate", represents=affiliation.member).person
    rows = [one for one in members_on(land.grouping, TODAY, president) if one.affiliation.pk == affiliation.pk]
    (one,) = rows
    assert (one.voters, one.stand_ins) == (str(full), str(stand_in))
    assert [row.affiliation.pk for row in members_on(land.grouping, JOINED - timedelta(days=1), president)].count(
        affiliation.pk
    ) == 0


def test_the_screens(small: World, land: Land, affiliation, settings, public):
    client = entered_as(keeper(small, land.grouping), settings)
    here = {"scale": land.grouping.slug}

    def at(name: str, **more) -> str:
        return reverse(f"membership:{name}", kwargs=here | more)

    page = text_of(client.get(at("members")))
    assert "La Halle aux fils" in page and "sans demande datée" in page
    assert "La Halle aux fils" not in text_of(client.get(at("members"), {"au": "2026-05-11"}))
    assert "La Halle aux fils" in text_of(client.get(at("roll")))
    for name in ("members", "roll"):
        assert "La Halle aux fils" in client.get(at(f"{name}_csv")).content.decode("utf-8-sig")
        assert client.get(at(f"{name}_xlsx")).status_code == 200
        assert public.get(at(name)).status_code == 302
    today = text_of(client.get(reverse("home:today", kwargs=here)))
    assert "Déclarer l’entrée de La Halle aux fils" in today
    lines = client.get(reverse("home:today", kwargs=here)).text
    assert reverse("charter:article", kwargs=here | {"rule": "L1.5"}) in lines
    mine = at("member", key=affiliation.pk)
    assert "à déclarer avant le 12 août 2026" in text_of(client.get(mine))
    file = at("change", key=affiliation.pk, gesture="entree-declaree")
    assert client.post(file, {"filed_on": "2027-01-01"}).status_code == 422
    assert client.post(file, {"filed_on": TODAY.isoformat()}).status_code == 302
    assert "Déclarer l’entrée de La Halle aux fils" not in text_of(client.get(reverse("home:today", kwargs=here)))
    assert "C’est fait, le" not in text_of(client.get(mine))
    assert client.post(at("take_back", key=Filing.objects.get().pk)).status_code == 302
    asks = at("unasked") + f"?adhesion={affiliation.pk}"
    typed = {"received_on": JOINED.isoformat(), "commune": "Nulle part", "perimeter": "", "perimeter_note": ""}
    assert client.post(asks, typed).status_code == 422
    assert client.post(asks, typed | {"commune": ""}).status_code == 302
    assert Admission.objects.get().affiliation == affiliation
    with arranging():
        by = decided(f"{land.grouping.slug}-board", "radiation", on=YESTERDAY)
    removes = at("remove", key=by.pk)
    told = {"affiliation": affiliation.pk, "reason": "Ne participe plus depuis deux ans."}
    assert client.post(removes, told | {"reason": "Non"}).status_code == 422
    assert "Sans effet avant d’être notifiée" in text_of(client.post(removes, told, follow=True))
    apply_decision(actor=actor_of(keeper(small, land.grouping), TODAY), application=by.applications.get(), now=NOW)
    assert "Notifier la radiation de La Halle aux fils" in text_of(client.get(reverse("home:today", kwargs=here)))
    notify = at("change_step", key=Step.objects.get().pk, gesture="notifier")
    day = TODAY.isoformat()
    assert client.post(notify, {"notified_on": day, "last": YESTERDAY.isoformat()}).status_code == 422
    assert client.post(notify, {"notified_on": day, "last": day}).status_code == 302
    undo = at("change_step", key=Step.objects.get().pk, gesture="annuler")
    assert client.post(undo, {"reason": "Ce n’était pas ce membre."}).status_code == 302
    assert client.get(at("change_step", key=Step.objects.get().pk, gesture="autre")).status_code == 404
    assert client.get(at("change", key=affiliation.pk, gesture="autre")).status_code == 404


def test_a_headcount_is_declared_on_screen(small: World, land: Land, settings):
    client, here = entered_as(keeper(small, land.grouping), settings), {"scale": land.grouping.slug}
    count, day = reverse("membership:headcount", kwargs=here), TODAY.isoformat()
    assert client.post(count, {"number": "-3", "counted_on": day}).status_code == 422
    assert client.post(count, {"number": "151", "counted_on": day}).status_code == 302
    assert "151 membres déclarés" in text_of(client.get(reverse("membership:members", kwargs=here)))
