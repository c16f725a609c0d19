"""A mistake seen once shares are notified: contested in time, answered by a line, corrected; the differences are paid."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.todo import Asker
from kevread.directory.models import Person
from kevread.equalisation import operations
from kevread.equalisation.models import Campaign, Payment
from kevread.equalisation.queries.collecting import measured, year_before
from kevread.equalisation.queries.due import due_of
from kevread.equalisation.queries.settings import appeals_until, may_contest_on
from kevread.equalisation.queries.share import sheet_of
from kevread.equalisation.queries.telling import to_tell
from kevread.equalisation.rules.terms import spaced
from kevread.equalisation.todo import appeals_to_answer, payments_to_make
from kevread.journal.models import Act
from kevread.mail.models import Content, Dispatch
from tests.arrange import arranging
from tests.clients import entered_as
from tests.conftest import NOW, TODAY
from tests.equalisation.campaigns import (
    application,
    by_the_bureau,
    by_the_committee,
    campaign,
    contested,
    notified,
    payment,
    settled,
    told,
)  # fmt: skip
from tests.factories import SettingFactory
from tests.gatherings.decided import decided
from tests.guards.asking import wearing
from tests.pressing import press
from tests.worlds import put

pytestmark = pytest.mark.django_db
CAUSE = "Les projets du premier groupement étaient comptés deux fois."


@pytest.fixture
def who(scene) -> dict:
    return {"actor": scene.coordination, "now": NOW}


@pytest.fixture
def other(scene):
    """Somebody else who may pay, and commit the head."""
    return scene.actor("cress-board", "president")


def whole(found: Campaign) -> Campaign:
    return Campaign.objects.select_related("carrier", "corrects", "decided_by__decision__body").get(pk=found.pk)


def correction(world, found: Campaign, **who) -> Campaign:
    """Opened, one value corrected, and taken to its notification."""
    made = operations.open_correction(campaign=found, cause=CAUSE, **who)
    with arranging():
        put(made.measures.filter(criterion="projects", beneficiary=world.groupings[0]), value=21)
    operations.freeze(campaign=made, **who)
    line = by_the_committee(world)
    operations.propose(campaign=made, scenario=made.scenarios.get(), proposed_in=line, **who)
    made = whole(made)
    operations.decide(campaign=made, application=application(world), **who)
    return whole(made)


def told_of(found: Campaign, **who) -> Campaign:
    operations.notify(campaign=found, seen=to_tell(found, TODAY).mark, **who)
    return whole(found)


def test_differences_alone_are_paid_or_given_back_and_the_sum_is_the_envelope(scene, who, other):
    """The first was paid all its share: it gives back what was too much; the other receives as much."""
    before = whole(notified(scene.world))
    first, second = scene.world.groupings
    for one in (first, second):
        payment(before, one, posted=True, received=True)
    made = told_of(correction(scene.world, before, **who), **who)
    due = due_of(made)
    assert due[first.slug] < 0 < due[second.slug] and sum(due.values()) == 0
    assert {one.slug: before.shares[one.slug] + due[one.slug] for one in (first, second)} == made.shares
    for one in (first, second):
        operations.prepare_payment(campaign=made, beneficiary=one, key=uuid4(), **who)
    rows = Payment.objects.select_related("campaign__carrier", "beneficiary", "prepared_by")
    back, paid = rows.get(campaign=made, is_back=True), rows.get(campaign=made, is_back=False)
    assert (back.beneficiary, back.amount, paid.amount) == (first, -due[first.slug], due[second.slug])
    with pytest.raises(Denied):  # what is given back is sent by who gives it
        operations.post_payment(actor=scene.actor("cress-board", "president"), payment=back, now=NOW)
    for elsewhere in (scene.coordination, other):  # their rights reach there, and they do not speak for it
        with pytest.raises(Denied):
            operations.post_payment(actor=elsewhere, payment=back, now=NOW)
    operations.post_payment(actor=scene.president_of(first), payment=back, now=NOW)
    operations.post_payment(actor=other, payment=paid, now=NOW)
    with pytest.raises(Denied):
        operations.confirm_receipt(actor=scene.direction, payment=back, now=NOW)
    with pytest.raises(Refused, match="n’a pas encore constaté"):
        operations.close(campaign=made, **who)
    with pytest.raises(Denied):
        operations.confirm_receipt(actor=scene.president_of(first), payment=back, now=NOW)
    for actor in (scene.coordination, other):
        with pytest.raises(Denied):
            operations.confirm_receipt(actor=actor, payment=paid, now=NOW)
    with pytest.raises(Refused, match="une autre personne le constate"):  # who asked for it back
        operations.confirm_receipt(actor=scene.coordination, payment=back, now=NOW)
    operations.confirm_receipt(actor=scene.actor("cress-board", "president"), payment=back, now=NOW)
    operations.confirm_receipt(actor=scene.president_of(second), payment=paid, now=NOW)
    assert operations.close(campaign=made, **who).state == "closed"
    assert operations.close(campaign=before, **who).state == "closed"
    signed = [-one.amount if one.is_back else one.amount for one in Payment.objects.all()]
    assert sum(signed) == sum(made.shares.values()) == 20_000_001  # P12: no more than the fund has


def test_what_was_not_paid_yet_is_paid_in_the_correction(scene, who):
    before = whole(notified(scene.world))
    first, second = scene.world.groupings
    payment(before, second, posted=True, received=True)
    made = told_of(correction(scene.world, before, **who), **who)
    assert due_of(made)[first.slug] == made.shares[first.slug]
    with pytest.raises(Refused, match="se verse dans sa correction"):
        operations.prepare_payment(campaign=before, beneficiary=first, key=uuid4(), **who)
    assert operations.close(campaign=before, **who).state == "closed"


def test_a_payment_that_waits_is_sent_or_voided_before_the_correction_is_told(scene, who, other):
    before = whole(notified(scene.world))
    waiting = payment(before, scene.grouping)
    made = correction(scene.world, before, **who)
    with pytest.raises(Refused, match=f"à {scene.grouping.name}, de la campagne corrigée"):
        told_of(made, **who)
    operations.post_payment(actor=other, payment=waiting, now=NOW)
    assert told_of(made, **who).notified_on == TODAY


def test_a_round_is_corrected_once_and_only_after_it_is_told(scene, who):
    with pytest.raises(Refused, match="Décidée"):
        operations.open_correction(campaign=settled(scene.world), cause=CAUSE, **who)
    before = Campaign.objects.get()
    with arranging():
        put(before, state="notified", notified_on=TODAY)
    with pytest.raises(Invalid, match="Dites ce qui est à corriger"):
        operations.open_correction(campaign=before, cause=" Faux. ", **who)
    made = operations.open_correction(campaign=before, cause=CAUSE, **who)
    assert (measured(made).values, str(made)) == (measured(before).values, f"Péréquation {TODAY.year}, correction")
    assert made.scenarios.get().terms == before.terms
    with pytest.raises(Refused, match="déjà sa correction"):
        operations.open_correction(campaign=before, cause=CAUSE, **who)
    with arranging(), pytest.raises(IntegrityError, match="corrected_once"), transaction.atomic():
        Campaign.objects.create(carrier=made.carrier, year=made.year, as_of=TODAY, corrects=before)
    asked = {"criterion": "projects", "value": Decimal(21), "source": "Décompte refait", "as_of": TODAY}
    operations.enter_measure(campaign=made, beneficiary=scene.grouping, **asked, **who)
    operations.abandon(campaign=made, reason="Commencée trop tôt.", **who)
    again = operations.open_correction(campaign=before, cause=CAUSE, **who)
    assert again.measures.get(beneficiary=scene.grouping, criterion="projects").source == "Décompte refait"


def test_the_next_year_stands_against_what_was_corrected(scene, who):
    before = whole(notified(scene.world))
    made = told_of(correction(scene.world, before, **who), **who)
    with arranging():
        Campaign.objects.all().update(year=TODAY.year - 1)
    assert year_before(told(campaign(scene.world))) == made


def test_each_reads_what_was_paid_and_what_is_left(scene, who, settings):
    before = whole(notified(scene.world))
    first = scene.world.groupings[0]
    payment(before, first, posted=True, received=True)
    made = told_of(correction(scene.world, before, **who), **who)
    sheet = sheet_of(made, first, TODAY)
    assert CAUSE in sheet.corrected and "sont à rendre au fonds" in sheet.corrected
    assert sheet_of(before, first, TODAY).appeal == "" != sheet.appeal
    client = entered_as(scene.world.holder("cress-team", "direction").person, settings)
    page = client.get(reverse("equalisation:campaign", kwargs={"scale": made.carrier.slug, "key": made.pk})).text
    assert "Déjà versé" in page and "à rendre au fonds" in page and CAUSE in page
    old = client.get(reverse("equalisation:campaign", kwargs={"scale": made.carrier.slug, "key": before.pk})).text
    assert "une autre campagne" in old and "Préparer un versement" not in old  # nothing more is paid of it


def addresses() -> None:
    """Everybody of this world is written to."""
    with arranging():
        for one in Person.objects.filter(email=""):
            put(one, email=f"{one.pk}@example.org")


# Told -----------------------------------------------------------------------------------------------------------------


def test_presidencies_and_directions_are_written_to_once_with_their_page(scene, who):
    found = whole(settled(scene.world))
    addresses()
    seen = to_tell(found, TODAY)
    assert len({one.person for one in seen.ready}) == len(seen.ready) == 2 * len(scene.world.groupings)
    assert seen.mute == seen.nobody == ()
    operations.notify(campaign=found, seen=seen.mark, **who)
    rows = Dispatch.objects.filter(organisation=found.carrier)
    assert {one.person_id for one in rows} == {one.person.pk for one in seen.ready} and rows.count() == len(seen.ready)
    said = Content.objects.get(dispatch__person=seen.ready[0].person)
    assert seen.ready[0].said in said.text and said.attachments.get().kind == "application/pdf"
    assert to_tell(whole(found), TODAY).ready == ()
    assert {Act.objects.get(pk=one.act).verb for one in rows} == {"equalisation.notify"}


def test_who_has_no_address_is_named_and_nothing_leaves_that_was_not_read(scene, who):
    found = whole(settled(scene.world))
    addresses()
    seen = to_tell(found, TODAY)
    mute = seen.ready[0].person
    with arranging():
        put(mute, email="")
    now = to_tell(found, TODAY)
    assert [one.person for one in now.mute] == [mute] and mute not in [one.person for one in now.ready]
    with pytest.raises(Refused, match="a changé depuis que vous l’avez lu"):
        operations.notify(campaign=found, seen=seen.mark, **who)
    assert not Dispatch.objects.exists() and not found.tellings.exists()


# Contested ------------------------------------------------------------------------------------------------------------


def test_a_share_is_contested_until_the_last_day_decided_and_not_the_next(scene):
    found = whole(notified(scene.world))
    asked = {"campaign": found, "beneficiary": scene.grouping, "text": "Nos projets sont vingt et un."}
    actor = scene.president_of(scene.grouping)
    with arranging():
        SettingFactory(name="R5.10.fund_appeal_days", value=7)
    assert (may_contest_on(found, TODAY + timedelta(days=7)), may_contest_on(found, TODAY + timedelta(days=8))) == (
        True,
        False,
    )
    with pytest.raises(Refused, match="se déposait jusqu’au"):
        operations.appeal(actor=actor, now=NOW + timedelta(days=8), **asked)
    made = operations.appeal(actor=actor, now=NOW + timedelta(days=7), **asked)
    assert made.filed_by_id == actor.person
    with pytest.raises(Refused, match="déjà déposé"):
        operations.appeal(actor=actor, now=NOW, **asked)


def test_a_delay_that_nobody_decided_refuses_no_appeal_and_says_so(scene):
    found = whole(notified(scene.world))
    assert appeals_until(found) == TODAY + timedelta(days=15)
    told = sheet_of(found, scene.grouping, TODAY).appeal
    assert "proposé par Kevread" in told and "n’est pas refusé" in told
    assert operations.appeal(
        actor=scene.president_of(scene.grouping), campaign=found, beneficiary=scene.grouping,
        text="Nos projets sont vingt et un.", now=NOW + timedelta(days=40),
    )  # fmt: skip


def test_the_federation_decides_for_how_long(scene):
    found = whole(notified(scene.world))
    with arranging():
        SettingFactory(name="R5.10.fund_appeal_days", value=3)
    assert appeals_until(found) == TODAY + timedelta(days=3)
    assert "proposé par Kevread" not in sheet_of(found, scene.grouping, TODAY).appeal


def test_an_appeal_is_of_who_receives_and_says_why(scene, who):
    found = whole(notified(scene.world))
    actor = scene.president_of(scene.grouping)
    asked = {"campaign": found, "beneficiary": scene.grouping, "text": "Nos projets sont vingt et un.", "now": NOW}
    second = scene.world.locals[scene.grouping][1]
    for stranger in (scene.direction, scene.president_of(second), scene.actor("cress-board", "president")):
        with pytest.raises(Denied):
            operations.appeal(actor=stranger, **asked)
    with pytest.raises(Invalid, match="Dites ce qui est faux"):
        operations.appeal(actor=actor, campaign=found, beneficiary=scene.grouping, text="Faux.", now=NOW)
    local = scene.president_of(scene.first)
    with pytest.raises(Refused, match="n’est pas de ce partage"):
        operations.appeal(actor=local, campaign=found, beneficiary=scene.first, text="Nous voulons une part.", now=NOW)
    made = told_of(correction(scene.world, found, **who), **who)
    asked = {"beneficiary": scene.grouping, "text": "Nos projets sont vingt et un.", "now": NOW, "actor": actor}
    with pytest.raises(Refused, match="Une autre campagne corrige"):
        operations.appeal(campaign=found, **asked)
    assert operations.appeal(campaign=made, **asked)


def test_a_line_of_the_register_answers_who_contested_is_told_and_the_round_waits(scene, who):
    found = whole(notified(scene.world))
    for one in scene.world.groupings:
        payment(found, one, posted=True, received=True)
    made = contested(found, scene.grouping)
    addresses()
    circle = frozenset({scene.world.head.pk})
    assert len(appeals_to_answer(Asker(scene.coordination, None, scene.world.head, circle, TODAY))) == 1
    assert appeals_to_answer(Asker(scene.direction, None, scene.world.head, circle, TODAY)) == []
    with pytest.raises(Refused, match="attend sa réponse"):
        operations.close(campaign=found, **who)
    asked = {"appeal": made, "is_heard": True, "answer": "Le décompte est refait."}
    with arranging():
        stranger = decided("cress-bureau", "pilotage", on=TODAY)
    early = by_the_bureau(scene.world, on=TODAY - timedelta(days=1))
    for line, why in ((stranger, "sur le fonds"), (early, "la réponse vient après")):
        with pytest.raises(Invalid, match=why):
            operations.answer_appeal(answered_in=line, **asked, **who)
    line = by_the_bureau(scene.world)
    with pytest.raises(Invalid, match="Dites ce qui est répondu"):
        operations.answer_appeal(answered_in=line, **asked | {"answer": "Oui."}, **who)
    with pytest.raises(Refused, match="Vous avez déposé ce recours"):
        operations.answer_appeal(
            actor=wearing({"prepare_fund": None}, made.filed_by), answered_in=line, now=NOW, **asked
        )
    operations.answer_appeal(answered_in=line, **asked, **who)
    sent = Dispatch.objects.get(person=made.filed_by)
    assert Act.objects.get(pk=sent.act).verb == "equalisation.answer_appeal"
    with pytest.raises(Refused, match="Il y est répondu"):
        operations.withdraw_appeal(actor=scene.president_of(scene.grouping), appeal=made, now=NOW)
    assert operations.close(campaign=found, **who).state == "closed"


def test_what_is_to_be_given_back_waits_on_each_side(scene, who, other):
    before = whole(notified(scene.world))
    first = scene.world.groupings[0]
    payment(before, first, posted=True, received=True)
    made = told_of(correction(scene.world, before, **who), **who)
    operations.prepare_payment(campaign=made, beneficiary=first, key=uuid4(), **who)
    head, circle = scene.world.head, frozenset({scene.world.head.pk, first.pk})
    gives = payments_to_make(Asker(scene.president_of(first), None, first, circle, TODAY))
    assert [spaced(one.what).startswith("Rendre au fonds") for one in gives] == [True]
    assert payments_to_make(Asker(scene.coordination, None, head, circle, TODAY)) == []
    back = Payment.objects.select_related("campaign__carrier", "beneficiary", "prepared_by").get(is_back=True)
    operations.post_payment(actor=scene.president_of(first), payment=back, now=NOW)
    comes = payments_to_make(Asker(scene.coordination, None, head, circle, TODAY))
    assert [one.what.startswith("Constater la somme rendue") for one in comes] == [True]
    assert payments_to_make(Asker(scene.president_of(first), None, first, circle, TODAY)) == []


def test_a_share_is_contested_answered_and_corrected_on_the_screens(scene, settings, who, other):
    found = whole(notified(scene.world))
    first = scene.grouping
    payment(found, first, posted=True, received=True)
    board = entered_as(scene.world.holder(f"{first.slug}-board", "president").person, settings)
    head = entered_as(scene.world.holder("cress-team", "direction").person, settings)

    def own(key, gesture):
        return reverse("equalisation:own", kwargs={"scale": first.slug, "key": key, "gesture": gesture})

    def change(key, gesture, name="change"):
        where = {"scale": scene.world.head.slug, "key": key, "gesture": gesture}
        return reverse(f"equalisation:{name}", kwargs=where)

    share = reverse("equalisation:share", kwargs={"scale": first.slug, "key": found.pk})
    assert "Contester cette part" in board.get(share).text
    assert press(board, own(found.pk, "contester"), {"text": "Non"}).status_code == 422
    assert press(board, own(found.pk, "contester"), {"text": "Nos projets sont vingt et un."}).status_code == 302
    assert press(board, own(found.pk, "retirer-recours")).status_code == 302
    assert press(board, own(found.pk, "contester"), {"text": "Nos projets sont vingt et un."}).status_code == 302
    direction = entered_as(scene.world.holder(f"{first.slug}-team", "direction").person, settings)
    assert direction.get(own(found.pk, "contester")).status_code == 403
    assert board.get(own(found.pk, "danser")).status_code == 404
    line = by_the_bureau(scene.world)
    asked = {"appeal": found.appeals.standing().get().pk, "is_heard": "yes", "answered_in": line.pk}
    asked["answer"] = "Le décompte est refait."
    assert head.post(change(found.pk, "repondre"), asked).status_code == 302
    assert "Le décompte est refait." in board.get(share).text
    assert head.post(change(found.pk, "corriger"), {"cause": CAUSE}).status_code == 302
    operations.abandon(campaign=found.corrections.get(), reason="Reprise par l’essai suivant.", **who)
    made = told_of(correction(scene.world, found, **who), **who)
    operations.prepare_payment(campaign=made, beneficiary=first, key=uuid4(), **who)
    page = reverse("equalisation:share", kwargs={"scale": first.slug, "key": made.pk})
    assert "Dire que la somme est rendue" in board.get(page).text
    assert press(board, own(made.pk, "rendre")).status_code == 302
    assert press(board, own(made.pk, "rendre")).status_code == 409
    back = made.payments.get()
    assert head.post(change(made.pk, "recue", "pay"), {"payment": back.pk}).status_code == 422
    president = entered_as(scene.world.holder("cress-board", "president").person, settings)
    assert president.post(change(made.pk, "recue", "pay"), {"payment": back.pk}).status_code == 302
    back.refresh_from_db()
    assert back.received_on == TODAY
