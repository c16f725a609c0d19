"""A mandate ends after a day; what it entails is proposed, then confirmed; nothing falls by itself."""

from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest

from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import Period
from kevread.common.words import of
from kevread.directory.models import Person
from kevread.journal.models import Act
from kevread.mail.models import Content
from kevread.seats import permissions
from kevread.seats.models import Mandate, ZoneLead
from kevread.seats.operations import cascade_of, end_consequences, end_mandate, lead_zone
from kevread.seats.queries import actor_of
from tests.conftest import NOW, TODAY, arranging
from tests.factories import ZoneFactory, ZonePartFactory, since
from tests.seats.screens import at
from tests.worlds import put

LAST = date(2026, 12, 31)
GROUND = "Lettre du 20 novembre, reçue en main propre"


def end(scene, mandate, *, actor=None, last=LAST, reason="resignation"):
    asked = {"mandate": mandate, "last": last, "reason": reason, "note": GROUND}
    return end_mandate(actor=actor or scene.coordination, now=NOW, **asked)


def cascade(scene, mandate, *, actor=None, reason="resignation"):
    return cascade_of(actor=actor or scene.coordination, mandate=mandate, last=LAST, reason=reason, now=NOW)


def home_of(scene):
    """The president of the first pôle, who presides the grouping, and is its vice-president at the head."""
    return scene.world.holder(f"{scene.first.slug}-board", "president")


def test_a_mandate_ends_after_its_last_day(scene):
    mandate = end(scene, home_of(scene))
    assert mandate.dates.last == LAST
    assert mandate.end_reason == "resignation"
    assert mandate in Mandate.objects.on(LAST)
    assert mandate not in Mandate.objects.on(LAST + timedelta(days=1))


@pytest.mark.parametrize(
    ("last", "reason", "field"),
    [
        (date(2024, 9, 25), "resignation", "last"),
        (LAST, "mistake", "reason"),
        (LAST, "unheard", "reason"),
        (LAST, "", "reason"),
    ],
)
def test_what_is_typed_wrong_is_said_on_its_field(scene, last, reason, field):
    with pytest.raises(Invalid) as invalid:
        end(scene, home_of(scene), last=last, reason=reason)
    assert invalid.value.field == field


def test_an_end_cannot_be_put_back(scene):
    mandate = end(scene, home_of(scene))
    with pytest.raises(Invalid, match="La fin est déjà fixée au 31 décembre 2026"):
        end(scene, mandate, last=LAST + timedelta(days=1))
    assert end(scene, mandate, last=LAST - timedelta(days=1)).dates.last == LAST - timedelta(days=1)


def test_what_was_a_mistake_cannot_end(scene):
    mandate = home_of(scene)
    with arranging():
        mandate.end_reason = "mistake"
        mandate.save()
    with pytest.raises(Refused, match="erreur de saisie"):
        end(scene, mandate)


def test_ending_one_mandate_ends_no_other(scene):
    mandate = home_of(scene)
    end(scene, mandate)
    others = Mandate.objects.on(LAST + timedelta(days=1)).filter(person=mandate.person)
    assert others.filter(seat__body__slug=f"{scene.grouping.slug}-board").exists()


def by_an_article(found):
    """Of what is looked at again, what an article asks for: a mandate at home, for the Collège territoire, is usage."""
    return [one for one in found.reviews if one.rule]


def test_the_cascade_proposes_what_rested_on_the_mandate(scene):
    mandate = home_of(scene)
    before = Mandate.objects.count(), Act.objects.count()
    found = cascade(scene, mandate)
    assert [(p.mandate.seat.body.slug, p.mandate.seat.title, p.rule) for p in found.proposals] == [
        (f"{scene.grouping.slug}-board", "president", "R3.7"),
    ]
    assert found.proposals[0].why == (
        f"{mandate.person.short_name} ne siège pas au conseil {of(scene.first.name)} le 1er janvier 2027."
    )
    assert (Mandate.objects.count(), Act.objects.count()) == before
    mandate.refresh_from_db()
    assert mandate.dates.end is None


def test_the_cascade_says_which_verdicts_change(scene):
    """R3.14: the grouping has nobody of its board left at the head; its presidency is vacant."""
    shifts = {
        (s.after.finding.clause.key, s.after.finding.verdict.value) for s in cascade(scene, home_of(scene)).shifts
    }
    assert ("R3.14/1", "breaches") in shifts
    assert ("R3.5/2", "breaches") in shifts


