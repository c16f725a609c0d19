"""What is due each time that something happens, and what rooms see that keeps it."""

from datetime import date

import pytest
from django.urls import reverse

from kevread.agreements.models import Agreement, Obligation, Occasion
from kevread.agreements.operations import (
    contest_kept,
    deny,
    owe,
    tell_kept,
    tell_occasion,
    undo_obligation,
    undo_occasion,
)
from kevread.agreements.queries.owed import owed_by
from kevread.agreements.rules import Balance
from kevread.attendance.models import Presence
from kevread.common.errors import Denied, Invalid, Refused
from kevread.directory.models import Person
from kevread.filings.models import Declaration
from kevread.meetings.models import RollEntry
from tests.agreements.test_owed import DAY, HELD, WHY, owing, stands
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import MandateFactory, SeatFactory, since
from tests.gatherings.decided import met
from tests.guards.of_agreements import made
from tests.publishing.test_front import text_of
from tests.seats.scene import Scene

pytestmark = pytest.mark.django_db
MINUTES, CAME = "sittings.minutes", "sittings.came"
TOLD = {"cadence": "upon", "occasion": "un recrutement", "within": 15, "first_due": TODAY - 20 * DAY}


@pytest.fixture
def agreement(scene: Scene) -> Agreement:
    return made(scene, title="Accord")


def board_of(scene: Scene):
    return scene.world.body(f"{scene.grouping.slug}-board")


def told(scene: Scene, obligation: Obligation, day: date, **more):
    asked = {"actor": scene.direction, "note": "Un poste ouvert."} | more
    return tell_occasion(obligation=obligation, happened_on=day, now=NOW, **asked)


def head(scene: Scene):
    return scene.actor("cress-board", "president")


# Told by a party ------------------------------------------------------------------------------------------------------


def test_what_is_due_upon_an_event_is_due_from_that_day(scene: Scene, agreement: Agreement):
    owed = owing(scene, agreement, **TOLD)
    assert owed_by([agreement], TODAY) == []
    told(scene, owed, TODAY - 15 * DAY)
    (one,) = owed_by([agreement], TODAY)
    assert (one.by, one.balance, one.upon[0].said) == (TODAY, Balance.DUE, "Un poste ouvert.")
    assert stands(agreement, TODAY + DAY) == [Balance.LATE]
    assert owed_by([agreement], TODAY - 16 * DAY) == []  # it had not happened
    told(scene, owed, TODAY)
    assert [one.by for one in owed_by([agreement], TODAY)] == [TODAY, TODAY + 15 * DAY]


def test_each_time_is_kept_of_its_own(scene: Scene, agreement: Agreement):
    owed = owing(scene, agreement, **TOLD)
    for day in (TODAY - 20 * DAY, TODAY - DAY):
        told(scene, owed, day)
    said = {"obligation": owed, "kept_on": TODAY, "note": "Remis par lettre.", "now": NOW}
    tell_kept(actor=scene.direction, due_on=TODAY - 5 * DAY, **said)
    assert stands(agreement) == [Balance.KEPT, Balance.DUE]


def test_only_what_is_told_is_told(scene: Scene, agreement: Agreement):
    seen = owing(scene, agreement, cadence="upon", upon=HELD, upon_body=board_of(scene))
    with pytest.raises(Refused, match="n’attend pas"):
        told(scene, seen, TODAY)
    owed = owing(scene, agreement, **TOLD | {"what": "Prévenir"})
    for day, words in ((TODAY + DAY, "le jour même"), (TODAY - 21 * DAY, "compte à partir")):
        with pytest.raises(Invalid, match=words) as refused:
            told(scene, owed, day)
        assert refused.value.field == "happened_on"
    with pytest.raises(Invalid):
        told(scene, owed, TODAY, note="a")
    with pytest.raises(Denied):
        told(scene, owed, TODAY, actor=scene.actor(f"{scene.world.groupings[1].slug}-team", "direction"))
    told(scene, owed, TODAY - 20 * DAY)
    with pytest.raises(Refused, match="déjà dit"):
        told(scene, owed, TODAY - 20 * DAY)
    with arranging():
        agreement.instruments.update(ends_on=TODAY - DAY)
    with pytest.raises(Invalid, match="a pris fin"):
        told(scene, owed, TODAY)
    assert len(owed_by([agreement], TODAY + DAY)) == 1  # what happened before leaves its delay


