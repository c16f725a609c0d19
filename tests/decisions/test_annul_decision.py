"""A line of the register that says a decision that nobody took: it keeps its number, and counts on no day."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied, Invalid, Refused
from kevread.decisions.models import Application, Citation, Decision, FollowUp, Joining, Ratification, Submission
from kevread.decisions.operations.annulling import annul_decision
from kevread.decisions.operations.applying import apply_decision, propose_application
from kevread.decisions.operations.classing import classify_decision
from kevread.decisions.operations.following import finish_follow_up, follow
from kevread.decisions.operations.parting import part_decisions
from kevread.decisions.operations.ratifying import annul_ratification
from kevread.decisions.operations.register import correct_decision, record_decision
from kevread.decisions.queries.register import Asked, find_decisions, follow_ups_of, lines_of, register_of
from kevread.decisions.queries.resting import OWN, counting, resting_on
from kevread.documents.models import Document
from kevread.imports.tracing import pointing_to
from kevread.journal.models import Act
from kevread.publishing.models import MadePublic
from kevread.publishing.operations import publish_decision, withdraw_decision
from kevread.seats.models import Mandate
from kevread.seats.operations import annul_mandate
from kevread.sittings import offers
from kevread.sittings.models import Minutes
from kevread.sittings.queries.left import decided_in
from tests.conftest import NOW, TODAY, arranging
from tests.factories import MandateFactory
from tests.gatherings.decided import RECENTLY, advised, decided, item, met
from tests.gatherings.screens import of_decision as at
from tests.seats.screens import words as text_of

pytestmark = pytest.mark.django_db
MARK = re.compile(r'name="vu" value="([^"]+)"')
WHY = "Le conseil en a parlé sans la voter : relu avec la secrétaire."


@pytest.fixture
def line(scene) -> Decision:
    with arranging():
        return decided(f"{scene.grouping.slug}-board", "convention", title="Signer la convention Loire")


def annul(decision, actor=SYSTEM, reason=WHY) -> Decision:
    return annul_decision(actor=actor, decision=decision, reason=reason, now=NOW)


def test_it_keeps_its_number_and_its_words_and_counts_no_more(scene, line):
    with arranging():
        after = decided(f"{scene.grouping.slug}-board", "convention", title="Signer la convention Vilaine")
    row = annul(line, scene.direction)
    assert (row.number, row.title, row.annulled_because) == (line.number, line.title, WHY)
    assert row.annulled_on == timezone.localtime(NOW).date()
    assert after.number == line.number + 1
    assert not row.stands and list(Decision.objects.binding()) == [after]
    assert Act.objects.filter(verb="decisions.annul", reason=WHY).exists()


def test_the_register_shows_it_on_any_day_and_search_finds_it_by_its_number_alone(scene, line):
    annul(line)
    for day in (TODAY, RECENTLY):
        rows = register_of(scene.grouping, scene.direction, Asked(), day)
        (found,) = lines_of(rows)
        assert (found.decision.pk, found.competence, found.is_unclassed) == (line.pk, None, False)
    assert find_decisions(scene.direction, "convention Loire", TODAY, 5) == []
    (hit,) = find_decisions(scene.direction, line.reference, TODAY, 5)
    assert hit.note.startswith("Annulée.")


def test_what_it_asked_is_dropped_and_what_was_entrusted_is_asked_of_nobody(scene, line):
    owner = scene.administrator_of(scene.second)
    with arranging():
        waiting = Application.objects.create(decision=line, kind="mandate", asked={})
    follow(actor=SYSTEM, decision=line, what="Écrire à Loire", owner=owner, due=TODAY, now=NOW)
    assert len(follow_ups_of(scene.grouping, scene.direction)) == 1
    annul(line)
    waiting.refresh_from_db()
    assert waiting.dropped_at == NOW and waiting.note
    assert follow_ups_of(scene.grouping, scene.direction) == []
    with pytest.raises(Refused, match="n’a pas été prise"):
        finish_follow_up(actor=SYSTEM, follow_up=FollowUp.objects.get(), done_on=TODAY, now=NOW)


def test_nothing_is_done_of_it_any_more(scene, line):
    with arranging():
        twin = decided(f"{scene.grouping.slug}-board", "convention", title="Une autre")
    owner = scene.administrator_of(scene.second)
    annul(line)
    asked = {"actor": SYSTEM, "decision": line, "now": NOW}
    for gesture in (
        lambda: annul(line),
        lambda: correct_decision(title="Autre", text="Autre texte", reason="Une faute de frappe", **asked),
        lambda: classify_decision(type="budget", **asked),
        lambda: follow(what="Écrire", owner=owner, due=TODAY, **asked),
        lambda: propose_application(kind="mandate", asked={}, **asked),
        lambda: publish_decision(**asked),
    ):
        with pytest.raises(Refused, match="n’a pas été prise"):
            gesture()
    assert Decision.objects.get(pk=twin.pk).stands


def test_a_corrected_line_is_annulled_by_the_one_that_corrects_it(scene, line):
    last = correct_decision(
        actor=SYSTEM, decision=line, title="Mieux", text="Mieux dite.", reason="Une faute de frappe", now=NOW
    )
    with pytest.raises(Refused, match=last.reference):
        annul(line)
    annul(last)
    assert not Decision.objects.standing().exists()


def test_what_the_first_wording_opened_holds_the_last_one(scene, line):
    mandate = opened_by(scene, line)
    last = correct_decision(
        actor=SYSTEM, decision=line, title="Mieux", text="Mieux dite.", reason="Une faute de frappe", now=NOW
    )
    with pytest.raises(Refused, match="Quelque chose repose"):
        annul(last)
    annul_mandate(actor=SYSTEM, mandate=mandate, reason=WHY, now=NOW)
    annul(last)


def opened_by(scene, line) -> Mandate:
    with arranging():
        mandate = MandateFactory(decided_in=line.pk)
        Application.objects.create(decision=line, kind="mandate", asked={}, mandate=mandate, applied_at=NOW)
    return mandate


def test_what_is_tied_to_it_holds_it_until_it_is_undone(scene, line):
    with arranging():
        other = decided(f"{scene.grouping.slug}-board", "budget", title="Le budget")
        link = Ratification.objects.create(decision=other, ratifies=line)
    with pytest.raises(Refused, match=f"ratifie la n° {line.reference}"):
        annul(line)
    annul_ratification(actor=SYSTEM, ratification=link, reason=WHY, now=NOW)
    with arranging():
        Joining.objects.create(decision=line, joins=other)
    with pytest.raises(Refused, match="la même que"):
        annul(line)
    part_decisions(actor=SYSTEM, decision=line, other=other, reason=WHY, now=NOW)
    with arranging():
        point = item(met(f"{scene.first.slug}-board", state="draft", opened_at=None, closed_at=None))
        carried = Submission.objects.create(item=point, decision=line)
    with pytest.raises(Refused, match="Un ordre du jour la porte"):
        annul(line)
    with arranging():
        carried.delete()
    annul(line)


def test_an_advice_that_a_decision_cites_is_held_by_it(scene):
    with arranging():
        advice = advised(f"{scene.grouping.slug}-board", "convention")
        line = decided(f"{scene.first.slug}-board", "convention", after=[advice])
    assert Citation.objects.get().decision == line
    with pytest.raises(Refused, match="cite cet avis"):
        annul(advice)
    annul(line)
    annul(advice)


def test_what_anybody_reads_is_taken_back_first_and_is_read_no_more(scene, line):
    publish_decision(actor=SYSTEM, decision=line, now=NOW)
    with pytest.raises(Refused, match="rendue publique"):
        annul(line)
    withdraw_decision(actor=SYSTEM, decision=line, now=NOW)
    annul(line)
    with arranging():
        MadePublic.objects.update(withdrawn_at=None)
    assert not MadePublic.objects.standing().exists()


def test_a_line_of_signed_minutes_is_held_by_them(scene, monkeypatch):
    with arranging():
        meeting = met(f"{scene.grouping.slug}-board")
        paper = Document.objects.create(
            organisation=scene.grouping, kind="minutes", title="PV", audience="organisation"
        )
        Minutes.objects.create(meeting=meeting, document=paper, drafted_at=NOW)
        line = decided(meeting.body, "convention", meeting=meeting, title="Signer Loire")
    assert resting_on(line) == []  # nobody signed them
    monkeypatch.setattr(offers, "carried", lambda decision: decision.pk == line.pk)
    with pytest.raises(Refused, match="procès-verbal signé"):
        annul(line)


def test_a_point_that_is_decided_by_mistake_is_to_decide_again(scene):
    with arranging():
        meeting = met(f"{scene.grouping.slug}-board")
        point = item(meeting)
        line = decided(meeting.body, "convention", meeting=meeting, item=point)
    assert decided_in([point], {}) == {point.pk}
    annul(line)
    assert decided_in([point], {}) == set()


def test_every_row_that_may_cite_a_line_is_looked_at():
    """A column that a room adds holds a line from that day on, unless its rows say that they were a mistake."""
    looked = {model for _, model in pointing_to(Decision) if model not in OWN}
    assert {"agreements.Approval", "statutes.Statutes", "concord.Answer"} <= {one._meta.label for one in looked}
    approvals = counting(apps.get_model("agreements.Approval").objects.all())
    assert "annulled_on" in str(approvals.query)
    statutes = counting(apps.get_model("statutes.Statutes").objects.all())
    assert "annulled_on" in str(statutes.query)


def test_only_those_who_record_there_annul_and_say_why(scene, line):
    for actor in (scene.president_of(scene.second), scene.actor(f"{scene.world.groupings[1].slug}-team", "direction")):
        with pytest.raises(Denied):
            annul(line, actor)
    with pytest.raises(Invalid, match="Dites en une phrase"):
        annul(line, scene.direction, " non ")
    assert Decision.objects.get(pk=line.pk).annulled_on is None


def test_two_of_one_instant_one_applies_or_the_other_annuls(scene, line):
    with arranging():
        waiting = Application.objects.create(decision=line, kind="mandate", asked={})
    annul(line)
    with pytest.raises(Refused):
        apply_decision(actor=SYSTEM, application=waiting, now=NOW)


def test_a_line_is_entered_again_under_another_number(scene, line):
    annul(line)
    again = record_decision(
        actor=SYSTEM,
        body=line.body,
        title=line.title,
        text=line.text,
        outcome="adopted",
        decided_on=TODAY - timedelta(days=1),
        type="convention",
        now=NOW,
    )
    assert again.number == line.number + 1 and again.stands


# The screen -----------------------------------------------------------------------------------------------------------


def test_the_page_tells_what_goes_with_it_then_what_became_of_it(scene, readers, line):
    owner = scene.administrator_of(scene.second)
    follow(actor=SYSTEM, decision=line, what="Écrire à Loire", owner=owner, due=TODAY, now=NOW)
    client, page = readers.direction, at("annul_decision", scene.grouping, key=line.pk)
    asked = client.get(page)
    assert "Écrire à Loire" in text_of(asked) and "Cette décision n’a pas été prise" in text_of(asked)
    mark = MARK.search(asked.content.decode())[1]
    short = client.post(page, {"note": "non", "vu": mark})
    assert short.status_code == 422 and "Dites en une phrase" in text_of(short)
    assert client.post(page, {"note": WHY, "vu": mark}).status_code == 302
    told = text_of(client.get(at("decision", scene.grouping, key=line.pk)))
    assert "ligne annulée le" in told and WHY in told and "Corriger une erreur" not in told
    assert "annulée le" in text_of(client.get(at("decisions", scene.grouping)))


def test_what_was_entrusted_meanwhile_is_read_before(scene, readers, line):
    client, page = readers.direction, at("annul_decision", scene.grouping, key=line.pk)
    mark = MARK.search(client.get(page).content.decode())[1]
    owner = scene.administrator_of(scene.second)
    follow(actor=SYSTEM, decision=line, what="Écrire à Loire", owner=owner, due=TODAY, now=NOW)
    assert client.post(page, {"note": WHY, "vu": mark}).status_code != 302
    assert Decision.objects.get(pk=line.pk).stands


def test_the_page_says_where_to_undo_what_holds_it_and_offers_nothing(scene, readers, line):
    mandate = opened_by(scene, line)
    page = text_of(readers.direction.get(at("annul_decision", scene.grouping, key=line.pk)))
    assert "Ce qui repose sur elle" in page and str(mandate.person) in page
    assert "Annuler cette ligne" not in page
