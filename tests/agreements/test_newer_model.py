"""The model of a kind has versions: a text is held to the one that it was drawn from, until its parties take up a newer one."""

import html
import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kevread.agreements import loader
from kevread.agreements.loader import ClauseSpec, Kinds, ModelSpec, kinds
from kevread.agreements.models import Clause, Instrument
from kevread.agreements.operations import (
    amend,
    amend_clause,
    deposit,
    enter_clause,
    open_agreement,
    open_alike,
    set_terms,
    start_talks,
    take_up,
    write_clause,
)
from kevread.agreements.operations.checks import Dates
from kevread.agreements.queries.register import whole
from kevread.agreements.queries.versions import changing
from kevread.common.errors import Invalid, Refused
from kevread.directory.models import Person
from tests.agreed import agreed
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import OrganisationFactory
from tests.pressing import press, shown
from tests.seats.scene import Scene

from .test_life import SIGNED, parties

pytestmark = pytest.mark.django_db
KIND = "engagement-reciproque"
OLD, NEW = date(2026, 1, 1), date(2026, 11, 2)
BEFORE = timezone.make_aware(datetime(2026, 10, 6, 10))
TOLD = {
    "representation": {"text": "Deux sièges."},
    "cooperation": {"text": "Les espaces."},
    "mise-en-oeuvre": {"text": "Les actions."},
    "finances": {"text": "Chacun les siennes."},
    "obligations": {"blanks": {"reunions": "2", "bilan": "novembre"}},
    "resiliation": {"blanks": {"mediation": "60"}},
}


@pytest.fixture
def draft(scene: Scene) -> Instrument:
    """In talks, whole, opened while the older version was in use."""
    made = open_agreement(
        actor=scene.direction,
        organisation=scene.grouping,
        kind=KIND,
        title="Un contrat",
        parties=parties(scene),
        dates=Dates(starts_on=TODAY),
        now=BEFORE,
    )
    text = read(made.instruments.get().pk)
    start_talks(actor=scene.direction, instrument=text, now=NOW)
    for slug, what in TOLD.items():
        write_clause(actor=scene.direction, clause=clause(text, slug), now=NOW, **what)
    return read(text.pk)


def read(key) -> Instrument:
    return Instrument.objects.select_related("agreement__organisation").get(pk=key)


def clause(text: Instrument, slug: str) -> Clause:
    return text.clauses.select_related("instrument__agreement__organisation").get(slug=slug)


def take(scene: Scene, text: Instrument, since: date = NEW, **more) -> Instrument:
    return take_up(**({"actor": scene.direction, "instrument": text, "since": since, "now": NOW} | more))


def approved(text: Instrument) -> int:
    with arranging():
        text.approvals.update(authority="Conseil de mai")
    return given(text)


def given(text: Instrument) -> int:
    return text.approvals.exclude(authority="", decision=None).count()


def written(text: Instrument) -> dict[str, str]:
    return dict(text.clauses.order_by("rank").values_list("slug", "text"))


def model(number: int) -> ModelSpec:
    return kinds()[KIND].versions[number]


def with_versions(monkeypatch, *versions: ModelSpec) -> None:
    """As if the files of the federation had these versions of the model."""
    found = Kinds({KIND: replace(kinds()[KIND], versions=versions)})
    monkeypatch.setattr(loader, "in_force", lambda: found)


def test_a_text_stays_held_to_the_version_that_it_was_drawn_from(scene: Scene, draft):
    assert draft.model_since == OLD
    assert "comité de suivi" not in clause(draft, "obligations").text  # written after the newer one was in use
    assert not draft.clauses.filter(slug="confidentialite").exists()
    with pytest.raises(Refused, match="du modèle"):
        write_clause(actor=scene.direction, clause=clause(draft, "suivi"), text="Autrement.", now=NOW)
    today = open_agreement(
        actor=scene.direction, organisation=scene.grouping, kind=KIND, title="Un autre", parties=parties(scene),
        dates=Dates(starts_on=TODAY), now=NOW,
    ).instruments.get()  # fmt: skip
    assert today.model_since == NEW and today.clauses.filter(slug="confidentialite").exists()


def test_none_is_opened_before_the_first_version_is_in_use(scene: Scene, monkeypatch):
    with_versions(monkeypatch, ModelSpec(TODAY + timedelta(days=1), model(0).clauses))
    with pytest.raises(Invalid, match="à partir du 25 novembre 2026") as told:
        open_agreement(
            actor=scene.direction, organisation=scene.grouping, kind=KIND, title="Trop tôt", parties=parties(scene),
            dates=Dates(starts_on=TODAY), now=NOW,
        )  # fmt: skip
    assert told.value.field == "kind"


