"""Each line does what the matrix gives it, and is refused the rest, with who decides and the article. The employer’s line is
its own; a pôle’s is its board; nobody else is heard, wherever they may act in the network."""

from datetime import date, timedelta

import pytest

from kevread.common.actor import NOBODY, Actor
from kevread.common.errors import Denied, Invalid, Refused
from kevread.delegations.models import Grant
from kevread.documents.files import File
from kevread.seats.models import Mandate
from kevread.seats.queries import actor_of
from kevread.staff.models import Assignment
from kevread.supervision.loader import acts
from kevread.supervision.models import Matter, Side
from kevread.supervision.operations import (
    annul,
    ask_leave,
    ask_line,
    associate,
    drop,
    propose_expense,
    raise_ending,
    say,
    settle,
)
from kevread.supervision.queries.lacking import unheard
from kevread.supervision.queries.matters import shown
from tests.conftest import NOW, TODAY, arranging
from tests.factories import PersonFactory, since
from tests.gatherings.decided import advised, decided

from .conftest import DECIDED, WRITTEN, later

pytestmark = pytest.mark.django_db


def strangers(two) -> dict[str, Actor]:
    """Those who are near, and have no line over this post."""
    scene = two.scene
    other = next(one for one in scene.world.groupings if one != scene.grouping)
    return {
        "nobody": NOBODY,
        "the board of another pôle of the grouping": scene.president_of(scene.second),
        "the direction of another grouping": scene.actor(f"{other.slug}-team", "direction"),
        "the coordination of the network": scene.coordination,
        "somebody of a shared post": Actor(person=two.support.contract.person_id),
    }


RAISED = {
    "recrutement": {"employer"},
    "entretien-annuel": {"employer"},
    "priorites": {"pole"},
    "conflit-de-priorites": {"pole", "person"},
    "conges": {"employer", "person"},
    "frais": {"pole", "person"},
    "representation": {"pole"},
    "contrat": set(),
    "sanction": set(),
    "fin-de-contrat": {"employer", "person"},
    "encadrement": set(),
    "entretien-de-parcours": {"employer", "person"},
}


def opened(two, code, actor, line):
    """Leave is asked by its days, another for each line; all else is raised, one interview at a time."""
    for one in Matter.objects.open().filter(act="entretien-de-parcours"):
        drop(actor=two.direction, matter=one, reason="Un autre s’ouvre.", now=NOW)
    if code == "frais":
        return spent(two, actor, line)
    if code not in ("conges", "fin-de-contrat"):
        return two.raised(code, actor, line)
    if code == "fin-de-contrat":
        return ended(two, actor, line)
    day = date(2026, 12, 7) + timedelta(days=["employer", "pole", "person"].index(line))
    place = two.pole if line == "pole" else two.grouping
    told = {"kind": "leave", "first": day, "last": day, "line": line, "now": NOW}
    return ask_leave(actor=actor, person=two.person, place=place, **told).matter


def ended(two, actor, line):
    """One at a time."""
    for one in Matter.objects.open().filter(act="fin-de-contrat"):
        drop(actor=two.direction, matter=one, reason="Un autre s’ouvre.", now=NOW)
    told = {"line": line, "reason": "agreement", "last": TODAY, "now": NOW}
    return raise_ending(actor=actor, contract=two.delegate.contract, **told).matter


def spent(two, actor, line):
    told = {"line": line, "cents": 1, "spent_on": TODAY, "what": "Un billet", "now": NOW}
    place = two.pole if line == "pole" else two.grouping
    file = File("billet.pdf", f"%PDF-1.7 {line}".encode(), "application/pdf")
    return propose_expense(actor=actor, person=two.person, place=place, file=file, **told).matter


def test_each_act_of_the_matrix_is_tried_by_each_line(two):
    """Exactly who the matrix says opens it."""
    assert set(RAISED) == set(acts().acts)
    actors = {"employer": two.direction, "pole": two.board, "person": two.oneself}
    for code, may in RAISED.items():
        for line, actor in actors.items():
            if line in may:
                assert opened(two, code, actor, line).act == code
            else:
                with pytest.raises(Denied):
                    opened(two, code, actor, line)


@pytest.mark.parametrize("code", ["sanction", "fin-de-contrat"])
def test_a_pole_never_sanctions_nor_ends_a_contract(two, code):
    with pytest.raises(Denied, match="n’est pas ouvert à cette ligne, selon le partage que Kevread propose") as refusal:
        two.raised(code, two.chair, "pole")
    told, act = refusal.value.sentence, acts().acts[code]
    assert f"à propos des articles {', '.join(act.articles)} : en décide la direction du groupement" in told
    assert f"Notre ajout : {act.addition}" in told


