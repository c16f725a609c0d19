"""A decision of type « convention » opens the consent that it gives: told from its page, or from that of the agreement."""

import pytest
from django.urls import reverse

from kevread.agreements.models import Clause
from kevread.agreements.operations import approve, approving, take_back, write_clause
from kevread.common.errors import Invalid, Refused
from kevread.decisions.models import Application
from kevread.decisions.operations.applying import apply_decision, propose_application
from kevread.decisions.queries.register import to_apply
from kevread.decisions.queries.wording import shown
from kevread.directory.models import Person
from kevread.journal.models import Act
from tests.clients import entered_as
from tests.conftest import NOW, arranging
from tests.gatherings.decided import decided
from tests.guards.of_agreements import made
from tests.publishing.test_front import text_of
from tests.seats.scene import Scene
from tests.worlds import put

pytestmark = pytest.mark.django_db


def waits(scene: Scene, **more):
    found = made(scene, stage="talks", authority="", title="Accord", **more)
    rows = found.instruments.get().approvals.select_related("party__organisation", "party__agreement__organisation")
    return rows.get(party__role="groupement")


def line(scene: Scene, body: str = "", type_: str = "convention", **more):
    with arranging():
        return decided(body or f"{scene.grouping.slug}-board", type_, **more)


def propose(scene: Scene, decision, approval) -> Application:
    asked = {"approval": str(approval.pk)}
    return propose_application(actor=scene.direction, decision=decision, kind="consent", asked=asked, now=NOW)


def test_a_decision_opens_the_consent_that_it_gives(scene: Scene, settings):
    approval, decision = waits(scene), line(scene)
    assert [row for row, *_ in to_apply(scene.grouping, scene.direction).unsaid] == [decision]
    client = entered_as(Person.objects.get(pk=scene.direction.person), settings)
    where = reverse("agreements:consent", args=[scene.grouping.slug, decision.pk])
    decision_page = reverse("decisions:decision", args=[scene.grouping.slug, decision.pk])
    assert where in client.get(decision_page).text
    assert client.post(where, {"approval": ""}).status_code == 422
    done = client.post(where, {"approval": str(approval.pk)}, follow=True)
    assert f"L’accord de {scene.grouping.name} à « Accord »." in text_of(done)
    approval.refresh_from_db()
    assert not approval.is_given
    application = Application.objects.get(decision=decision)
    apply_decision(actor=scene.direction, application=application, now=NOW)
    approval.refresh_from_db()
    assert approval.decision == decision
    assert Application.objects.count() == 1  # what was confirmed is not said twice
    page = client.get(decision_page).text
    assert (
        reverse("agreements:take_back", args=[scene.grouping.slug, approval.pk]) in page
        and "retirer cet accord" in page
    )
    assert shown([application], scene.president_of(scene.second))[0].undo is None, "a stranger takes nothing back"
    with arranging():
        type(approval.instrument).objects.filter(pk=approval.instrument_id).update(stage="signing")
    application.refresh_from_db()
    (told,) = shown([application], scene.direction)
    assert told.undo is None and "ne se retire pas" in told.stays
    with arranging():
        type(approval.instrument).objects.filter(pk=approval.instrument_id).update(stage="talks")
    assert (
        reverse("agreements:agreement", args=[scene.grouping.slug, approval.party.agreement_id])
        in client.get(decision_page).text
    )


def test_what_was_said_on_the_agreement_waits_no_more_on_the_decision(scene: Scene):
    approval, decision = waits(scene), line(scene)
    approve(actor=scene.direction, approval=approval, decision=decision, now=NOW)
    assert to_apply(scene.grouping, scene.direction).unsaid == []
    application = Application.objects.get(decision=decision)
    assert application.applied_at and "retiré" not in shown([application])[0].sentence
    take_back(actor=scene.direction, approval=approval, reason="Une annexe manque au texte.", now=NOW)
    assert "retiré depuis" in shown([application])[0].sentence


