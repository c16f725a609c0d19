"""What was decided before there was a register: its first line, the body that took it, its paper."""

from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

from kevread.base.models import as_range
from kevread.charter.models import Keeping
from kevread.common.actor import SYSTEM
from kevread.common.errors import Invalid, Refused
from kevread.common.facts import Organisations
from kevread.common.periods import Period
from kevread.decisions.facts_founding import founding as founding_fact
from kevread.decisions.models import Decision, Founding
from kevread.decisions.operations.founding import deposit_founding_paper, found
from kevread.decisions.operations.register import correct_decision
from kevread.documents.files import File
from kevread.documents.models import Document
from kevread.seats.models import Body
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.screens import of_decision
from tests.seats.screens import at, words

pytestmark = pytest.mark.django_db
DAY = date(2024, 9, 26)
RTL = "Le collectif, réuni, décide.\n\nعَ \u202e🎈"


def pdf() -> bytes:
    writer, written = PdfWriter(), BytesIO()
    writer.add_blank_page(width=200, height=200)
    writer.write(written)
    return written.getvalue()


def paper() -> File:
    return File("releve.pdf", pdf(), "application/pdf")


def written(scene, **more) -> Founding:
    asked = {"body": "Le collectif", "title": "S’organiser autour de groupements", "text": RTL} | more
    return found(actor=SYSTEM, organisation=scene.world.head, now=NOW, **asked)


def counted(scene, part: str, on: date = TODAY) -> int:
    asked = Organisations(frozenset([scene.world.head.pk]))
    return founding_fact(on, asked, part=part).get(scene.world.head.pk, 0)


def test_it_is_the_first_line_of_a_register_that_is_empty_and_its_body_lived_until_the_register(scene):
    with arranging():
        kept = Keeping.objects.get(organisation=scene.world.head, register="decisions")
        kept.period = as_range(Period(date(2025, 1, 1)))
        kept.save()
    line = written(scene).decision
    assert (line.reference, line.decided_on, line.text, line.type) == ("2024-001", DAY, RTL, Decision.OTHER)
    assert (line.body.dates.start, line.body.dates.end) == (DAY, date(2025, 1, 1))
    assert not Body.objects.on(TODAY).filter(pk=line.body_id).exists() and not line.body.seats.exists()


def test_where_the_register_began_before_it_the_body_took_this_and_no_more(scene):
    with arranging():
        Keeping.objects.filter(organisation=scene.world.head, register="decisions").update(period=as_range(Period(DAY)))
    assert written(scene).decision.body.dates.end == DAY + timedelta(days=1)


def test_it_is_written_once_in_the_head_and_by_a_name_that_no_body_has(scene):
    with pytest.raises(Refused, match="à inscrire ici"):
        found(actor=SYSTEM, organisation=scene.grouping, body="Nous", title="Oui", text="Oui.", now=NOW)
    with pytest.raises(Invalid, match="qui a pris") as refused:
        written(scene, body=" \u202e ")
    assert refused.value.field == "body"
    with arranging():
        Body.objects.filter(slug="codir").update(slug="le-collectif")
    with pytest.raises(Invalid, match="s’appelle déjà"):
        written(scene)
    assert not Founding.objects.exists() and not Decision.objects.filter(decided_on=DAY).exists()
    written(scene, body="Le collectif d’alors")
    with pytest.raises(Refused, match="déjà au registre"):
        written(scene, body="Un autre")


def test_a_framework_that_tells_no_such_decision_or_is_of_tomorrow_has_none(scene, monkeypatch):
    module = "kevread.decisions.operations.founding.founding_day"
    for day, said in ((None, "à inscrire ici"), (TODAY + timedelta(days=1), "elle ne s’inscrit pas avant ce jour")):
        monkeypatch.setattr(module, lambda day=day: day)
        with pytest.raises(Refused, match=said):
            written(scene)
    monkeypatch.setattr(module, lambda: TODAY)
    assert written(scene).decision.decided_on == TODAY


def test_its_paper_comes_with_it_or_after_and_is_read_by_the_network(scene):
    row = written(scene)
    before = DAY - timedelta(days=1)
    assert [counted(scene, *asked) for asked in (("line",), ("paper",), ("line", DAY), ("line", before))] == [
        1,
        0,
        1,
        0,
    ]
    kept = deposit_founding_paper(actor=SYSTEM, founding=row, file=paper(), now=NOW).document
    assert kept and kept.versions.get().content_id == sha256(paper().content).hexdigest()
    assert Document.objects.visible_to(scene.direction).filter(pk=kept.pk).exists()
    assert counted(scene, "paper") == 1
    with pytest.raises(Refused, match="déjà conservé"):
        deposit_founding_paper(actor=SYSTEM, founding=row, file=paper(), now=NOW)


def test_a_correction_takes_its_paper_along(scene):
    row = written(scene, file=paper())
    later = correct_decision(
        actor=SYSTEM, decision=row.decision, title="S’organiser en groupements", text="…", reason="Le titre était long", now=NOW
    )  # fmt: skip
    row.refresh_from_db()
    assert (row.decision, later.decided_on, counted(scene, "paper")) == (later, DAY, 1)


def test_a_finding_leads_to_where_it_is_written_and_its_paper_deposited(scene, readers):
    page = at("found", scene.world.head, room="decisions")
    article = readers.coordination.get(f"/{scene.world.head.slug}/texte/R0.3")
    assert page in article.text and "n’est pas encore au registre" in words(article)
    asked = readers.coordination.get(page)
    assert asked.context["form"]["body"].value().startswith("Collectif de la Cress")
    elsewhere = readers.direction.get(at("found", scene.grouping, room="decisions"))
    assert (elsewhere.status_code, elsewhere["location"]) == (302, at("decisions", scene.grouping, room="decisions"))
    typed = {"body": "Le collectif", "title": "S’organiser", "text": "Autour de groupements."}
    refused = readers.coordination.post(page, typed | {"file": SimpleUploadedFile("releve.pdf", b"MZ")})
    assert refused.status_code == 422 and not Founding.objects.exists()
    done = readers.coordination.post(page, typed, follow=True)
    assert "n° 2024-001" in words(done) and "pas encore déposé" in words(done)
    kept = readers.coordination.post(page, {"file": SimpleUploadedFile("releve.pdf", pdf())}, follow=True)
    assert "tel que vous l’avez donné" in words(kept)
    row = Founding.objects.select_related("document", "decision").get()
    assert (
        row.document
        and f"/documents/{row.document_id}"
        in readers.coordination.get(of_decision("decision", scene.world.head, key=row.decision_id)).text
    )
    assert '<form class="form"' not in readers.coordination.get(page).text.split("<main", 1)[1]


def test_the_registers_of_those_who_read_it_lead_to_it(scene, readers):
    here = at("decisions", scene.grouping, room="decisions")
    before = words(readers.coordination.get(at("decisions", scene.world.head, room="decisions")))
    assert "Inscrire la décision d’avant ce registre" in before
    assert "Avant ce registre" not in words(readers.direction.get(here))
    row = written(scene)
    assert of_decision("decision", scene.world.head, key=row.decision_id) in readers.coordination.get(here).text
    after = words(readers.coordination.get(at("decisions", scene.world.head, room="decisions")))
    assert "Inscrire la décision d’avant ce registre" not in after
