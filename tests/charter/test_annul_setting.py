"""A value that never was decided is annulled: nothing in force keeps a trace of it, the journal does."""

from datetime import date, timedelta

import pytest

from kevread.charter.engine import verdicts
from kevread.charter.models import Setting
from kevread.charter.operations import Shifts, annul_setting, decide_setting, rehearsed, set_setting
from kevread.charter.operations.effects_in_words import what_follows
from kevread.charter.operations.upholding import shifted
from kevread.charter.queries.text import decision_on
from kevread.common.actor import NOBODY, SYSTEM
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.decisions.operations.applying import apply_decision, propose_application
from kevread.decisions.queries.wording import shown
from kevread.journal.models import Act
from kevread.journal.queries import story_of
from tests.arrange import nobody_keeps_decisions
from tests.conftest import NOW, TODAY, arranging
from tests.factories import since
from tests.gatherings.decided import decided
from tests.seats.screens import at, words
from tests.worlds import put

pytestmark = pytest.mark.django_db
NAME = "R3.7.representatives_per_member"
OWN = "R6.6.board_members_associated"
REASON = "Saisie pour une autre fédération ; constaté le lendemain"
BEFORE = {"adopted_by": "Assemblée de 2019", "adopted_on": date(2019, 6, 12)}  # no register was kept


@pytest.fixture
def written(scene) -> Setting:
    """Three representatives, from the 1st of November on: nobody decided it."""
    asked = {"name": NAME, "value": 3, "since": date(2026, 11, 1), "organisation": None} | BEFORE
    return set_setting(actor=SYSTEM, now=NOW, **asked)


def annul(setting, **more):
    return annul_setting(**{"on": TODAY, "actor": SYSTEM, "setting": setting, "reason": REASON, "now": NOW} | more)


def crowd(scene):
    with arranging():
        scene.world.seated(f"{scene.grouping.slug}-board", "administrator", represents=scene.first)


def test_the_value_before_is_as_if_nothing_had_been(scene, written):
    crowd(scene)
    assert (verdicts(TODAY, rules=["R3.7"], organisations=[scene.grouping.pk])[0].verdict) == "conforms"
    (shift,) = annul(written)
    assert (shift.before.finding.verdict, shift.after.finding.verdict) == ("conforms", "breaches")
    (left,) = Setting.objects.filter(name=NAME)
    assert (left.value, left.dates.end) == (2, None)
    assert Setting.objects.on(date(2026, 11, 10)).get(name=NAME).value == 2
    assert [one.value for one in decision_on(NAME, None, TODAY).history] == [2]


def test_the_journal_keeps_what_was_written_and_why(written):
    annul(written)
    act = Act.objects.latest("pk")
    assert (act.verb, act.reason) == ("charter.annul_setting", REASON)
    assert story_of(written.pk)[-1].before["value"] == 3


def test_the_first_of_an_own_setting_is_undecided_again(scene):
    asked = {"name": OWN, "value": 2, "since": TODAY, "organisation": scene.grouping} | BEFORE
    annul(set_setting(actor=SYSTEM, now=NOW, **asked))
    assert not Setting.objects.filter(name=OWN).exists()


def test_the_last_one_first_and_once(written):
    later = set_setting(actor=SYSTEM, name=NAME, value=4, since=date(2026, 12, 1), organisation=None, now=NOW, **BEFORE)
    with pytest.raises(Refused, match="annulez d’abord la dernière"):
        annul(written)
    annul(later)
    annul(written)
    with pytest.raises(Refused, match="déjà annulée"):
        annul(written)


def test_the_value_of_the_document_is_not_annulled(scene):
    with pytest.raises(Refused, match="valeur du document"):
        annul(Setting.objects.get(name=NAME))


@pytest.mark.parametrize("reason", ["", "  erreur  "])
def test_it_is_explained_in_a_sentence(written, reason):
    with pytest.raises(Invalid) as invalid:
        annul(written, reason=reason)
    assert invalid.value.field == "reason"


