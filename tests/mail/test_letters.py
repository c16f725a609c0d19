"""A letter leaves with its act, once, and what proves it stays."""

import json
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from procrastinate.contrib.django import app

from kevread.common.actor import NOBODY, SYSTEM
from kevread.common.errors import Denied, Invalid, Refused
from kevread.journal.models import Act, Change
from kevread.journal.operations import act
from kevread.mail.models import Attachment, Content, Dispatch
from kevread.mail.operations import (
    Enclosed,
    erase_letters,
    queue_letter,
    resume_letters,
    send_again,
    send_letter,
    stop_letters,
)
from kevread.mail.rules import DELAYS, digest_of
from tests import jobs
from tests.conftest import NOW, TODAY, arranging
from tests.databases import as_administrator

from .conftest import ADDRESS

pytestmark = pytest.mark.django_db


LINES = "Conseil\r\nBcc: a@exemple.fr\u2028de mars\x0b"


def test_lines_in_what_stands_on_one_stop_no_letter(write, sink, organisation):
    """A form that was forged may hold them, in a title as in a name."""
    with arranging():
        type(organisation).objects.update(name=LINES)
    organisation.refresh_from_db()
    write(about=organisation, subject=LINES, attachments=[Enclosed(f"{LINES}.pdf", b"%PDF-")])
    jobs.run()
    [letter] = sink.letters
    assert letter["Subject"] == "Conseil Bcc: a@exemple.fr de mars"
    assert letter["Bcc"] is None
    assert "Conseil Bcc: a@exemple.fr de mars" in letter["From"]
    assert [part.get_filename() for part in letter.iter_attachments()] == ["Conseil Bcc: a@exemple.fr de mars .pdf"]


@pytest.mark.parametrize(("length", "left"), [(200, 200), (201, 200), (410, 200)])
def test_a_subject_that_names_much_stops_no_letter(write, length, left):
    """The title of a paper and the name of an organisation have each their own bound."""
    assert len(write(subject="a" * length).content.subject) == left


def test_it_leaves_with_the_spaces_of_french_and_the_headers_it_owes(write, sink, organisation):
    dispatch = write(reply_to="secretariat@exemple.fr")
    assert sink.letters == []
    assert jobs.run() == ["mail.send"]
    [letter] = sink.letters
    assert letter["To"] == ADDRESS
    assert letter["From"] == "ESS du Littoral <kevread@reseau.exemple>"
    assert letter["Reply-To"] == "secretariat@exemple.fr"
    assert letter["Message-ID"] == f"<{dispatch.pk}@reseau.exemple>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "Bonjour\u00a0: à jeudi\u202f!" in letter.get_body(("plain",)).get_content()
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.attempts, dispatch.maybe_twice) == ("sent", 1, False)
    assert dispatch.sent_at.date() == TODAY
    assert len(dispatch.digest) == 64
    assert Act.objects.get(pk=dispatch.act).verb == "meetings.remind"
    assert Act.objects.filter(verb="mail.send", organisation=organisation.pk).count() == 1


def test_what_one_can_press_and_what_is_enclosed(write, sink):
    write(
        buttons=[("Je viens", "https://exemple.fr/r/1?a=1&b=2")],
        attachments=[Enclosed("convocation.pdf", b"%PDF-"), Enclosed("reunion.ics", b"BEGIN", "text/calendar")],
    )
    jobs.run()
    [letter] = sink.letters
    assert "Je viens\u00a0:\r\nhttps://exemple.fr/r/1?a=1&b=2\r\n" in letter.get_body(("plain",)).get_content()
    page = letter.get_body(("html",)).get_content()
    assert '<a href="https://exemple.fr/r/1?a=1&amp;b=2">Je viens</a>' in page
    enclosed = {part.get_filename(): part.get_content_type() for part in letter.iter_attachments()}
    assert enclosed == {"convocation.pdf": "application/pdf", "reunion.ics": "text/calendar"}


