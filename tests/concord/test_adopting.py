"""A text before several boards: adopted by each, refused with a reason, amended, given up; in force with the last."""

from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.facts import EVERYONE
from kevread.concord.facts import in_force, proposed
from kevread.concord.models import Answer, CommonText, Named
from kevread.concord.operations import amend_text, answer_text, drop_text, propose_text, take_back
from kevread.concord.queries import bodies_open, citable, standing_of
from kevread.documents.files import receive
from kevread.seats.models import Body
from tests.concorded import ADOPTED, WRITTEN, answered, before, version
from tests.conftest import NOW, TODAY, arranging
from tests.factories import OrganisationFactory
from tests.gatherings.decided import advised, decided
from tests.gatherings.preparing import a_pdf

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def boards(scene):
    return [scene.world.body(f"{one.slug}-board") for one in (scene.grouping, scene.first)]


@pytest.fixture
def text(scene, boards):
    """Before the board of a grouping and that of a pôle, kept by the grouping."""
    with arranging():
        return before(scene.grouping, boards, title="Charte des astreintes")


def here(text, on=TODAY):
    found = standing_of(text, on)
    assert found is not None
    return found


def place(text, body):
    return Named.objects.select_related("version__text__organisation", "body__organisation").get(
        version=text.versions.order_by("-number")[0], body=body
    )


def say(scene, text, body, *, on=TODAY, adopts=True, reason="", actor=None, **more):
    with arranging():
        decision = more.pop("decision", None) or decided(body, "other", on=on, **more)
    actor = actor or (scene.direction if body.organisation == scene.grouping else scene.president_of(scene.first))
    return answer_text(actor=actor, named=place(text, body), decision=decision, adopts=adopts, reason=reason, now=NOW)


def propose(scene, boards, **more):
    asked = {"kind": "autre", "title": "Charte des astreintes", "written_on": TODAY, "words": "Chacun son tour."} | more
    return propose_text(actor=scene.direction, organisation=scene.grouping, bodies=boards, now=NOW, **asked)


def amend(scene, text, boards, **more):
    asked = {"changes": "Le délai passe à un mois", "written_on": TODAY, "words": "Chacun son tour, un mois."} | more
    return amend_text(actor=scene.direction, text=text, bodies=boards, now=NOW, **asked)


def test_it_is_in_force_the_day_the_last_adopts_and_not_before(scene, boards, text):
    say(scene, text, boards[0], on=ADOPTED)
    assert here(text).said == "Adopté par 1 sur 2 ; attendu de 1. Pas encore en vigueur."
    say(scene, text, boards[1], on=TODAY)
    assert here(text).last.since == TODAY
    assert here(text, TODAY - DAY).last.since is None
    assert here(text, ADOPTED - DAY).last.adopted == []
    assert standing_of(text, WRITTEN - DAY) is None
    counted = in_force(TODAY, EVERYONE, kind="cadre-rh")
    assert counted[scene.grouping.pk] == counted[scene.first.pk] == 1
    assert scene.second.pk not in counted
    a_day_before = in_force(TODAY - DAY, EVERYONE, kind="cadre-rh")
    assert scene.grouping.pk not in a_day_before and scene.first.pk not in a_day_before


def test_a_refusal_says_why_and_may_become_an_adoption(scene, boards, text):
    with pytest.raises(Invalid) as told:
        say(scene, text, boards[0], on=ADOPTED, adopts=False)
    assert told.value.field == "reason"
    say(scene, text, boards[0], on=ADOPTED, adopts=False, reason="Le délai est trop court")
    assert [one.answer.reason for one in here(text).last.refused] == ["Le délai est trop court"]
    with pytest.raises(Invalid) as told:  # the same day, or before
        say(scene, text, boards[0], on=ADOPTED)
    assert told.value.field == "decision"
    say(scene, text, boards[0], on=ADOPTED + DAY)
    assert here(text).last.refused == [] and len(here(text).last.adopted) == 1
    with pytest.raises(Invalid) as told:
        say(scene, text, boards[1], reason="Pour mémoire")
    assert told.value.field == "reason"