def test_what_was_filled_in_stays_where_the_newer_model_asks_for_it(scene: Scene, draft):
    before = written(draft)
    text = take(scene, draft)
    after = written(text)
    assert read(text.pk).model_since == NEW
    assert "comité de suivi" in after["obligations"] and "2 fois par an" in after["obligations"]
    assert clause(text, "obligations").blanks == {"reunions": "2", "bilan": "novembre"}
    assert after["suivi"] == model(1).clause("suivi").text != before["suivi"]
    assert clause(text, "confidentialite").blanks == {"annees": ""} and "…………" in after["confidentialite"]
    changed = {slug for slug in after if after[slug] != before.get(slug)}
    assert changed == {"obligations", "suivi", "confidentialite"}
    assert list(after) == [one.slug for one in model(1).clauses], "in the order of the newer model"


def test_what_was_approved_was_another_text(scene: Scene, draft):
    assert approved(draft) == 2
    take(scene, draft)
    assert given(draft) == 0


def test_what_changes_no_word_takes_no_approval_back(scene: Scene, draft, monkeypatch):
    with_versions(monkeypatch, model(0), ModelSpec(NEW, model(0).clauses))
    before, count = written(draft), approved(draft)
    take(scene, draft)
    assert (written(draft), given(draft), read(draft.pk).model_since) == (before, count, NEW)


def test_a_clause_that_left_the_model_goes_and_one_that_became_free_keeps_its_words(scene: Scene, draft, monkeypatch):
    stay = [one for one in model(0).clauses if one.slug not in ("finances", "objet", "obligations")]
    free = [ClauseSpec("objet", "Objet"), ClauseSpec("obligations", "Engagements", "locked", "Chacune les siens.")]
    with_versions(monkeypatch, model(0), ModelSpec(NEW, (*free, *stay)))
    was = written(draft)
    take(scene, draft)
    now = written(draft)
    assert "finances" not in now and now["objet"] == was["objet"] and now["obligations"] == "Chacune les siens."
    assert clause(draft, "obligations").blanks == {}
    write_clause(actor=scene.direction, clause=clause(draft, "objet"), text="Autrement.", now=NOW)
    assert clause(draft, "objet").text == "Autrement."


def test_a_blank_that_no_longer_admits_what_was_typed_is_asked_again(scene: Scene, draft, monkeypatch):
    mediation = model(0).clause("resiliation")
    short = replace(mediation, blanks={"mediation": replace(mediation.blanks["mediation"], between=(1, 30))})
    others = [short if one.slug == "resiliation" else one for one in model(0).clauses]
    with_versions(monkeypatch, model(0), ModelSpec(NEW, tuple(others)))
    take(scene, draft)
    assert clause(draft, "resiliation").blanks == {"mediation": ""} and "…………" in clause(draft, "resiliation").text


def test_what_may_not_be_taken_up_is_refused_and_nothing_is_written(scene: Scene, draft, monkeypatch):
    def refuses(text: Instrument, match: str, **more) -> None:
        before = written(text), read(text.pk).model_since
        with pytest.raises(Refused, match=match):
            take(scene, text, **more)
        assert (written(text), read(text.pk).model_since) == before

    refuses(draft, "Un autre modèle", since=OLD)
    refuses(draft, "déjà le modèle en usage", now=BEFORE)  # the newer one was not in use yet
    with arranging():
        signed = agreed(KIND, scene.world.head, scene.grouping, title="Signé", model_since=OLD)
        paper = agreed(KIND, scene.world.head, scene.grouping, title="Déposé", model_since=OLD, origin="paper",
                       stage="talks")  # fmt: skip
    refuses(read(signed.instruments.get().pk), "ne se modifie plus")
    refuses(read(paper.instruments.get().pk), "préparée ici")
    later = amend(actor=scene.direction, agreement=signed, subject="Changer", dates=Dates(starts_on=TODAY), now=NOW)
    refuses(read(later.pk), "préparée ici")
    take(scene, draft)
    refuses(draft, "déjà le modèle en usage")


