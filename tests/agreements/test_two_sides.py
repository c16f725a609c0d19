"""Each side speaks for itself, and one person for one side; what ends, undoes or annuls is not one party’s; who reads what."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.agreements.models import Agreement, Event, Instrument, Kept, Obligation
from kevread.agreements.operations import (
    agree_end,
    agree_postponement,
    annul,
    approve,
    ask_postponement,
    attach,
    contest_kept,
    deposit,
    end_together,
    enter_clause,
    give_notice,
    owe,
    record_signed,
    tell_authority,
    tell_kept,
    undo_event,
    undo_obligation,
)
from kevread.agreements.operations.checks import Dates, Signed
from kevread.agreements.queries.owed import owed_by
from kevread.agreements.queries.standing import standing_of
from kevread.agreements.rules import Balance, State
from kevread.common.actor import Actor
from kevread.common.errors import Denied, Invalid, Refused
from kevread.directory.models import Person
from kevread.documents.files import File
from kevread.documents.models import Document, Version
from kevread.documents.operations import keep_version
from kevread.journal.tables import verify_all
from kevread.seats.queries import actor_of
from tests.agreed import ENDS, STARTS, agreed
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import MandateFactory, OrganisationFactory
from tests.gatherings.decided import decided
from tests.guards.of_agreements import FILE, SIGNED, made, owed, text
from tests.publishing.test_front import text_of
from tests.seats.scene import Scene

pytestmark = pytest.mark.django_db
KIND = "responsables-conjoints"
WHY = "Le texte a été repris d’un autre."
DAY = timedelta(days=1)


def approval(instrument: Instrument, role: str):
    rows = instrument.approvals.select_related("party__organisation", "party__agreement__organisation")
    return rows.get(party__role=role)


def both_sides(scene: Scene) -> Actor:
    """Somebody of the grouping's team, who works for the head too."""
    person = Person.objects.get(pk=scene.direction.person)
    with arranging():
        MandateFactory(seat=scene.world.seat("cress-team", "direction"), person=person)
    return actor_of(person, TODAY)


def test_the_coordination_does_not_approve_for_a_grouping(scene: Scene):
    instrument = text(made(scene, stage="talks", authority=""))
    with arranging():
        line = decided(f"{scene.grouping.slug}-board", "other")
    with pytest.raises(Denied, match="pas dire à sa place"):
        approve(actor=scene.coordination, approval=approval(instrument, "groupement"), decision=line, now=NOW)


def test_one_person_does_not_approve_for_two_parties(scene: Scene):
    """Even one who holds something on each side."""
    coordination = scene.coordination
    instrument, person = text(made(scene, stage="talks", authority="")), both_sides(scene)
    with arranging():
        lines = [decided(slug, "other") for slug in (f"{scene.grouping.slug}-board", "cress-board")]
    approve(actor=person, approval=approval(instrument, "groupement"), decision=lines[0], now=NOW)
    with pytest.raises(Refused, match="qu’une autre personne"):
        approve(actor=person, approval=approval(instrument, "tete"), decision=lines[1], now=NOW)
    approve(actor=coordination, approval=approval(instrument, "tete"), decision=lines[1], now=NOW)


@pytest.mark.parametrize(
    ("type_", "works"), [("comptes", False), ("convention", True), ("other", True), ("radiation", False)]
)
def test_a_decision_on_something_else_lets_nobody_sign(scene: Scene, type_, works):
    instrument = text(made(scene, stage="talks", authority=""))
    with arranging():
        line = decided(f"{scene.grouping.slug}-board", type_)
    asked = {"actor": scene.direction, "approval": approval(instrument, "groupement"), "decision": line, "now": NOW}
    if works:
        approve(**asked)
    else:
        with pytest.raises(Invalid, match="porte sur autre chose"):
            approve(**asked)