def test_those_who_decide_it_annul_it_and_nobody_else(scene, written):
    for actor in (NOBODY, scene.direction, scene.president_of(scene.first)):
        with pytest.raises(Denied):
            annul(written, actor=actor)
    annul(written, actor=scene.coordination)


def test_the_decision_that_it_applied_may_be_applied_again(scene):
    with arranging():
        decision = decided(f"{scene.grouping.slug}-board", "modalite-locale")
    asked = {"name": OWN, "value": "2", "since": TODAY}
    application = propose_application(actor=SYSTEM, decision=decision, kind="setting", asked=asked, now=NOW)
    done, _ = apply_decision(actor=SYSTEM, application=application, now=NOW)
    assert done.setting.decided_in == decision.pk
    annul(done.setting)
    done.refresh_from_db()
    assert shown([done])[0].state == "Annulée depuis"
    assert propose_application(actor=SYSTEM, decision=decision, kind="setting", asked=asked, now=NOW)


# A decision of the register.


def test_what_the_register_should_hold_is_not_fixed_in_words(scene):
    asked = {"on": TODAY, "name": NAME, "value": 3, "since": TODAY, "organisation": None, "adopted_by": "Conseil"}
    with pytest.raises(Invalid) as invalid:
        decide_setting(actor=SYSTEM, adopted_on=TODAY, now=NOW, **asked)
    assert invalid.value.field == "adopted_by"
    assert "c’est d’elle que la modalité se fixe" in invalid.value.sentence
    with arranging():
        decision = decided("cress-board", "modalite-commune")
    assert decide_setting(actor=SYSTEM, adopted_on=TODAY, now=NOW, decided_in=decision.pk, **asked)


WORDS = {"name": NAME, "value": 3, "since": date(2020, 1, 1), "organisation": None} | BEFORE


@pytest.fixture
def annulled(scene) -> None:
    """A value in words, of before the register, and annulled since it is kept; no other stands of those days."""
    with arranging():
        put(Setting.objects.filter(name=NAME), period=since(date(2019, 7, 1)))
    annul(set_setting(actor=SYSTEM, now=NOW, **WORDS))


def write(**more) -> Setting:
    return decide_setting(**{"on": TODAY, "actor": SYSTEM, "now": NOW} | WORDS | more)[0]


@pytest.mark.parametrize("other", [{"value": 4}, {"since": date(2020, 2, 1)}])
def test_words_that_were_annulled_are_not_written_again_otherwise(annulled, other):
    with pytest.raises(Invalid, match=r"Assemblée de 2019.*fut annulée") as invalid:
        write(**other)
    assert invalid.value.field == "value"
    assert write().value == 3  # as they were: the annulment was the mistake


def test_where_no_register_is_kept_they_are(annulled):
    nobody_keeps_decisions()
    assert write(value=4).value == 4


def test_what_was_annulled_of_another_or_of_a_line_holds_nothing(scene):
    with arranging():
        put(Setting.objects.filter(name=NAME), period=since(date(2019, 7, 1)))
        line = decided("cress-board", "modalite-commune")
    own = {"name": OWN, "value": 2, "since": date(2020, 1, 1)} | BEFORE
    annul(set_setting(actor=SYSTEM, now=NOW, organisation=scene.grouping, **own))
    annul(set_setting(actor=SYSTEM, now=NOW, decided_in=line.pk, **WORDS))
    assert write(value=4).value == 4
    assert write(**own | {"value": 3, "organisation": scene.world.groupings[1]}).value == 3
    with pytest.raises(Invalid, match="fut annulée"):
        write(**own | {"value": 3, "organisation": scene.grouping})


def test_a_rehearsal_writes_nothing(written):
    acts = Act.objects.count()
    assert rehearsed(lambda: annul(written)) is not None
    assert (Act.objects.count(), Setting.objects.get(pk=written.pk).value) == (acts, 3)