def test_an_amendment_is_held_to_the_version_of_what_it_amends(scene: Scene):
    with arranging():
        old = agreed(KIND, scene.world.head, scene.grouping, title="Ancien", model_since=OLD)
    text = amend(actor=scene.direction, agreement=old, subject="Revoir", dates=Dates(starts_on=TODAY), now=NOW)
    asked = {"actor": scene.direction, "instrument": text, "now": NOW}
    made = amend_clause(slug="obligations", blanks={"reunions": "4", "bilan": "mars"}, **asked)
    assert "4 fois" in made.text and "comité de suivi" not in made.text
    with pytest.raises(Invalid, match="n’est pas dans le texte"):
        amend_clause(slug="confidentialite", text="Deux ans.", **asked)
    with pytest.raises(Refused, match="du modèle"):
        amend_clause(slug="suivi", text="Autrement.", **asked)


def test_the_same_with_others_is_held_to_the_same_version(scene: Scene, draft):
    with arranging():
        other = OrganisationFactory(name="La Tête d’à côté", scale="head")
    (made,) = open_alike(actor=scene.direction, instrument=draft, organisations=[other], talks=False, now=NOW)
    assert made.instruments.get().model_since == OLD


def test_a_text_opened_before_versions_were_told_is_held_to_the_first(scene: Scene, draft):
    with arranging():
        Instrument.objects.filter(pk=draft.pk).update(model_since=None)
    write_clause(actor=scene.direction, clause=clause(draft, "obligations"), now=NOW,
                 blanks={"reunions": "3", "bilan": "mars"})  # fmt: skip
    assert "comité de suivi" not in clause(draft, "obligations").text
    take(scene, read(draft.pk))
    assert read(draft.pk).model_since == NEW


def test_a_version_that_is_known_no_more_unlocks_nothing(scene: Scene, draft, monkeypatch):
    with_versions(monkeypatch, model(1))
    for slug in ("suivi", "obligations", "representation"):
        with pytest.raises(Refused, match="n’est plus connu"):
            write_clause(actor=scene.direction, clause=clause(draft, slug), text="Autrement.", now=NOW)
    take(scene, draft)  # the one in use may be taken up: what is written stays where it is asked for
    assert clause(draft, "obligations").blanks == {"reunions": "2", "bilan": "novembre"}


@pytest.fixture
def client(scene: Scene, settings):
    return entered_as(Person.objects.get(pk=scene.direction.person), settings)


