"""Days asked, answered, given back: by whom, in what order, who reads them, and what is never kept of them."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from kevread.common.errors import Denied, Invalid, Refused
from kevread.directory.models import Person
from kevread.rhythm.operations import make_feed
from kevread.seats.queries import actor_of
from kevread.staff.models import Assignment
from kevread.supervision.loader import acts
from kevread.supervision.models import Leave, Matter
from kevread.supervision.operations import annul, answer_leave, ask_leave, cancel_leave, drop, say, settle
from tests.conftest import NOW, TODAY, arranging
from tests.factories import since
from tests.pressing import press
from tests.reading_tables import taken

from .conftest import DECIDED, HIRED, WRITTEN, Two, later
from .test_screens import at, client_of, page

pytestmark = pytest.mark.django_db
MONDAY, FRIDAY = date(2026, 12, 7), date(2026, 12, 11)


def asked(two: Two, **more) -> Leave:
    said = {
        "actor": two.oneself, "person": two.person, "place": two.grouping, "kind": "leave", "first": MONDAY, "last": FRIDAY,
        "now": NOW,
    }  # fmt: skip
    return ask_leave(**said | more)


def answered(two: Two, leave: Leave, granted: bool = True, **more) -> Leave:
    said = {"actor": two.direction, "place": two.grouping, "granted": granted, "now": NOW}
    return answer_leave(matter=leave.matter, **said | more)


def test_days_are_asked_viewed_by_the_pole_granted_and_given_back(two):
    leave = asked(two)
    assert str(leave) == "Congés du 7 décembre 2026 au 11 décembre 2026"
    assert leave.matter.text == "" and leave.matter.person == two.person
    say(actor=two.board, matter=leave.matter, line="pole", place=two.pole, text=WRITTEN, now=NOW)
    assert answered(two, leave).answer == "granted"
    matter = Matter.objects.get(pk=leave.matter_id)
    assert matter.conclusion == "Accordé." and matter.authority
    with pytest.raises(Refused):
        answered(two, leave, granted=False, reason="Trop de monde absent")
    back = cancel_leave(actor=two.oneself, leave=leave, now=later(days=1))
    assert back.cancelled_on == TODAY + timedelta(days=1) and not Leave.objects.standing().exists()
    with pytest.raises(Refused, match="plus rien"):
        cancel_leave(actor=two.oneself, leave=leave, now=later(days=1))


def test_a_refusal_says_why_and_leaves_the_days_free(two):
    leave = asked(two)
    with pytest.raises(Invalid, match="Dites pourquoi"):
        answered(two, leave, granted=False, reason="non")
    answered(two, leave, granted=False, reason="L’assemblée a lieu ce jour-là")
    assert Matter.objects.get(pk=leave.matter_id).conclusion == "Refusé : L’assemblée a lieu ce jour-là"
    assert asked(two).pk != leave.pk
    with pytest.raises(Refused, match="plus rien"):
        cancel_leave(actor=two.oneself, leave=leave, now=NOW)


def test_who_may_ask_answer_and_give_back(two):
    for actor in (two.board, actor_of(two.support.contract.person, TODAY)):
        with pytest.raises(Denied):
            asked(two, actor=actor)
    leave = asked(two)
    for actor in (two.board, two.scene.president_of(two.scene.second), two.oneself, two.scene.coordination):
        with pytest.raises(Denied):
            answered(two, leave, actor=actor)
    for actor in (two.direction, two.board):
        with pytest.raises(Denied):
            cancel_leave(actor=actor, leave=leave, now=NOW)
    with pytest.raises(Denied):
        asked(two, line="employer", first=MONDAY + timedelta(days=20), last=FRIDAY + timedelta(days=20))
    written = asked(
        two, actor=two.direction, line="employer", first=TODAY - timedelta(days=9), last=TODAY - timedelta(days=8)
    )
    assert written.matter.raised_by_id == two.direction.person  # what was taken is written for the payroll
    with pytest.raises(Invalid):
        asked(two, first=TODAY - timedelta(days=1))


def test_nobody_answers_about_themselves(two):
    """Whoever directs is answered by who presides."""
    head = Person.objects.get(pk=two.direction.person)
    with arranging():
        type(two.support.contract).objects.filter(pk=two.support.contract_id).update(person=head)
    own = asked(two, actor=two.direction, person=head)
    with pytest.raises(Denied, match="vous concerne"):
        answered(two, own)
    assert answered(two, own, actor=two.scene.presidency).answer == "granted"


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"first": TODAY, "last": TODAY}, ""),
        ({"first": TODAY - timedelta(days=1), "last": TODAY}, "first"),
        ({"last": MONDAY - timedelta(days=1)}, "last"),
        ({"last": MONDAY}, ""),
        ({"last": MONDAY + timedelta(days=366)}, ""),
        ({"last": MONDAY + timedelta(days=367)}, "last"),
        ({"kind": "sick"}, "kind"),
    ],
)
def test_the_days_that_may_be_asked(two, days, field):
    if not field:
        assert asked(two, **days)
        return
    with pytest.raises(Invalid) as told:
        asked(two, **days)
    assert told.value.field == field


def test_days_of_the_contract_alone(two):
    with arranging():
        contract = two.delegate.contract
        contract.kind, contract.period = "cdd", since(HIRED, FRIDAY)
        contract.motive = "Accroissement"
        type(contract).objects.filter(pk=contract.pk).update(period=since(HIRED, FRIDAY))
    assert asked(two, first=FRIDAY, last=FRIDAY)
    with pytest.raises(Invalid) as told:
        asked(two, first=MONDAY, last=FRIDAY + timedelta(days=1))
    assert told.value.field == "last"


def test_days_that_are_asked_already_are_not_asked_twice(two):
    asked(two)
    with pytest.raises(Refused, match="déjà demandés"):
        asked(two, first=FRIDAY, last=FRIDAY + timedelta(days=3), kind="remote")
    assert asked(two, first=FRIDAY + timedelta(days=1), last=FRIDAY + timedelta(days=1))
    assert asked(two, actor=actor_of_support(two), person=two.support.contract.person)


def test_what_is_asked_of_another_employer_is_neither_told_nor_in_the_way(two):
    """A half-time here, a half-time there; or the employer before this one."""
    elsewhere = asked(two)
    with arranging():
        type(elsewhere.matter).objects.filter(pk=elsewhere.matter_id).update(organisation=two.scene.world.head)
    assert asked(two)
    with pytest.raises(Refused, match="déjà demandés"):
        asked(two)


def test_half_days_are_asked_and_two_halves_of_a_day_do_not_meet(two):
    morning = asked(two, last=MONDAY, until_noon=True)
    assert str(morning) == "Congés le 7 décembre 2026, le matin" and morning.matter.title.endswith("le matin")
    for clash in ({"last": MONDAY}, {"last": MONDAY, "until_noon": True}, {"last": FRIDAY}):
        with pytest.raises(Refused, match="déjà demandés"):
            asked(two, kind="remote", **clash)
    assert asked(two, kind="remote", last=MONDAY + timedelta(days=1), from_noon=True, until_noon=True)
    assert asked(two, first=MONDAY + timedelta(days=1), last=FRIDAY, from_noon=True)
    with pytest.raises(Invalid) as told:
        asked(two, first=FRIDAY + timedelta(days=3), last=FRIDAY + timedelta(days=3), from_noon=True, until_noon=True)
    assert told.value.field == "until_noon"


def test_half_days_are_read_where_whole_ones_are(two, settings, client):
    leave = answered(two, asked(two, last=MONDAY + timedelta(days=1), from_noon=True))
    us = client_of(two.direction, settings)
    text = page(us, at("leaves", two.grouping), mois="2026-12")
    assert f'{two.person}</a> <span class="muted small">l’après-midi</span>' in text
    assert text.count("l’après-midi") == 1  # the day after is whole
    (row,) = taken(us.get(reverse("supervision:leaves_csv", args=[two.grouping.slug]), {"mois": "2026-12"}))
    assert (row["à partir de midi"], row["jusqu’à midi"]) == ("oui", "")
    mine = make_feed(actor=two.oneself, person=two.person, scope="mine", now=NOW)[1]
    text = client.get(reverse("rhythm:feed", args=[mine])).text.replace("\r\n ", "")
    assert "à midi" in text and [leave.part_of(day) for day in (MONDAY, MONDAY + timedelta(days=1))] == [
        "l’après-midi",
        "",
    ]


def actor_of_support(two: Two):
    from kevread.common.actor import Actor

    return Actor(person=two.support.contract.person_id)


def test_days_are_given_back_the_day_before_and_not_the_day_itself(two):
    leave = asked(two)
    with pytest.raises(Refused, match="commencé"):
        cancel_leave(actor=two.oneself, leave=leave, now=NOW + (MONDAY - TODAY))
    cancel_leave(actor=two.oneself, leave=leave, now=NOW + (MONDAY - TODAY) - timedelta(days=1))
    assert Matter.objects.get(pk=leave.matter_id).outcome == "dropped"
    with pytest.raises(Refused):
        answered(two, leave)


def test_a_matter_of_days_is_neither_raised_settled_nor_dropped_without_them(two):
    with pytest.raises(Refused, match="ses jours"):
        two.raised("conges")
    leave = asked(two)
    with pytest.raises(Refused, match="accordent"):
        settle(actor=two.direction, matter=leave.matter, place=two.grouping, conclusion=DECIDED, now=NOW)
    with pytest.raises(Refused, match="rend"):
        drop(actor=two.oneself, matter=leave.matter, reason="Un motif écrit ici", now=NOW)
    annul(actor=two.direction, matter=leave.matter, reason="Inscrit par erreur", now=NOW)
    with pytest.raises(Refused, match="plus rien"):
        cancel_leave(actor=two.oneself, leave=leave, now=NOW)


def test_every_pole_where_somebody_works_is_asked(two):
    with arranging():
        Assignment.objects.create(
            post=two.territorial, contract=two.delegate.contract, local=two.scene.second, share=40, period=since(HIRED)
        )
    places = set(asked(two).matter.sides.filter(is_asked=True).values_list("organisation", flat=True))
    assert places == {two.pole.pk, two.scene.second.pk}


def test_the_month_of_a_team_is_read_by_who_has_a_line_over_it(two, settings):
    answered(two, asked(two))
    asked(two, kind="remote", first=date(2026, 12, 14), last=date(2026, 12, 14))
    for actor, where, reads in (
        (two.direction, two.grouping, True),
        (two.board, two.pole, True),
        (two.oneself, two.grouping, True),
        (two.scene.president_of(two.scene.second), two.scene.second, False),
    ):
        if not actor_of(Person.objects.get(pk=actor.person), TODAY).hats:
            continue
        text = page(client_of(actor, settings), at("leaves", where), mois="2026-12")
        assert (str(two.person) in text) is reads, actor.name
    us = client_of(two.direction, settings)
    assert str(two.person) not in page(us, at("leaves", two.grouping), mois="2026-11")
    rows = taken(us.get(reverse("supervision:leaves_csv", args=[two.grouping.slug]), {"mois": "2026-12"}))
    assert [(row["personne"], row["nature"], row["réponse"]) for row in rows] == [
        (str(two.person), "Congés", "Accordé"),
        (str(two.person), "Télétravail", "en attente"),
    ]


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (12, 12, ["samedi 12"]),  # a Saturday that is asked
        (11, 14, ["vendredi 11", "lundi 14"]),  # what goes over a week-end says nothing of it
        (11, 13, ["vendredi 11", "dimanche 13"]),
        (5, 7, ["samedi 5", "lundi 7"]),
    ],
)
def test_a_day_of_a_week_end_that_is_asked_is_read_in_the_month(two, settings, first, last, days):
    asked(two, first=date(2026, 12, first), last=date(2026, 12, last))
    us = client_of(two.direction, settings)
    told = us.get(at("leaves", two.grouping), {"mois": "2026-12"}).text
    assert re.findall(r'<th scope="row">(\w+ \d+)</th>', told) == days
    said = page(us, at("leaves", two.grouping), mois="2026-12")
    assert (
        "début ou la fin" in said and "ne compte pas dans les jours du fichier de la paie, qui vont du lundi au" in said
    )


def test_days_are_asked_and_answered_on_the_screen(two, settings):
    us = client_of(two.direction, settings)
    form = at("ask_leave", two.grouping)
    told = us.post(
        form, {"person": str(two.person.pk), "kind": "leave", "first": FRIDAY.isoformat(), "last": MONDAY.isoformat()}
    )
    assert told.status_code == 422 and "ne peut pas précéder" in told.text
    us.post(
        form, {"person": str(two.person.pk), "kind": "leave", "first": MONDAY.isoformat(), "last": FRIDAY.isoformat()}
    )
    leave = Leave.objects.get()
    where = at("matter", two.grouping, key=leave.matter_id)
    assert "Répondre" in page(us, where) and "Ne pas poursuivre" not in page(us, where)
    press(us, at("answer_leave", two.grouping, key=leave.matter_id), {"granted": "yes"})
    leave.refresh_from_db()
    assert leave.answer == "granted" and "Accordé." in page(us, where)
    assert us.get(at("cancel_leave", two.grouping, key=leave.matter_id)).status_code == 404


def test_granted_days_are_in_the_calendar_of_the_person_and_of_nobody_else(two, client):
    leave = answered(two, asked(two))
    asked(two, kind="remote", first=date(2026, 12, 14), last=date(2026, 12, 14))
    mine = make_feed(actor=two.oneself, person=two.person, scope="mine", now=NOW)[1]
    text = client.get(reverse("rhythm:feed", args=[mine])).text.replace("\r\n ", "")
    assert "SUMMARY:Congés" in text and "DTSTART;VALUE=DATE:20261207" in text and "DTEND;VALUE=DATE:20261212" in text
    assert "20261214" not in text  # asked, and not granted
    cancel_leave(actor=two.oneself, leave=leave, now=NOW)
    assert "Congés" not in client.get(reverse("rhythm:feed", args=[mine])).text
    them = two.scene.world.holder(f"{two.grouping.slug}-team", "direction").person
    theirs = make_feed(actor=two.direction, person=them, scope="mine", now=NOW)[1]
    answered(two, asked(two))
    assert "Congés" not in client.get(reverse("rhythm:feed", args=[theirs])).text


def test_days_are_of_the_contract_and_of_somebody_who_works_there(two):
    """Written by the line of the employer, which may write days that are past."""
    by_line = {"actor": two.direction, "line": "employer"}
    for wrong, field in (
        ({"first": HIRED - timedelta(days=1), "last": HIRED}, "first"),
        ({"person": two.scene.administrator_of(two.scene.second)}, "person"),
    ):
        with pytest.raises(Invalid) as refusal:
            asked(two, **by_line | wrong)
        assert refusal.value.field == field
    assert asked(two, **by_line, first=HIRED, last=HIRED).first == HIRED


def test_a_matter_that_asks_no_days_is_not_answered_as_one_that_does(two, monkeypatch):
    with pytest.raises(Refused, match="ne demande pas de jours"):
        answer_leave(
            actor=two.direction, matter=two.raised("entretien-annuel"), place=two.grouping, granted=True, now=NOW
        )
    monkeypatch.setattr(type(acts()), "of_form", lambda self, form: "")
    with pytest.raises(Refused, match="ne dit pas encore qui répond"):
        asked(two)


def test_ones_own_requests_are_read_together_with_who_answers(two, settings):
    """Whatever their month; a colleague, the pôle and the direction read none of them so."""
    first = asked(two)
    answered(two, first)
    later_on = asked(two, first=date(2027, 3, 1), last=date(2027, 3, 1), kind="remote")
    text = page(client_of(two.oneself, settings), at("leaves", two.grouping))
    mine = text.partition("Mes demandes")[2].partition("</section>")[0]
    director = Person.objects.get(pk=two.direction.person)
    assert mine.index("Attend une réponse") < mine.index("Accordé")
    assert str(director) in mine and str(later_on.matter_id) in mine and str(first.matter_id) in mine
    cancel_leave(actor=two.oneself, leave=first, now=later(days=1))
    answered(two, later_on, granted=False, reason="Trop de monde absent")
    again = (
        page(client_of(two.oneself, settings), at("leaves", two.grouping))
        .partition("Mes demandes")[2]
        .partition("</section>")[0]
    )
    assert "Rendu le" in again and "Refusé" in again and str(director) not in again
    assert "Mes demandes" not in page(client_of(two.direction, settings), at("leaves", two.grouping))


def test_whoever_works_for_a_pole_is_led_to_their_employer(two, settings):
    oneself, board = client_of(two.oneself, settings), client_of(two.board, settings)
    asking = at("ask_leave", two.grouping)
    assert f'href="{asking}"' in oneself.get(at("leaves", two.pole)).text
    assert oneself.get(at("ask_leave", two.pole)).headers["Location"] == asking
    assert f'href="{asking}"' not in board.get(at("leaves", two.pole)).text
    assert board.get(at("ask_leave", two.pole)).status_code == 404
