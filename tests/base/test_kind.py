"""A database says what it is, once: neither a setting nor a lost file makes a demonstration of a real federation."""

import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from kevread.base import kind
from kevread.base.kind import Kind
from kevread.demonstration.mail import Mailbox
from kevread.demonstration.models import Letter
from tests.databases import ROOT, as_owner, database, environment_of

pytestmark = pytest.mark.django_db
REAL, SHOWN = Kind("federation", "bretagne"), Kind("demonstration", "bretagne")


def written_as(what: Kind) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO base_kind (kind, federation) VALUES (%s, %s)", [what.kind, what.federation])


def test_it_is_written_once_and_nothing_changes_it(settings):
    with as_owner():
        settings.KEVREAD_DEMONSTRATION = False
        kind.write()
        kind.write()
        assert kind.written() == REAL
        settings.KEVREAD_DEMONSTRATION = True
        with pytest.raises(ImproperlyConfigured, match="celle d’une vraie fédération"):
            kind.write()
        assert kind.written() == REAL
    for statement in ("UPDATE base_kind SET kind = 'demonstration'", "DELETE FROM base_kind", "TRUNCATE base_kind"):
        refused = pytest.raises(ProgrammingError, match="ce qu’est cette base ne change pas")
        with refused, transaction.atomic(), as_owner(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize(
    ("written", "is_demonstration", "fits"),
    [(REAL, False, True), (SHOWN, True, True), (REAL, True, False), (SHOWN, False, False)],
)
def test_what_is_served_is_what_the_database_is(settings, written, is_demonstration, fits):
    written_as(written)
    settings.KEVREAD_DEMONSTRATION = is_demonstration
    if fits:
        kind.require_served()
        return
    with pytest.raises(ImproperlyConfigured, match="ne s’ouvre pas comme"):
        kind.require_served()


def test_another_federation_is_not_served_either(settings):
    written_as(Kind("federation", "exemple"))
    settings.KEVREAD_DEMONSTRATION = False
    with pytest.raises(ImproperlyConfigured, match="« exemple »"):
        kind.require_served()


def test_a_real_federation_shows_no_letter(settings):
    """Whatever it is taken for: the code of whoever enters would be read by anyone."""
    letter = EmailMessage("Votre code", "12345678", to=["anne@exemple.fr"])
    settings.KEVREAD_DEMONSTRATION = True
    Mailbox().send_messages([letter])
    assert Letter.objects.count() == 1
    written_as(REAL)
    with pytest.raises(ProgrammingError, match="dont les courriels ne se montrent pas"), transaction.atomic():
        Mailbox().send_messages([letter])
    assert Letter.objects.count() == 1


@pytest.fixture(scope="module")
def real():
    with database("real", "tables") as url:
        made = environment_of(url, invented=False, owned=True) | {"KEVREAD_FEDERATION": "bretagne"}
        subprocess.run([sys.executable, "-m", "config", "kind"], env=made, cwd=ROOT, check=True)
        yield made


@pytest.mark.parametrize(
    "command", [["-c", "import config.wsgi"], ["-m", "config", "worker", "--once"], ["-m", "config", "prepare"]]
)
def test_neither_the_server_nor_the_worker_starts_on_what_it_is_not(real, command):
    ran = subprocess.run(
        [sys.executable, *command], env=real | {"KEVREAD_DEMONSTRATION": "1"}, cwd=ROOT, capture_output=True, text=True
    )
    assert ran.returncode != 0
    assert "celle d’une vraie fédération" in ran.stderr
    if "prepare" not in command:
        subprocess.run([sys.executable, *command], env=real, cwd=ROOT, check=True)
