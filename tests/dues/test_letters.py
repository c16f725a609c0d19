"""Letters to members, never twice, and what a member reads of its own."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from pypdf import PdfReader

from kevread.common.errors import Refused
from kevread.dues import links
from kevread.dues.models import Letter
from kevread.dues.operations import pay, write_letters
from kevread.dues.queries.letters import addressed as to_whom
from kevread.dues.queries.letters import to_write
from kevread.dues.queries.preview import preview
from kevread.mail.models import Dispatch
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import AffiliationFactory
from tests.guards.of_dues import addressed, due, member, tariff
from tests.publishing.test_front import text_of
from tests.worlds import put

pytestmark = pytest.mark.django_db


def write(scene, actor, on=TODAY, **more):
    given = {"organisation": scene.first, "year": TODAY.year, "left_out": ()}
    seen = to_write(scene.first, TODAY.year, on).mark
    return write_letters(actor=actor, now=NOW + (on - TODAY), **given | {"seen": seen} | more)


def test_the_call_then_two_reminders_and_no_more(scene, president):
    addressed(due(scene.first))
    days = [TODAY, TODAY + timedelta(days=15), TODAY + timedelta(days=30)]
    for rank, day in enumerate(days):
        (one,) = to_write(scene.first, TODAY.year, day).ready
        assert (one.rank, one.to) == (rank, "zoe@exemple.fr")
        assert write(scene, president, day) == 1
        with pytest.raises(Refused, match="Aucun courriel"):
            write(scene, president, day)
    assert to_write(scene.first, TODAY.year, TODAY + timedelta(days=300)).ready == []
    assert Letter.objects.count() == Dispatch.objects.filter(address="zoe@exemple.fr").count() == 3


def test_what_changed_since_it_was_read_does_not_leave(scene, president):
    found = addressed(due(scene.first))
    seen = to_write(scene.first, TODAY.year, TODAY).mark
    pay(actor=president, due=found, cents=1000, paid_on=TODAY, means="cash", now=NOW)
    with pytest.raises(Refused, match="relisez"):
        write(scene, president, seen=seen)
    assert not Letter.objects.exists()
    pay(actor=president, due=found, cents=3000, paid_on=TODAY, means="cash", now=NOW)
    assert to_write(scene.first, TODAY.year, TODAY).ready == []  # nothing is left to pay


def test_who_has_no_address_is_told_apart_and_who_is_left_out_is_not_written_to(scene, treasurer):
    found = due(scene.first)
    where = reverse("dues:letters", args=[scene.first.slug])
    assert "Sans adresse connue" in text_of(treasurer.get(where))
    addressed(found)
    page = treasurer.get(where)
    assert "zoe@exemple.fr" in text_of(page)
    seen = page.context["found"].mark
    assert treasurer.post(where, {"vu": seen}).status_code == 409
    assert "Courriels envoyés" in text_of(treasurer.post(where, {"vu": seen, "garder": [found.pk]}, follow=True))


def test_a_member_reads_its_own_and_takes_its_certificate(scene, president, settings):
    found = due(scene.first)
    public = entered_as(None, settings)
    token = links.write(found.affiliation_id, links.MINE)
    here, paper = reverse("dues:mine", args=[token]), reverse("dues:my_certificate", args=[token, found.year])
    words = text_of(public.get(here))
    assert "Membre" in words and "0 € sur 40 €" in words.replace("\xa0", " ").replace("\u202f", " ")
    assert public.get(paper).status_code == 404
    pay(actor=president, due=found, cents=4000, paid_on=TODAY, means="cash", now=NOW)
    assert "Attestation" in text_of(public.get(here))
    pages = PdfReader(BytesIO(public.get(paper).content)).pages
    assert found.affiliation.member.name in " ".join(page.extract_text() for page in pages)
    assert public.get(reverse("dues:my_certificate", args=[token, found.year - 1])).status_code == 404
    for wrong in ("x", links.write(found.affiliation_id)):
        assert public.get(reverse("dues:mine", args=[wrong])).status_code == 404


def test_local_dues_are_left_to_the_pole(scene):
    """An article says so in this federation: they are shown aside, with it."""
    tariff(scene.grouping)
    said = {"local": "reçue par", "": "échelle d’action n’est pas dite", "departmental": ""}
    for reach, words in said.items():
        one = member(scene.grouping, reach=reach)
        with arranging():
            AffiliationFactory(member=one.member, of=scene.first)
        found = preview(scene.grouping, TODAY.year, TODAY)
        line = next(row for row in (*found.lines, *found.aside) if row.affiliation.pk == one.pk)
        assert words in line.problem and line.rule == ("R5.3" if words else "")
        assert bool(words) == (line in found.aside)
    alone = member(scene.grouping)
    assert alone.pk in {row.affiliation.pk for row in preview(scene.grouping, TODAY.year, TODAY).lines}


def test_a_reminder_says_that_it_is_one(scene):
    addressed(due(scene.first))
    (one,) = to_write(scene.first, TODAY.year, TODAY).ready
    told = {"line": one.line, "organisation": scene.first, "member": "ESS 35", "asked": "40 €", "left": "40 €"}
    told |= {"tariffed": "40 €"}
    call, reminder = (render_to_string("dues/letters/owed.txt", told | {"rank": rank}) for rank in (0, 1))
    assert "appelle la cotisation" in call and "d’ESS 35" in call and "pas trouvé de paiement" not in call
    assert "appelle la cotisation" not in reminder and "pas trouvé de paiement" in reminder
    part = render_to_string("dues/letters/owed.txt", told | {"rank": 1, "left": "10 €"})
    assert "il reste 10 €" in part and "pas trouvé" not in part


def test_a_member_whose_president_is_known_is_written_to(scene):
    with arranging():
        made = AffiliationFactory(member=scene.second, of=scene.first)
        chair = scene.world.holder(f"{scene.second.slug}-board", "president").person
        put(chair, email="presidence@exemple.fr")
    assert to_whom(scene.first, {scene.second.pk: made.pk}, TODAY) == {scene.second.pk: chair}
    assert to_whom(scene.first, {scene.second.pk: made.pk}, date(1990, 1, 1)) == {}
