"""A setting and the decision that fixes it: written from one to the other, told before and after, annulled in its story."""

import re
from datetime import date, timedelta
from html import unescape

import pytest

from kevread.charter.engine import framework
from kevread.charter.models import Setting
from kevread.charter.operations import annul_setting
from kevread.common.actor import SYSTEM
from kevread.decisions.models import Application, Decision
from kevread.decisions.operations.applying import apply_decision, propose_application
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import decided
from tests.gatherings.screens import of_decision
from tests.seats.screens import at, words

pytestmark = pytest.mark.django_db
NAME = "R6.6.board_members_associated"
REASON = "Saisie pour une autre organisation ; constaté le lendemain"


def setting_of(scene) -> str:
    return at("setting", scene.grouping, room="charter", setting=NAME)


def fixed(scene, value: str, since: date = TODAY) -> tuple[Decision, Application]:
    with arranging():
        decision = decided(f"{scene.grouping.slug}-board", "modalite-locale")
    asked = {"name": NAME, "value": value, "since": since}
    return decision, propose_application(actor=SYSTEM, decision=decision, kind="setting", asked=asked, now=NOW)


def test_a_decision_that_fixes_no_setting_is_not_offered_first(scene, readers):
    board = f"{scene.grouping.slug}-board"
    with arranging():
        first = decided(board, "modalite-locale", title="Deux places de plus")
        unsaid = decided(board, "", title="Sans type")
        decided(board, "convention", title="Une convention")
    page = readers.direction.get(setting_of(scene)).text
    offered, folded = page.index(str(first.pk)), page.index(str(unsaid.pk))
    write = page.index("Inscrire une décision")
    assert "button primary" in page[page.rindex("<a", 0, write) : write]
    assert (
        write
        < page.index("peut-être sans rapport avec la vôtre")
        < offered
        < page.index("Celles dont le type ne dit pas")
        < folded
    )
    assert "Une convention" not in page


def test_it_is_written_in_the_register_and_one_comes_back_with_it(scene, readers):
    client = readers.direction
    (way,) = set(re.findall(r'href="([^"]+inscrire\?modalite=[^"]+)"', client.get(setting_of(scene)).text))
    assert "Elle fixera cette modalité" in words(client.get(way))
    typed = {"title": "Deux places", "text": "Deux.", "outcome": "adopted", "type": "modalite-locale"}
    typed |= {"body": f"{scene.grouping.slug}-board", "decided_on": TODAY.isoformat()}
    answer = client.post(way, typed)
    written = Decision.objects.latest("number")
    assert answer["Location"] == f"{of_decision('fix_setting', scene.grouping, key=written.pk)}?modalite={NAME}"
    assert "Dites maintenant la valeur qu’elle fixe." in words(client.get(answer["Location"]))


def test_a_value_that_was_looked_at_is_not_typed_again_to_be_decided(scene, readers):
    """It follows to a decision that is there, to one that is written first, and to one from before the register."""
    client, later = readers.direction, TODAY + timedelta(days=9)
    with arranging():
        there = decided(f"{scene.grouping.slug}-board", "modalite-locale")
    look = {"essai-value": "3", "essai-since": later.isoformat(), "etape": "essai"}
    page = client.post(setting_of(scene), look)
    assert (page.context["form"]["value"].value(), page.context["form"]["since"].value()) == ("3", later)
    asked = f"modalite={NAME}&valeur=3&depuis={later.isoformat()}"
    links = [unescape(one) for one in re.findall(r'href="([^"]+modalite=[^"]+)"', page.text)]
    write = next(one for one in links if "inscrire?" in one)
    assert of_decision("fix_setting", scene.grouping, key=there.pk) + f"?{asked}" in links and write.endswith(asked)
    typed = {"title": "Trois places", "text": "Trois.", "outcome": "adopted", "type": "modalite-locale"}
    typed |= {"body": f"{scene.grouping.slug}-board", "decided_on": TODAY.isoformat()}
    form = client.get(client.post(write, typed)["Location"]).context["form"]
    assert (form["value"].value(), form["since"].value()) == ("3", later)
    assert "vous y suit" in words(page) and "vous y suit" not in words(client.get(setting_of(scene)))
    refused = client.post(setting_of(scene), look | {"essai-value": "beaucoup"})
    assert refused.status_code == 422 and "valeur=" not in refused.text


@pytest.mark.parametrize(("asked", "kept"), [("2026-01-01", None), ("2027-01-01", date(2027, 1, 1)), ("hier", None)])
def test_it_is_offered_from_no_day_before_the_decision(scene, readers, asked: str, kept: date | None):
    with arranging():
        there = decided(f"{scene.grouping.slug}-board", "modalite-locale")
    address = of_decision("fix_setting", scene.grouping, key=there.pk)
    form = readers.direction.get(f"{address}?modalite={NAME}&valeur=3&depuis={asked}").context["form"]
    assert form["since"].value() == (kept or there.decided_on)


def test_of_what_is_common_to_all_the_type_and_the_body_are_there_already(scene, readers):
    there = of_decision("record_decision", scene.world.head)
    form = readers.coordination.get(f"{there}?modalite=R3.7.representatives_per_member").context["form"]
    assert (form["type"].value(), form["body"].value()) == ("modalite-commune", "cress-board")
    chosen = readers.coordination.get(f"{there}?modalite=R3.7.representatives_per_member&instance=codir").context[
        "form"
    ]
    assert chosen["body"].value() == "codir"
    assert not readers.coordination.get(there).context["form"]["type"].value()