@pytest.mark.parametrize(("code", "line"), [("entretien-annuel", "employer"), ("priorites", "pole")])
def test_nobody_speaks_for_a_line_that_is_not_theirs(two, code, line):
    mine = two.direction if line == "employer" else two.board
    matter = two.raised(code, mine, line)
    place = two.grouping if line == "employer" else two.pole
    for who, actor in strangers(two).items():
        for attempt in (
            lambda a=actor: two.raised(code, a, line),
            lambda a=actor: say(actor=a, matter=matter, line=line, place=place, text=WRITTEN, now=NOW),
            lambda a=actor: settle(actor=a, matter=matter, place=place, conclusion=DECIDED, held_on=TODAY, now=NOW),
            lambda a=actor: drop(actor=a, matter=matter, reason="Plus la peine.", now=NOW),
            lambda a=actor: annul(actor=a, matter=matter, reason="Une erreur.", now=NOW),
        ):
            with pytest.raises(Denied):
                attempt()
        assert not Matter.objects.visible_to(actor).exists(), who


def test_both_lines_and_the_person_read_it_and_nobody_else(two):
    matter = two.raised("entretien-annuel")
    for actor in (two.direction, two.scene.presidency, two.board, two.chair, two.oneself):
        assert list(Matter.objects.visible_to(actor)) == [matter]


def test_a_pole_that_decides_is_told_the_employer_does_not(two):
    """The direction speaks for the line that does not decide: it is told who does."""
    matter = two.raised("priorites", two.board, "pole")
    with pytest.raises(Denied, match="en décide le conseil du pôle"):
        two.settled(matter)
    conflict = two.raised("conflit-de-priorites", two.board, "pole")
    with pytest.raises(Denied, match="en décide la direction du groupement"):
        two.settled(conflict, actor=two.board)


def test_an_act_for_a_pole_is_refused_for_a_shared_post(two):
    with pytest.raises(Refused, match="ne se pose pas"):
        two.raised("priorites", two.board, "pole", post=two.shared, person=two.support.contract.person)
    with pytest.raises(Refused, match="poste mutualisé"):
        two.raised(
            "conflit-de-priorites",
            Actor(person=two.support.contract.person_id),
            "person",
            post=two.shared,
            person=two.support.contract.person,
        )


def test_a_matter_is_about_whoever_holds_the_post_that_day(two):
    with pytest.raises(Invalid, match="qui tient ce poste") as refusal:
        two.raised("entretien-annuel", person=two.support.contract.person)
    assert refusal.value.field == "person"
    with arranging():
        Assignment.objects.filter(pk=two.delegate.pk).update(period=since(two.delegate.period.lower, TODAY))
    assert two.raised("entretien-annuel"), "the last day is still one"
    with arranging():
        Assignment.objects.filter(pk=two.delegate.pk).update(period=(two.delegate.period.lower, TODAY))
    with pytest.raises(Invalid):
        two.raised("conflit-de-priorites", two.oneself, "person")


def test_a_board_is_heard_while_its_members_sit(two):
    """A mandate that is over lets nobody speak."""
    matter = two.raised("conflit-de-priorites", two.board, "pole")
    mandate = two.scene.world.holder(f"{two.pole.slug}-board", "administrator")
    with arranging():
        Mandate.objects.filter(pk=mandate.pk).update(period=since(mandate.period.lower, TODAY))
        gone = actor_of(mandate.person, later(days=1).date())
    assert matter in Matter.objects.visible_to(actor_of(mandate.person, TODAY))
    assert matter not in Matter.objects.visible_to(gone)


# What each line is asked in writing.


def test_both_contribute_in_any_order_and_read_the_other_once_both_have(two):
    matter = two.raised("entretien-annuel")
    two.said(matter, "pole")

    def reads(actor: Actor) -> dict[str, bool]:
        whole = Matter.objects.prefetch_related("sides__organisation").get(pk=matter.pk)
        return {one.side.line: one.reads for one in shown([whole], actor, TODAY, NOW)[0].sides}

    assert reads(two.board)["pole"] and not reads(two.direction)["pole"]
    assert not reads(two.oneself)["pole"]
    two.said(matter, "employer")
    assert reads(two.direction) == {"employer": True, "pole": True} == reads(two.board)
    assert not any(reads(two.oneself).values()), "the person reads it once it is concluded"
    two.settled(matter, held_on=TODAY)
    assert all(reads(two.oneself).values())