def test_what_was_typed_does_not_become_a_page(write, sink):
    write(text="<script>alert(1)</script>", buttons=[("<b>", "https://exemple.fr/")])
    jobs.run()
    page = sink.letters[0].get_body(("html",)).get_content()
    assert "<script>" not in page
    assert "<b>" not in page


def test_a_file_sent_to_many_is_kept_once(write):
    for to in ("a@exemple.fr", "b@exemple.fr"):
        write(to=to, attachments=[Enclosed("x.pdf", b"%PDF-")])
    assert Attachment.objects.count() == 1


def test_an_act_that_fails_sends_nothing(write, organisation, person, sink):
    with pytest.raises(ZeroDivisionError), act("meetings.remind", actor=SYSTEM, about=organisation, now=NOW):
        queue_letter(about=organisation, to=person, subject="Rappel", text="…", now=NOW)
        1 / 0  # noqa: B018
    assert jobs.run() == []
    assert sink.letters == []


def test_outside_of_an_act_nothing_is_queued(organisation, person):
    with pytest.raises(RuntimeError, match="inside an act"):
        queue_letter(about=organisation, to=person, subject="Rappel", text="…", now=NOW)


def test_who_has_no_address_cannot_be_written_to(write, person):
    person.email = ""
    with pytest.raises(Refused, match="n’a pas d’adresse"):
        write()
    with pytest.raises(Invalid):
        write(to="annick à exemple")


def test_a_refusal_that_may_pass_is_tried_again_under_the_same_name(write, sink):
    dispatch = write()
    sink.refusal = "451 Come back later"
    jobs.run(failing=True)
    assert (Dispatch.objects.get().state, jobs.waiting()) == ("queued", ["mail.send"])
    assert Content.objects.get().trouble == "Le serveur du destinataire demande d’attendre (code 451)."
    sink.refusal = ""
    jobs.make_due()
    jobs.run()
    assert [letter["Message-ID"] for letter in sink.letters] == [dispatch.message_id]
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.attempts, dispatch.maybe_twice) == ("sent", 2, False)


def test_the_next_try_is_when_the_table_says(write, settings):
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 2},
        }
    }
    dispatch = write()
    tries = 0
    while jobs.waiting():
        jobs.make_due()
        jobs.run(failing=True)
        tries += 1
    dispatch.refresh_from_db()
    assert tries == len(DELAYS) + 1
    assert (dispatch.state, dispatch.fault) == ("failed", "Le serveur de courriel ne répond pas.")
    assert jobs.failed() == []


def test_a_refusal_for_good_is_recorded_at_once_and_can_be_tried_again_by_somebody(write, sink):
    dispatch = write()
    sink.recipient_refusal = "550 No such mailbox"
    jobs.run()
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.attempts) == ("failed", 1)
    assert "code 550" in dispatch.fault
    with pytest.raises(Denied):
        send_again(actor=NOBODY, dispatch=dispatch, now=NOW)
    sink.recipient_refusal = ""
    send_again(actor=SYSTEM, dispatch=dispatch, now=NOW)
    jobs.run()
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.fault, dispatch.attempts) == ("sent", "", 2)
    with pytest.raises(Refused, match="parti entre-temps"):
        send_again(actor=SYSTEM, dispatch=dispatch, now=NOW)


def test_a_job_run_twice_sends_once(write, sink):
    dispatch = write()
    jobs.run()
    send_letter(dispatch=dispatch.pk, now=NOW)
    assert len(sink.letters) == 1


def test_killed_between_the_sending_and_its_record_it_says_so(write, sink, monkeypatch):
    dispatch = write()

    class Killed(BaseException):
        pass

    def killed(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("kevread.mail.operations.act", killed)
        with pytest.raises(Killed):
            send_letter(dispatch=dispatch.pk, now=NOW)
    assert len(sink.letters) == 1
    jobs.run()
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.maybe_twice) == ("sent", True)
    assert len({letter["Message-ID"] for letter in sink.letters}) == 1