# The screens.


def test_the_decisions_that_may_fix_it_are_offered_and_what_follows_is_shown_before(scene, readers):
    crowd(scene)
    with arranging():
        decision = decided("cress-board", "modalite-commune", title="Trois par pôle")
        decided("cress-board", "budget", title="Un budget")
    setting = at("setting", scene.world.head, room="charter", setting=NAME)
    page = words(readers.coordination.get(setting))
    assert "Trois par pôle (Décision n° " in page
    assert "Un budget" not in page
    assert "Trois par pôle (Décision" not in words(readers.direction.get(setting))
    fix = at("fix_setting", scene.world.head, room="decisions", key=decision.pk) + f"?modalite={NAME}"
    assert readers.coordination.post(fix, {"value": "3", "since": str(TODAY)}).status_code == 302
    (application,) = decision.applications.all()
    apply = at("apply", scene.world.head, room="decisions", key=application.pk)
    shown_first = words(readers.coordination.post(apply))
    assert "Rien n’est encore enregistré" in shown_first
    assert f"{scene.grouping.name} : « à régler » devient « conforme »" in shown_first.replace("\u202f", " ")
    assert Setting.objects.on(TODAY).get(name=NAME).value == 2
    assert readers.coordination.post(apply, {"etape": "confirmer"}).status_code == 302
    assert Setting.objects.on(TODAY).get(name=NAME).decided_in == decision.pk


def test_what_a_value_would_change_is_read_before_anybody_decides_it_and_nothing_stays(scene, readers):
    crowd(scene)
    setting = at("setting", scene.world.head, room="charter", setting=NAME)
    look = {"essai-value": "3", "essai-since": str(TODAY), "etape": "essai"}
    kept = (Act.objects.count(), list(Setting.objects.order_by("pk").values()))
    page = readers.coordination.post(setting, look)
    assert page.status_code == 200
    told = words(page).replace("\u202f", " ")
    assert "Rien n’est enregistré, et rien n’est décidé." in told and "3, à la place de 2." in told
    assert f"{scene.grouping.name} : « à régler » devient « conforme »" in told
    assert (Act.objects.count(), list(Setting.objects.order_by("pk").values())) == kept
    later = str(TODAY + timedelta(days=20))
    assert f"Aucun constat ne change le {day_in_words(TODAY + timedelta(days=20))}." in words(
        readers.coordination.post(setting, look | {"essai-value": "2", "essai-since": later})
    )
    since_then = words(readers.coordination.post(setting, look | {"essai-since": "2026-11-01"}))
    assert "À partir du 1er novembre 2026 : 3, à la place de 2." in since_then.replace("\u202f", " ")
    wrong = readers.coordination.post(setting, look | {"essai-value": "12"})
    assert wrong.status_code == 422 and "Rien n’est enregistré" not in words(wrong)
    assert readers.direction.post(setting, look).status_code == 403
    assert "essai-value" not in readers.direction.get(setting).text


def test_in_words_too_what_follows_is_shown_before_it_is_written(scene, readers):
    crowd(scene)
    nobody_keeps_decisions()
    setting = at("setting", scene.world.head, room="charter", setting=NAME)
    typed = {"value": "3", "since": str(TODAY), "adopted_by": "Assemblée de 2019", "adopted_on": "2019-06-12"}
    page = readers.coordination.post(setting, typed)
    assert page.status_code == 200
    assert "Rien n’est encore enregistré" in words(page)
    assert f"{scene.grouping.name} : « à régler » devient « conforme »" in words(page).replace("\u202f", " ")
    assert Setting.objects.on(TODAY).get(name=NAME).value == 2
    assert readers.coordination.post(setting, typed | {"etape": "confirmer"}).status_code == 302
    assert Setting.objects.on(TODAY).get(name=NAME).value == 3