def test_the_cascade_leaves_alone_what_rests_on_something_else(scene):
    """The representative at the head needs no mandate elsewhere, nor does the vice-president: they are looked at again."""
    titles = {p.mandate.seat.title for p in cascade(scene, home_of(scene)).proposals}
    assert not titles & {"representative-territoire", "vice-president-grouping"}


def test_what_no_rule_ends_is_to_be_looked_at_again_to_the_end_of_the_chain(scene):
    """The pôle, hence the grouping (R3.7); hence nobody links the two boards (R3.14); and if that seat ends too, a
    vice-president comes from off the board (R3.15). At the Collège territoire, that one had a mandate at home is usage."""
    mandate = home_of(scene)
    before = Mandate.objects.count(), Act.objects.count()
    found = cascade(scene, mandate)
    reviews = {p.mandate.seat.title: p for p in found.reviews}
    assert {title: p.rule for title, p in reviews.items()} == {
        "representative-territoire": "R3.14",
        "vice-president-grouping": "R3.15",
        "member-local": "",
        "member-grouping": "",
    }
    link, usage = reviews["representative-territoire"], reviews["vice-president-grouping"]
    assert link.given == ()
    assert link.mandate in usage.given
    assert link.why == (
        f"Parmi les personnes qui représentent ici {scene.grouping.name}, aucune ne siégerait plus à son conseil le "
        "1er janvier 2027 : l’une d’elles au moins doit y siéger."
    )
    assert usage.why == (
        f"{mandate.person.short_name} ne siégerait plus au conseil {of(scene.world.head.name)} le 1er janvier 2027 : "
        "l’usage veut que le bureau en soit issu."
    )
    assert (Mandate.objects.count(), Act.objects.count()) == before
    assert {p.mandate.dates.end for p in found.reviews} == {None}


def test_while_somebody_else_links_the_boards_nothing_is_looked_at_again(scene):
    """R3.14 asks for one of them only; and as long as that seat stays, so does the usage of R3.15."""
    other = scene.world.second_representative(scene.grouping)
    with arranging():
        scene.world.seated(
            f"{scene.grouping.slug}-board", "administrator", person=other.person, represents=scene.second
        )
    assert by_an_article(cascade(scene, home_of(scene))) == []


def test_what_did_not_hold_before_is_not_looked_at_again(scene):
    mandate = home_of(scene)
    with arranging():
        put(
            scene.world.holder("cress-board", "representative-territoire", person=mandate.person),
            period=since(last=TODAY),
        )
    assert by_an_article(cascade(scene, mandate)) == []


def test_the_verdicts_that_change_are_those_of_what_falls_and_not_of_what_is_looked_at(scene):
    moved = {shift.after.finding.clause.key for shift in cascade(scene, home_of(scene)).shifts}
    assert not moved & {"R3.13/2", "R3.15/2", "R3.15/3"}


def test_what_was_looked_at_ends_with_the_rest_when_it_is_confirmed(scene):
    mandate = home_of(scene)
    found = cascade(scene, mandate)
    chosen = [proposal.mandate for proposal in [*found.reviews[::-1], *found.proposals]]
    end(scene, mandate)
    ended = end_consequences(actor=scene.coordination, cause=mandate, mandates=chosen, last=LAST, now=NOW)
    assert {m.pk for m in ended} == {m.pk for m in chosen}
    assert {(m.dates.last, m.end_reason) for m in ended} == {(LAST, "lost_quality")}


def test_the_last_of_the_chain_does_not_end_alone(scene):
    mandate = home_of(scene)
    found = cascade(scene, mandate)
    (_, last) = by_an_article(found)
    chosen = [p.mandate for p in [*found.proposals, last]]
    end(scene, mandate)
    with pytest.raises(Invalid, match="ne dépend pas"):
        end_consequences(actor=scene.coordination, cause=mandate, mandates=chosen, last=LAST, now=NOW)


def test_somebody_who_stays_on_the_board_of_their_local_keeps_what_rests_on_it(scene):
    mandate = home_of(scene)
    with arranging():
        scene.world.seated(f"{scene.first.slug}-board", "administrator", person=mandate.person)
    assert cascade(scene, mandate).proposals == []


def test_the_direction_that_leaves_has_a_seat_at_the_steering_committee(scene):
    post = scene.world.holder(f"{scene.grouping.slug}-team", "direction")
    found = cascade(scene, post, reason="departure", actor=scene.presidency)
    assert [(p.mandate.seat.body.slug, p.rule) for p in found.proposals] == [("codir", "R4.16")]


