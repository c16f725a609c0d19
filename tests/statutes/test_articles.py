"""Articles of association: drawn from the model, held against it, adopted with what governance uses of them, annulled."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kevread.charter.models import Keeping, Setting
from kevread.common.errors import Invalid, Refused
from kevread.common.facts import EVERYONE, Span
from kevread.documents.files import receive
from kevread.statutes.facts import deviations
from kevread.statutes.loader import ArticleSpec, models
from kevread.statutes.models import Statutes
from kevread.statutes.operations import (
    Adopted,
    adopt_statutes,
    annul_statutes,
    attach_statutes,
    begin_statutes,
    drop_statutes,
    write_article,
    write_values,
)
from kevread.statutes.queries.articles import in_force_on, lacking, sheet
from tests.adopted import admitted_values
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import decided
from tests.gatherings.preparing import a_pdf
from tests.seats.screens import words

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SAID = {"L1.13.remote": "hybrid", "L1.13.electronic_vote": "allowed", "L1.10.notice_days": "15"}


@pytest.fixture
def bare(scene):
    """Nothing is known of the articles of the grouping."""
    with arranging():
        Statutes.objects.filter(organisation=scene.grouping).update(annulled_on=TODAY)
        Setting.objects.filter(organisation=scene.grouping).delete()
    return scene


def begin(scene, origin="here", of=None):
    organisation = of or scene.grouping
    actor = scene.direction if of is None else scene.president_of(of)
    return begin_statutes(actor=actor, organisation=organisation, origin=origin, now=NOW)


def said(scene, values, origin="paper"):
    draft = begin(scene, origin)
    return write_values(actor=scene.direction, statutes=draft, values=values, now=NOW)


def assembly(scene, on=TODAY, **more):
    with arranging():
        return decided(f"{scene.grouping.slug}-assembly", "statuts", on=on, **more)


def adopt(scene, draft, since=TODAY, **how):
    how = how or {"decision": assembly(scene)}
    adopted = Adopted(since=since, **how)
    return adopt_statutes(on=TODAY, actor=scene.direction, statutes=draft, adopted=adopted, now=NOW)


def values_of(scene, on=TODAY):
    return dict(Setting.objects.on(on).filter(organisation=scene.grouping).values_list("name", "value"))


def article(draft, slug):
    return next(one for one in draft.articles.select_related("statutes__organisation") if one.slug == slug)


def write(scene, draft, slug, stands="same", **more):
    return write_article(actor=scene.direction, article=article(draft, slug), stands=stands, now=NOW, **more)


def whole(scene):
    """A draft in which nothing is left to write."""
    draft = begin(scene)
    values = admitted_values("groupement")
    draft = write_values(actor=scene.direction, statutes=draft, values=values, now=NOW)
    write(scene, draft, "constitution", blanks={"denomination": "ESS des Marais"})
    write(scene, draft, "siege", blanks={"commune": "Redon"})
    write(scene, draft, "conseil", values=values_in("conseil", values))
    write(scene, draft, "indemnites", blanks={"decider": "l’assemblée"})
    for slug in ("admission", "propre"):
        write(scene, draft, slug, "other", text="Le conseil admet les membres.")
    return Statutes.objects.select_related("organisation").get(pk=draft.pk)


def values_in(slug, values):
    from kevread.statutes.loader import models

    spec = models()["groupement"].named(slug)
    return {name: values[name] for name in spec.fixes if name in values}


def test_a_draft_from_the_model_says_what_it_lacks_and_reads_as_it_is_filled(bare):
    draft = begin(bare)
    assert "Siège" in lacking(draft) and "Durée" not in lacking(draft)
    made = write(bare, draft, "siege", blanks={"commune": "Redon"})
    assert made.text.startswith("Le siège est à Redon.")
    made = write(bare, draft, "distance", values={"L1.13.remote": "hybrid"})
    assert "sur place, ou en partie à distance" in made.text and "…………" in made.text
    draft.refresh_from_db()
    assert draft.values == {"L1.13.remote": "hybrid"} and "Siège" not in lacking(draft)
    write(bare, draft, "distance", values={"L1.13.remote": ""})
    draft.refresh_from_db()
    assert draft.values == {}
    with pytest.raises(Refused, match="Il reste à écrire"):
        adopt(bare, draft)
    assert lacking(whole_again(bare, draft)) == []


def whole_again(scene, draft):
    drop_statutes(actor=scene.direction, statutes=draft, reason="On recommence", now=NOW)
    return whole(scene)


def test_adopting_writes_each_setting_in_one_act_with_its_decision(bare):
    draft = said(bare, SAID)
    decision = assembly(bare)
    made, _ = adopt(bare, draft, decision=decision)
    assert values_of(bare) == {"L1.13.remote": "hybrid", "L1.13.electronic_vote": "allowed", "L1.10.notice_days": 15}
    one = Setting.objects.get(organisation=bare.grouping, name="L1.13.remote")
    assert (one.decided_in, one.adopted_on, one.adopted_by) == (decision.pk, TODAY, decision.quoted)
    assert in_force_on(bare.grouping, TODAY) == made and in_force_on(bare.grouping, TODAY - DAY) is None
    with pytest.raises(Refused, match="ne se modifie plus"):
        write_values(actor=bare.direction, statutes=made, values={}, now=NOW)


def test_what_the_text_does_not_say_keeps_its_value_and_what_is_so_already_keeps_its_decision(bare):
    with arranging():
        for name, value in (("L1.12.proxies_max", 3), ("L1.13.remote", "hybrid")):
            Setting.objects.create(
                name=name, organisation=bare.grouping, value=value, period=(date(2025, 1, 1), None), adopted_by="AG"
            )
    adopt(bare, said(bare, SAID))
    assert values_of(bare)["L1.12.proxies_max"] == 3
    assert Setting.objects.get(organisation=bare.grouping, name="L1.13.remote").adopted_by == "AG"


def test_a_mistake_is_annulled_and_each_value_is_as_before(bare):
    first, _ = adopt(bare, said(bare, {"L1.10.notice_days": "20"}), TODAY - DAY, decision=assembly(bare, TODAY - DAY))
    second, _ = adopt(bare, said(bare, SAID))
    assert values_of(bare)["L1.10.notice_days"] == 15 and in_force_on(bare.grouping, TODAY) == second
    why = {"reason": "L’assemblée n’a pas eu lieu", "now": NOW, "on": TODAY, "actor": bare.direction}
    with pytest.raises(Refused, match="l’a suivi"):
        annul_statutes(statutes=first, **why)
    with pytest.raises(Invalid) as refused:
        annul_statutes(statutes=second, **(why | {"reason": "non"}))
    assert refused.value.field == "reason"
    annul_statutes(statutes=second, **why)
    assert values_of(bare) == {"L1.10.notice_days": 20} and in_force_on(bare.grouping, TODAY) == first
    with pytest.raises(Refused, match="déjà annulé"):
        annul_statutes(statutes=second, **why)


def test_a_value_decided_since_is_annulled_first(bare):
    made, _ = adopt(bare, said(bare, SAID))
    with arranging():
        one = Setting.objects.get(organisation=bare.grouping, name="L1.13.remote")
        one.period = (TODAY, TODAY + DAY)
        one.save()
    with pytest.raises(Refused, match="Une autre valeur a suivi"):
        annul_statutes(on=TODAY, actor=bare.direction, statutes=made, reason="C’était une erreur", now=NOW)
    assert Statutes.objects.adopted().filter(pk=made.pk).exists()


@pytest.mark.parametrize(
    ("how", "field"),
    [
        ({"body": "board"}, "decision"),
        ({"since": TODAY - DAY}, "since"),
        ({"words": True}, "decision"),
        ({"rejected": True}, "decision"),
    ],
)
def test_the_decision_is_of_the_assembly_and_the_text_does_not_precede_it(bare, how, field):
    draft, since = said(bare, SAID), how.pop("since", TODAY)
    with arranging():
        outcome = "rejected" if how.get("rejected") else "adopted"
        decision = decided(f"{bare.grouping.slug}-{how.get('body', 'assembly')}", "statuts", on=TODAY, outcome=outcome)
    asked = {"decided_on": TODAY, "decided_by": "Assemblée"} if "words" in how else {"decision": decision}
    with pytest.raises(Invalid) as refused:
        adopt(bare, draft, since, **asked)
    assert refused.value.field == field and values_of(bare) == {}


def test_two_texts_are_not_in_force_from_the_same_day_nor_a_value_from_before_another(bare):
    adopt(bare, said(bare, SAID))
    with pytest.raises(Invalid, match="Un autre texte") as refused:
        adopt(bare, said(bare, {"L1.13.remote": "remote"}))
    assert refused.value.field == "since" and values_of(bare)["L1.13.remote"] == "hybrid"
    with arranging():
        Statutes.objects.adopted().filter(organisation=bare.grouping).update(annulled_on=TODAY)
    draft = Statutes.objects.drafts().get(organisation=bare.grouping)
    with pytest.raises(Invalid, match="L’assemblée à distance") as refused:
        adopt(bare, draft)
    assert refused.value.field == "since"


def test_what_was_signed_on_paper_before_the_register_is_deposited(bare):
    with arranging():
        Keeping.objects.filter(organisation=bare.grouping, register="decisions").delete()
    draft = begin(bare, "paper")
    assert lacking(draft) == []
    words = {"decided_on": date(2025, 6, 12), "decided_by": "Assemblée constitutive du 12 juin 2025"}
    with pytest.raises(Refused, match="Joignez le texte signé"):
        adopt(bare, draft, date(2025, 6, 12), **words)
    file = receive("statuts.pdf", a_pdf())
    attach_statutes(actor=bare.direction, statutes=draft, file=file, now=NOW)
    made, _ = adopt(bare, draft, date(2025, 6, 12), **words)
    assert made.document and in_force_on(bare.grouping, date(2025, 6, 12)) == made
    with pytest.raises(Refused, match="déjà conservé"):
        attach_statutes(actor=bare.direction, statutes=made, file=file, now=NOW)


def test_the_file_of_a_draft_that_is_written_here_waits_for_its_adoption(bare):
    draft = begin(bare)
    with pytest.raises(Refused, match="adopté, ou signé ailleurs"):
        attach_statutes(actor=bare.direction, statutes=draft, file=receive("a.pdf", a_pdf()), now=NOW)


def test_one_draft_at_a_time_and_the_next_starts_from_the_text_in_force(bare):
    draft = whole(bare)
    with pytest.raises(Refused, match="déjà ouvert"):
        begin(bare)
    adopt(bare, draft)
    again = begin(bare)
    assert again.values == draft.values and article(again, "siege").text.startswith("Le siège est à Redon.")
    paper = said_elsewhere(bare, again)
    assert paper.values == {} and {one.stands for one in paper.articles.all()} == {"untold"}


def said_elsewhere(scene, draft):
    with pytest.raises(Invalid) as refused:
        drop_statutes(actor=scene.direction, statutes=draft, reason=" ", now=NOW)
    assert refused.value.field == "reason"
    drop_statutes(actor=scene.direction, statutes=draft, reason="On dépose plutôt le papier", now=NOW)
    with pytest.raises(Refused, match="abandonné"):
        write_values(actor=scene.direction, statutes=draft, values={}, now=NOW)
    return begin(scene, "paper")


def test_the_deviations_are_those_of_the_text_against_the_model(bare):
    draft = whole(bare)
    adopt(bare, draft)
    assert deviations(TODAY, EVERYONE)[bare.grouping.pk] == 0
    again = begin(bare)
    write(bare, again, "objet", "other", text="Le but du groupement est le commerce.")
    write(bare, again, "duree", "absent")
    write(bare, again, "reseau", "untold")
    values = Statutes.objects.get(pk=again.pk).values | {"L1.10.notice_days": "14", "L1.12.proxies_max": ""}
    again = write_values(actor=bare.direction, statutes=again, values=values, now=NOW)
    kinds = sorted((one.slug, one.kind) for line in sheet(again) for one in line.deviations)
    assert kinds == [("assemblee", "outside"), ("duree", "absent"), ("objet", "rewritten"), ("pouvoirs", "unfilled")]
    with arranging():
        Statutes.objects.filter(pk=again.pk).update(adopted_on=TODAY, since=TODAY + DAY)
    assert deviations(TODAY, EVERYONE)[bare.grouping.pk] == 0
    assert deviations(TODAY + DAY, EVERYONE)[bare.grouping.pk] == Span(4, 5)


def worded(scene, text):
    """The text as it was adopted while the model left the term of mandates as words."""
    values = {name: value for name, value in text.values.items() if name != "L1.22.board_years"}
    council = article(text, "conseil")
    said = council.text.replace("est de 1 ans", "est de 3 ans")
    assert said != council.text
    with arranging():
        text.articles.filter(pk=council.pk).update(blanks={"duree": "3"}, text=said)
        Statutes.objects.filter(pk=text.pk).update(values=values)
    return Statutes.objects.select_related("organisation").get(pk=text.pk)


def test_what_was_adopted_in_words_is_no_deviation_and_is_not_known(bare, readers):
    """The model made a setting of them since: the number is neither lost, nor read by guess."""
    draft = worded(bare, whole(bare))
    assert lacking(draft) == []
    adopt(bare, draft)
    line = next(one for one in sheet(draft) if one.row.slug == "conseil")
    assert line.deviations == () and "est de 3 ans" in line.model
    assert line.worded == ("Durée des mandats, en années : écrit en mots, « 3 ». La modalité n’est pas inscrite.",)
    assert deviations(TODAY, EVERYONE)[bare.grouping.pk] == Span(0, 1)
    page = words(readers.direction.get(f"/{bare.grouping.slug}/statuts"))
    assert "écrit en mots, « 3 »" in page and "Rien : chaque article suit le modèle" not in page
    again = begin(bare)
    others = {name: value for name, value in values_in("conseil", again.values).items() if name != "L1.22.board_years"}
    assert "est de 3 ans" in write(bare, again, "conseil", values=others).text, "the number stays until it is a setting"
    made = write(bare, again, "conseil", values=others | {"L1.22.board_years": 4})
    assert "est de 4 ans" in made.text and made.blanks == {}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"L1.13.remote": "on_the_moon"}, "L1.13.remote"),
        ({"L1.10.notice_days": "beaucoup"}, "L1.10.notice_days"),
        ({"L1.5.declaration_months": "3"}, "L1.5.declaration_months"),
        ({"unknown": "3"}, "unknown"),
    ],
)
def test_what_is_no_value_of_a_setting_that_articles_fix_is_refused_on_it(bare, values, field):
    with pytest.raises(Invalid) as refused:
        said(bare, values)
    assert refused.value.field == field


def test_another_wording_is_written_and_an_article_keeps_a_reasonable_length(bare):
    draft = begin(bare)
    for stands, text, field in (("other", " ", "text"), ("same", "x" * 20_001, "text"), ("no", "", "stands")):
        with pytest.raises(Invalid) as refused:
            write(bare, draft, "objet", stands, text=text)
        assert refused.value.field == field
    with pytest.raises(Invalid) as refused:
        write(bare, draft, "siege", blanks={"commune": "x" * 201})
    assert refused.value.field == "commune"


def test_a_draft_that_somebody_wrote_in_meanwhile_is_read_again_first(bare):
    draft = said(bare, SAID)
    write_values(actor=bare.direction, statutes=draft, values={"L1.13.remote": "remote"}, now=NOW)
    with pytest.raises(Refused, match="relisez-le"):
        adopt(bare, draft)
    assert values_of(bare) == {}


def test_an_organisation_without_a_model_deposits_what_its_text_fixes(bare):
    draft = begin(bare, "paper", bare.first)
    assert draft.model == "" and sheet(draft) == []
    assert bare.first.pk not in deviations(TODAY, EVERYONE)


def test_what_the_model_gained_since_a_text_is_compared_with_nothing(bare, monkeypatch):
    """Of an adopted text it is not known; a draft has it to write."""
    draft = whole(bare)
    adopt(bare, draft)
    slug, known = draft.model, models()
    added = ArticleSpec("climat", "Climat", "locked", "Le groupement mesure ce qu’il émet.")
    wider = {slug: replace(known[slug], articles=(*known[slug].articles, added))}
    for room in ("kevread.statutes.queries.articles", "kevread.statutes.operations.drafting"):
        monkeypatch.setattr(f"{room}.models", lambda: wider)
    assert deviations(TODAY, EVERYONE)[bare.grouping.pk] == Span(0, 1)
    monkeypatch.undo()
    older = begin(bare)
    monkeypatch.setattr("kevread.statutes.queries.articles.models", lambda: wider)
    monkeypatch.setattr("kevread.statutes.operations.drafting.models", lambda: wider)
    assert "Climat" in lacking(older)
    write(bare, older, "siege", blanks={"commune": "Redon"})
    assert article(older, "climat").stands == "untold", "it is there to be written"
    assert "Climat" not in lacking(write(bare, older, "climat").statutes)
