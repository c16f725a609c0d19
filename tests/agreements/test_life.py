"""An agreement: prepared and approved by each party, or deposited; its dates told; ended, mediated, annulled."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kevread.agreements.models import Agreement, Approval, Event, Instrument
from kevread.agreements.operations import (
    annul,
    approve,
    deposit,
    end_together,
    give_notice,
    open_agreement,
    open_mediation,
    record_signed,
    set_terms,
    settle_mediation,
    start_talks,
    undo_event,
    write_clause,
)
from kevread.agreements.operations.checks import Dates, Signed
from kevread.agreements.queries.register import Asked, register_of, text_of
from kevread.agreements.queries.standing import standing_of
from kevread.agreements.rules import State
from kevread.common.actor import NOBODY
from kevread.common.errors import Denied, Invalid, Refused
from kevread.directory.models import Organisation
from kevread.seats.queries import actor_of
from tests.agreed import ENDS, agreed
from tests.conftest import NOW, TODAY, arranging
from tests.factories import OrganisationFactory
from tests.gatherings.decided import decided
from tests.seats.scene import Scene

pytestmark = pytest.mark.django_db
KIND = "responsables-conjoints"
DAY = timedelta(days=1)
SIGNED = {
    role: Signed(name="Anne Morvan", quality="Présidente", authority="Conseil de mai")
    for role in ("tete", "groupement")
}
WHY = "Le texte a été repris d’un autre."


def parties(scene: Scene) -> dict[str, Organisation]:
    return {"tete": scene.world.head, "groupement": scene.grouping}


def opened(scene: Scene, **more) -> Instrument:
    asked = {"kind": KIND, "title": "Un accord", "parties": parties(scene), "dates": Dates(starts_on=TODAY)} | more
    made = open_agreement(actor=scene.direction, organisation=scene.grouping, now=NOW, **asked)
    return made.instruments.select_related("agreement__organisation").get()


def write(scene: Scene, instrument: Instrument) -> None:
    rows = instrument.clauses.select_related("instrument__agreement__organisation")
    for slug, said in (("traitements", {"text": "L’annuaire."}), ("securite", {"text": "Sous 24 heures."})):
        write_clause(actor=scene.direction, clause=rows.get(slug=slug), now=NOW, **said)
    write_clause(actor=scene.direction, clause=rows.get(slug="personnes"), blanks={"contact": "a@exemple.fr"}, now=NOW)


def approval(instrument: Instrument, role: str) -> Approval:
    return instrument.approvals.select_related("party__organisation", "party__agreement__organisation").get(
        party__role=role
    )


def in_force(scene: Scene, **more) -> Agreement:
    with arranging():
        found = agreed(KIND, scene.world.head, scene.grouping, **more)
    return Agreement.objects.select_related("organisation").get(pk=found.pk)


def test_from_a_draft_to_both_signatures(scene: Scene):
    draft = opened(scene)
    assert standing_of(draft.agreement, TODAY).state is State.DRAFT
    coordination = scene.coordination
    start_talks(actor=scene.direction, instrument=draft, now=NOW)
    with arranging():
        ours = decided(f"{scene.grouping.slug}-board", "other")
        theirs = decided("cress-board", "other")
    with pytest.raises(Refused, match="Traitements"):
        approve(actor=scene.direction, approval=approval(draft, "groupement"), decision=ours, now=NOW)
    write(scene, draft)
    approve(actor=scene.direction, approval=approval(draft, "groupement"), decision=ours, now=NOW)
    with pytest.raises(Refused, match="n’a pas approuvé"):
        record_signed(actor=scene.direction, instrument=draft, signed_on=TODAY, signers=SIGNED, now=NOW)
    approve(actor=coordination, approval=approval(draft, "tete"), decision=theirs, now=NOW)
    assert standing_of(draft.agreement, TODAY).state is State.APPROVED
    with pytest.raises(Invalid, match="vient après ce jour"):
        early = ours.decided_on - DAY
        record_signed(actor=scene.direction, instrument=draft, signed_on=early, signers=SIGNED, now=NOW)
    record_signed(actor=scene.direction, instrument=draft, signed_on=TODAY, signers=SIGNED, now=NOW)
    assert standing_of(draft.agreement, TODAY).state is State.IN_FORCE
    with pytest.raises(Refused, match="ne se modifie plus"):
        write(scene, draft)


def test_what_changes_the_text_takes_back_what_was_approved(scene: Scene):
    draft = opened(scene)
    start_talks(actor=scene.direction, instrument=draft, now=NOW)
    write(scene, draft)
    with arranging():
        ours = decided(f"{scene.grouping.slug}-board", "other")
    approve(actor=scene.direction, approval=approval(draft, "groupement"), decision=ours, now=NOW)
    write(scene, draft)  # the same text: nothing moves
    assert approval(draft, "groupement").is_given
    set_terms(actor=scene.direction, instrument=draft, dates=Dates(starts_on=TODAY, notice_months=1), now=NOW)
    assert not approval(draft, "groupement").is_given


def test_a_locked_clause_is_not_rewritten(scene: Scene):
    draft = opened(
        scene, kind="hierarchique-fonctionnelle", parties={"groupement": scene.grouping, "pole": scene.first}
    )
    clause = draft.clauses.select_related("instrument__agreement__organisation").get(slug="partage")
    with pytest.raises(Refused, match="du modèle"):
        write_clause(actor=scene.direction, clause=clause, text="Autrement.", now=NOW)


@pytest.mark.parametrize("body", ["cress-board", "codir"])
def test_a_decision_of_another_body_lets_nobody_sign(scene: Scene, body: str):
    """Of the head, whose register it is not; of a space, which is no board."""
    draft = opened(scene)
    start_talks(actor=scene.direction, instrument=draft, now=NOW)
    write(scene, draft)
    with arranging():
        wrong = decided(body, "other")
    role = "groupement" if body == "cress-board" else "tete"
    with pytest.raises(Invalid) as told:
        actor = scene.direction if role == "groupement" else scene.coordination
        approve(actor=actor, approval=approval(draft, role), decision=wrong, now=NOW)
    assert told.value.field == "decision"


def test_a_rejected_decision_lets_nobody_sign(scene: Scene):
    draft = opened(scene)
    start_talks(actor=scene.direction, instrument=draft, now=NOW)
    write(scene, draft)
    with arranging():
        wrong = decided(f"{scene.grouping.slug}-board", "other", outcome="rejected")
    with pytest.raises(Invalid, match="adoptée"):
        approve(actor=scene.direction, approval=approval(draft, "groupement"), decision=wrong, now=NOW)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"parties": {}}, "tete"),
        ({"title": "  "}, "title"),
        ({"kind": "inconnue"}, "kind"),
        ({"dates": Dates(starts_on=TODAY, ends_on=TODAY - DAY)}, "ends_on"),
        ({"dates": Dates(starts_on=TODAY, renewal_months=12)}, "renewal_months"),
        ({"dates": Dates(starts_on=TODAY, notice_months=601)}, "notice_months"),
    ],
)
def test_what_is_wrong_is_told_on_its_field(scene: Scene, wrong, field):
    with pytest.raises(Invalid) as told:
        opened(scene, **wrong)
    assert told.value.field == field
    assert not Agreement.objects.filter(title="Un accord").exists()


def test_a_place_is_held_by_an_organisation_of_its_scale(scene: Scene):
    with pytest.raises(Invalid, match="échelle"):
        opened(scene, parties=parties(scene) | {"tete": scene.first})
    with pytest.raises(Invalid, match="pas partie"):
        opened(scene, parties=parties(scene) | {"groupement": scene.world.groupings[1]})


def test_a_paper_of_2025_is_a_first_class_agreement(scene: Scene):
    made = deposit(
        actor=scene.direction,
        organisation=scene.grouping,
        kind=KIND,
        title="Accord de 2025",
        parties=parties(scene),
        dates=Dates(starts_on=date(2025, 3, 1), ends_on=date(2027, 2, 28)),
        signed_on=date(2025, 2, 20),
        signers=SIGNED,
        clauses={"securite": "Sous 24 heures.", "traitements": "  "},
        now=NOW,
    )
    stands = standing_of(made, TODAY)
    assert (stands.state, stands.term) == (State.IN_FORCE, date(2027, 2, 28))
    assert [one.written.slug for one in text_of(made, None, TODAY)] == ["securite"]
    assert standing_of(made, date(2025, 2, 19)).state is not State.IN_FORCE
    assert [one.agreement for one in register_of(scene.grouping, scene.direction, Asked(), date(2025, 2, 19))] == []
    assert made in [one.agreement for one in register_of(scene.grouping, scene.direction, Asked(), date(2025, 2, 20))]


def test_a_deposit_says_who_signed_for_each(scene: Scene):
    with pytest.raises(Invalid) as told:
        deposit(
            actor=scene.direction, organisation=scene.grouping, kind=KIND, title="Accord", parties=parties(scene),
            dates=Dates(starts_on=TODAY), signed_on=TODAY, signers={"groupement": SIGNED["groupement"]}, now=NOW,
        )  # fmt: skip
    assert told.value.field == "tete"


def test_notice_is_given_by_the_means_that_the_text_asks(scene: Scene):
    found = in_force(scene, renewal_months=12, ends_on=date(2026, 12, 31))
    by = found.parties.get(role="groupement")
    with pytest.raises(Invalid, match="recommandée"):
        give_notice(actor=scene.presidency, agreement=found, by=by, told_on=TODAY, means="mail", now=NOW)
    asked = {"actor": scene.presidency, "agreement": found, "by": by, "means": "registered", "now": NOW}
    with pytest.raises(Invalid, match="31 décembre 2027"):
        give_notice(told_on=TODAY, last=date(2027, 12, 30), **asked)
    event = give_notice(told_on=TODAY, **asked)  # too late for this period: the notice was due on 30 September
    assert event.last == date(2027, 12, 31)
    assert standing_of(found, TODAY).state is State.LEAVING
    assert standing_of(found, date(2027, 12, 31)).state is State.LEAVING
    assert standing_of(found, date(2028, 1, 1)).state is State.TERMINATED
    undo_event(actor=scene.direction, event=event, reason=WHY, now=NOW)
    assert standing_of(found, TODAY).goes_on_from == date(2027, 1, 1)


def test_an_end_does_not_make_it_longer(scene: Scene):
    found = in_force(scene)
    asked = {"actor": scene.presidency, "agreement": found, "told_on": TODAY, "now": NOW}
    with pytest.raises(Invalid) as told:
        end_together(last=ENDS + DAY, note="Lettres des deux.", **asked)
    assert told.value.field == "last"
    by = found.parties.get(role="groupement")
    with pytest.raises(Invalid) as told:
        give_notice(by=by, means="registered", last=ENDS + DAY, **asked)
    assert told.value.field == "last"
    give_notice(by=by, means="registered", last=ENDS, **asked)
    with pytest.raises(Refused, match="déjà annoncée"):  # one that would be told for an earlier day is a second one
        give_notice(by=by, means="registered", told_on=TODAY - DAY, agreement=found, actor=scene.presidency, now=NOW)


def test_what_has_come_to_its_end_is_not_ended_again(scene: Scene):
    found = in_force(scene, ends_on=TODAY - DAY)
    assert standing_of(found, TODAY).state is State.ENDED
    with pytest.raises(Refused, match="échue"):
        end_together(actor=scene.direction, agreement=found, told_on=TODAY, last=TODAY, note="Lettres.", now=NOW)


def test_mediation_does_not_suspend(scene: Scene):
    found = in_force(scene)
    by = found.parties.get(role="tete")
    open_mediation(actor=scene.coordination, agreement=found, by=by, told_on=TODAY, note="Un manquement.", now=NOW)
    assert standing_of(found, TODAY).state is State.MEDIATION
    settle_mediation(actor=scene.direction, agreement=found, told_on=TODAY, note="Un accord.", now=NOW)
    assert standing_of(found, TODAY).state is State.IN_FORCE


def test_a_mistake_binds_nobody_on_any_day(scene: Scene):
    found = in_force(scene)
    annul(actor=scene.direction, agreement=found, reason=WHY, now=NOW)
    found.refresh_from_db()
    assert standing_of(found, TODAY - DAY).state is State.ANNULLED
    with pytest.raises(Refused, match="annulée"):
        end_together(actor=scene.direction, agreement=found, told_on=TODAY, last=TODAY, note="Lettres.", now=NOW)


def test_who_reads_it(scene: Scene):
    """Those of a party, and nobody from above, from below or beside; a draft, where it is kept."""
    found = in_force(scene, stage="draft")

    def read(actor) -> bool:
        return Agreement.objects.visible_to(actor).filter(pk=found.pk).exists()

    head = scene.actor("cress-board", "president")
    assert read(scene.direction) and not read(head)
    with arranging():
        Instrument.objects.filter(agreement=found).update(stage="talks")
    assert read(scene.direction) and read(head)
    assert not read(actor_of(scene.administrator_of(scene.first), TODAY)) and not read(NOBODY)
    assert not read(scene.actor(f"{scene.world.groupings[1].slug}-team", "direction"))


def test_only_what_its_kind_says_and_that_is_signed_is_public(scene: Scene):
    with arranging():
        state = agreed("etat", OrganisationFactory(name="Un ministère"), scene.world.head, stage="talks")
    assert state not in Agreement.objects.visible_to(NOBODY)
    with arranging():
        state.instruments.update(stage="signed", signed_on=TODAY)
    assert state in Agreement.objects.visible_to(NOBODY)
    assert in_force(scene) not in Agreement.objects.visible_to(NOBODY)


def test_who_has_no_right_there_does_nothing(scene: Scene):
    with pytest.raises(Denied):
        open_agreement(
            actor=actor_of(scene.administrator_of(scene.first), TODAY), organisation=scene.grouping, kind=KIND,
            title="Un accord", parties=parties(scene), dates=Dates(starts_on=TODAY), now=NOW,
        )  # fmt: skip


def test_the_register_asks_the_same_number_of_questions(scene: Scene, counted):
    direction = scene.direction
    for number in range(6):
        in_force(scene, title=f"Accord {number}")
    with counted(6):
        assert len(register_of(scene.grouping, direction, Asked(), TODAY)) > 6


def test_events_are_told_on_their_day(scene: Scene):
    found = in_force(scene)
    with arranging():
        Event.objects.create(agreement=found, kind="termination", told_on=TODAY, last=TODAY)
    assert standing_of(found, TODAY - DAY).last is None
    assert standing_of(found, TODAY).last == TODAY
    assert reverse("agreements:agreement", args=[scene.grouping.slug, found.pk])
