"""What a merge does to what the rooms above keep: it follows, it stays as history once it is over, or it prevents the merge and
says what to do."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.agreements.models import Party
from kevread.base.readers import UNREAD
from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.competence.asks import opening
from kevread.decisions.operations.applying import apply_decision, propose_application
from kevread.decisions.queries.promises import promised_to
from kevread.delegations.models import Grant
from kevread.directory.models import Organisation, Person
from kevread.documents.models import Document, Reader, Signature, SignatureAsked
from kevread.documents.operations import Asked
from kevread.finance.models import Instalment
from kevread.imports.doubles import doubles
from kevread.imports.models import Merge
from kevread.imports.moving import Becomes, moves
from kevread.imports.operations import merge, undo_merge
from kevread.imports.operations.merging import VERB, why
from kevread.journal.operations import check_tables
from kevread.meetings.models import RollEntry
from kevread.privacy.models import Restriction
from kevread.privacy.operations import erase, restrict
from kevread.seats.asks import promises
from kevread.seats.models import Mandate
from kevread.seats.queries import actor_of
from kevread.votes.operations import void_poll
from kevread.votes.operations.polls import Standing
from tests.agreements.test_life import opened as agreement_opened
from tests.arrange import NOW, TODAY, arranging
from tests.documents.conftest import Shelf
from tests.factories import OrganisationFactory, PersonFactory, since
from tests.gatherings.decided import decided
from tests.gatherings.polling import ELECTION, OPEN, opened, under_way
from tests.gatherings.polling import NOW as AT_THE_VOTE
from tests.gatherings.screens import said
from tests.guards.of_finance import granted

pytestmark = pytest.mark.django_db
WHO = {"actor": SYSTEM, "now": NOW}


@pytest.fixture
def head(scene) -> Organisation:
    return scene.world.head


@pytest.fixture
def other() -> Person:
    with arranging():
        return PersonFactory(given_name="Anne", family_name="Le Gall")


def one(kept, gone, head) -> Merge:
    return merge(kept=kept, gone=gone, within=head, **WHO)


def test_a_delegation_follows_and_goes_back(scene, head, other):
    grant = Grant.objects.filter(organisation=scene.grouping).select_related("holder").first()
    holder = grant.holder
    made = one(other, holder, head)
    grant.refresh_from_db()
    assert grant.holder == other and actor_of(other, TODAY).hats
    assert not check_tables(now=NOW).faults
    undo_merge(made=made, **WHO)
    grant.refresh_from_db()
    assert grant.holder == holder and not check_tables(now=NOW).faults


def test_who_is_limited_stays_so_under_the_record_that_stands(scene, head, other):
    gone = scene.administrator_of(scene.first)
    restrict(actor=scene.coordination, person=gone, within=head, why="Sa demande", now=NOW)
    made = one(other, gone, head)
    other.refresh_from_db()
    assert other.limited_since == TODAY and Restriction.objects.get(lifted_at=None).person == other
    undo_merge(made=made, **WHO)
    other.refresh_from_db()
    assert other.limited_since is None and Restriction.objects.get(lifted_at=None).person == gone
    restrict(actor=scene.coordination, person=other, within=head, why="Sa demande", now=NOW)
    with pytest.raises(Refused, match="Limitation"):
        one(other, gone, head)


def test_a_document_is_read_under_the_record_that_stands(scene, head, other):
    version = Shelf(scene).file()
    with arranging():
        gone = PersonFactory()
        Reader.objects.create(document=version.document, person=gone)
    assert not Document.objects.visible_to(actor_of(other, TODAY)).filter(pk=version.document_id).exists()
    one(other, gone, head)
    assert Document.objects.visible_to(actor_of(other, TODAY)).filter(pk=version.document_id).exists()


def test_a_signature_that_is_waited_for_stops_and_one_that_was_made_stays(scene, head, other):
    with arranging():
        gone = PersonFactory()
    version = Shelf(scene).minutes(Asked(gone, "Présidente de séance"))
    with pytest.raises(Refused, match=r"Signature attendue.*gardez plutôt cette fiche"):
        one(other, gone, head)
    with arranging():
        Signature.objects.create(
            version=version,
            person=gone,
            person_name=str(gone),
            rank=1,
            quality="Présidente de séance",
            organisation=scene.grouping,
            method="mail",
            sha256=version.sha256,
            signed_at=NOW,
        )
    one(other, gone, head)
    assert Signature.objects.get(version=version).person_id == gone.pk == SignatureAsked.objects.get().person_id


def test_who_stands_in_an_election_under_way_is_not_merged_until_it_is_over(head, other):
    with arranging():
        met = under_way()
        candidate = PersonFactory()
    standing = [Standing("Bleuenn"), Standing(str(candidate), person=candidate)]
    poll, _ = opened(met, OPEN, ELECTION, candidates=standing, places=1)
    with pytest.raises(Refused, match="Candidature"):
        one(other, candidate, head)
    void_poll(actor=met.actor(), poll=poll, reason="Une erreur de liste.", now=AT_THE_VOTE)
    assert one(other, candidate, head).state == "merged"


def test_the_party_of_an_agreement_is_the_record_to_keep(scene, head):
    instrument = agreement_opened(scene)
    with arranging():
        kept, gone = OrganisationFactory(scale=""), OrganisationFactory(scale="")
        Party.objects.create(agreement=instrument.agreement, organisation=gone, role="financeur", rank=9)
    with pytest.raises(Refused, match=r"convention.*gardez plutôt cette fiche"):
        one(kept, gone, head)
    assert one(gone, kept, head).kept == gone.pk


@pytest.mark.parametrize("fault", ["seat", "represents"])
def test_who_would_sit_twice_in_a_body_is_told_which_mandate_to_end(scene, head, other, fault):
    gone = scene.administrator_of(scene.first)
    mandate = Mandate.objects.select_related("seat__body").get(person=gone)
    seat, represents = mandate.seat, mandate.represents
    if fault == "seat":
        seat = mandate.seat.body.seats.exclude(pk=seat.pk).first()
    else:
        represents = scene.second
    period = since(mandate.period.lower)
    with arranging():
        twice = Mandate.objects.create(
            person=other, seat=seat, represents=represents, period=period, family="", origin=mandate.origin
        )
    with pytest.raises(Refused, match="en même temps dans une même instance") as refusal:
        one(other, gone, head)
    assert {way.where["key"] for way in refusal.value.ways} == {mandate.pk, twice.pk}
    with arranging():  # the one ends on the day when the other starts
        day = mandate.period.lower
        Mandate.objects.filter(pk=twice.pk).update(period=since(day - timedelta(days=9), day - timedelta(days=1)))
    one(other, gone, head)
    assert Mandate.objects.filter(person=other).count() == 2


def test_a_mandate_on_which_something_rests_does_not_go(head):
    with arranging():
        met = under_way()
        entry = next(entry for entry in met.entries if entry.mandate_id)
        copy = Mandate.objects.get(pk=entry.mandate_id)
        other = PersonFactory()
        Mandate.objects.create(
            person=other,
            seat=copy.seat,
            represents=copy.represents,
            family=copy.family,
            origin=copy.origin,
            period=copy.period,
        )
        met.meeting.state = "archived"
        met.meeting.save()
    with pytest.raises(Refused, match="Mandat"):
        one(other, entry.person, head)
    assert one(entry.person, other, head).kept == entry.person_id
    assert RollEntry.objects.get(pk=entry.pk).mandate_id == copy.pk


def test_who_was_erased_is_proposed_to_nobody_and_merged_with_nobody(scene, head, other):
    with arranging():
        first, second = PersonFactory(), PersonFactory()
    for person in (first, second):
        erase(actor=scene.coordination, person=person, within=head, why="Sa demande", now=NOW)
    assert not [pair for pair in doubles(TODAY) if {pair.kept, pair.gone} & {first, second}]
    for pair in ((first, second), (first, other), (other, second)):
        with pytest.raises(Refused, match="effacée"):
            one(*pair, head)


def test_what_a_decision_promises_is_promised_to_the_record_that_stands(scene, head, other):
    scene.free_a_place(scene.first)
    gone = scene.administrator_of(scene.first)
    with arranging():
        decision = decided(f"{scene.first.slug}-board", "representants-pole", title="Deuxième représentant·e")
        Mandate.objects.filter(person=gone).update(person=other)  # who was entered anew for this seat
    asked = {
        "seat": scene.board.pk,
        "person": gone.pk,
        "represents": scene.first.pk,
        "first": TODAY + timedelta(days=7),
    }
    chair = scene.president_of(scene.first)
    waiting = propose_application(actor=chair, decision=decision, kind="mandate", asked=asked, now=NOW)
    made = one(other, gone, head)
    (promise,) = promises([scene.board.pk])
    assert promise.person == other and promised_to(other) == [promise]
    assert "Anne Le Gall : " in opening("mandate").sentences([waiting])[waiting.pk]
    undo_merge(made=made, **WHO)
    assert promises([scene.board.pk])[0].person == gone and promised_to(other) == []
    made = one(other, gone, head)
    apply_decision(actor=scene.direction, application=waiting, now=NOW)
    assert Mandate.objects.get(seat=scene.board, period__startswith=asked["first"]).person == other
    undo_merge(made=made, **WHO)  # what was written meanwhile stays under the record that stood
    assert Mandate.objects.get(seat=scene.board, period__startswith=asked["first"]).person == other


def test_what_somebody_asked_of_who_answered_follows(scene, head):
    """Two columns of a row lead to two records that were one: nothing of it is a contradiction."""
    with arranging():
        gone = PersonFactory()
    kept = Person.objects.get(pk=scene.direction.person)
    restrict(actor=scene.coordination, person=gone, within=head, why="Sa demande", now=NOW)
    Restriction.objects.get(person=gone)
    one(kept, gone, head)
    assert Restriction.objects.get().person == kept


def test_whoever_merges_is_told_the_kind_alone_of_what_they_do_not_read(scene, head, other, readers):
    holder = Person.objects.get(pk=scene.direction.person)
    funding = granted(scene.grouping)
    with arranging():
        Instalment.objects.create(
            funding=funding, label="Acompte réservé", cents=100, due_on=TODAY, received_on=TODAY, received=100,
            received_by=holder,
        )  # fmt: skip
    kind = str(Instalment._meta.verbose_name).capitalize()
    page = said(readers.coordination.get(reverse("imports:double", args=[head.slug, other.pk, holder.pk])))
    assert f"{kind} : {UNREAD}" in page and "Acompte réservé" not in page
    (move,) = (one for one in moves(other, holder, VERB, SYSTEM) if isinstance(one.row, Instalment))
    assert "Acompte réservé" in move.told
    unread = replace(move, becomes=Becomes.STOPS, other=move.row, reads=False)
    assert "Acompte réservé" not in why(unread)
    made = merge(kept=other, gone=holder, within=head, actor=scene.coordination, now=NOW)
    with arranging():
        Instalment.objects.filter(label="Acompte réservé").update(received=99)
    with pytest.raises(Refused) as refused:
        undo_merge(made=made, actor=scene.coordination, now=NOW)
    assert UNREAD in refused.value.sentence and "Acompte réservé" not in refused.value.sentence
