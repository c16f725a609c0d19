"""Whoever reads every table, at any time, comes in as nobody, signs for nobody, and shows nobody's second factor.

They read what is written there, and what it becomes once it is unpacked: base64, compressed, in any number of layers."""

import base64
import binascii
import json
import re
import zlib
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.serializers import JSONSerializer
from django.core.cache import cache
from django.db import connection
from django.test import Client

from kevread.accounts.models import Account
from kevread.accounts.operations import note, vouch_for_address
from kevread.base import clock
from kevread.base.sealing import Unreadable, seal
from kevread.base.sessions import SessionStore, row_of
from kevread.base.stamped import stamp_of
from kevread.common.actor import SYSTEM
from kevread.common.errors import Invalid
from kevread.directory.models import Person
from kevread.documents.models import Signature, SigningCode
from kevread.documents.operations import Asked, send_signing_code, sign_version
from kevread.mail.models import Content, Dispatch
from kevread.mail.operations import queue_letter, send_letter
from kevread.seats.queries import actor_of
from tests import jobs
from tests.accounts.conftest import ADDRESS, CODE, FACTOR, SIGN_IN, activate, code_of, is_in, sign_in
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.documents.conftest import Shelf
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
PACKED = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
LAYERS = 3


def rows() -> str:
    """All that the application may read, as psql shows it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        tables = [name for (name,) in cursor.fetchall()]
        assert {"django_session", "cache", "procrastinate_jobs", "mail_content", "mfa_authenticator"} <= set(tables)
        found = []
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found += [row for (row,) in cursor.fetchall()]
    return "\n".join(found)


def unpacked(text: str, layers: int = LAYERS) -> str:
    """With what is packed in it."""
    said = [text]
    for piece in PACKED.findall(text) if layers else ():
        whole = piece.rstrip("=").replace("+", "-").replace("/", "_")
        try:
            raw = base64.urlsafe_b64decode(whole + "=" * (-len(whole) % 4))
            said.append(unpacked((zlib.decompress(raw) if raw[:1] == b"\x78" else raw).decode(), layers - 1))
        except (binascii.Error, zlib.error, UnicodeDecodeError):
            continue
    return "\n".join(said)


def read(since: str = "") -> str:
    """What one finds in the tables that was not there before."""
    return "\n".join(unpacked(line) for line in set(rows().splitlines()) - set(since.splitlines()))


def test_what_is_packed_is_read():
    """The reader of these tests is no fool: this is how a session of Django's, and a letter in the cache, were read."""
    from django.contrib.sessions.backends.db import SessionStore
    from django.core import signing

    kept = SessionStore("a" * 32).encode({"account_login": {"state": {"code": "6182-5377", "more": "x" * 300}}})
    letter = base64.b64encode(signing.dumps({"body": "Voici : 6182-5377"}).encode()).decode()
    assert "6182-5377" in unpacked(kept)
    assert "6182-5377" in unpacked(letter)


@pytest.mark.parametrize("sent", [False, True], ids=["while the letter waits", "once it has left"])
def test_nobody_signs_in_with_what_the_tables_say(account, visitor, mailoutbox, sent):
    """The reader asks for a code for somebody, in a browser of their own, and looks for it."""
    before = rows()
    visitor.post(SIGN_IN, {"email": ADDRESS})
    found = read(before)
    jobs.run()
    found = read(before) if sent else found
    right = code_of(mailoutbox[-1])
    for typed in (right, right.replace("-", "")):
        assert typed not in found
    assert ADDRESS not in found
    visitor.post(CODE, {"code": right})
    assert is_in(visitor)  # it was the one


def test_a_letter_that_has_left_is_erased(account, visitor, mailoutbox):
    visitor.post(SIGN_IN, {"email": ADDRESS})
    [key] = jobs.asked("SELECT args->>'letter' FROM procrastinate_jobs")
    assert cache.get(f"letter:{key}")["to"] == [ADDRESS]
    jobs.run()
    assert cache.get(f"letter:{key}") is None
    assert len(mailoutbox) == 1


def test_nobody_takes_up_a_session_with_what_the_tables_say(account, visitor, mailoutbox):
    sign_in(visitor, mailoutbox)
    cookie = visitor.cookies["sessionid"].value
    found = read()
    assert cookie not in found
    assert str(account.pk) not in "".join(jobs.asked("SELECT session_data FROM django_session"))
    for said in jobs.asked("SELECT session_key FROM django_session"):
        thief = Client()
        thief.cookies["sessionid"] = said
        assert not is_in(thief)
        assert thief.get("/compte/").headers["Location"].startswith(SIGN_IN)
    assert visitor.get("/compte/").status_code == 200


def test_a_row_put_in_the_place_of_another_is_an_empty_session(account, visitor, mailoutbox):
    """Whoever writes there has a session of their own, in which they put somebody else's words."""
    sign_in(visitor, mailoutbox)
    thief = Client()
    thief.post(SIGN_IN, {"email": "autre@exemple.fr"})
    theirs, others = (row_of(one.cookies["sessionid"].value) for one in (thief, visitor))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE django_session SET session_data = (SELECT session_data FROM django_session WHERE session_key = %s) "
            "WHERE session_key = %s",
            [others, theirs],
        )
        assert cursor.rowcount == 1
    assert not is_in(thief)
    assert is_in(visitor)