def test_a_letter_can_be_stopped_but_for_what_is_owed(write, sink):
    write()
    jobs.run()
    assert "/ne-plus-recevoir/" in sink.letters[0]["List-Unsubscribe"]
    stop_letters(address=ADDRESS, now=NOW)
    stop_letters(address=ADDRESS, now=NOW)
    assert write() is None
    assert write(notice=True)
    jobs.run()
    assert sink.letters[-1]["List-Unsubscribe"] is None
    assert "ne-plus-recevoir" not in sink.letters[-1].as_string()
    resume_letters(address=ADDRESS, now=NOW)
    assert write()


def test_one_press_needs_a_site_in_https(write, sink, settings):
    settings.KEVREAD_ADDRESS = "https://reseau.exemple"
    write()
    jobs.run()
    assert sink.letters[0]["List-Unsubscribe"].startswith("<https://reseau.exemple/ne-plus-recevoir/")
    assert sink.letters[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_what_it_said_is_erased_after_ninety_days_and_the_proof_stays(write, sink):
    dispatch = write(attachments=[Enclosed("x.pdf", b"%PDF-")], text="Un secret")
    waiting = write(to="autre@exemple.fr")
    app.job_manager.cancel_job_by_id(
        int(jobs.asked(f"SELECT id FROM procrastinate_jobs WHERE args->>'dispatch' = '{waiting.pk}'")[0])
    )
    jobs.run()
    assert erase_letters(now=NOW + timedelta(days=90)) == 0
    assert erase_letters(now=NOW + timedelta(days=90, minutes=1)) == 1
    assert [content.dispatch_id for content in Content.objects.all()] == [waiting.pk]
    assert Attachment.objects.count() == 0
    dispatch.refresh_from_db()
    assert (dispatch.state, len(dispatch.digest), bool(dispatch.message_id)) == ("sent", 64, True)
    assert not Change.objects.filter(after__icontains="Un secret").exists()


def test_an_erased_letter_is_not_sent_again(write, sink):
    dispatch = write()
    sink.recipient_refusal = "550 No such mailbox"
    jobs.run()
    erase_letters(now=NOW + timedelta(days=91))
    with pytest.raises(Refused, match="effacé"):
        send_again(actor=SYSTEM, dispatch=dispatch, now=NOW)


def test_the_update_seals_what_waits_and_empties_what_has_left(write, sink):
    """The columns held JSON in clear."""
    update = import_module("kevread.mail.migrations.0003_seal_buttons")
    buttons = [["Je viens", "https://exemple.fr/r/1"]]
    waits, left = write(buttons=buttons), write(buttons=buttons)
    send_letter(dispatch=left.pk, now=NOW)
    Content.objects.update(sealed=json.dumps(buttons))
    update.forward(apps, SimpleNamespace(connection=connection))
    kept = {content.pk: content for content in Content.objects.all()}
    assert kept[left.pk].sealed == ""
    assert "exemple.fr" not in kept[waits.pk].sealed
    assert kept[waits.pk].buttons == buttons


@pytest.mark.parametrize(
    ("model", "changed"),
    [
        (Content, {"text": "Payez ici."}),
        (Content, {"subject": "Autre"}),
        (Content, {"reply_to": "autre@exemple.fr"}),
        (Content, {"stop": "home:stop"}),
        (Content, {"sealed": ""}),
        (Attachment, {"data": b"%PDF-2"}),
        (Attachment, {"name": "autre.pdf"}),
        (Dispatch, {"address": "autre@exemple.fr"}),
    ],
)
def test_a_letter_that_another_hand_changed_while_it_waited_does_not_leave(write, sink, model, changed):
    """Its text is in no journal: the digest of it is, and whoever has the secret of the application has no other way in."""
    dispatch = write(
        reply_to="secretariat@exemple.fr",
        buttons=[("Je viens", "https://exemple.fr/r/1")],
        attachments=[Enclosed("convocation.pdf", b"%PDF-")],
    )
    with arranging():
        model.objects.update(**changed)
    jobs.run()
    assert sink.letters == []
    dispatch.refresh_from_db()
    assert (dispatch.state, "une autre main l’a changé" in dispatch.fault) == ("failed", True)


def test_a_digest_written_in_an_act_that_another_hand_opened_says_nothing(write, sink):
    """As the application: an act in somebody's name, and the digest of the letter that it put there; then one of ours."""
    dispatch = write()
    Content.objects.update(text="Payez ici.")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_act (id, verb, at, person_name, hat, arguments, reason) "
            "VALUES (gen_random_uuid(), 'meetings.remind', %s, '', '', '{}', '') "
            "RETURNING set_config('kevread.act', id::text, true)",
            [NOW],
        )
        said = digest_of(dispatch.address, Content.objects.get().subject, "Payez ici.", [], [])
        cursor.execute("UPDATE mail_dispatch SET digest = %s", [said])
    for _ in range(2):
        jobs.run()
        dispatch.refresh_from_db()
        assert (sink.letters, dispatch.state, dispatch.digest) == ([], "failed", said)
        send_again(actor=SYSTEM, dispatch=dispatch, now=NOW)