def test_what_is_written_is_written_once(two):
    matter = two.raised("entretien-annuel")
    side = two.said(matter, "pole")
    assert side.said_by_id == two.board.person and two.pole.name in side.said_as
    with pytest.raises(Refused, match="déjà écrit"):
        two.said(matter, "pole", actor=two.chair)


@pytest.mark.parametrize("text", ["", "    ", "oui", "a" * 4001])
def test_what_is_written_says_something(two, text):
    with pytest.raises(Invalid) as refusal:
        two.said(two.raised("entretien-annuel"), "pole", text=text)
    assert refusal.value.field == "text"


def test_a_line_that_is_asked_nothing_writes_nothing(two):
    with pytest.raises(Refused, match="ne demande rien"):
        two.said(two.raised("conflit-de-priorites", two.board, "pole"), "employer")


def test_a_line_that_left_the_post_is_not_awaited_and_one_that_came_is_asked(two):
    """« Une ligne qui change pendant l’entretien »."""
    matter = two.raised("entretien-annuel")
    second = two.scene.second
    with pytest.raises(Refused, match="ne demande rien"):
        ask_line(actor=two.direction, matter=matter, place=second, now=NOW)
    with arranging():
        Assignment.objects.filter(pk=two.delegate.pk).update(local=second)
    with pytest.raises(Refused, match="n’est plus au service de ce poste"):
        two.said(matter, "pole")
    with pytest.raises(Denied):
        ask_line(actor=two.board, matter=matter, place=second, now=NOW)
    ask_line(actor=two.direction, matter=matter, place=second, now=NOW)
    with pytest.raises(Refused, match="déjà sa part"):
        ask_line(actor=two.direction, matter=matter, place=second, now=NOW)
    two.said(matter, "employer")
    assert unheard(matter, acts().acts["entretien-annuel"], TODAY) == [second]
    two.said(matter, "pole", actor=two.scene.president_of(second), place=second)
    assert "Décidé sans" not in two.settled(matter, held_on=TODAY).authority


def test_nobody_writes_for_a_line_about_themselves(two):
    """An employee who sits on the board of the pôle."""
    board = two.board
    with arranging():
        two.scene.world.seated(f"{two.pole.slug}-board", "administrator", person=two.person)
    matter = two.raised("entretien-annuel")
    with pytest.raises(Denied, match="vous concerne"):
        two.said(matter, "pole", actor=two.oneself)
    priorities = two.raised("priorites", board, "pole")
    with pytest.raises(Denied, match="vous concerne"):
        two.settled(priorities, actor=two.oneself, place=two.pole)


# What is decided.


@pytest.mark.parametrize(("line", "lacks"), [("employer", "pole"), ("pole", "grouping")])
def test_a_review_says_whose_part_it_was_concluded_without(two, line, lacks):
    """Nobody decided that a part comes first: it is asked, and refuses nothing (decision 293)."""
    matter = two.raised("entretien-annuel")
    two.said(matter, line)
    name = getattr(two, lacks).name
    assert two.settled(matter, held_on=TODAY).authority.endswith(f" Décidé sans : {name}.")


def test_a_review_that_everyone_wrote_for_lacks_nothing(two):
    matter = two.raised("entretien-annuel")
    for line in ("employer", "pole"):
        two.said(matter, line)
    assert "Décidé sans" not in two.settled(matter, held_on=TODAY).authority


def test_one_review_at_a_time(two):
    first = two.raised("entretien-annuel")
    with pytest.raises(Refused, match="déjà ouvert"):
        two.raised("entretien-annuel")
    drop(actor=two.direction, matter=first, reason="Elle est absente.", now=NOW)
    assert two.raised("entretien-annuel")


def test_whoever_decides_holds_the_delegation_that_day(two):
    """R6.5, R6.7: the direction decides by what its board entrusted to it; without it, the presidency does."""
    matter = two.raised("conflit-de-priorites", two.board, "pole")
    with arranging():
        Grant.objects.filter(organisation=two.grouping, nature="hr").update(accepted_on=None)
    with pytest.raises(Denied, match="il y faut une délégation"):
        two.settled(matter)
    assert "de par cette fonction" in two.settled(matter, actor=two.scene.presidency).authority