def test_another_version_is_adopted_anew_and_the_one_in_force_stays_until_then(scene, boards, text):
    with arranging():
        answered(text)
    with pytest.raises(Refused):
        say(scene, text, boards[0], on=TODAY, adopts=False, reason="Nous changeons d’avis")
    made = amend(scene, text, boards)
    assert (made.number, here(text).current.version.number) == (2, 1)
    assert here(text).said.endswith("D’ici là, la version 1 reste en vigueur.")
    old = Named.objects.select_related("version__text", "body__organisation").get(
        version__number=1, body=boards[0], version__text=text
    )
    with arranging():
        decision = decided(boards[0], "other", on=TODAY)
    with pytest.raises(Refused):
        answer_text(actor=scene.direction, named=old, decision=decision, adopts=True, now=NOW)
    say(scene, text, boards[0])
    assert here(text).current.version.number == 1
    say(scene, text, boards[1])
    assert here(text).current.version.number == 2
    first = Answer.objects.filter(named__version__number=1, named__version__text=text, named__body=boards[0])
    gone = first.select_related("named__version__text", "named__body__organisation").get()
    with pytest.raises(Refused):
        take_back(actor=scene.direction, answer=gone, reason="Une autre décision", now=NOW)


def test_the_same_text_a_day_beforethe_same_bodies_is_no_other_version(scene, boards):
    text = propose(scene, boards)
    with pytest.raises(Invalid) as told:
        amend(scene, text, boards, words="Chacun son tour.\r\n")
    assert told.value.field == "words"
    more = [*boards, scene.world.body(f"{scene.second.slug}-board")]
    assert amend(scene, text, more, words="Chacun son tour.").number == 2
    with pytest.raises(Invalid) as told:
        amend(scene, text, more, written_on=TODAY - DAY)
    assert told.value.field == "written_on"
    with pytest.raises(Invalid) as told:
        amend(scene, text, more, changes=" ")
    assert told.value.field == "changes"


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"kind": "inconnu"}, "kind"),
        ({"title": "  "}, "title"),
        ({"title": "é" * 161}, "title"),
        ({"words": ""}, "words"),
        ({"words": "é" * 100_001}, "words"),
        ({"written_on": TODAY + DAY}, "written_on"),
    ],
)
def test_what_is_wrong_is_told_where_it_is(scene, boards, asked, field):
    count = CommonText.objects.count()
    with pytest.raises(Invalid) as told:
        propose(scene, boards, **asked)
    assert told.value.field == field and CommonText.objects.count() == count


def test_two_open_boards_or_assemblies_of_the_network_at_least(scene, boards):
    with arranging():
        stranger = Body.objects.create(
            organisation=OrganisationFactory(), slug="ailleurs", name="Conseil", kind="board", period=boards[0].period
        )
    team = scene.world.body(f"{scene.grouping.slug}-team")
    for wrong in (boards[:1], [boards[0], boards[0]], [*boards, team], [*boards, stranger]):
        with pytest.raises(Invalid) as told:
            propose(scene, wrong)
        assert told.value.field == "bodies"
    assert propose(scene, [boards[0], scene.world.body(f"{scene.first.slug}-assembly")]).versions.count() == 1
    assert {one.kind for one in bodies_open(TODAY)} == {"board", "assembly"}


def test_words_or_a_file_and_its_digest(scene, boards):
    file = receive("charte.pdf", a_pdf())
    with pytest.raises(Invalid) as told:
        propose(scene, boards, file=file)
    assert told.value.field == "words"
    kept = propose(scene, boards, words="", file=file).versions.get()
    assert kept.document_id and kept.digest == kept.document.versions.get().content_id
    typed = propose(scene, boards, words="Chacun son tour.\r\n").versions.get()
    assert typed.digest == sha256(b"Chacun son tour.").hexdigest() and not typed.document_id


def test_the_decision_is_one_of_this_board_after_the_version_and_for_this_text_alone(scene, boards, text):
    with arranging():
        wrong = [
            decided(boards[1], "other", on=TODAY),
            decided(boards[0], "other", on=WRITTEN - DAY),
            advised(boards[0], "modeles-communs", on=TODAY),
        ]
        other = before(scene.grouping, boards)
        used = decided(boards[0], "other", on=TODAY)
        Answer.objects.create(named=place(other, boards[0]), decision=used, adopts=True)
        corrected = decided(boards[0], "other", on=TODAY, corrects=used, reason="Une coquille")
    for decision in (*wrong, used, corrected):
        with pytest.raises(Invalid) as told:
            say(scene, text, boards[0], decision=decision)
        assert told.value.field == "decision"
    with arranging():
        first = decided(boards[0], "other", on=WRITTEN)
    assert first in citable(boards[0], text.versions.get())
    with pytest.raises(Invalid) as told:
        say(scene, text, boards[0], outcome="rejected")
    assert told.value.field == "adopts"
    say(scene, text, boards[0], outcome="rejected", adopts=False, reason="Rejeté à l’unanimité")


