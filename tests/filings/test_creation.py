"""The steps by which an organisation comes to be, each proven by what the rooms below keep; the gazette."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kevread.charter.models import Keeping
from kevread.common.errors import Invalid, Refused
from kevread.common.facts import EVERYONE
from kevread.concord.models import CommonText
from kevread.filings.facts import published
from kevread.filings.models import Declaration, Publication
from kevread.filings.operations import declare, publish, tell, unpublish
from kevread.filings.queries import creation_of, duties
from kevread.statutes.models import Statutes
from tests.concorded import answered, before
from tests.conftest import NOW, TODAY, arranging
from tests.factories import KeepingFactory, MandateFactory, since
from tests.gatherings.decided import decided
from tests.gatherings.preparing import a_pdf
from tests.gatherings.screens import said

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def unborn(scene):
    """A grouping of which nothing proves that it was created."""
    with arranging():
        Publication.objects.filter(organisation=scene.grouping).update(undone_on=TODAY - 90 * DAY, undone_because="…")
        Statutes.objects.filter(organisation=scene.grouping).update(annulled_on=TODAY - 90 * DAY, because="…")
    return scene


def steps(scene, on=TODAY):
    return {one.slug: one for one in creation_of(scene.grouping, scene.direction, on).steps}


def done(scene, on=TODAY):
    return [slug for slug, one in steps(scene, on).items() if one.done_on]


def out(scene, **more):
    asked = {"published_on": TODAY} | more
    return publish(actor=scene.direction, organisation=scene.grouping, now=NOW, **asked)


def test_each_step_is_proven_by_what_is_kept_and_the_next_is_the_first_that_is_not(unborn):
    scene = unborn
    here = creation_of(scene.grouping, scene.direction, TODAY)
    assert done(scene) == [] and here.next.slug == "founders" and not here.is_active
    boards = [scene.world.body(f"{one.slug}-board") for one in (scene.first, scene.second)]
    with arranging():
        project = before(scene.grouping, boards, "creation-groupement", title="Projet commun")
    first = steps(scene)["founders"]
    assert first.done_on is None and f"attendu de {scene.first.name} et {scene.second.name}" in first.said
    with arranging():
        answered(project, on=TODAY - 2 * DAY)
        decided(f"{scene.grouping.slug}-assembly", "other", on=TODAY - DAY, title="Nous créons le groupement")
    assert done(scene) == ["founders", "assembly"] and done(scene, TODAY - 2 * DAY) == ["founders"]
    assert "Nous créons le groupement" in steps(scene)["assembly"].said
    with arranging():
        Statutes.objects.create(
            organisation=scene.grouping, origin="paper", begun_on=TODAY, adopted_on=TODAY, since=TODAY, adopted_by="AG"
        )
        Declaration.objects.create(
            organisation=scene.grouping, kind="creation", happened_on=TODAY, covers=[], filed_on=TODAY
        )
    assert creation_of(scene.grouping, scene.direction, TODAY).next.slug == "published"
    out(scene)
    assert creation_of(scene.grouping, scene.direction, TODAY).is_active
    assert creation_of(scene.grouping, scene.direction, TODAY - DAY).next.slug == "articles"


def test_nobody_is_its_own_founder_and_one_alone_is_told(unborn):
    scene = unborn
    for who, is_done, words in (
        (scene.grouping, False, "ne se crée pas elle-même"),
        (scene.first, True, "Une seule organisation"),
    ):
        with arranging():
            bodies = [scene.world.body(f"{who.slug}-{kind}") for kind in ("board", "assembly")]
            project = before(scene.grouping, bodies, "creation-groupement")
            answered(project, on=TODAY)
        first = steps(scene)["founders"]
        assert bool(first.done_on) is is_done and words in first.said
        with arranging():
            CommonText.objects.filter(pk=project.pk).update(dropped_on=TODAY, because="Autrement")


def test_an_assembly_that_came_after_the_articles_is_not_that_which_created_it(unborn):
    scene = unborn
    with arranging():
        Statutes.objects.create(
            organisation=scene.grouping, origin="paper", begun_on=TODAY - DAY, adopted_on=TODAY - DAY, since=TODAY - DAY,
            adopted_by="AG",
        )  # fmt: skip
        decided(f"{scene.grouping.slug}-assembly", "other", on=TODAY)
    assert done(scene) == ["articles"]
    with arranging():
        decided(f"{scene.grouping.slug}-assembly", "other", on=TODAY - DAY)
    assert done(scene) == ["assembly", "articles"]


def test_what_is_rejected_given_up_or_of_another_body_proves_nothing(unborn):
    scene = unborn
    boards = [scene.world.body(f"{one.slug}-board") for one in (scene.first, scene.second)]
    with arranging():
        decided(f"{scene.grouping.slug}-assembly", "other", on=TODAY, outcome="rejected")
        decided(f"{scene.grouping.slug}-board", "other", on=TODAY)
        project = before(scene.grouping, boards, "creation-groupement")
        answered(project)
        CommonText.objects.filter(pk=project.pk).update(dropped_on=TODAY, because="Rien n’est prêt")
        answered(before(scene.grouping, boards, "cadre-rh"))
        Declaration.objects.create(
            organisation=scene.grouping, kind="seat", happened_on=TODAY, covers=[], filed_on=TODAY
        )
    assert done(scene) == []


def test_a_creation_is_declared_by_the_day_that_the_gazette_publishes_it(unborn):
    scene = unborn
    who = {"actor": scene.direction, "organisation": scene.grouping, "now": NOW}
    tell(kind="creation", happened_on=TODAY - 2 * DAY, what="Le groupement est créé", **who)
    out(scene, published_on=TODAY - DAY)
    with pytest.raises(Invalid) as told:
        declare(kind="creation", happened_on=TODAY - 2 * DAY, filed_on=TODAY, **who)
    assert told.value.field == "filed_on"
    assert declare(kind="creation", happened_on=TODAY - 2 * DAY, filed_on=TODAY - DAY, **who).covers


def test_the_gazette_comes_once_after_the_declaration_and_not_before_its_day(unborn):
    scene = unborn
    with arranging():
        Declaration.objects.create(
            organisation=scene.grouping, kind="creation", happened_on=TODAY - DAY, covers=[], filed_on=TODAY
        )
    for wrong, field in (
        ({"published_on": TODAY + DAY}, "published_on"),
        ({"published_on": TODAY - DAY}, "published_on"),
        ({"notice": "é" * 61}, "notice"),
    ):
        with pytest.raises(Invalid) as told:
            out(scene, **wrong)
        assert told.value.field == field
    made = out(scene, notice="1284")
    with pytest.raises(Refused):
        out(scene)
    assert published(TODAY, EVERYONE)[scene.grouping.pk] == 1
    assert not published(TODAY - DAY, EVERYONE).get(scene.grouping.pk)
    with pytest.raises(Invalid):
        unpublish(actor=scene.direction, publication=made, reason="", now=NOW)
    unpublish(actor=scene.direction, publication=made, reason="C’est une autre association", now=NOW)
    assert not published(TODAY, EVERYONE).get(scene.grouping.pk)
    with pytest.raises(Refused):
        unpublish(actor=scene.direction, publication=made, reason="C’est une autre association", now=NOW)


def test_the_page_says_the_next_step_and_leads_to_the_gesture(unborn, readers):
    scene, here = unborn, unborn.grouping.slug
    page = reverse("filings:creation", args=[here])
    shown = said(readers.direction.get(page))
    assert "Rien ne prouve encore" in shown and "Nommer ses fondateurs" in shown and "prochaine étape" in shown
    tell_it = f"{reverse('filings:tell', args=[here])}?nature=creation"
    assert tell_it in readers.direction.get(page).text
    assert re.search(r'value="creation"[^>]* checked', readers.direction.get(tell_it).text)
    do = reverse("filings:publish", args=[here])
    assert readers.direction.post(do, {"published_on": "2031-01-01"}).status_code == 422
    file = SimpleUploadedFile("extrait.pdf", a_pdf())
    typed = {"published_on": TODAY.isoformat(), "notice": "1284", "file": file}
    shown = said(readers.direction.post(do, typed, follow=True))
    assert "La publication est inscrite" in shown and "elle peut signer en son nom" in shown
    made = Publication.objects.standing().get(organisation=scene.grouping)
    assert readers.direction.get(reverse("filings:extract", args=[here, made.pk])).content.startswith(b"%PDF")
    back = reverse("filings:unpublish", args=[here, made.pk])
    shown = said(readers.direction.post(back, {"reason": "C’est une autre association"}, follow=True))
    assert "La publication est annulée" in shown and "Rien ne prouve encore" in shown


def test_a_creation_that_is_told_leads_to_its_sheet(unborn, readers):
    scene, here = unborn, unborn.grouping.slug
    who = {"actor": scene.direction, "organisation": scene.grouping, "now": NOW}
    tell(kind="creation", happened_on=TODAY, what="Le groupement est créé", **who)
    sheet = reverse("filings:declare", args=[here, "creation", TODAY.isoformat()])
    assert sheet in readers.direction.get(reverse("filings:creation", args=[here])).text
    assert "Création" in said(readers.direction.get(sheet))


def test_what_a_creation_declared_is_not_to_be_declared_again(unborn):
    """Its first articles, those who lead it from that day on; what comes after is."""
    scene = unborn
    board = scene.world.body(f"{scene.grouping.slug}-board")
    with arranging():
        Keeping.objects.filter(register="filings", organisation=scene.grouping).delete()
        KeepingFactory(register="filings", organisation=scene.grouping, period=since(TODAY - 9 * DAY))
        for day in (TODAY - 3 * DAY, TODAY - DAY):
            MandateFactory(seat=board.seats.filter(is_alternate=False).first(), period=since(day, day))

    def days() -> set:
        return {one.happened_on for one in duties([scene.grouping.pk], TODAY) if one.kind.slug == "officers"}

    before = days()
    assert TODAY - 3 * DAY in before and TODAY - DAY in before
    with arranging():
        Declaration.objects.create(
            organisation=scene.grouping, kind="creation", happened_on=TODAY - 2 * DAY, covers=[], filed_on=TODAY
        )
    assert days() == {day for day in before if day > TODAY - 2 * DAY}