def test_each_proposal_says_whether_one_may_confirm_it(scene):
    president = scene.president_of(scene.second)
    mandate = scene.world.holder(
        f"{scene.second.slug}-board", "administrator", represents=None, person__in=_on_board(scene)
    )
    found = cascade(scene, mandate, actor=president)
    here, *rest = found.proposals
    assert here.grounds, here.grounds.why  # the pôle names its own representatives
    assert rest == []


def _on_board(scene):
    slug = f"{scene.grouping.slug}-board"
    return Mandate.objects.filter(seat__body__slug=slug, seat__title="administrator").values("person")


def test_confirmed_proposals_end_the_same_day_in_one_act(scene):
    mandate = home_of(scene)
    chosen = [proposal.mandate for proposal in cascade(scene, mandate).proposals]
    end(scene, mandate)
    ended = end_consequences(actor=scene.coordination, cause=mandate, mandates=chosen, last=LAST, now=NOW)
    assert {(m.dates.last, m.end_reason) for m in ended} == {(LAST, "lost_quality")}
    act = Act.objects.latest("id")
    assert act.verb == "seats.end_consequences"
    assert {change.table for change in act.changes.all()} == {"seats_mandate"}
    assert act.changes.count() == len(chosen)


def test_only_what_rested_on_the_mandate_is_confirmed(scene):
    mandate = home_of(scene)
    vice_president = scene.world.holder("cress-bureau", "vice-president-grouping", represents=scene.grouping)
    end(scene, mandate)
    with pytest.raises(Invalid, match="ne dépend pas"):
        end_consequences(actor=scene.coordination, cause=mandate, mandates=[vice_president], last=LAST, now=NOW)
    other = scene.world.holder(f"{scene.second.slug}-board", "president")
    with pytest.raises(Invalid, match="même personne"):
        end_consequences(actor=scene.coordination, cause=mandate, mandates=[other], last=LAST, now=NOW)


def test_consequences_are_confirmed_by_who_may_end_them(scene):
    mandate = home_of(scene)
    chosen = [p.mandate for p in cascade(scene, mandate).proposals if p.mandate.seat.title == "president"]
    end(scene, mandate)
    elsewhere = scene.actor(f"{scene.world.groupings[1].slug}-team", "direction")
    with pytest.raises(Denied):
        end_consequences(actor=elsewhere, cause=mandate, mandates=chosen, last=LAST, now=NOW)


def test_the_zones_of_a_post_are_released_with_it(scene):
    post = scene.world.holder(f"{scene.grouping.slug}-team", "delegate")
    with arranging():
        zone = ZoneFactory()
        ZonePartFactory(child=zone, parent=scene.world.territories[scene.grouping])
    later = Period(LAST + timedelta(days=60))
    lead_zone(actor=scene.direction, mandate=post, zone=zone, period=later, now=NOW)
    assert len(cascade(scene, post, reason="departure", actor=scene.direction).leads) == 2
    end(scene, post, reason="departure", actor=scene.direction)
    leads = ZoneLead.objects.filter(mandate=post)
    assert {lead.dates.last for lead in leads} == {LAST}
    assert zone.pk not in {lead.zone_id for lead in leads}


def test_one_may_resign_from_a_mandate_but_not_from_a_post(scene):
    mandate = scene.world.holder(f"{scene.second.slug}-board", "president")
    me = actor_of(mandate.person, TODAY)
    assert end(scene, mandate, actor=me).dates.last == LAST
    post = scene.world.holder(f"{scene.grouping.slug}-team", "delegate")
    with pytest.raises(Denied):
        end(scene, post, actor=actor_of(post.person, TODAY))


def test_an_end_that_has_passed_is_not_in_the_cascade(scene):
    mandate = home_of(scene)
    chair = scene.world.holder(f"{scene.grouping.slug}-board", "president")
    with arranging():
        chair.period = since(last=LAST)
        chair.save()
    assert chair not in [p.mandate for p in cascade(scene, mandate).proposals]


def test_somebody_elected_is_revoked_by_those_who_decide(scene, readers):
    """A direction notes a resignation; it does not revoke. Elsewhere, and for a post, it is an end like another."""
    mandate = scene.world.holder(f"{scene.grouping.slug}-board", "administrator", represents=scene.first)
    asked = {"mandate": mandate, "last": TODAY, "reason": "revocation", "now": NOW, "note": GROUND}
    with pytest.raises(Denied, match="Confier ou retirer un siège"):
        end_mandate(actor=scene.direction, **asked)
    address = at("end", scene.grouping, key=mandate.pk)
    assert 'value="revocation"' not in readers.direction.get(address).content.decode()
    assert 'value="revocation"' in readers.presidency.get(address).content.decode()
    assert end_mandate(actor=scene.president_of(scene.first), **asked).end_reason == "revocation"
    post = scene.world.holder(f"{scene.grouping.slug}-team", "delegate")
    assert end_mandate(actor=scene.direction, **asked | {"mandate": post}).end_reason == "revocation"


