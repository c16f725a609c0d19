"""Whoever keeps the machine has an account and no seat: on every screen they read what everybody reads, and what commands
print names nobody."""

import contextlib
import html
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command, get_commands
from django.test import Client
from django.urls import Resolver404, resolve

from kevread.accounts.models import Account
from kevread.accounts.operations import create_account
from kevread.directory.models import Person
from tests.conftest import NOW, TODAY

from .conftest import demonstrating
from .walked import PERSONAE, said_by, walked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]
LED_TO: dict[str, set[str]] = defaultdict(set)  # for whoever has no seat, an address is the same whoever leads there
OF_ONE_VIEW = 4  # addresses of one view that are tried, beside those of the list of screens


@pytest.fixture
def people() -> "People":
    return People()


class People:
    """Those of the invented life, as a page may name them."""

    def __init__(self) -> None:
        rows = list(Person.objects.all())
        self.names = {plain(str(one)) for one in rows}
        self.any = one_of(self.names)
        self.addresses = {one.email for one in rows if one.email} | set(Account.objects.values_list("email", flat=True))

    def in_(self, text: str) -> set[str]:
        said = plain(text)
        lowered = said.lower() if "@" in said else ""
        named = {one for one in self.names if one in said} if self.any.search(said) else set()
        return named | {one for one in self.addresses if one in lowered}


def one_of(words: set[str]) -> re.Pattern[str]:
    """Whether any is there: a search that stops at first letters alone is fifty times as quick as one for each."""
    rests: dict[str, list[str]] = defaultdict(list)
    for one in sorted(words):
        rests[one[0]].append(re.escape(one[1:]))
    return re.compile("|".join(f"{re.escape(first)}(?:{'|'.join(those)})" for first, those in rests.items()))


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(text)).replace("’", "'")


def view_at(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def addresses(persona: str, kept: dict[str, set[str]] | None = None) -> Iterator[str]:
    """Every screen of that persona, then what these lead to, some of each view: their files are among them. `kept`: those that
    others led to, which count among them."""
    walk, kept = walked(persona), defaultdict(set) if kept is None else kept
    shown = [*walk.screens.values()]
    yield from shown
    for here in shown:
        for one in walk.hrefs(here):
            view = view_at(one) if one.startswith("/") else ""
            if view and one not in shown and one not in kept[view] and len(kept[view]) < OF_ONE_VIEW:
                kept[view].add(one)
                yield one


@pytest.mark.parametrize("persona", PERSONAE, ids=lambda slug: slug or "public")
def test_an_account_without_a_seat_reads_no_more_than_everybody(people: People, persona: str):
    with demonstrating():
        machine, anybody = Client(), Client()
        account = create_account(email="machine@exemple.fr", now=NOW)
        machine.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        read, told, tried = {}, 0, 0
        for address in addresses(persona, LED_TO):
            tried += 1
            answer = machine.get(address)
            if found := people.in_(said_by(answer)):
                more = found - people.in_(said_by(anybody.get(address)))
                told += 1
                if more:
                    read[address] = sorted(more)[:5]
    assert read == {}
    assert tried >= len(walked(persona).screens)


def test_the_reader_of_this_test_is_no_fool(people: People):
    """The same pages, read by whoever may, name people: on screen, in a workbook, on paper."""
    with demonstrating():
        direction = Client()
        direction.post("/demonstration/entrer/direction/")
        for address in (
            "/ess-35/personnes",
            "/ess-35/personnes.xlsx",
            "/ess-35/mandats.csv",
            "/ess-35/equipe/organigramme.pdf",
        ):
            answer = direction.get(address)
            assert answer.status_code == 200, address
            assert people.in_(said_by(answer)), address


def printed(*command: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):  # some findings are not in order
        call_command(*command, stdout=out)
    return out.getvalue()


DAY = TODAY.isoformat()
PRINTING = {
    "verify-journal": [("verify-journal",), ("verify-journal", "--tables")],
    "erasures": [("erasures", "--state"), ("erasures",)],
    "seal": [("seal",)],
    "charter": [("charter", "check", "--on", DAY), ("charter", "coverage"), ("charter", "coverage", "--law")],
    "second_factors": [("second_factors",)],
    "addresses": [("addresses",)],
    "prepare": [("prepare",)],
    "installation-key": [("installation-key",)],
    "journal-head": [("journal-head",)],
}
ELSEWHERE = {
    "first_secretary": "says again who was just typed",
    "console_code": "says a code, of an address that was just typed",
    "export": "writes a file, and says where: the workbook of the whole federation, by whoever has the database",
    "import": "says again what stands in the file that it is given",
    "statutes-akn": "writes a file, and says where: the articles that an organisation adopted",
    "attach-source": "says again what stands in the file that it is given",
    "tally": "counts what it is given",
    "equalise": "shares out what it is given",
    "transfer-calendar": "counts days from what it is given",
    "verify-document": "reads a file, and names whoever signed it: it is what that file is for",
    "authority": "shows the authority of the installation, which nobody’s name is in",
    "seal-provider": "says what a provider answers of its certificate, which is that of an organisation",
    "verify-vote": "reads a file, and nothing of the database",
    "demonstration": "is about invented people",
    "worker": "prints nothing",
    "grant": "prints nothing",
    "migrate": "makes tables, and says which",
    "kind": "prints nothing",
    "roles": "writes a page from a table of the code, and says where",
    "fonts": "makes a file of fonts",
}


def test_every_command_is_listed_or_says_why_not():
    ours = {name for name, app in get_commands().items() if str(app).startswith("kevread.")}
    assert PRINTING.keys() | ELSEWHERE.keys() == ours
    assert not PRINTING.keys() & ELSEWHERE.keys()


@pytest.mark.parametrize("command", sorted(PRINTING))
def test_what_a_command_prints_names_nobody(people: People, command: str):
    with demonstrating():
        said = [printed(*words) for words in PRINTING[command]]
    assert all(said)
    assert set().union(*map(people.in_, said)) == set()
