"""A reminder that leaves by itself, for a signature that waits."""

from datetime import timedelta

import pytest

from kevread.base import clock
from kevread.common.errors import Refused
from kevread.documents import jobs
from kevread.documents.files import File
from kevread.documents.jobs import remind_signers
from kevread.documents.models import Step
from kevread.documents.operations import keep_version, nudge, refuse_to_sign, remind, withdraw_circle
from kevread.documents.operations.nudging import MOST, WEEK, to_nudge
from kevread.documents.queries import versions_of
from kevread.documents.queries.circles import followed
from kevread.documents.queries.evidence import gathered
from kevread.journal.models import Act
from kevread.mail.models import Dispatch
from kevread.seats.models import Mandate
from kevread.seats.queries import actor_of
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.documents.test_verify_document import pdf_of_nobody
from tests.factories import since

from .test_circles import asker, contract, presidents, put, signs  # noqa: F401 — fixtures

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def told(now) -> list[tuple[str, int]]:
    return [(str(person), len(circles)) for person, circles in to_nudge(now)]


def ring(now) -> int:
    """As the job does; how many letters left."""
    before = Dispatch.objects.count()
    for person, circles in to_nudge(now):
        nudge(person=person, circles=circles, now=now)
    return Dispatch.objects.count() - before


def test_a_week_after_the_letter_and_not_before(shelf, presidents, asker):  # noqa: F811
    put(shelf, presidents, asker)
    assert told(NOW + WEEK - SECOND) == []
    assert told(NOW + WEEK) == [(str(presidents[0]), 1)]  # the second waits for their turn
    assert ring(NOW + WEEK) == 1 and ring(NOW + WEEK) == 0
    assert ring(NOW + 2 * WEEK - SECOND) == 0 and ring(NOW + 2 * WEEK) == 1


def test_whoever_reminded_by_hand_is_not_repeated(shelf, presidents, asker):  # noqa: F811
    (circle,) = put(shelf, presidents, asker)
    later = NOW + WEEK - timedelta(days=1)
    remind(actor=asker, circle=circle, now=later)
    assert ring(NOW + WEEK) == 0 and ring(later + WEEK) == 1


def test_whoever_asked_does_not_write_again_the_day_kevread_did(shelf, presidents, asker):  # noqa: F811
    (circle,) = put(shelf, presidents, asker)
    assert ring(NOW + WEEK) == 1
    with pytest.raises(Refused, match="déjà écrit aujourd’hui"):
        remind(actor=asker, circle=circle, now=NOW + WEEK)
    remind(actor=asker, circle=circle, now=NOW + WEEK + timedelta(days=1))


def test_it_is_reminded_of_a_few_times_then_never(shelf, presidents, asker):  # noqa: F811
    (circle,) = put(shelf, presidents, asker)
    assert [ring(NOW + number * WEEK) for number in range(1, MOST + 3)] == [1] * MOST + [0, 0]
    assert circle.steps.filter(kind=Step.Kind.NUDGED).count() == MOST


def test_several_documents_are_one_letter(shelf, presidents, asker):  # noqa: F811
    put(shelf, presidents, asker, documents=[contract(shelf, f"Contrat {number}") for number in range(5)])
    assert told(NOW + WEEK) == [(str(presidents[0]), 5)] and ring(NOW + WEEK) == 1
    assert Step.objects.filter(kind=Step.Kind.NUDGED).count() == 5
    text = Dispatch.objects.order_by("-pk")[0].content.text
    assert all(f"Contrat {number}" in text for number in range(5))


@pytest.mark.parametrize("how", ["signed", "refused", "withdrawn", "replaced"])
def test_it_stops_with_what_it_was_for(shelf, presidents, asker, how):  # noqa: F811
    (circle,) = put(shelf, presidents, asker, ranks=(1, 1))
    first = presidents[0]
    if how == "signed":
        signs(first, circle)
    if how == "refused":
        refuse_to_sign(
            actor=actor_of(first, TODAY),
            version=circle.version,
            reason="Le montant n’est pas celui du conseil.",
            now=NOW,
        )
    if how == "withdrawn":
        withdraw_circle(actor=asker, circle=circle, reason="Une autre version vient.", now=NOW)
    if how == "replaced":
        source = File("convention.pdf", pdf_of_nobody("Autre"), "application/pdf")
        keep_version(actor=asker, document=circle.version.document, source=source, corrects="La durée.", now=NOW)
    assert told(NOW + WEEK) == ([(str(presidents[1]), 1)] if how == "signed" else [])