def test_a_value_is_annulled_in_two_steps(scene, readers, written):
    address = at("annul_setting", scene.world.head, room="charter", setting=NAME)
    assert (
        address
        in readers.coordination.get(at("setting", scene.world.head, room="charter", setting=NAME)).content.decode()
    )
    assert "Quelle erreur corrigez-vous ?" in words(readers.coordination.get(address))
    assert "celle d’avant reprend" in words(readers.coordination.get(address))
    assert readers.coordination.post(address, {"reason": "non"}).status_code == 422
    page = readers.coordination.post(address, {"reason": REASON})
    assert "Rien n’est encore enregistré" in words(page)
    assert Setting.objects.filter(pk=written.pk).exists()
    assert readers.coordination.post(address, {"reason": REASON, "etape": "confirmer"}).status_code == 302
    assert not Setting.objects.filter(pk=written.pk).exists()
    assert readers.direction.post(address, {"reason": REASON}).status_code == 403


def test_where_no_value_came_before_none_is_said_to_come_back(scene, readers, written):
    with arranging():
        Setting.objects.filter(name=NAME).exclude(pk=written.pk).delete()
    page = words(readers.coordination.get(at("annul_setting", scene.world.head, room="charter", setting=NAME)))
    assert "celle d’avant reprend" not in page and "Rien n’était décidé avant elle" in page


def test_a_value_is_corrected_in_two_steps(scene, readers, written):
    """What is shown before is what is said once it is done, by the verdicts of a day, and nothing is written between."""
    crowd(scene)
    address = at("correct_setting", scene.world.head, room="charter", setting=NAME)
    typed = {"value": "2", "adopted_by": "Assemblée de 2019", "adopted_on": "2019-06-12", "reason": "Un 3 pour un 2"}
    acts, before = Act.objects.count(), verdicts(TODAY)
    shown = words(readers.coordination.post(address, typed))
    assert "Rien n’est encore enregistré" in shown
    assert (Act.objects.count(), Setting.objects.get(pk=written.pk).value) == (acts, 3)
    done = words(readers.coordination.post(address, typed | {"etape": "confirmer"}, follow=True))
    assert Setting.objects.get(pk=written.pk).value == 2
    happened = Shifts(shifted(before, verdicts(TODAY), TODAY))
    follows = what_follows(happened, TODAY, TODAY)
    assert f"{scene.grouping.name} : « conforme » devient « à régler »" in follows
    assert follows in shown
    assert f"La saisie est corrigée. {follows}" in done


def test_the_value_of_the_document_offers_no_correction_and_a_line_of_the_register_is_not_typed_again(scene, readers):
    setting = at("setting", scene.world.head, room="charter", setting=NAME)
    assert "Corriger une erreur de saisie" not in words(readers.coordination.get(setting))
    with arranging():
        decision = decided("cress-board", "modalite-commune", title="Trois par pôle")
    asked = {"name": NAME, "value": 4, "since": TODAY, "organisation": None, "adopted_by": "Conseil, résolution 2"}
    decide_setting(on=TODAY, actor=SYSTEM, adopted_on=TODAY, now=NOW, decided_in=decision.pk, **asked)
    assert "Corriger une erreur de saisie" in words(readers.coordination.get(setting))
    address = at("correct_setting", scene.world.head, room="charter", setting=NAME)
    page = readers.coordination.get(address)
    assert "adopted_by" not in page.text and "Le registre la fixe : Conseil, résolution 2" in words(page)
    typed = {"value": "3", "reason": "Un 4 pour un 3", "adopted_by": "Autre chose", "adopted_on": "2019-01-01"}
    assert readers.coordination.post(address, typed | {"etape": "confirmer"}).status_code == 302
    fixed = Setting.objects.on(TODAY).get(name=NAME)
    assert (fixed.value, fixed.adopted_by, fixed.decided_in) == (3, "Conseil, résolution 2", decision.pk)
