"""The works that the document opens: entrusted by a decision of the head, to somebody, for a day; or not decided."""

from datetime import timedelta

import pytest

from kevread.common.actor import SYSTEM
from kevread.common.errors import Invalid
from kevread.decisions.models import Decision, FollowUp
from kevread.decisions.operations.following import finish_follow_up, follow
from kevread.decisions.operations.register import correct_decision
from kevread.decisions.queries.streams import works_of
from kevread.directory.models import Person
from tests.conftest import NOW, TODAY, arranging
from tests.factories import PersonFactory
from tests.gatherings.decided import RECENTLY, decided
from tests.seats.screens import at, words

pytestmark = pytest.mark.django_db
WORK = "gouvernance-commune"


@pytest.fixture
def adopted(scene) -> Decision:
    with arranging():
        return decided("cress-board", Decision.OTHER, title="Mener le chantier des statuts")


def entrusted(decision: Decision, due=TODAY, stream: str = WORK, **more) -> FollowUp:
    with arranging():
        owner = PersonFactory()
    asked = {"decision": decision, "what": "Écrire une trame \u202eعَ", "owner": owner, "due": due, "stream": stream}
    return follow(actor=SYSTEM, now=NOW, **asked | more)


def state(scene, on=TODAY) -> str:
    return next(one.state(on) for one in works_of(scene.world.head, on) if one.slug == WORK)


def test_it_is_undecided_then_led_late_past_its_day_and_done_once_each_step_is(scene, adopted):
    assert state(scene) == "undecided"
    step = entrusted(adopted)
    assert (state(scene), state(scene, RECENTLY - timedelta(days=1))) == ("led", "undecided")
    assert state(scene, TODAY + timedelta(days=1)) == "late"
    entrusted(adopted, TODAY + timedelta(days=30))
    finish_follow_up(actor=SYSTEM, follow_up=step, done_on=TODAY, now=NOW)
    assert state(scene, TODAY + timedelta(days=1)) == "led"
    finish_follow_up(actor=SYSTEM, follow_up=FollowUp.objects.open().get(), done_on=TODAY, now=NOW)
    assert state(scene) == "done"


def test_only_an_adopted_decision_of_the_head_entrusts_one_that_the_document_opens(scene, adopted):
    with arranging():
        rejected = decided("cress-board", Decision.OTHER, outcome="rejected")
        elsewhere = decided(f"{scene.grouping.slug}-board", Decision.OTHER)
    for decision, stream, field in (
        (rejected, WORK, "decision"),
        (elsewhere, WORK, "decision"),
        (adopted, "x", "stream"),
    ):
        with pytest.raises(Invalid) as refused:
            entrusted(decision, stream=stream)
        assert refused.value.field == field
    assert not FollowUp.objects.exists()
    assert entrusted(elsewhere, stream="").stream == ""


def test_a_correction_keeps_it(scene, adopted):
    entrusted(adopted)
    correct_decision(
        actor=SYSTEM, decision=adopted, title="Les statuts", text="…", reason="Le titre était faux", now=NOW
    )
    assert state(scene) == "led"


def test_a_finding_leads_to_the_works_and_one_is_entrusted_there(scene, readers, adopted):
    page = at("streams", scene.world.head, room="decisions")
    article = readers.coordination.get(f"/{scene.world.head.slug}/texte/R3.18")
    assert page in article.text and "Non décidé" in words(article)
    listed = readers.coordination.get(page)
    assert words(listed).count("Non décidé") == 5
    where = f"{at('entrust_stream', scene.world.head, room='decisions')}?chantier={WORK}"
    assert where in listed.text.replace("&amp;", "&")
    form = readers.coordination.get(where).context["form"]
    owner = form.fields["owner"].choices[1][0]
    typed = {"decision": str(adopted.pk), "what": "Écrire une trame", "owner": owner, "due": "2020-01-01"}
    refused = readers.coordination.post(where, typed)
    assert refused.status_code == 422 and "précède la décision" in words(refused)
    done = readers.coordination.post(where, typed | {"due": TODAY.isoformat()}, follow=True)
    assert words(done).count("Non décidé") == 4 and str(Person.objects.get(pk=owner)) in words(done)
    assert "En cours" in words(done)


def test_they_are_read_at_the_head_alone_and_by_those_who_may(scene, readers):
    elsewhere = readers.direction.get(at("streams", scene.grouping, room="decisions"))
    assert (elsewhere.status_code, elsewhere["location"]) == (302, at("follow_ups", scene.grouping, room="decisions"))
    entrusting = readers.direction.get(at("entrust_stream", scene.grouping, room="decisions"))
    assert (entrusting.status_code, entrusting["location"]) == (302, elsewhere["location"])
    strange = f"{at('entrust_stream', scene.world.head, room='decisions')}?chantier=inconnu"
    assert readers.coordination.get(strange).status_code == 404
    assert readers.direction.get(strange).status_code == 403