def test_what_was_proposed_on_the_decision_is_done_by_the_agreement(scene: Scene):
    approval, decision = waits(scene), line(scene)
    application = propose(scene, decision, approval)
    approve(actor=scene.direction, approval=approval, decision=decision, now=NOW)
    application.refresh_from_db()
    assert application.applied_at == NOW
    with pytest.raises(Refused, match="déjà fait"):
        apply_decision(actor=scene.direction, application=application, now=NOW)


def test_a_decision_of_another_type_opens_nothing_here(scene: Scene):
    approval, decision = waits(scene), line(scene, type_="other")
    approve(actor=scene.direction, approval=approval, decision=decision, now=NOW)
    assert not Application.objects.exists()


def test_it_opens_the_consent_of_its_own_organisation_alone(scene: Scene):
    approval = waits(scene)
    other = line(scene, "cress-board")
    with pytest.raises(Invalid) as told:
        propose_application(
            actor=scene.coordination, decision=other, kind="consent", asked={"approval": str(approval.pk)}, now=NOW
        )
    assert told.value.field == "approval"


def test_what_is_signed_or_consented_waits_for_nothing(scene: Scene):
    approval, decision, again = waits(scene), line(scene), line(scene)
    approve(actor=scene.direction, approval=approval, decision=decision, now=NOW)
    with pytest.raises(Refused, match="n’attend pas l’accord"):
        propose(scene, again, approval)


def test_a_decision_does_not_approve_a_text_that_was_changed_since_it_was_said_to(scene: Scene):
    approval = waits(scene)
    asked = propose(scene, line(scene), approval)
    changed(scene, approval)
    with pytest.raises(Refused, match="a changé depuis"):
        apply_decision(actor=scene.direction, application=asked, now=NOW)
    approval.refresh_from_db()
    assert not approval.is_given
    # On the agreement, somebody who read it says that the same decision approves it: what was said of the other text stays.
    approve(actor=scene.direction, approval=approval, decision=asked.decision, now=NOW)
    asked.refresh_from_db()
    assert asked.is_pending


def test_what_was_said_before_texts_were_kept_waits_no_more_either(scene: Scene):
    approval = waits(scene)
    asked = propose(scene, line(scene), approval)
    with arranging():
        put(asked, mark="")
    approve(actor=scene.direction, approval=approval, decision=asked.decision, now=NOW)
    (one,) = Application.objects.filter(decision=asked.decision)
    assert (one.pk, one.applied_at) == (asked.pk, NOW)


def test_a_text_is_approved_as_its_page_showed_it(scene: Scene, settings):
    approval, by = waits(scene), line(scene)
    client = entered_as(Person.objects.get(pk=scene.direction.person), settings)
    where = reverse("agreements:approve", args=[scene.grouping.slug, approval.pk])
    shown = client.get(where).context["mark"]
    clause = changed(scene, approval)
    for old in (shown, ""):
        answer = client.post(where, {"decision": str(by.pk), "vu": old})
        assert answer.status_code == 422 and "Ce texte a changé" in text_of(answer)
        assert clause.text in text_of(answer)  # it is shown as it is
        approval.refresh_from_db()
        assert not approval.is_given
    now = answer.context["mark"]
    assert client.post(where, {"decision": str(by.pk), "vu": now}).status_code == 302
    said = Act.objects.filter(verb="agreements.approve").order_by("-id").first()
    assert said.arguments["text"] == now  # the act says which text


def changed(scene: Scene, approval) -> Clause:
    """By the other side, before anybody approved: nothing is undone."""
    clause = approval.instrument.clauses.filter(slug="traitements").get()
    write_clause(actor=scene.coordination, clause=clause, text="Le groupement verse 100 000 euros.", now=NOW)
    clause.refresh_from_db()
    return clause


def test_a_text_that_changes_as_it_is_approved_is_not(scene: Scene, monkeypatch):
    """The act says which text, before it holds it: another that came between is refused."""
    approval, by = waits(scene), line(scene)
    held = approving.instrument_locked

    def overtaken(key):
        found = held(key)
        found.clauses.filter(slug="traitements").update(text="Le groupement verse 100 000 euros.")
        return found

    monkeypatch.setattr(approving, "instrument_locked", overtaken)
    with pytest.raises(Refused, match="a changé"):
        approve(actor=scene.direction, approval=approval, decision=by, now=NOW)