def test_a_decision_that_was_corrected_or_came_after_lets_nobody_sign(scene: Scene):
    instrument = text(made(scene, stage="talks", authority="Une lettre"))
    board = f"{scene.grouping.slug}-board"
    with arranging():
        line = decided(board, "other")
        instrument.approvals.filter(party__role="groupement").update(decision=line, authority="")
    asked = {"actor": scene.direction, "instrument": instrument, "signers": SIGNED, "now": NOW}
    with pytest.raises(Invalid) as told:
        record_signed(signed_on=line.decided_on - DAY, **asked)
    assert told.value.field == "signed_on"
    with arranging():
        decided(board, "other", corrects=line, reason="Une erreur de rédaction.")
    with pytest.raises(Invalid, match="corrigée par une autre"):
        record_signed(signed_on=TODAY, **asked)


def test_a_deposit_cites_no_decision_of_after(scene: Scene):
    with arranging():
        line = decided(f"{scene.grouping.slug}-board", "other")
    signed = SIGNED | {"groupement": Signed(name="Anne Morvan", quality="Présidente", decision=line)}
    asked = {
        "actor": scene.direction, "organisation": scene.grouping, "kind": KIND, "title": "Accord", "signers": signed,
        "now": NOW, "parties": {"tete": scene.world.head, "groupement": scene.grouping}, "dates": Dates(starts_on=STARTS),
    }  # fmt: skip
    with pytest.raises(Invalid) as told:
        deposit(signed_on=line.decided_on - DAY, **asked)
    assert told.value.field == "signed_on"
    deposit(signed_on=line.decided_on, **asked)


def test_whoever_owes_does_not_erase_it(scene: Scene):
    found = owed(scene)  # the grouping owes the head
    with pytest.raises(Denied):
        undo_obligation(actor=scene.direction, obligation=found, reason=WHY, now=NOW)
    undo_obligation(actor=scene.coordination, obligation=found, reason=WHY, now=NOW)
    with arranging():
        kept = Kept.objects.create(obligation=found, due_on=TODAY, kept_on=TODAY, note="Remis par lettre.")
    with pytest.raises(Refused, match="est annulé"):
        contest_kept(actor=scene.coordination, kept=kept, reason=WHY, now=NOW)


def test_one_person_does_not_agree_to_the_later_day_that_they_asked(scene: Scene):
    coordination = scene.coordination
    found, person = owed(scene), both_sides(scene)
    asked = ask_postponement(actor=scene.direction, obligation=found, due_on=TODAY, to=TODAY + DAY, reason=WHY, now=NOW)
    with pytest.raises(Refused, match="qu’une autre personne l’accepte"):
        agree_postponement(actor=person, postponement=asked, now=NOW)
    with arranging():
        theirs = decided("cress-board", "other")
    agree_postponement(actor=coordination, postponement=asked, decision=theirs, now=NOW)


def test_nothing_is_put_off_after_the_end_nor_kept_before_the_beginning(scene: Scene):
    found = owed(scene)
    asked = {"actor": scene.direction, "obligation": found, "due_on": TODAY, "now": NOW}
    with pytest.raises(Invalid) as told:
        ask_postponement(to=ENDS + DAY, reason=WHY, **asked)
    assert told.value.field == "to"
    ask_postponement(to=ENDS, reason=WHY, **asked)
    with pytest.raises(Invalid) as told:
        tell_kept(kept_on=STARTS - DAY, note="Remis par lettre.", **asked)
    assert told.value.field == "kept_on"
    tell_kept(kept_on=STARTS, note="Remis par lettre.", **asked)


def test_what_is_owed_is_kept_by_a_body_of_the_parties(scene: Scene):
    found = made(scene)
    debtor, creditor = found.parties.get(role="groupement"), found.parties.get(role="tete")
    asked = {"agreement": found, "debtor": debtor, "creditor": creditor, "what": "Un rapport", "cadence": "once"}
    with pytest.raises(Invalid) as told:
        owe(
            actor=scene.direction,
            first_due=TODAY,
            kept_by="meetings.held",
            body=scene.world.body(f"{scene.first.slug}-board"),
            now=NOW,
            **asked,
        )
    assert told.value.field == "kept_by"