def test_a_decision_of_the_register_is_enough_where_it_is_of_that_place_and_stands(two):
    matter = two.raised("priorites", two.board, "pole")
    asked = {"actor": two.board, "place": two.pole}
    with pytest.raises(Denied, match="il y faut une délégation"):
        two.settled(matter, **asked)
    with arranging():
        ours = decided(f"{two.pole.slug}-board", "", on=TODAY)
        theirs = decided(f"{two.grouping.slug}-board", "", on=TODAY)
        rejected = decided(f"{two.pole.slug}-board", "", on=TODAY, outcome="rejected")
        advice = advised(f"{two.pole.slug}-board", "budget", on=TODAY)
    for wrong in (theirs, rejected, advice):
        with pytest.raises(Invalid) as refusal:
            two.settled(matter, decision=wrong, **asked)
        assert refusal.value.field == "decision"
    assert two.settled(matter, decision=ours, **asked).authority.startswith("Décision n°")


def test_what_each_pole_decides_for_itself_is_decided_there(two):
    """A delegate of two pôles: the priorities of one are not the other’s to set."""
    with arranging():
        Assignment.objects.create(
            post=two.territorial, contract=two.delegate.contract, local=two.scene.second, share=50, period=since(TODAY)
        )
    matter = two.raised("priorites", two.board, "pole")
    assert set(matter.sides.values_list("line", "organisation")) == {
        ("pole", two.pole.pk),
        ("employer", two.grouping.pk),
    }
    second = two.scene.president_of(two.scene.second)
    with pytest.raises(Refused, match="ne se décide pas"):
        two.settled(matter, actor=second, place=two.scene.second)
    assert two.settled(matter, actor=two.chair, place=two.pole).outcome == "decided"


def test_a_conflict_of_two_poles_is_asked_of_the_direction_within_48_hours(two):
    with arranging():
        Assignment.objects.create(
            post=two.territorial, contract=two.delegate.contract, local=two.scene.second, share=50, period=since(TODAY)
        )
    matter = two.raised("conflit-de-priorites", two.oneself, "person")
    assert matter.due_at == later(hours=48)
    assert Side.objects.filter(matter=matter, line="pole").count() == 2
    assert two.settled(matter).outcome == "decided"


def test_what_is_closed_stays_so_and_a_mistake_counts_for_nothing(two):
    matter = two.settled(two.raised("conflit-de-priorites", two.board, "pole"))
    with pytest.raises(Refused, match="clos"):
        two.settled(matter)
    with pytest.raises(Refused, match="clos"):
        drop(actor=two.direction, matter=matter, reason="Plus la peine.", now=NOW)
    with pytest.raises(Denied):
        annul(actor=two.board, matter=matter, reason="Ce n’était pas cela.", now=NOW)
    annul(actor=two.direction, matter=matter, reason="Ce n’était pas cela.", now=NOW)
    with pytest.raises(Refused, match="déjà annulé"):
        annul(actor=two.direction, matter=matter, reason="Ce n’était pas cela.", now=NOW)
    assert not Matter.objects.standing().exists()


def test_whoever_opened_it_may_leave_it(two):
    matter = two.raised("conflit-de-priorites", two.oneself, "person")
    with pytest.raises(Denied):
        drop(actor=two.board, matter=matter, reason="Plus la peine.", now=NOW)
    assert drop(actor=two.oneself, matter=matter, reason="Réglé entre nous.", now=NOW).outcome == "dropped"


def test_who_is_associated_is_of_the_employer(two):
    matter = two.raised("entretien-annuel")
    board = two.scene.world.holder(f"{two.grouping.slug}-board", "president")
    stranger = two.scene.world.holder(f"{two.scene.second.slug}-board", "president")
    with pytest.raises(Invalid):
        associate(actor=two.direction, matter=matter, mandate=stranger, now=NOW)
    with pytest.raises(Denied):
        associate(actor=two.board, matter=matter, mandate=board, now=NOW)
    associate(actor=two.direction, matter=matter, mandate=board, now=NOW)
    with pytest.raises(Invalid, match="déjà"):
        associate(actor=two.direction, matter=matter, mandate=board, now=NOW)


def test_somebody_who_is_nobody_to_this_post_is_never_among_those_who_read(two):
    two.raised("entretien-annuel")
    with arranging():
        somebody = PersonFactory()
    assert not Matter.objects.visible_to(Actor(person=somebody.pk)).exists()