def said(response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", response.content.decode())))


def at(name: str, scene: Scene, text: Instrument) -> str:
    return reverse(f"agreements:{name}", args=[scene.grouping.slug, text.agreement_id])


def test_the_page_says_what_changed_and_the_gesture_shows_it_first(scene: Scene, draft, client):
    page = said(client.get(at("agreement", scene, draft)))
    assert "Tiré du modèle du 1er janvier 2026." in page
    assert "Un modèle plus récent sert depuis le 2 novembre 2026." in page
    assert (
        "« Engagements de la Cress et du groupement », « Confidentialité et marque », « Suivi et évaluation »." in page
    )
    where, before = at("take_up", scene, draft), written(draft)
    assert approved(draft) == 2
    read_first = said(client.get(where))
    assert "3 clauses changent" in read_first and "[ajouté : " in read_first and "À redire ensuite" in read_first
    old = shown(client, where)
    assert written(draft) == before and given(draft) == 2, "nothing is written by reading it"
    write_clause(actor=scene.coordination, clause=clause(draft, "finances"), text="En commun.", now=NOW)
    stale = client.post(where, {"vu": old})
    assert stale.status_code == 409 and "a changé depuis" in said(stale) and read(draft.pk).model_since == OLD
    assert "relisez-le" in said(press(client, where, follow=True))
    page = said(client.get(at("agreement", scene, draft)))
    assert "Tiré du modèle du 2 novembre 2026." in page and "plus récent sert" not in page
    assert client.get(where).status_code == 404
    assert clause(draft, "finances").text == "En commun."


def test_a_newer_version_that_comes_meanwhile_is_read_before_it_is_taken_up(scene: Scene, draft, client, monkeypatch):
    where = at("take_up", scene, draft)
    old = shown(client, where)
    with_versions(monkeypatch, *kinds()[KIND].versions, ModelSpec(TODAY, model(0).clauses))
    stale = client.post(where, {"vu": old})
    assert stale.status_code == 409 and read(draft.pk).model_since == OLD


def test_what_is_signed_stays_as_it_is_and_only_those_near_read_of_a_newer_one(scene: Scene, client, settings):
    with arranging():
        signed = agreed(KIND, scene.world.head, scene.grouping, title="Signé", model_since=OLD)
        public = agreed(KIND, scene.world.head, scene.grouping, title="Public", model_since=OLD)
        type(public).objects.filter(pk=public.pk).update(is_public=True)
    text = read(signed.instruments.get().pk)
    page = said(client.get(at("agreement", scene, text)))
    assert "Un modèle plus récent sert depuis le 2 novembre 2026 ; ce texte reste comme il est signé." in page
    assert client.get(at("take_up", scene, text)).status_code == 404
    stranger = client.__class__()
    told = said(stranger.get(at("agreement", scene, public.instruments.get())))
    assert "Public" in told and "modèle" not in told


def test_days_of_a_text_do_not_move_its_version(scene: Scene, draft):
    set_terms(actor=scene.direction, instrument=draft, dates=Dates(starts_on=TODAY, notice_months=1), now=NOW)
    assert read(draft.pk).model_since == OLD


def test_a_paper_may_say_what_any_version_asks(scene: Scene, monkeypatch):
    """What was signed elsewhere may follow an older model: its clauses are entered, and those of the newer one."""
    only_old = ModelSpec(OLD, (*model(0).clauses, ClauseSpec("annexes", "Annexes")))
    with_versions(monkeypatch, only_old, model(1))
    with arranging():
        paper = agreed(KIND, scene.world.head, scene.grouping, title="Déposé", origin="paper")
        paper.instruments.get().clauses.filter(slug="confidentialite").delete()
    asked = {"actor": scene.direction, "instrument": read(paper.instruments.get().pk), "now": NOW}
    assert (
        enter_clause(slug="confidentialite", text="Deux ans après la fin.", **asked).title
        == "Confidentialité et marque"
    )
    assert enter_clause(slug="annexes", text="Le tableau des actions.", **asked).rank > len(model(1).clauses)
    with pytest.raises(Refused, match="n’a pas cette clause"):
        enter_clause(slug="inconnue", text="Ce que dit le papier.", **asked)


def test_what_was_deposited_follows_no_model_nor_do_its_amendments(scene: Scene):
    """Its clauses are those of its paper: none is locked, and none is filled in the words of a version."""
    made = deposit(
        actor=scene.direction,
        organisation=scene.grouping,
        kind=KIND,
        title="Déposé",
        parties=parties(scene),
        dates=Dates(starts_on=OLD),
        signed_on=OLD,
        signers=SIGNED,
        clauses={"suivi": "Un suivi chaque année.", "obligations": "Se voir souvent."},
        now=NOW,
    )
    assert read(made.instruments.get().pk).model_since is None
    page = whole(made, scene.direction, TODAY)
    assert {one.form for one in page.clauses} == {"free"}
    text = amend(actor=scene.direction, agreement=made, subject="Revoir", dates=Dates(starts_on=TODAY), now=NOW)
    asked = {"actor": scene.direction, "instrument": text, "now": NOW}
    assert {one.form for one in changing(text)} == {"free"}
    for slug in ("suivi", "obligations", "finances"):
        assert amend_clause(slug=slug, text="Autrement.", **asked).text == "Autrement."


def test_a_clause_that_left_the_text_while_it_was_written_loses_nothing(scene: Scene, draft, client, monkeypatch):
    stay = [one for one in model(0).clauses if one.slug != "finances"]
    with_versions(monkeypatch, model(0), ModelSpec(NEW, tuple(stay)))
    written_on = clause(draft, "finances")
    where = reverse("agreements:write_clause", args=[scene.grouping.slug, written_on.pk])
    named = re.search(r'name="convention" value="([^"]+)"', client.get(where).text)[1]
    take(scene, draft)
    with pytest.raises(Refused, match="n’est plus dans ce texte"):
        write_clause(actor=scene.direction, clause=written_on, text="Chacun la moitié.", now=NOW)
    answer = client.post(where, {"text": "Chacun la moitié.", "base": "x", "convention": named})
    assert answer.status_code == 422 and "n’est plus dans ce texte" in said(answer)
    assert "Chacun la moitié." in said(answer) and at("agreement", scene, draft) in answer.text
    assert client.post(where, {"text": "Chacun la moitié."}).status_code == 404
    elsewhere = {"text": "Chacun la moitié.", "convention": OLD.isoformat()}
    assert client.post(where, elsewhere).status_code == 404


def test_a_text_that_says_no_version_is_not_told_one(scene: Scene, draft, client):
    assert "tiré du modèle du 1er janvier 2026" in said(client.get(at("take_up", scene, draft)))
    with arranging():
        Instrument.objects.filter(pk=draft.pk).update(model_since=None)
    page = said(client.get(at("take_up", scene, draft)))
    assert "Reprendre le modèle du 2 novembre 2026" in page and "est tiré du modèle" not in page