def test_what_did_not_happen_is_said_by_who_would_be_owed(scene: Scene, agreement: Agreement):
    owed = owing(scene, agreement, **TOLD)
    event = told(scene, owed, TODAY - DAY)
    event.obligation = owed
    said = {"occasion": event, "reason": WHY, "now": NOW}
    with pytest.raises(Denied):
        undo_occasion(actor=scene.direction, **said)
    kept = tell_kept(
        actor=scene.direction,
        obligation=owed,
        due_on=TODAY + 14 * DAY,
        kept_on=TODAY,
        note="Remis par lettre.",
        now=NOW,
    )
    with pytest.raises(Refused, match="contestez-le"):
        undo_occasion(actor=head(scene), **said)
    kept.obligation = owed
    contest_kept(actor=head(scene), kept=kept, reason=WHY, now=NOW)
    undo_occasion(actor=head(scene), **said)
    assert stands(agreement) == []
    with pytest.raises(Refused, match="déjà annulé"):
        undo_occasion(actor=head(scene), **said)
    told(scene, owed, TODAY - DAY)  # it may be told anew
    assert Occasion.objects.filter(obligation=owed).count() == 2


def test_who_would_owe_it_may_say_that_it_does_not(scene: Scene, agreement: Agreement):
    owed = owing(scene, agreement, first_due=TODAY - DAY)
    said = {"claim": owed, "reason": WHY, "now": NOW}
    with pytest.raises(Denied):
        deny(actor=head(scene), **said)
    deny(actor=scene.direction, **said)
    assert stands(agreement) == [Balance.CONTESTED]
    assert stands(agreement, TODAY - DAY) == [Balance.DUE]  # nobody had said it
    with pytest.raises(Refused, match="déjà contesté"):
        deny(actor=scene.direction, **said)
    undo_obligation(actor=head(scene), obligation=owed, reason=WHY, now=NOW)
    assert stands(agreement) == []
    with pytest.raises(Refused, match="annulé"):
        deny(actor=scene.direction, **said)


def test_one_event_is_denied_and_not_the_others(scene: Scene, agreement: Agreement):
    owed = owing(scene, agreement, **TOLD)
    event, _ = (told(scene, owed, TODAY - days * DAY, actor=head(scene)) for days in (18, 20))
    event.obligation = owed
    deny(actor=scene.direction, claim=event, reason=WHY, now=NOW)
    assert stands(agreement) == [Balance.LATE, Balance.CONTESTED]
    undo_occasion(actor=head(scene), occasion=event, reason=WHY, now=NOW)
    with pytest.raises(Refused, match="annulé"):
        deny(actor=scene.direction, claim=event, reason=WHY, now=NOW)
    assert stands(agreement) == [Balance.LATE]


# Seen by a room -------------------------------------------------------------------------------------------------------


def test_a_meeting_starts_what_its_minutes_keep_even_late(scene: Scene, agreement: Agreement, monkeypatch):
    board = board_of(scene)
    owing(
        scene, agreement, cadence="upon", within=10, first_due=date(2026, 10, 1),
        upon=HELD, upon_body=board, kept_by=MINUTES, body=board,
    )  # fmt: skip
    signed: dict = {}
    monkeypatch.setattr(
        "kevread.sittings.witnessed.signed_days", lambda rows: {key: signed[key] for key in rows if key in signed}
    )
    with arranging():
        before, one, other = (met(board, on=day) for day in (date(2026, 9, 30), date(2026, 11, 1), date(2026, 11, 20)))
    signed[before.pk] = date(2026, 11, 2)
    assert [(due.by, due.balance) for due in owed_by([agreement], TODAY)] == [
        (date(2026, 11, 11), Balance.LATE),
        (date(2026, 11, 30), Balance.DUE),
    ]
    signed[one.pk] = TODAY
    assert stands(agreement) == [Balance.KEPT, Balance.DUE]
    assert stands(agreement, TODAY - DAY) == [Balance.LATE, Balance.DUE]  # not signed yet that day
    signed[other.pk] = TODAY
    assert stands(agreement) == [Balance.KEPT, Balance.KEPT]
    with arranging():
        agreement.instruments.update(ends_on=date(2026, 11, 19))
    assert stands(agreement) == [Balance.KEPT]  # nothing falls due of what happened afterwards


def test_what_is_not_seen_yet_counts_for_nothing(scene: Scene, agreement: Agreement):
    owing(scene, agreement, first_due=TODAY, kept_by=HELD, body=board_of(scene))
    with arranging():
        met(board_of(scene), on=TODAY)
    assert (stands(agreement, TODAY - DAY), stands(agreement)) == ([Balance.DUE], [Balance.KEPT])