@pytest.mark.parametrize(
    "told", ["SELECT %s", "UPDATE journal_change SET after = after || jsonb_build_object('digest', %s::text)"]
)
def test_a_digest_put_there_with_the_triggers_off_says_nothing(write, sink, told):
    """In the row alone, or in what the journal says of it too."""
    dispatch = write()
    Content.objects.update(text="Payez ici.")
    said = digest_of(dispatch.address, Content.objects.get().subject, "Payez ici.", [], [])
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE mail_dispatch SET digest = %s", [said])
        cursor.execute(told, [said])
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    for _ in range(2):  # an act of ours wrote the row again meanwhile
        jobs.run()
        dispatch.refresh_from_db()
        assert (sink.letters, dispatch.state, dispatch.digest) == ([], "failed", said)
        send_again(actor=SYSTEM, dispatch=dispatch, now=NOW)


def test_a_letter_queued_in_an_act_that_another_hand_opened_does_not_leave(write, sink):
    dispatch = write()
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE journal_act SET stamp = '' WHERE id = %s", [dispatch.act])
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    jobs.run()
    dispatch.refresh_from_db()
    assert (sink.letters, dispatch.state) == ([], "failed")


def test_where_a_letter_is_answered_is_left_out_where_its_digest_does_not_bind_it(write, sink):
    write()
    Content.objects.update(reply_to="autre@exemple.fr")
    jobs.run()
    assert sink.letters[0]["Reply-To"] is None


def test_what_an_erasure_took_out_of_a_letter_that_waits_does_not_stop_it(write, sink, organisation):
    """An act of ours, since the letter was queued: neither one of before, nor one that another hand opened."""
    dispatch = write()
    Content.objects.update(text="Bonjour : à jeudi, […] !")

    def again() -> str:
        jobs.run()
        dispatch.refresh_from_db()
        if dispatch.state == "failed":
            send_again(actor=SYSTEM, dispatch=dispatch, now=NOW)
        return dispatch.state

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_act (id, verb, at, person_name, hat, arguments, reason) "
            "VALUES (gen_random_uuid(), 'privacy.erase', %s, '', '', '{}', '')",
            [NOW],
        )
    assert again() == "failed"
    with act("privacy.erase", actor=SYSTEM, about=organisation, now=NOW - timedelta(seconds=1)):
        pass
    assert again() == "failed"
    with act("documents.erase", actor=SYSTEM, about=organisation, now=NOW):  # it takes nothing out of letters
        pass
    assert again() == "failed"
    with act("privacy.erase", actor=SYSTEM, about=organisation, now=NOW):
        pass
    assert again() == "sent"
    assert len(sink.letters) == 1