def test_a_board_speaks_for_itself(scene, boards, text):
    with pytest.raises(Denied):
        say(scene, text, boards[1], actor=scene.direction)
    with pytest.raises(Denied):
        say(scene, text, boards[1], actor=scene.coordination)


def test_a_mistake_is_taken_back_and_the_past_stays(scene, boards, text):
    made = say(scene, text, boards[0], on=ADOPTED)
    made = Answer.objects.select_related("named__version__text", "named__body__organisation").get(pk=made.pk)
    with pytest.raises(Invalid):
        take_back(actor=scene.direction, answer=made, reason="", now=NOW)
    take_back(actor=scene.direction, answer=made, reason="C’est un autre texte", now=NOW)
    assert here(text).last.adopted == []
    assert len(here(text, TODAY - DAY).last.adopted) == 1
    with pytest.raises(Refused):
        take_back(actor=scene.direction, answer=made, reason="C’est un autre texte", now=NOW)
    say(scene, text, boards[0], decision=made.decision)  # which answers nothing any more
    assert len(here(text).last.adopted) == 1


def test_an_answer_taken_back_ends_what_was_in_force_from_that_day_on(scene, boards, text):
    with arranging():
        answered(text)
    rows = Answer.objects.select_related("named__version__text", "named__body__organisation")
    made = rows.get(named__version__text=text, named__body=boards[0])
    take_back(actor=scene.direction, answer=made, reason="C’est un autre texte", now=NOW)
    assert here(text).current is None and here(text, TODAY - DAY).current is not None


def test_it_is_given_up_only_a_day_beforeit_is_in_force(scene, boards, text):
    with arranging():
        other = before(scene.grouping, boards)
        answered(other)
    for number in (1, 2):
        with pytest.raises(Refused):
            drop_text(actor=scene.direction, text=other, reason="Rien n’est prêt", now=NOW)
        if number == 1:  # a version that waits leaves in force the one before
            with arranging():
                version(other, boards, 2)
    drop_text(actor=scene.direction, text=text, reason="Rien n’est prêt", now=NOW)
    assert here(text).state == "dropped" and here(text, TODAY - DAY).state == "under_way"
    for verb in (
        lambda: drop_text(actor=scene.direction, text=text, reason="Rien n’est prêt", now=NOW),
        lambda: amend(scene, text, boards),
        lambda: say(scene, text, boards[0]),
    ):
        with pytest.raises(Refused):
            verb()


def test_work_in_common_is_a_day_beforeseveral_organisations(scene, boards):
    alone = [scene.world.body(f"{scene.grouping.slug}-{kind}") for kind in ("board", "assembly")]
    count = proposed(TODAY, EVERYONE, kind="cadre-rh").get(scene.grouping.pk, 0)
    with arranging():
        before(scene.grouping, alone)
    assert proposed(TODAY, EVERYONE, kind="cadre-rh").get(scene.grouping.pk, 0) == count
    with arranging():
        before(scene.grouping, boards)
    assert proposed(TODAY, EVERYONE, kind="cadre-rh")[scene.grouping.pk] == count + 1


def test_what_one_organisation_adopts_alone_is_common_to_nobody(scene, boards):
    count = in_force(TODAY, EVERYONE, kind="cadre-rh").get(scene.grouping.pk, 0)
    for bodies, more in (
        ([scene.world.body(f"{scene.grouping.slug}-{kind}") for kind in ("board", "assembly")], 0),
        (boards, 1),
    ):
        with arranging():
            answered(before(scene.grouping, bodies))
        assert in_force(TODAY, EVERYONE, kind="cadre-rh").get(scene.grouping.pk, 0) == count + more


def test_the_number_of_questions_does_not_grow(scene, boards):
    with arranging():
        one = before(scene.grouping, boards)
        answered(one)
    with CaptureQueriesContext(connection) as few:
        in_force(TODAY, EVERYONE, kind="cadre-rh")
    with arranging():
        for number in range(2, 5):
            version(one, boards, number)
            answered(one, on=date(2026, 2, 2 + number))
    with CaptureQueriesContext(connection) as many:
        in_force(TODAY, EVERYONE, kind="cadre-rh")
    assert len(many) == len(few) <= 5