def test_of_what_each_decides_for_itself_they_are_there_too_and_not_of_what_its_articles_say(scene, readers):
    there = of_decision("record_decision", scene.grouping)
    own = readers.direction.get(f"{there}?modalite={NAME}").context["form"]
    assert (own["type"].value(), own["body"].value()) == ("modalite-locale", f"{scene.grouping.slug}-board")
    said = next(one.name for one in framework().settings.values() if one.fixed_in and one.decided_by == "own")
    assert not readers.direction.get(f"{there}?modalite={said}").context["form"]["type"].value()


def test_what_was_decided_since_the_register_is_kept_leads_there_and_the_example_is_accepted(scene, readers):
    client = readers.direction
    asked = {"value": "2", "since": TODAY.isoformat(), "adopted_by": "Conseil du jour", "adopted_on": TODAY.isoformat()}
    refused = client.post(setting_of(scene), asked)
    assert "inscrivez-y cette décision" in words(refused)
    notice = refused.text.partition('<div class="notice now">')[2].partition("</div></div>")[0]
    assert f"inscrire?modalite={NAME}" in notice
    example = re.search(r"assemblée générale du 12 juin (\d{4}), résolution 4", words(refused))
    asked |= {"adopted_by": example[0], "adopted_on": f"{example[1]}-06-12"}
    assert "même si elle est plus ancienne" in words(client.post(setting_of(scene), asked))
    asked |= {"since": f"{example[1]}-06-12"}
    shown = words(client.post(setting_of(scene), asked))
    assert "Rien n’est encore enregistré" in shown
    assert "2, première valeur décidée" in shown


def test_before_it_is_confirmed_one_reads_the_value_before_and_the_new_one(scene, readers):
    _, first = fixed(scene, "2", date(2026, 11, 1))
    apply_decision(actor=SYSTEM, application=first, now=NOW)
    decision, second = fixed(scene, "3")
    apply = of_decision("apply", scene.grouping, key=second.pk)
    shown = words(readers.direction.post(apply))
    assert ": 3, à partir du" in shown and "Avant : 2." in shown
    done = words(readers.direction.post(apply, {"etape": "confirmer"}, follow=True))
    assert ": 3, à partir du" in done and "Avant :" not in done.partition("Son histoire")[0]
    assert Setting.objects.on(TODAY).get(name=NAME).decided_in == decision.pk


def test_the_story_of_the_decision_tells_that_it_was_applied_then_annulled(scene, readers):
    decision, application = fixed(scene, "2")
    done, _ = apply_decision(actor=SYSTEM, application=application, now=NOW)
    page = of_decision("decision", scene.grouping, key=decision.pk)
    told = words(readers.direction.get(page)).partition("Son histoire")[2]
    assert "a appliqué une décision" in told and "a annulé" not in told
    annulled = at("annul_setting", scene.grouping, room="charter", setting=NAME)
    preview = words(readers.coordination.post(annulled, {"reason": REASON}))
    assert "« 2 » n’aura jamais eu cours : plus aucune valeur n’est décidée." in preview
    annul_setting(on=TODAY, actor=SYSTEM, setting=done.setting, reason=REASON, now=NOW)
    told = words(readers.direction.get(page)).partition("Son histoire")[2]
    assert told.index("a appliqué une décision") < told.index("a annulé une modalité inscrite par erreur")
    assert REASON in told


def test_a_value_annulled_leads_to_its_decision_which_stands_and_may_fix_another(scene, readers):
    decision, application = fixed(scene, "2")
    page = of_decision("decision", scene.grouping, key=decision.pk)
    apply_decision(actor=SYSTEM, application=application, now=NOW)
    assert "la décision reste adoptée" not in words(readers.direction.get(page))
    annulled = at("annul_setting", scene.grouping, room="charter", setting=NAME)
    done = readers.coordination.post(annulled, {"reason": REASON, "etape": "confirmer"})
    assert done["Location"] == page
    shown = readers.direction.get(page)
    assert "Cette valeur est annulée, et la décision reste adoptée" in words(shown)
    again = f"{of_decision('fix_setting', scene.grouping, key=decision.pk)}?modalite={NAME}"
    assert f'href="{again}"' in shown.text
    read = readers.president(scene.second).get(page)
    assert "la décision reste adoptée" in words(read) and f'href="{again}"' not in read.text


def test_a_setting_is_found_by_a_word_or_by_its_article(scene, readers):
    with arranging():
        decision = decided(f"{scene.grouping.slug}-board", "modalite-locale")

    def offered(text: str) -> str:
        return readers.direction.get(
            of_decision("fix_setting", scene.grouping, key=decision.pk, query={"q": text})
        ).text

    link = f'href="?modalite={NAME}"'
    label = framework().settings[NAME].label
    whole = label.split()[0]
    assert link in offered("") and "<details" in offered("")
    assert link in offered("r6.6") and link in offered(whole.upper()[:4])
    assert link not in offered("R5.6") and link not in offered(f"{whole} introuvable")
    assert "Aucune modalité n’a tous ces mots" in offered("introuvable")