def taken(row: str) -> str:
    """The words of a row, which is then gone."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_session WHERE session_key = %s RETURNING session_data", [row])
        return str(cursor.fetchone()[0])


def put_back(row: str, said: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_session VALUES (%s, %s, '2999-01-01')", [row, said])


def test_a_row_that_is_made_to_last_ends_when_it_was_to(account, visitor, mailoutbox, monkeypatch, settings):
    """Whoever writes there keeps the words of a row and their cookie, and puts another end."""
    sign_in(visitor, mailoutbox)
    row = row_of(visitor.cookies["sessionid"].value)
    put_back(row, taken(row))
    life, began = settings.SESSION_COOKIE_AGE, clock.watch()
    for seconds, opens in ((life - 60, True), (life + 60, False)):
        monkeypatch.setattr(clock, "watch", lambda seconds=seconds: began + timedelta(seconds=seconds))
        assert SessionStore(visitor.cookies["sessionid"].value).load().get("_auth_user_id") == (
            str(account.pk) if opens else None
        )


def test_a_session_without_an_end_inside_is_empty(account, visitor, mailoutbox):
    """As those of before were sealed."""
    sign_in(visitor, mailoutbox)
    cookie = visitor.cookies["sessionid"].value
    said = JSONSerializer().dumps({"_auth_user_id": str(account.pk)}).decode("latin-1")
    taken(row_of(cookie))
    put_back(row_of(cookie), seal(said, "session", cookie))
    assert SessionStore(cookie).load() == {}


def test_a_session_opened_while_another_address_stood_there_ends_with_it(account, visitor, mailoutbox):
    """Whoever holds the key besides puts their own address for a minute, comes in, and puts back what was there."""

    def address(email: str) -> None:
        account.email = email
        Account.objects.filter(pk=account.pk).update(email=email, stamp=stamp_of(account))
        note(account, NOW, SYSTEM)

    address("autre@exemple.fr")
    sign_in(visitor, mailoutbox, "autre@exemple.fr")
    assert visitor.get("/compte/").status_code == 200
    address(ADDRESS)
    assert visitor.get("/compte/").headers["Location"].startswith(SIGN_IN)
    assert not is_in(visitor)


def test_signing_out_and_in_leaves_no_row_behind(account, visitor, mailoutbox):
    sign_in(visitor, mailoutbox)
    before = visitor.cookies["sessionid"].value
    visitor.post("/compte/deconnexion/")
    thief = Client()
    thief.cookies["sessionid"] = before
    assert not is_in(thief)
    assert row_of(before) not in jobs.asked("SELECT session_key FROM django_session")


def test_the_cookie_alone_opens_nothing_under_another_key(account, visitor, mailoutbox, settings):
    sign_in(visitor, mailoutbox)
    settings.SECRET_KEY = "another"
    assert not is_in(visitor)


def test_a_key_of_before_still_opens_sessions(account, visitor, mailoutbox, settings):
    sign_in(visitor, mailoutbox)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert visitor.get("/compte/").status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert visitor.get("/compte/").status_code == 200  # written again since, under the key in force


def test_nobody_shows_a_second_factor_with_what_the_tables_say(account, visitor, mailoutbox):
    before = rows()
    sign_in(visitor, mailoutbox)
    visitor.get("/compte/second-facteur/activer/")
    secret = visitor.session["mfa.totp.secret"]
    assert secret not in read(before)  # while it is being set up
    assert activate(visitor) == secret
    recovery = re.findall(
        r'<code class="code">(\d{8})</code>', visitor.get("/compte/codes-de-secours/").content.decode()
    )
    found = read(before)
    assert len(recovery) == 10
    assert not [said for said in (secret, *recovery) if said in found]
    thief = Client()
    sign_in(thief, mailoutbox)
    for factor in Authenticator.objects.all():
        for said in factor.data.values():
            letters = re.sub(r"[^A-Z2-7]", "", str(said).upper())
            for key in (letters[:32], letters[: len(letters) // 8 * 8]):
                guess = format_hotp_value(hotp_value(key, 0)) if key else "000000"
                thief.post(FACTOR, {"code": guess})
    assert not is_in(thief)


def test_a_second_factor_whose_key_is_lost_lets_nobody_in(account, visitor, mailoutbox, settings):
    """Neither the one who has it, nor whoever shows what an empty secret would: it is said, and refused."""
    sign_in(visitor, mailoutbox)
    secret = activate(visitor)
    settings.SECRET_KEY = "another"
    vouch_for_address(account=account, now=NOW)  # whoever runs the server
    for code in (format_hotp_value(hotp_value("", 0)), format_hotp_value(hotp_value(secret, 0))):
        other = Client()
        sign_in(other, mailoutbox)
        answer = other.post(FACTOR, {"code": code})
        assert answer.status_code == 409
        assert "la clé de l’installation a changé" in answer.content.decode()
        assert not is_in(other)


@pytest.fixture
def to_sign(scene):
    """The minutes of a pôle, and its president, who is to sign them and has no second factor."""
    president = scene.world.holder(f"{scene.first.slug}-board", "president").person
    with arranging():
        president.email = "presidente@exemple.org"
        president.save()
    version = Shelf(scene).minutes(Asked(president, "Présidente"), organisation=scene.first)
    return actor_of(president, TODAY), version


def code_sent(actor, version, mailoutbox, now=NOW) -> str:
    send_signing_code(actor=actor, version=version, now=now)
    jobs.run()
    return next(line.strip() for line in mailoutbox[-1].body.splitlines() if line.strip().isdigit())


def test_nobody_signs_with_what_the_tables_say(to_sign, mailoutbox):
    actor, version = to_sign
    before = rows()
    send_signing_code(actor=actor, version=version, now=NOW)
    waiting = read(before)
    code = code_sent(actor, version, mailoutbox)  # the one before opens nothing
    first = next(line.strip() for line in mailoutbox[0].body.splitlines() if line.strip().isdigit())
    assert not re.search(rf"\b{first}\b", waiting)
    assert not re.search(rf"\b{code}\b", read(before))
    kept = SigningCode.objects.get()
    for said in (kept.digest, kept.digest[:6], str(kept.pk)):
        with pytest.raises(Invalid):
            sign_version(actor=actor, version=version, code=said, now=NOW)
        SigningCode.objects.update(attempts=0)
    assert not Signature.objects.exists()
    sign_version(actor=actor, version=version, code=code, now=NOW)


def test_a_code_of_signature_is_not_made_to_last(to_sign, mailoutbox):
    """Whoever writes in the table puts another end: it is then the digest of no code."""
    actor, version = to_sign
    code = code_sent(actor, version, mailoutbox)
    SigningCode.objects.update(expires_at=NOW + timedelta(days=1))
    with pytest.raises(Invalid):
        sign_version(actor=actor, version=version, code=code, now=NOW + timedelta(hours=1))


def test_a_code_of_signature_serves_the_address_it_was_sent_to(to_sign, mailoutbox):
    actor, version = to_sign
    code = code_sent(actor, version, mailoutbox)
    with arranging():
        Person.objects.filter(pk=actor.person).update(email="autre@exemple.org")
    with pytest.raises(Invalid):
        sign_version(actor=actor, version=version, code=code, now=NOW)


LINK, WRITTEN_TO = "https://exemple.fr/reponse/secret-of-somebody", "annick@exemple.fr"


def letter(to: str = WRITTEN_TO) -> Dispatch:
    """One that waits, as a verb leaves it."""
    with arranging():
        return queue_letter(
            about=OrganisationFactory(), to=to, subject="Rappel", text="À jeudi", now=NOW, buttons=[("Je viens", LINK)]
        )


def test_nobody_answers_with_a_letter_that_waits(db, mailoutbox):
    """The address under a button answers for whoever receives it."""
    before = rows()
    dispatch = letter()
    assert LINK not in read(before)
    assert WRITTEN_TO in read(before)  # it is the letter
    send_letter(dispatch=dispatch.pk, now=NOW)
    assert LINK in mailoutbox[-1].body
    assert Content.objects.get(pk=dispatch.pk).sealed == ""  # it has left


def test_buttons_put_in_another_letter_do_not_leave_with_it(db, mailoutbox):
    """Whoever writes in the table gives somebody's buttons to a letter for themselves."""
    theirs, mine = letter(), letter("moi@exemple.fr")
    Content.objects.filter(pk=mine.pk).update(sealed=Content.objects.get(pk=theirs.pk).sealed)
    send_letter(dispatch=mine.pk, now=NOW)
    mine.refresh_from_db()
    assert (mine.state, mailoutbox) == ("failed", [])
    assert "la clé de l’installation a changé" in mine.fault.lower()


def test_a_letter_of_the_cache_that_somebody_else_wrote_is_not_sent(account, visitor):
    visitor.post(SIGN_IN, {"email": ADDRESS})
    forged = base64.b64encode(json.dumps({"subject": "x", "body": "y", "to": ["x@exemple.fr"]}).encode()).decode()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cache SET value = %s WHERE cache_key LIKE '%%letter:%%'", [forged])
        assert cursor.rowcount == 1
    with pytest.raises(Unreadable):
        jobs.run()


def test_a_session_says_nothing_of_the_persona_that_it_is(somebody, settings):
    settings.KEVREAD_DEMONSTRATION = True
    before = rows()
    client = entered_as(somebody, settings)
    assert client.get("/").status_code in (200, 302)
    assert str(somebody.pk) not in "".join(jobs.asked("SELECT session_data FROM django_session"))
    assert client.cookies["sessionid"].value not in read(before)
