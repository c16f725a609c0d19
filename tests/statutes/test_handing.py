"""The day on which a local hands over: decided on both sides on the same day, dated, done, undone; on screen and in a file."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.charter.models import Keeping
from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.facts import EVERYONE
from kevread.directory.models import Person
from kevread.statutes.facts import locals_undated, subjects_undated
from kevread.statutes.models import HANDS_OVER, HandingOver
from kevread.statutes.operations import decide_day, keep_day, say_nothing, undo_day
from kevread.statutes.queries.handing import handing_over, headline
from tests.conftest import NOW, TODAY, arranging
from tests.factories import OrganisationFactory
from tests.gatherings.decided import decided
from tests.guards.asking import wearing
from tests.pressing import press

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TOMORROW = TODAY + DAY


@pytest.fixture
def bare(scene):
    """Nothing is decided of the first local."""
    with arranging():
        long_ago = {"undone_on": TODAY - 4000 * DAY, "undone_because": "Rien n’est décidé"}
        HandingOver.objects.filter(local=scene.first).update(**long_ago)
    return scene


def side(scene, of, **more):
    with arranging():
        return decided(f"{of.slug}-board", "other", on=more.pop("on", TODAY), **more)


def decide(scene, of, *, day=TOMORROW, subject="staff", **more):
    who = scene.direction if of == scene.grouping else scene.president_of(of)
    other = scene.first if of == scene.grouping else scene.grouping
    asked = {"side": of, "other": other, "subject": subject, "day": day} | more
    if "decided_on" not in asked:
        asked.setdefault("decision", side(scene, of))
    return decide_day(actor=who, now=NOW, **asked)


def state(scene, on, subject="staff"):
    line = next(one for one in handing_over(scene.first, on))
    return next(cell for cell in line.cells if cell.subject == subject).state


def test_it_is_dated_once_both_sides_decided_and_done_on_its_day(bare):
    assert state(bare, TODAY) == "undecided"
    half = decide(bare, bare.first)
    assert not half.is_dated and state(bare, TODAY) == state(bare, TOMORROW) == "half"
    whole = decide(bare, bare.grouping)
    assert whole.pk == half.pk and whole.is_dated
    assert (state(bare, TODAY), state(bare, TOMORROW)) == ("dated", "done")
    assert not whole.is_done(TODAY) and whole.is_done(TOMORROW)
    assert state(bare, TODAY - timedelta(days=1)) == "undecided"


def test_both_sides_say_the_same_day(bare):
    decide(bare, bare.grouping)
    with pytest.raises(Invalid, match="les deux côtés disent le même jour") as refused:
        decide(bare, bare.first, day=TOMORROW + timedelta(days=1))
    assert refused.value.field == "day"
    assert not HandingOver.objects.dated().filter(local=bare.first).exists()


def test_a_decision_of_another_rejected_or_corrected_sets_nothing(bare):
    old = side(bare, bare.first)
    side(bare, bare.first, corrects=old, reason="Une erreur")
    for decision, said in (
        (side(bare, bare.first, outcome="rejected"), "n’est pas adoptée"),
        (old, "une autre la corrige"),
        (side(bare, bare.second), "Choisissez une décision"),
        (side(bare, bare.grouping), "Choisissez une décision"),
    ):
        with pytest.raises(Invalid, match=said) as refused:
            decide(bare, bare.first, decision=decision)
        assert refused.value.field == "decision"


def test_what_was_decided_before_the_register_is_said_in_words(bare):
    said = {"decided_on": TODAY, "decided_by": "Assemblée du 3 mars"}
    with pytest.raises(Invalid, match="choisissez-y la décision") as refused:
        decide(bare, bare.first, **said)
    assert refused.value.field == "decision"
    with arranging():
        Keeping.objects.filter(organisation=bare.first, register="decisions").delete()
    for wrong, field in (
        ({"decided_on": TOMORROW}, "decided_on"),
        ({"decided_on": None}, "decided_on"),
        ({"decided_by": "AG"}, "decided_by"),
        ({"decided_by": "x" * 201}, "decided_by"),
    ):
        with pytest.raises(Invalid) as refused:
            decide(bare, bare.first, **said | wrong)
        assert refused.value.field == field
    made = decide(bare, bare.first, **said)
    assert (made.local_decided_by, made.local_decision, made.local_decided_on) == ("Assemblée du 3 mars", None, TODAY)


def test_words_beside_a_line_of_the_register_are_refused_and_not_lost(bare):
    for typed, field in (({"decided_on": TODAY}, "decided_on"), ({"decided_by": "Assemblée du 3 mars"}, "decided_by")):
        with pytest.raises(Invalid, match="le dit déjà") as refused:
            decide(bare, bare.first, decision=side(bare, bare.first), **typed)
        assert refused.value.field == field
    assert state(bare, TODAY) == "undecided"


def test_what_is_decided_is_not_decided_twice_nor_of_a_subject_that_is_none(bare):
    decide(bare, bare.first)
    with pytest.raises(Refused, match="est déjà inscrite"):
        decide(bare, bare.first)
    with pytest.raises(Invalid) as refused:
        decide(bare, bare.first, subject="sea")
    assert refused.value.field == "subject"


def test_only_a_local_hands_over_to_the_grouping_that_it_is_a_member_of(bare):
    with arranging():
        stranger = OrganisationFactory(grouping=True)
    with pytest.raises(Refused, match="n’est pas membre"):
        decide(bare, bare.first, other=stranger)
    with pytest.raises(Refused, match="d’une organisation locale à un groupement"):
        decide(bare, bare.first, other=bare.second)


def test_a_subject_that_passes_to_another_grouping_is_undone_first(bare):
    decide(bare, bare.first)
    other = next(one for one in bare.world.groupings if one != bare.grouping)
    with arranging():
        HandingOver.objects.standing().filter(local=bare.first).update(grouping=other)
    with pytest.raises(Refused, match="passe déjà"):
        decide(bare, bare.grouping)


def test_a_day_set_with_another_grouping_is_none_here_and_the_local_takes_it_back(scene, readers):
    staff = HandingOver.objects.filter(local=scene.first, subject="staff")
    assert locals_undated(TODAY, EVERYONE, subject="staff")[scene.grouping.pk] == {
        scene.first.pk: 0,
        scene.second.pk: 0,
    }
    assert subjects_undated(TODAY, EVERYONE)[scene.first.pk] == 0
    with arranging():
        staff.update(grouping=next(one for one in scene.world.groupings if one != scene.grouping))
    assert locals_undated(TODAY, EVERYONE, subject="staff")[scene.grouping.pk] == {
        scene.first.pk: 1,
        scene.second.pk: 0,
    }
    assert subjects_undated(TODAY, EVERYONE)[scene.first.pk] == 1
    assert state(scene, TODAY) == "elsewhere"
    undo = reverse("statutes:undo_day", args=[scene.grouping.slug, staff.get().pk])
    page = readers.direction.get(reverse("statutes:handings", args=[scene.grouping.slug]))
    assert undo not in page.text and "Inscrit vers" in page.text
    asked = undo_day(
        actor=scene.president_of(scene.first), handing_over=staff.get(), reason="Il a changé de groupement", now=NOW
    )
    assert asked.undone_on is None and state(scene, TODAY) == "elsewhere"
    theirs = scene.actor(f"{asked.grouping.slug}-team", "direction")
    undo_day(actor=theirs, handing_over=staff.get(), reason="Il a changé de groupement", now=NOW)
    assert state(scene, TODAY) == "undecided"


def test_a_mistake_is_undone_and_stays_written(bare):
    made = decide(bare, bare.first)
    with pytest.raises(Invalid) as refused:
        undo_day(actor=bare.direction, handing_over=made, reason="non", now=NOW)
    assert refused.value.field == "reason"
    undo_day(actor=bare.direction, handing_over=made, reason="Ce jour est celui d’un autre", now=NOW)
    assert state(bare, TODAY) == "undecided" and state(bare, TODAY - timedelta(days=1)) == "undecided"
    assert HandingOver.objects.filter(pk=made.pk, undone_on=TODAY).exists()
    with pytest.raises(Refused, match="déjà annulé"):
        undo_day(actor=bare.direction, handing_over=made, reason="Ce jour est celui d’un autre", now=NOW)
    assert decide(bare, bare.first).pk != made.pk


def test_what_both_decided_is_undone_by_both_and_stood_until_then(bare):
    made = decide(bare, bare.first, day=TODAY)
    decide(bare, bare.grouping, day=TODAY)
    with arranging():
        HandingOver.objects.filter(pk=made.pk).update(
            day=TODAY - 9 * DAY, local_decided_on=TODAY - 9 * DAY, grouping_decided_on=TODAY - 9 * DAY
        )
    made.refresh_from_db()
    why = {"reason": "Une autre date est décidée", "now": NOW}
    asked = undo_day(actor=bare.direction, handing_over=made, **why)
    assert asked.undone_on is None and state(bare, TODAY) == "done"
    with pytest.raises(Refused, match="l’autre côté la confirme"):
        undo_day(actor=bare.direction, handing_over=asked, **why)
    undo_day(actor=bare.president_of(bare.first), handing_over=asked, **why)
    assert state(bare, TODAY) == "undecided" and state(bare, TODAY - DAY) == "done"
    one = locals_undated(TODAY - DAY, EVERYONE, subject="staff")[bare.grouping.pk][bare.first.pk]
    assert one == 0 and locals_undated(TODAY, EVERYONE, subject="staff")[bare.grouping.pk][bare.first.pk] == 1


def test_what_was_asked_to_be_undone_is_refused_or_taken_back_and_may_be_asked_anew(bare):
    decide(bare, bare.first)
    decide(bare, bare.grouping)
    row = HandingOver.objects.get(undone_on=None, local=bare.first, subject="staff")
    local, why = bare.president_of(bare.first), {"reason": "Une autre date est décidée", "now": NOW}
    with pytest.raises(Refused, match="Personne ne demande plus"):
        keep_day(actor=bare.direction, handing_over=row, side=bare.grouping, **why)
    for actor, side in ((bare.direction, bare.grouping), (local, bare.first)):  # it is taken back, then refused
        undo_day(actor=bare.direction, handing_over=row, **why)
        with pytest.raises(Denied):
            keep_day(actor=bare.president_of(bare.second), handing_over=row, side=side, **why)
        with pytest.raises(Refused, match="n’est pas de ce passage"):
            keep_day(actor=bare.president_of(bare.second), handing_over=row, side=bare.second, **why)
        with pytest.raises(Invalid) as told:
            keep_day(actor=actor, handing_over=row, side=side, reason="non", now=NOW)
        assert told.value.field == "reason"
        kept = keep_day(actor=actor, handing_over=row, side=side, **why)
        assert (kept.undo_asked_for, kept.undo_asked_by, kept.undone_on) == (None, None, None)
        row.refresh_from_db()
    undo_day(actor=bare.direction, handing_over=row, **why)
    undo_day(actor=local, handing_over=HandingOver.objects.get(pk=row.pk), **why)
    with pytest.raises(Refused, match="déjà annulé"):
        keep_day(actor=local, handing_over=row, side=bare.first, **why)


def test_the_screen_offers_each_side_what_it_may_do_of_an_undoing_that_is_asked(bare, readers):
    decide(bare, bare.first)
    decide(bare, bare.grouping)
    row = HandingOver.objects.get(undone_on=None, local=bare.first, subject="staff")
    undo_day(actor=bare.direction, handing_over=row, reason="Une autre date", now=NOW)
    ours, theirs = (reverse("statutes:undo_day", args=[one.slug, row.pk]) for one in (bare.grouping, bare.first))
    president = readers.as_person(bare.world.holder(f"{bare.first.slug}-board", "president").person)
    page = readers.direction.get(ours).text
    assert "Retirer la demande" in page and "Annuler ce passage</button>" not in page
    page = president.get(theirs).text
    assert "Refuser l’annulation" in page and "Annuler ce passage</button>" in page
    stale = {"vu": "0", "reason": "Une autre date"}  # a page where nothing was asked yet does not confirm
    assert president.post(theirs, stale).status_code == 422
    assert HandingOver.objects.get(pk=row.pk).undone_on is None
    said = {"geste": "maintenir", "reason": "La date reste la bonne"}
    assert "L’annulation est refusée" in press(president, theirs, said, follow=True).text
    assert "Demander l’annulation" in president.get(theirs).text


def test_a_fact_of_a_day_before_the_decisions_is_not_known_then(bare):
    decide(bare, bare.first)
    decide(bare, bare.grouping)
    found = [
        locals_undated(day, EVERYONE, subject="staff")[bare.grouping.pk][bare.first.pk] for day in (TODAY - DAY, TODAY)
    ]
    assert found == [1, 0]


def test_one_person_does_not_speak_for_both_sides(bare):
    both = wearing({HANDS_OVER: frozenset({bare.first.pk})}, held_at=bare.first.pk)
    there = replace(both.hats[0], organisation=bare.grouping.pk, rights={HANDS_OVER: frozenset({bare.grouping.pk})})
    both = replace(both, hats=(*both.hats, there))
    made = decide_day(
        actor=both,
        now=NOW,
        side=bare.first,
        other=bare.grouping,
        subject="staff",
        day=TOMORROW,
        decision=side(bare, bare.first),
    )
    asked = {"side": bare.grouping, "other": bare.first, "subject": "staff", "day": TOMORROW}
    with pytest.raises(Refused, match="une autre personne"):
        decide_day(actor=both, now=NOW, decision=side(bare, bare.grouping), **asked)
    with pytest.raises(Denied):
        decide_day(actor=bare.coordination, now=NOW, decision=side(bare, bare.grouping), **asked)
    decide(bare, bare.grouping)
    why = {"reason": "Une autre date est décidée", "now": NOW}
    asked_once = undo_day(actor=both, handing_over=HandingOver.objects.get(pk=made.pk), **why)
    with pytest.raises(Refused, match="une autre personne"):
        undo_day(actor=both, handing_over=asked_once, **why)


def test_a_bureau_or_a_team_sets_no_day(bare):
    with arranging():
        decision = decided(f"{bare.grouping.slug}-team", "other", on=TODAY)
    with pytest.raises(Invalid, match="du conseil ou de l’assemblée") as refused:
        decide(bare, bare.grouping, decision=decision)
    assert refused.value.field == "decision"


def test_what_one_side_decided_waits_on_the_page_of_the_other(bare, readers):
    decide(bare, bare.first)
    today = readers.direction.get(reverse("home:today", args=[bare.grouping.slug])).text
    assert "n’en a pas encore décidé" in today
    decide(bare, bare.grouping)
    today = readers.direction.get(reverse("home:today", args=[bare.grouping.slug])).text
    assert "n’en a pas encore décidé" not in today
    row = HandingOver.objects.standing().get(local=bare.first, subject="staff")
    undo_day(actor=bare.president_of(bare.first), handing_over=row, reason="Un autre jour", now=NOW)
    assert "demande l’annulation" in readers.direction.get(reverse("home:today", args=[bare.grouping.slug])).text


def test_the_screen_decides_shows_and_undoes(bare, readers):
    here, where = bare.grouping.slug, reverse("statutes:handings", args=[bare.grouping.slug])
    decision = side(bare, bare.grouping, title="Le jour de l’équipe")
    asked = {"other": bare.first.pk, "subject": "staff", "day": TOMORROW.isoformat(), "decision": decision.pk}
    do = reverse("statutes:decide_day", args=[here])
    assert "Le jour de l’équipe" in readers.direction.get(do).text
    assert readers.direction.post(do, asked | {"day": "2020-01-01"}).status_code == 422
    done = readers.direction.post(do, asked, follow=True)
    assert "Il reste à" in done.text and "pas encore" in done.text
    made = HandingOver.objects.standing().get(local=bare.first, subject="staff")
    assert "Décider du même jour" not in done.text and made.waits_for == bare.first
    undo = reverse("statutes:undo_day", args=[here, made.pk])
    assert readers.direction.post(undo, {"reason": " "}).status_code == 422
    assert "est annulé" in press(readers.direction, undo, {"reason": "Un autre jour est décidé"}, follow=True).text
    assert readers.direction.get(where).status_code == 200
    elsewhere = reverse("statutes:undo_day", args=[bare.second.slug, made.pk])
    assert readers.direction.get(elsewhere).status_code in (403, 404)


def test_every_scale_reads_its_own_and_takes_it_away(scene, readers):
    lines = handing_over(scene.grouping, TODAY)
    assert {line.local for line in lines} == {scene.first, scene.second}
    assert headline(lines) == {"done": 6, "dated": 0, "half": 0, "nothing": 0, "undecided": 0}
    assert {line.local for line in handing_over(scene.first, TODAY)} == {scene.first}
    assert len(handing_over(scene.world.head, TODAY)) == 4
    csv = readers.direction.get(reverse("statutes:handings_csv", args=[scene.grouping.slug])).content.decode("utf-8")
    assert csv.count("\n") == 7 and "Personnes salariées" in csv


def test_who_reads_one_of_the_two_sides_reads_it_and_nobody_else_does(scene):
    row = HandingOver.objects.filter(local=scene.first)[0]
    elsewhere = next(one for one in scene.world.groupings if one != scene.grouping)
    for places, seen in (({scene.first.pk}, True), ({scene.grouping.pk}, True), ({elsewhere.pk}, False), (None, True)):
        reader = wearing({"read": frozenset(places) if places else None})
        assert HandingOver.objects.visible_to(reader).filter(pk=row.pk).exists() is seen
    assert not HandingOver.objects.visible_to(wearing({"hand_over": None})).exists()
    assert HandingOver.objects.visible_to(SYSTEM).count() == HandingOver.objects.count()


def nothing(scene, **more):
    who = more.pop("actor", scene.president_of(scene.first))
    asked = {"local": scene.first, "grouping": scene.grouping, "subject": "staff"} | more
    if "decided_on" not in asked:
        asked.setdefault("decision", side(scene, scene.first))
    return say_nothing(actor=who, now=NOW, **asked)


def test_a_local_that_has_nothing_to_hand_over_says_so_alone(bare):
    """It waits for nobody, and is decided from its day on; a mistake is undone like any other."""
    row = nothing(bare)
    assert row.is_nothing and row.waits_for is None and not row.is_dated
    assert (state(bare, TODAY), state(bare, TODAY - DAY)) == ("nothing", "undecided")
    assert locals_undated(TODAY, EVERYONE, "staff")[bare.grouping.pk][bare.first.pk] == 0
    assert locals_undated(TODAY - DAY, EVERYONE, "staff")[bare.grouping.pk][bare.first.pk] == 1
    assert locals_undated(TODAY, EVERYONE, "funding")[bare.grouping.pk][bare.first.pk] == 1
    assert subjects_undated(TODAY, EVERYONE)[bare.first.pk] == 2
    with pytest.raises(Refused, match="n’a rien à passer"):
        decide(bare, bare.grouping)
    with pytest.raises(Refused, match="déjà inscrit"):
        nothing(bare)
    undo_day(actor=bare.president_of(bare.first), handing_over=row, reason="Quelqu’un y travaille", now=NOW)
    assert state(bare, TODAY) == "undecided" and decide(bare, bare.first).pk != row.pk
    with pytest.raises(Refused, match="déjà inscrit"):
        nothing(bare)


def test_nothing_is_said_for_a_local_by_itself_and_of_its_own_grouping(bare):
    other = next(one for one in bare.world.groupings if one != bare.grouping)
    with pytest.raises(Refused, match="n’est pas membre"):
        nothing(bare, grouping=other)
    with pytest.raises(Denied):
        nothing(bare, actor=bare.direction)
    with pytest.raises(Invalid) as refused:
        nothing(bare, decision=side(bare, bare.grouping))
    assert refused.value.field == "decision"
    with pytest.raises(Invalid) as refused:
        nothing(bare, subject="furniture")
    assert refused.value.field == "subject"


def test_nothing_to_hand_over_is_said_on_the_same_screen(bare, readers):
    there, do = readers.as_person(Person.objects.get(pk=bare.president_of(bare.first).person)), "statutes:decide_day"
    where = reverse(do, args=[bare.first.slug])
    decision = side(bare, bare.first)
    asked = {"other": bare.grouping.pk, "subject": "staff", "decision": decision.pk}
    assert there.post(where, asked).status_code == 422, "a day, or nothing"
    assert there.post(where, asked | {"day": TODAY.isoformat(), "is_nothing": "on"}).status_code == 422, "not both"
    assert "Rien à passer, d’après sa décision" in there.post(where, asked | {"is_nothing": "on"}, follow=True).text
    assert "is_nothing" not in readers.direction.get(reverse(do, args=[bare.grouping.slug])).text