def test_a_declaration_keeps_it_on_its_day_until_it_is_undone(scene: Scene, agreement: Agreement):
    owing(scene, agreement, first_due=TODAY, kept_by="filings.declared")
    with arranging():
        asked = {"kind": "seat", "happened_on": TODAY - 9 * DAY, "covers": [], "filed_on": TODAY}
        Declaration.objects.create(organisation=scene.world.head, **asked)
        assert stands(agreement) == [Balance.DUE]  # of who would be owed
        row = Declaration.objects.create(organisation=scene.grouping, **asked)
    assert (stands(agreement, TODAY - DAY), stands(agreement)) == ([Balance.DUE], [Balance.KEPT])
    with arranging():
        row.undone_on, row.undone_because = TODAY, "Une erreur de date."
        row.save()
    assert stands(agreement) == [Balance.DUE]


@pytest.mark.parametrize("field", ["kept_by", "upon"])
def test_what_a_room_sees_of_a_whole_organisation_is_let_read_by_its_own_people(
    scene: Scene, agreement: Agreement, field
):
    asked = {
        "agreement": agreement, "debtor": agreement.parties.get(role="groupement"),
        "creditor": agreement.parties.get(role="tete"), "what": "Déclarer ses dirigeant·es", "first_due": TODAY,
        "cadence": "once" if field == "kept_by" else "upon", field: "filings.declared", "now": NOW,
    }  # fmt: skip
    with pytest.raises(Invalid) as refused:
        owe(actor=head(scene), **asked)
    assert refused.value.field == field
    assert owe(actor=scene.direction, **asked)


def test_two_meetings_of_a_day_wait_for_two_minutes(scene: Scene, agreement: Agreement, monkeypatch):
    board = board_of(scene)
    owing(
        scene, agreement, cadence="upon", first_due=TODAY, upon=HELD, upon_body=board, kept_by=MINUTES, body=board,
    )  # fmt: skip
    with arranging():
        one, other = met(board, on=TODAY), met(board, on=TODAY)
    signed = {one.pk: TODAY}
    monkeypatch.setattr("kevread.sittings.witnessed.signed_days", lambda rows: signed)
    assert stands(agreement) == [Balance.DUE]
    signed[other.pk] = TODAY
    assert stands(agreement) == [Balance.KEPT]


def test_the_minutes_of_another_body_keep_it_within_its_time(scene: Scene, agreement: Agreement, monkeypatch):
    board, other = board_of(scene), scene.world.body("cress-board")
    owing(
        scene, agreement, cadence="upon", within=10, first_due=date(2026, 11, 1),
        upon=HELD, upon_body=board, kept_by=HELD, body=other,
    )  # fmt: skip
    with arranging():
        met(board, on=date(2026, 11, 1))
        met(other, on=date(2026, 10, 31))
    assert stands(agreement) == [Balance.LATE]
    with arranging():
        met(other, on=date(2026, 11, 11))
    assert stands(agreement) == [Balance.KEPT]


def test_who_comes_from_the_team_of_who_owes_keeps_it(scene: Scene, agreement: Agreement):
    board = scene.world.body("cress-board")
    team = scene.world.body(f"{scene.grouping.slug}-team")
    owing(scene, agreement, what="Venir au conseil", first_due=TODAY, kept_by=CAME, body=board)
    with arranging():
        meeting = met(board, on=TODAY - 2 * DAY)
        post = MandateFactory(seat=SeatFactory(body=team), period=since(TODAY - DAY))
        entry = RollEntry.objects.create(meeting=meeting, person=post.person)
        Presence.objects.create(entry=entry, arrived_at=meeting.starts_at)
    assert stands(agreement) == [Balance.DUE]  # not of the team yet
    with arranging():
        post.period = since(TODAY - 2 * DAY)
        post.save()
    assert stands(agreement) == [Balance.KEPT]
    with arranging():
        Presence.objects.update(left_at=meeting.starts_at)
    assert stands(agreement) == [Balance.DUE]  # was not there