def test_what_changed_between_the_list_and_the_letter_is_seen(shelf, presidents, asker):  # noqa: F811
    (circle,) = put(shelf, presidents, asker)
    ((person, circles),) = to_nudge(NOW + WEEK)
    withdraw_circle(actor=asker, circle=circle, reason="Une autre version vient.", now=NOW + WEEK)
    before = Dispatch.objects.count()
    assert nudge(person=person, circles=circles, now=NOW + WEEK) == [] and Dispatch.objects.count() == before


def test_who_may_sign_no_more_and_who_has_no_address_are_not_written_to(shelf, presidents, asker):  # noqa: F811
    put(shelf, presidents, asker, ranks=(1, 1))
    mandate = Mandate.objects.get(pk=shelf.scene.world.holder(f"{shelf.scene.grouping.slug}-board", "president").pk)
    with arranging():
        mandate.period = since(mandate.period.lower, TODAY)
        mandate.save()
    assert told(NOW + WEEK) == [(str(presidents[1]), 1)]
    with arranging():
        presidents[1].email = ""
        presidents[1].save()
    assert told(NOW + WEEK) == []


def test_the_job_may_run_twice_and_kevread_signs_its_act(shelf, presidents, asker, monkeypatch):  # noqa: F811
    (circle,) = put(shelf, presidents, asker)
    monkeypatch.setattr(clock, "now", lambda: NOW + WEEK)
    before = Dispatch.objects.count()
    remind_signers()
    remind_signers()
    assert Dispatch.objects.count() == before + 1
    (done,) = Act.objects.filter(verb="documents.nudge")
    assert done.person is None and done.organisation == shelf.scene.grouping.pk
    kinds = [step.kind for step, _ in followed([circle])[0].people[0].letters]
    assert kinds == [Step.Kind.SENT, Step.Kind.NUDGED]
    document = circle.version.document
    happened = gathered(document, versions_of(document, TODAY)[0], TODAY)[0].happened
    assert (happened[-1].what, happened[-1].who) == ("Rappel parti de lui-même", str(presidents[0]))


def test_one_that_fails_holds_back_no_other(shelf, presidents, asker, monkeypatch):  # noqa: F811
    put(shelf, presidents, asker, ranks=(1, 1))
    monkeypatch.setattr(clock, "now", lambda: NOW + WEEK)

    def failing(*, person, **more):
        if person == presidents[0]:
            raise OSError("no disk")
        return nudge(person=person, **more)

    monkeypatch.setattr(jobs, "nudge", failing)
    with pytest.raises(ExceptionGroup):
        remind_signers()
    assert Step.objects.filter(kind=Step.Kind.NUDGED).count() == 1


def test_the_demands_leave_as_a_spreadsheet(shelf, presidents, asker, settings):  # noqa: F811
    (circle,) = put(shelf, presidents, asker, ranks=(1, 2))
    put(shelf, presidents, asker, documents=[contract(shelf, "Bail")])
    signs(presidents[0], circle)
    page = f"/{shelf.scene.grouping.slug}/documents/signatures-demandees"
    client = entered_as(presidents[0], settings)
    assert f"{page}.csv" in client.get(page).content.decode()
    lines = client.get(f"{page}.csv").content.decode().splitlines()
    assert len(lines) == 5 and sum("signé" in line for line in lines[1:]) == 1
    assert sum("attend son tour" in line for line in lines) == 1 and sum(";attendu;" in line for line in lines) == 2
    assert client.get(f"{page}.xlsx").status_code == 200
    # Whoever neither keeps documents there nor signs them takes away nothing.
    other = shelf.scene.world.holder(f"{shelf.scene.world.groupings[1].slug}-board", "president").person
    assert len(entered_as(other, settings).get(f"{page}.csv").content.decode().splitlines()) == 1