def test_what_both_approved_here_is_not_annulled_by_one(scene: Scene):
    found = made(scene, stage="talks")
    with arranging():
        line = decided("cress-board", "other")
        text(found).approvals.filter(party__role="tete").update(decision=line, authority="")
    with pytest.raises(Refused, match="a approuvé ce texte"):
        annul(actor=scene.direction, agreement=found, reason=WHY, now=NOW)


def test_a_party_annuls_what_was_deposited_in_its_name_without_a_document(scene: Scene):
    found = made(scene, origin="paper")
    with pytest.raises(Denied):
        annul(actor=scene.coordination, agreement=made(scene), reason=WHY, now=NOW)
    instrument = text(found)
    attach(actor=scene.direction, instrument=instrument, file=FILE, now=NOW)
    with pytest.raises(Denied):
        annul(actor=scene.coordination, agreement=found, reason=WHY, now=NOW)
    other = made(scene, origin="paper")
    annul(actor=scene.coordination, agreement=other, reason=WHY, now=NOW)
    assert standing_of(Agreement.objects.get(pk=other.pk), TODAY).state is State.ANNULLED


def test_an_end_by_common_consent_is_agreed_by_another_party(scene: Scene, settings):
    coordination = scene.coordination
    found = made(scene)
    asked = {"agreement": found, "told_on": TODAY, "last": TODAY + DAY, "note": "Lettres des deux.", "now": NOW}
    with arranging():
        ours, theirs = (decided(slug, "other") for slug in (f"{scene.grouping.slug}-board", "cress-board"))
    event = end_together(actor=scene.direction, decision=ours, **asked)
    assert standing_of(found, TODAY).state is State.IN_FORCE
    with pytest.raises(Refused, match="attend déjà une réponse"):
        end_together(actor=coordination, decision=theirs, **asked)
    event = Event.objects.select_related("agreement__organisation").get(pk=event.pk)
    with pytest.raises(Denied):
        agree_end(actor=scene.direction, event=event, now=NOW)
    with pytest.raises(Refused, match="qu’une autre personne"):
        agree_end(actor=both_sides(scene), event=event, now=NOW)
    client = entered_as(Person.objects.get(pk=coordination.person), settings)
    assert "propose qu’elle finisse le 25 novembre 2026" in text_of(client.get(reverse("home:today", args=["cress"])))
    page = text_of(client.get(reverse("agreements:agreement", args=["cress", found.pk])))
    assert "Accepter cette fin" in page and "il attend une réponse" in page
    agree_end(actor=coordination, event=event, decision=theirs, now=NOW)
    assert standing_of(found, TODAY).state is State.LEAVING
    assert standing_of(found, TODAY - DAY).last is None
    with pytest.raises(Refused, match="n’attend pas de réponse"):
        agree_end(actor=coordination, event=event, now=NOW)
    event = Event.objects.select_related("agreement__organisation", "by__organisation").get(pk=event.pk)
    with pytest.raises(Refused, match="en sont convenues"):
        undo_event(actor=scene.direction, event=event, reason=WHY, now=NOW)


def test_with_a_party_outside_the_network_it_ends_at_once(scene: Scene):
    with arranging():
        found = agreed("etat", OrganisationFactory(name="Un ministère"), scene.world.head)
        line = decided("cress-board", "other")
    found = Agreement.objects.select_related("organisation").get(pk=found.pk)
    asked = {"agreement": found, "told_on": TODAY, "last": TODAY, "note": "Deux lettres.", "now": NOW}
    end_together(actor=scene.coordination, decision=line, **asked)
    assert standing_of(found, TODAY).state is State.LEAVING


def test_a_notice_given_to_a_party_outside_the_network_awaits_no_answer(scene: Scene):
    with arranging():
        found = agreed("etat", OrganisationFactory(name="Un ministère", scale=""), scene.world.head)
        line = decided("cress-board", "other")
    found = Agreement.objects.select_related("organisation").get(pk=found.pk)
    ours = found.parties.get(organisation=scene.world.head)
    told = {"told_on": TODAY, "means": "registered", "now": NOW}
    event = give_notice(actor=scene.coordination, agreement=found, by=ours, decision=line, **told)
    event = Event.objects.select_related("agreement__organisation").get(pk=event.pk)
    with pytest.raises(Refused, match="n’attend pas de réponse"):
        agree_end(actor=scene.coordination, event=event, now=NOW)


