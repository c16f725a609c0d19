"""A derogation opens from a decision of the head's register, which it cites; confirmed by a person who may grant it."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from django.template import Context, Template

from kevread.charter.models import Derogation
from kevread.charter.operations import end_derogation
from kevread.common.actor import NOBODY, SYSTEM
from kevread.common.errors import Denied, Invalid, Refused, Way
from kevread.decisions.models import Application
from kevread.decisions.operations.applying import apply_decision, propose_application
from kevread.decisions.queries.register import to_apply
from kevread.decisions.queries.wording import shown
from kevread.journal.models import Act
from tests.charter.test_derogation import crowded, finding
from tests.charter.test_screen_text import text_of
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import RECENTLY, decided
from tests.gatherings.screens import of_decision as at

pytestmark = pytest.mark.django_db
__all__ = ["crowded"]
LAST = date(2027, 6, 30)


@pytest.fixture
def decision(scene):
    with arranging():
        return decided("cress-board", "derogation", title="Un pôle se scinde")


def wanted(whose, **more):
    return {
        "clause": "R3.7/1",
        "organisation": whose.pk,
        "first": TODAY,
        "last": LAST,
        "reason": "Le pôle vient de se scinder.",
    } | more


def proposed(decision, whose, actor=SYSTEM, **more) -> Application:
    asked = wanted(whose, **more)
    return propose_application(actor=actor, decision=decision, kind="derogation", asked=asked, now=NOW)


def test_it_waits_for_a_person_then_cites_the_decision(scene, decision, crowded):
    application = proposed(decision, crowded, scene.coordination)
    assert to_apply(scene.world.head, SYSTEM).pending == [application]
    assert not Derogation.objects.exists() and finding(crowded).reason is None
    done, _ = apply_decision(actor=scene.coordination, application=application, now=NOW)
    made = Derogation.objects.get()
    assert (done.derogation, made.decided_in, made.adopted_on) == (made, decision.pk, RECENTLY)
    assert made.adopted_by == f"Décision n° {decision.reference}, Conseil d’administration de la Cress, 25 octobre 2026"
    assert made.dates.last == LAST and finding(crowded).derogation.id == made.pk
    assert [act.verb for act in Act.objects.order_by("-at", "-id")[:2]] == [
        "decisions.apply",
        "charter.grant_derogation",
    ]


def test_an_organisation_opens_none_by_its_own_decision(scene, crowded):
    with arranging():
        own = decided(f"{scene.grouping.slug}-board", "derogation")
        beside = decided("cress-board", "modalite-commune")
    for decision in (own, beside):
        with pytest.raises(Invalid) as refusal:
            proposed(decision, crowded)
        assert refusal.value.field == "clause"


def test_what_was_rejected_allows_nothing(scene, crowded):
    with arranging():
        rejected = decided("cress-board", "derogation", outcome="rejected")
    with pytest.raises(Refused, match="Seule une décision adoptée"):
        proposed(rejected, crowded)


def test_whoever_may_not_record_at_the_head_proposes_and_applies_nothing(scene, decision, crowded):
    application = proposed(decision, crowded)
    for actor in (scene.direction, scene.president_of(scene.first)):
        with pytest.raises(Denied):
            proposed(decision, crowded, actor)
        with pytest.raises(Denied):
            apply_decision(actor=actor, application=application, now=NOW)
    assert not Derogation.objects.exists()


def test_to_record_a_decision_is_not_to_grant_a_derogation(scene, decision, crowded):
    """The verb of the charter asks its own right again: the one of the register does not give it."""
    application = proposed(decision, crowded)
    actor = scene.coordination
    without = [
        {right: where for right, where in hat.rights.items() if right != "grant_derogation"} for hat in actor.hats
    ]
    hats = tuple(replace(hat, rights=rights) for hat, rights in zip(actor.hats, without, strict=True))
    with pytest.raises(Denied, match="Kevread propose que ce soit La Cress ; sa présidence ou la coordination"):
        apply_decision(actor=replace(actor, hats=hats), application=application, now=NOW)
    application.refresh_from_db()
    assert application.is_pending and not Derogation.objects.exists()


def test_the_page_of_the_decision_leads_to_it_those_who_read_it(scene, decision, crowded, readers):
    apply_decision(actor=SYSTEM, application=proposed(decision, crowded), now=NOW)
    page, there = at("decision", scene.world.head, key=decision.pk), f'href="/{crowded.slug}/texte/derogations"'
    assert there in readers.coordination.get(page).text


def test_a_way_leads_whoever_is_let_in_there_and_nobody_to_a_refusal(scene, crowded):
    other = scene.actor(f"{scene.world.groupings[1].slug}-team", "direction")
    way = Way("", "charter:derogations", {"scale": crowded.slug})
    drawn = Template("{% open_way way as there %}{{ there }}")

    def led(actor) -> str:
        request = SimpleNamespace(actor=actor)
        return drawn.render(Context({"request": request, "place_keys": {crowded.slug: crowded.pk}, "way": way}))

    assert led(scene.coordination) == f"/{crowded.slug}/texte/derogations"
    assert (led(other), led(NOBODY), led(None)) == ("", "", "")


def test_the_law_is_not_derogated_from_by_a_decision_either(decision, crowded):
    with pytest.raises(Refused) as refusal:
        proposed(decision, crowded, clause="L1.9/1")
    assert refusal.value.rule == "L1.9"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"organisation": "nulle part"}, "organisation"),
        ({"clause": "R99.1/1"}, "clause"),
        ({"first": None}, "first"),
        ({"last": "bientôt"}, "last"),
    ],
)
def test_what_is_proposed_holds_together(decision, crowded, more, field):
    with pytest.raises(Invalid) as refusal:
        proposed(decision, crowded, **more)
    assert refusal.value.field == field


@pytest.mark.parametrize(("more", "field"), [({"reason": "Non"}, "reason"), ({"first": date(2026, 10, 1)}, "first")])
def test_a_refusal_of_the_charter_leaves_it_to_be_applied(scene, decision, crowded, more, field):
    application = proposed(decision, crowded, **more)
    with pytest.raises(Invalid) as refusal:
        apply_decision(actor=scene.coordination, application=application, now=NOW)
    assert refusal.value.field == field
    application.refresh_from_db()
    assert application.is_pending


def test_one_that_is_given_up_before_it_begins_leaves_the_decision_applied(scene, decision, crowded):
    application = proposed(decision, crowded, first=date(2027, 1, 1))
    done, _ = apply_decision(actor=SYSTEM, application=application, now=NOW)
    end_derogation(actor=SYSTEM, derogation=done.derogation, last=TODAY, reason="Le pôle renonce.", now=NOW)
    application.refresh_from_db()
    assert application.derogation is None and application.applied_at == NOW


def test_on_screen_from_the_decision_to_the_finding_and_back(scene, readers, decision, crowded, settings):
    head = scene.world.head
    client = entered_as(scene.world.holder("cress-team", "direction").person, settings)
    page = client.get(at("decision", head, key=decision.pk))
    address = at("open_derogation", head, key=decision.pk)
    assert address in page.content.decode() and "une dérogation à inscrire" in text_of(page)
    typed = wanted(crowded, first=TODAY.isoformat(), last=LAST.isoformat())
    assert client.post(address, typed | {"last": ""}).status_code == 422
    assert client.post(address, typed | {"clause": "L1.9/1"}).status_code == 422
    assert client.post(address, typed).status_code == 302
    waits = text_of(client.get(at("decision", head, key=decision.pk)))
    assert f"Dérogation à l’article R3.7, point 1, pour {crowded.name}, du 24 novembre 2026 au 30 juin 2027." in waits
    application = Application.objects.get()
    assert client.post(at("apply", head, key=application.pk), {"etape": "confirmer"}).status_code == 302
    for screen in (f"/{crowded.slug}/texte/derogations", f"/{crowded.slug}/texte/R3.7"):
        told = readers.direction.get(screen)
        assert f"Décision n° {decision.reference}" in text_of(told), screen
        assert at("decision", head, key=decision.pk) in told.content.decode(), screen
    assert readers.direction.get(address).status_code == 403
    assert readers.direction.post(address, typed).status_code == 403


def test_it_is_ended_from_the_page_of_its_decision_by_those_who_may(scene, decision, crowded):
    done, _ = apply_decision(actor=scene.coordination, application=proposed(decision, crowded), now=NOW)
    (line,) = shown([done], scene.coordination)
    assert line.undo and line.undo.screen == "charter:end_derogation"
    assert [one.undo for one in shown([done], scene.direction)] == [None]
