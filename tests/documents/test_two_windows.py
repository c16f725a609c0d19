"""A button pressed twice, two windows: one document, one version, one signature; the other reads why."""

import pytest

from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied, NotDone
from kevread.documents.files import File
from kevread.documents.models import Content, Document, Signature, Version
from kevread.documents.operations import (
    Asked,
    keep_document,
    keep_version,
    open_circles,
    send_signing_code,
    sign_version,
)
from kevread.documents.operations.circles import Signer
from kevread.documents.queries.circles import followed
from kevread.documents.queries.sealed import known, sealed_bytes
from kevread.mail.models import Dispatch
from kevread.seats.queries import actor_of
from tests import jobs
from tests.conftest import NOW, TODAY, arranging
from tests.documents.conftest import PDF
from tests.documents.papers import EXAMPLES
from tests.documents.test_sign_version import code_sent
from tests.documents.test_verify_document import pdf_of_nobody
from tests.factories import PersonFactory
from tests.seats.test_two_windows import at_once

FILE = File("rapport.pdf", PDF, "application/pdf")
OTHER = File("rapport.pdf", PDF + b" else", "application/pdf")
BY_SYSTEM = {"actor": SYSTEM, "now": NOW}


def one_of(answers):
    done = [answer for answer in answers if not isinstance(answer, BaseException)]
    refused = [answer for answer in answers if isinstance(answer, NotDone)]
    assert (len(done), len(refused)) == (1, 1), answers
    return done[0]


@pytest.fixture
def here(committed):
    return committed.groupings[0]


def keep(organisation, **more):
    wanted = {"kind": "file", "title": "Rapport", "source": FILE, **more}
    return keep_document(organisation=organisation, **wanted, **BY_SYSTEM)


def test_a_file_given_twice_at_once_is_kept_once(here):
    one_of(at_once(lambda: keep(here), lambda: keep(here)))
    assert Document.objects.filter(title="Rapport").count() == 1


def test_two_different_titles_of_the_same_file_are_two_documents(here):
    answers = at_once(lambda: keep(here), lambda: keep(here, title="Autre titre"))
    assert not any(isinstance(answer, BaseException) for answer in answers), answers
    assert Document.objects.filter(title__in=["Rapport", "Autre titre"]).count() == 2
    assert Content.objects.count() == 1


def test_two_corrections_at_once_follow_each_other_or_one_is_refused(here):
    document = keep(here).document

    def correct():
        return keep_version(document=document, source=OTHER, corrects="Page 2.", **BY_SYSTEM)

    one_of(at_once(correct, correct))
    assert list(Version.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_one_signs_once_from_two_windows(here, mailoutbox):
    with arranging():
        person = PersonFactory(email="deux@exemple.org")
    version = keep(here, kind="minutes", source=EXAMPLES["minutes"], asked=[Asked(person, "Présidence")])
    actor = actor_of(person, TODAY)
    send_signing_code(actor=actor, version=version, now=NOW)
    jobs.run()
    code = next(line.strip() for line in mailoutbox[-1].body.splitlines() if line.strip().isdigit())

    def sign():
        try:
            return sign_version(actor=actor, version=version, code=code, now=NOW)
        except Denied as denied:  # it came after: signed already
            return denied

    one_of(at_once(sign, sign))
    assert Signature.objects.count() == 1


def test_two_of_one_turn_sign_at_the_same_instant(committed, here):
    """Each fills their own place of the file, one after the other; both stand, and whoever asked is told once."""
    places = [here, committed.head]
    people = [committed.holder(f"{one.slug}-board", "president").person for one in places]
    with arranging():
        for number, person in enumerate(people):
            person.email = f"presidente{number}@exemple.org"
            person.save()
    source = File("convention.pdf", pdf_of_nobody("Convention"), "application/pdf")
    document = keep(here, title="Convention", source=source, audience="organisation").document
    actors = [actor_of(person, TODAY) for person in people]
    signers = [Signer(*pair) for pair in zip(people, places, strict=True)]
    asked = {"organisation": here, "documents": [document], "signers": signers, "act_code": "convention", "now": NOW}
    (circle,) = open_circles(actor=actors[0], **asked)
    codes = [code_sent(actor, circle.version) for actor in actors]

    def signing(actor, code):
        return lambda: sign_version(actor=actor, version=circle.version, code=code, now=NOW, consents=True)

    answers = at_once(*map(signing, actors, codes))
    assert [type(one) for one in answers] == [Signature, Signature], answers
    report = known(sealed_bytes(circle.version)).report
    assert (report.verdict, len(report.signatures), report.places) == ("valid", 2, 2)
    assert followed([circle])[0].is_signed
    assert Content.objects.count() == 3
    assert Dispatch.objects.filter(person=people[0]).count() == 2  # asked to sign, then told that everybody has