# What may be entered --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"kept_by": "meetings.unknown"}, "kept_by"),
        ({"kept_by": HELD}, "kept_by"),
        ({"kept_by": "filings.declared", "body": True}, "kept_by"),
        ({"body": True}, "kept_by"),
        ({"kept_by": HELD, "body": "a pôle"}, "kept_by"),
        ({"cadence": "upon", "upon": HELD}, "upon"),
        ({"cadence": "upon"}, "occasion"),
        ({"cadence": "upon", "occasion": "x" * 201}, "occasion"),
        ({"cadence": "upon", "occasion": "un recrutement", "within": -1}, "within"),
        ({"cadence": "upon", "occasion": "un recrutement", "within": 3651}, "within"),
        ({"cadence": "upon", "upon": HELD, "upon_body": True, "kept_by": HELD, "body": True}, "kept_by"),
    ],
)
def test_what_no_room_sees_is_refused_on_its_field(scene: Scene, agreement: Agreement, asked, field):
    for name in ("body", "upon_body"):
        if name in asked:
            slug = f"{(scene.grouping if asked[name] is True else scene.first).slug}-board"
            asked = asked | {name: scene.world.body(slug)}
    with pytest.raises(Invalid) as refused:
        owing(scene, agreement, **asked)
    assert refused.value.field == field
    assert not Obligation.objects.filter(agreement=agreement).exists()


def test_what_is_not_due_upon_an_event_keeps_nothing_of_one(scene: Scene, agreement: Agreement):
    owed = owing(scene, agreement, occasion="un recrutement", within=15, upon=HELD, upon_body=board_of(scene))
    assert (owed.upon, owed.upon_body_id, owed.occasion, owed.within) == ("", None, "", 0)
    with pytest.raises(Refused, match="n’attend pas"):
        told(scene, owed, TODAY)


def test_the_gestures_are_on_the_page(scene: Scene, agreement: Agreement, settings):
    client = entered_as(Person.objects.get(pk=scene.direction.person), settings)
    here = [scene.grouping.slug, agreement.pk]
    board, (theirs, ours) = board_of(scene), agreement.parties.order_by("rank")
    page = f"{reverse('agreements:owe', args=here)}?quand=occasion"
    said = {
        "debtor": ours.pk, "creditor": theirs.pk, "what": "Remettre la fiche de poste", "upon": "", "occasion": "",
        "within": "15", "first_due": TODAY.isoformat(), "kept_by": "", "proof": "",
    }  # fmt: skip
    assert "Dites à quelle occasion" in text_of(client.post(page, said))
    shown = text_of(client.post(page, said | {"occasion": "un recrutement"}, follow=True))
    assert "Remettre la fiche de poste" in shown
    assert "sous 15 jours" in shown
    assert "À chaque fois : un recrutement." in shown
    key = Obligation.objects.get(agreement=agreement).pk
    where = reverse("agreements:oblige", args=[scene.grouping.slug, key, "arrive"])
    shown = text_of(
        client.post(where, {"happened_on": TODAY.isoformat(), "note": "Poste à Vitré ouvert."}, follow=True)
    )
    assert "Attendu. Remettre la fiche de poste" in shown
    assert "Poste à Vitré ouvert." in shown
    assert "Poste à Vitré ouvert." in text_of(client.get(reverse("home:today", args=[scene.grouping.slug])))
    ours_to_say = reverse("agreements:undo_occasion", args=[scene.grouping.slug, Occasion.objects.get().pk])
    page_here = reverse("agreements:agreement", args=here)
    assert ours_to_say in client.get(page_here).text
    assert "C’est contesté" in text_of(client.post(ours_to_say, {"reason": WHY}, follow=True))
    shown = client.get(page_here)
    assert "dit ne pas le devoir" in text_of(shown)
    assert ours_to_say not in shown.text
    undone = reverse("agreements:undo_occasion", args=["cress", Occasion.objects.get().pk])
    president = entered_as(Person.objects.get(pk=head(scene).person), settings)
    assert undone in president.get(reverse("agreements:agreement", args=["cress", agreement.pk])).text
    assert "dit ne pas devoir." in text_of(president.get(reverse("home:today", args=["cress"])))
    assert "dit ne pas devoir." not in text_of(client.get(reverse("home:today", args=[scene.grouping.slug])))
    assert "C’est annulé" in text_of(president.post(undone, {"reason": WHY}, follow=True))
    client.post(page, said | {"upon": f"{HELD} {board.pk}", "kept_by": f"{MINUTES} {board.pk}", "what": "Signer le PV"})
    entered = Obligation.objects.get(what="Signer le PV")
    assert (entered.upon, entered.upon_body, entered.kept_by, entered.body) == (HELD, board, MINUTES, board)