def test_a_direction_neither_hires_nor_dismisses_a_direction(scene):
    own = scene.world.holder(f"{scene.grouping.slug}-team", "direction")
    other = scene.actor(f"{scene.world.groupings[1].slug}-board", "president")
    for actor in (scene.direction, other, scene.coordination):
        assert not permissions.may_end(actor, own)
        assert not permissions.may_fill(actor, own.seat)
    assert permissions.may_end(scene.presidency, own)
    assert permissions.may_fill(scene.presidency, own.seat)


# Of somebody elected, on what it rests; and the letter to whom it ends.


def letters():
    return Content.objects.filter(subject__startswith="La fin de votre mandat")


@pytest.mark.parametrize("note", ["", "   ", "Parti"])
def test_nobody_ends_the_mandate_of_somebody_elected_by_a_word_alone(scene, readers, note):
    mandate = scene.world.holder(f"{scene.second.slug}-board", "president")
    asked = {"mandate": mandate, "last": LAST, "note": note, "now": NOW}
    for reason in ("resignation", "lost_quality", "departure", "death", "term"):
        with pytest.raises(Invalid) as invalid:
            end_mandate(actor=scene.coordination, reason=reason, **asked)
        assert invalid.value.field == "note"
    typed = {"last": "2026-11-24", "reason": "resignation", "note": note}
    assert readers.coordination.post(at("end", scene.second, key=mandate.pk), typed).status_code == 422
    assert not letters().exists()


def reached(mandate):
    with arranging():
        put(Person.objects.filter(pk=mandate.person_id), email="elue@e.bzh")
    mandate.person.refresh_from_db()
    return mandate


def test_the_button_of_the_letter_opens_to_whom_it_is_written_whose_last_mandate_it_was(scene, readers):
    mandate = reached(scene.world.holder(f"{scene.second.slug}-board", "president"))
    with arranging():
        Mandate.objects.filter(person=mandate.person).exclude(pk=mandate.pk).delete()
    end(scene, mandate, last=TODAY - timedelta(days=1))
    assert not actor_of(mandate.person, TODAY).hats
    (letter,) = letters()
    ((_, address),) = letter.buttons
    page = readers.as_person(mandate.person).get(urlsplit(address).path, follow=True)
    assert page.status_code == 200 and mandate.seat.name in page.text


def test_whom_it_ends_reads_what_was_recorded_by_whom_and_why(scene):
    mandate = reached(scene.world.holder(f"{scene.second.slug}-board", "president"))
    end(scene, mandate)
    (letter,) = letters()
    assert letter.dispatch.person == mandate.person
    for said in (
        scene.coordination.name,
        mandate.seat.name,
        "31 décembre 2026",
        "démission",
        GROUND,
        "Si c’est inexact",
    ):
        assert said in letter.text.replace("\u00a0", " ")
    assert Act.objects.latest("pk").reason == GROUND


def test_what_rested_on_it_is_told_too(scene):
    home = reached(home_of(scene))
    end(scene, home)
    chair = scene.world.holder(f"{scene.grouping.slug}-board", "president")
    letters_before = letters().count()
    end_consequences(actor=scene.coordination, cause=home, mandates=[chair], last=LAST, now=NOW)
    assert letters().count() == letters_before + 1


def test_who_resigns_the_dead_and_who_is_employed_get_none(scene):
    mandate = reached(scene.world.holder(f"{scene.second.slug}-board", "president"))
    me = actor_of(mandate.person, TODAY)
    end_mandate(actor=me, mandate=mandate, last=LAST, reason="resignation", now=NOW)
    with arranging():
        put(Person.objects.filter(pk=mandate.person_id), email="")
    end(scene, reached(home_of(scene)), reason="death")
    with arranging():
        put(Person.objects.filter(email="elue@e.bzh"), email="")
    post = reached(scene.world.holder(f"{scene.grouping.slug}-team", "delegate"))
    end_mandate(actor=scene.direction, mandate=post, last=LAST, reason="departure", now=NOW)
    assert not letters().exists()