def test_notice_is_given_by_its_party_and_undone_by_it(scene: Scene):
    found = made(scene)
    theirs, ours = found.parties.get(role="tete"), found.parties.get(role="groupement")
    asked = {"agreement": found, "told_on": TODAY, "means": "registered", "now": NOW}
    with pytest.raises(Denied):
        give_notice(actor=scene.direction, by=theirs, **asked)
    elsewhere = made(scene).parties.get(role="groupement")
    with pytest.raises(Invalid) as told:
        give_notice(actor=scene.direction, by=elsewhere, **asked)
    assert told.value.field == "by"
    event = give_notice(actor=scene.presidency, by=ours, **asked)
    event = Event.objects.select_related("agreement__organisation", "by__organisation").get(pk=event.pk)
    with pytest.raises(Denied):
        undo_event(actor=scene.coordination, event=event, reason=WHY, now=NOW)
    over = {"reason": WHY, "now": NOW + timedelta(days=(event.last - TODAY).days + 1)}
    with pytest.raises(Refused, match="une partie seule ne la fait pas revivre"):
        undo_event(actor=scene.direction, event=event, **over)
    undo_event(actor=scene.direction, event=event, reason=WHY, now=NOW + (event.last - TODAY))


def test_the_file_that_is_joined_is_joined_once_and_stays(scene: Scene, settings):
    found = made(scene, origin="paper")
    instrument = text(found)
    attach(actor=scene.direction, instrument=instrument, file=FILE, now=NOW)
    instrument.refresh_from_db()
    document = Document.objects.get(pk=instrument.document_id)
    assert document.audience == "people"
    other = File("faux.pdf", b"%PDF-1.7 false", "application/pdf")
    keep_version(actor=scene.direction, document=document, source=other, corrects="Une faute de frappe.", now=NOW)
    assert Version.objects.filter(document=document).count() == 2
    client = entered_as(Person.objects.get(pk=scene.direction.person), settings)
    answer = client.get(reverse("agreements:agreement_document", args=[scene.grouping.slug, found.pk]))
    assert answer.content == FILE.content


def test_what_is_joined_afterwards_is_no_fault_of_the_journal(scene: Scene):
    """The acts of a normal life do not make the tables look rewritten."""
    instrument = text(made(scene, origin="paper", authority=""))
    with arranging():
        instrument.clauses.filter(slug="securite").delete()
    attach(actor=scene.direction, instrument=instrument, file=FILE, now=NOW)
    said = approval(instrument, "groupement")
    tell_authority(actor=scene.direction, approval=said, authority="Conseil du 2 décembre", now=NOW)
    entered = enter_clause(
        actor=scene.direction, instrument=instrument, slug="securite", text="Sous 24 heures.", now=NOW
    )
    rows = {instrument.pk, said.pk, entered.pk}
    assert [one for one in verify_all(None)["tables"]["faults"] if one["row"] in rows] == []


def test_what_nobody_had_written_of_a_paper_is_said_once(scene: Scene):
    found = made(scene, origin="paper", authority="")
    instrument = text(found)
    asked = {"actor": scene.direction, "approval": approval(instrument, "groupement"), "now": NOW}
    with pytest.raises(Invalid):
        tell_authority(authority="ok", **asked)
    with pytest.raises(Denied):
        tell_authority(**asked | {"approval": approval(instrument, "tete")}, authority="Conseil de mai")
    tell_authority(authority="Conseil de mai 2025", **asked)
    with pytest.raises(Refused, match="déjà inscrit"):
        tell_authority(authority="Conseil de juin 2025", **asked)
    with pytest.raises(Refused, match="signé ailleurs"):
        here = text(made(scene, authority=""))
        tell_authority(**asked | {"approval": approval(here, "groupement")}, authority="Conseil de mai 2025")


def test_a_clause_of_a_paper_is_entered_once(scene: Scene):
    instrument = text(made(scene, origin="paper"))
    with arranging():
        instrument.clauses.filter(slug="securite").delete()
    asked = {"actor": scene.direction, "instrument": instrument, "slug": "securite", "now": NOW}
    with pytest.raises(Invalid):
        enter_clause(text="Court.", **asked)
    enter_clause(text="Sous 24 heures, par écrit.", **asked)
    with pytest.raises(Refused, match="déjà inscrit"):
        enter_clause(text="Sous 24 heures, par écrit.", **asked)
    with pytest.raises(Refused, match="n’a pas cette clause"):
        enter_clause(text="Sous 24 heures, par écrit.", **asked | {"slug": "inconnue"})
    with pytest.raises(Refused, match="signé ailleurs"):
        here = text(made(scene))
        enter_clause(text="Sous 24 heures, par écrit.", **asked | {"instrument": here})


def test_the_public_reads_the_text_and_not_what_went_on(scene: Scene, client):
    with arranging():
        found = agreed("etat", OrganisationFactory(name="Un ministère"), scene.world.head, title="Convention publique")
        state, head = found.parties.order_by("rank")
        Obligation.objects.create(
            agreement=found, debtor=head, creditor=state, what="Un rapport secret", first_due=TODAY
        )
        Event.objects.create(agreement=found, kind="mediation", told_on=TODAY, note="Un manquement tu")
    page = text_of(client.get(reverse("agreements:agreement", args=["cress", found.pk])))
    assert "Convention publique" in page and "Anne Morvan" in page
    for hidden in ("rapport secret", "manquement tu", "Conseil du 2 décembre 2025"):
        assert hidden not in page, hidden


def test_a_paper_without_its_document_says_so(scene: Scene, settings):
    found = made(scene, origin="paper", title="Accord de 2025")
    client = entered_as(Person.objects.get(pk=scene.direction.person), settings)
    page = text_of(client.get(reverse("agreements:agreement", args=[scene.grouping.slug, found.pk])))
    assert "Le document signé n’est pas déposé." in page and "lui seul fait foi" not in page
    attach(actor=scene.direction, instrument=text(found), file=FILE, now=NOW)
    page = text_of(client.get(reverse("agreements:agreement", args=[scene.grouping.slug, found.pk])))
    assert "n’est pas déposé" not in page and "lui seul fait foi" in page


def test_what_was_annulled_is_no_longer_public(scene: Scene, client):
    with arranging():
        found = agreed("etat", OrganisationFactory(name="Un ministère"), scene.world.head)
    where = reverse("agreements:agreement", args=["cress", found.pk])
    assert client.get(where).status_code == 200
    with arranging():
        Agreement.objects.filter(pk=found.pk).update(annulled_on=TODAY, annulled_because=WHY)
    assert client.get(where).status_code in (302, 404)


def test_what_was_agreed_or_contested_counts_from_that_day(scene: Scene):
    found = owed(scene)
    asked = ask_postponement(actor=scene.direction, obligation=found, due_on=TODAY, to=TODAY + DAY, reason=WHY, now=NOW)
    agree_postponement(actor=scene.actor("cress-board", "president"), postponement=asked, now=NOW)
    assert [owed_by([found.agreement], on)[0].by for on in (TODAY - DAY, TODAY)] == [TODAY, TODAY + DAY]
    with arranging():
        kept = Kept.objects.create(obligation=found, due_on=TODAY, kept_on=TODAY - DAY, note="Remis par lettre.")
    contest_kept(actor=scene.coordination, kept=kept, reason=WHY, now=NOW)
    stands = [owed_by([found.agreement], on)[0].balance for on in (TODAY - DAY, TODAY)]
    assert stands == [Balance.KEPT, Balance.CONTESTED]


def test_the_file_is_joined_once_the_text_is_signed(scene: Scene):
    with pytest.raises(Refused, match="une fois le texte signé"):
        attach(actor=scene.direction, instrument=text(made(scene, stage="talks")), file=FILE, now=NOW)
