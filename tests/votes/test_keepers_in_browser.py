"""Whoever keeps a share of the key, in a real browser: it draws their code, looks before it serves, and sends neither."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from kevread.tally.rules import tallies as tally
from kevread.votes.queries.installation import installation
from kevread.votes.rules.box import (
    Committed,
    Line,
    Slip,
    Stamp,
    commitment,
    fingerprint,
    receipt_of,
    stamped_ballot,
    stamped_box,
    stamped_commitment,
    stamped_terms,
)
from kevread.votes.rules.keys import print_of, public_key_of
from tests.browser import AT_MOST, axe, database_url, running
from tests.databases import environment_of, manage

BUILD = """
from tests.arrange import arranging
from tests.gatherings.electorate import sessions_of, with_accounts
from tests.gatherings.polling import NOW, SECRET, asking, under_way
from kevread.votes import operations
with arranging():
    met = under_way(members=16, represented=2)
    people = [entry.person for entry in met.entries[12:14]]
    with_accounts(people)
sessions_of(people)
asked = asking(met, SECRET, scrutineers=met.entries[12:14])
operations.draft_poll(actor=met.actor(), asked=asked, now=NOW)
"""
VOTE = """
from kevread.common.actor import Actor
from kevread.votes import operations
from kevread.votes.models import Poll
from tests.gatherings.polling import NOW, drop, voters
poll = Poll.objects.get()
secretary = Actor(person=poll.meeting.secretary_id)
poll = operations.open_poll(actor=secretary, poll=poll, now=NOW)
for actor, marks in voters(None, poll)[:6]:
    drop(actor, poll, marks, "for")
operations.close_poll(missing=99, actor=secretary, poll=poll, now=NOW)
"""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with running("keepers", prepare=(("shell", "-v0", "-c", BUILD),)) as address:
        yield address


def ask(question: str, *values: object) -> list[tuple]:
    with psycopg.connect(database_url("keepers")) as connection:
        connection.execute("SET session_replication_role = replica")
        found = connection.execute(question, values)
        return found.fetchall() if found.description else []


@contextmanager
def keeper(chrome: Browser, site: str, number: int) -> Iterator[tuple[Page, list[str]]]:
    """Their phone, on the page of their share, and all that it posts."""
    context = chrome.new_context(locale="fr-FR", viewport={"width": 390, "height": 844}, has_touch=True)
    context.set_default_timeout(AT_MOST)
    host = urlsplit(site).hostname or ""
    context.add_cookies([{"name": "sessionid", "value": f"voter{number:027}", "domain": host, "path": "/"}])
    page, posted = context.new_page(), list[str]()
    page.on("request", lambda request: posted.append(request.post_data or "") if request.method == "POST" else None)
    (slug, poll), *_ = ask(
        "SELECT o.slug, p.id FROM votes_poll p JOIN meetings_agendaitem i ON i.id = p.item_id "
        "JOIN meetings_meeting m ON m.id = i.meeting_id JOIN seats_body b ON b.id = m.body_id "
        "JOIN directory_organisation o ON o.id = b.organisation_id"
    )
    page.goto(f"{site}/{slug}/votes/{poll}/ma-part")
    yield page, posted
    context.close()


def accepted(page: Page) -> str:
    page.get_by_role("button", name="J’accepte").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Notez ce code")
    code = page.locator("[data-code]")
    expect(code).to_have_text(re.compile(r"^[0-9A-Z-]{32}$"))
    assert axe(page) == []
    return code.inner_text()


def test_a_keeper_never_shows_their_code_to_the_server(site: str, chrome: Browser):
    with keeper(chrome, site, 0) as (one, posted), keeper(chrome, site, 1) as (two, also_posted):
        codes = [accepted(one), accepted(two)]
        keys = {bytes(key) for (key,) in ask("SELECT public_key FROM votes_scrutineer")}
        assert keys == {public_key_of(code) for code in codes}
        expect(one.locator("[data-print]")).to_have_text(print_of(public_key_of(codes[0])))
        expect(one.get_by_text("n’est pas celle que votre navigateur garde")).to_be_hidden()
        manage(environment_of(database_url("keepers")), "shell", "-v0", "-c", VOTE)

        one.goto(one.url)
        expect(one.get_by_text("Les scripts de cette page n’agissent pas")).to_be_hidden()
        assert axe(one) == []
        one.get_by_role("button", name="Ouvrir ma part", exact=True).tap()
        expect(one.get_by_text("Votre part est ouverte.")).to_be_visible()

        stopped(two, "quelqu’un a changé les clés", keys_changed)
        stopped(two, "ne s’accorde pas avec ses reçus", ballot_changed)
        stopped(two, "ne sont pas ceux dont l’empreinte est publiée", terms_changed)
        stopped(two, "ne porte pas la clé de l’installation", installation_changed)
        stopped(two, "ne prouve pas qu’il est de ce vote", proof_broken)
        stopped(two, "ne s’accorde pas avec ses reçus", box_unstamped)
        stopped(two, "ne s’accorde pas avec ses reçus", ballot_unstamped)
        stopped(two, "ne s’accorde pas avec ses reçus", commitment_unstamped)
        stopped(two, "ne s’accorde pas avec ses reçus", commitments_erased)
        assert not [body for body in also_posted if "ouverture" in body]

    with keeper(chrome, site, 1) as (elsewhere, posted_elsewhere):
        elsewhere.get_by_label("Le code que vous avez noté").fill(codes[1].lower())
        elsewhere.get_by_role("button", name="Ouvrir ma part avec ce code").tap()
        expect(elsewhere.get_by_text("Adopté")).to_be_visible()
    sent = "".join([*posted, *also_posted, *posted_elsewhere])
    assert "ouverture" in sent
    assert not [code for code in codes if code in sent or code.lower() in sent]
    assert ask("SELECT state FROM votes_poll") == [("counted",)]


def stopped(page: Page, why: str, change) -> None:
    """The database says something else for a moment: nothing leaves."""
    kept = {table: ask(f"SELECT to_jsonb(t) FROM {table} t") for table in TOUCHED}
    change(kept["votes_poll"][0][0]["terms"], ask("SELECT id FROM votes_ballot ORDER BY id LIMIT 1")[0][0])
    page.goto(page.url)
    page.get_by_role("button", name="Ouvrir ma part", exact=True).tap()
    expect(page.locator("[data-why]")).to_contain_text(why)
    expect(page.locator("[data-why]")).to_contain_text("qui préside la séance")
    assert axe(page) == []
    for table, columns in TOUCHED.items():
        for (row,) in kept[table]:
            again = ", ".join(f"{one} = old.{one}" for one in columns)
            old = f"jsonb_populate_record(NULL::{table}, %s::jsonb)"
            ask(f"INSERT INTO {table} SELECT ({old}).* ON CONFLICT DO NOTHING", json.dumps(row))
            ask(f"UPDATE {table} t SET {again} FROM (SELECT ({old}).*) old WHERE t.id = old.id", json.dumps(row))


TOUCHED = {
    "votes_poll": ("terms", "sha256", "terms_stamp", "box_sha256", "box_stamp"),
    "votes_ballot": ("sealed", "receipt", "stamp", "batch"),
    "votes_commitment": ("sha256", "stamp"),
}


def stamp_terms(terms: dict, stamp: Stamp) -> None:
    sha256 = tally.digest(terms)
    said = stamp.sign(stamped_terms(bytes.fromhex(sha256)))
    ask("UPDATE votes_poll SET terms = %s, sha256 = %s, terms_stamp = %s", json.dumps(terms), sha256, said)


def installation_changed(terms: dict, ballot: object) -> None:
    """Made up whole by whoever has the database: another key, which stamps its terms."""
    other = Stamp(b"of somebody else")
    stamp_terms(terms | {"stamp_key": other.public.hex()}, other)


def proof_broken(terms: dict, ballot: object) -> None:
    """With the key of the machine besides: all is stamped, and one ballot is of other terms."""
    sha256, sealed = (
        bytes.fromhex(tally.digest(terms)),
        bytearray(ask("SELECT sealed FROM votes_ballot WHERE id = %s", ballot)[0][0]),
    )
    sealed[-1] ^= 1
    stamp = installation().sign(stamped_ballot(sha256, "", bytes(sealed)))
    receipt = receipt_of(sha256, "", bytes(sealed))
    ask(
        "UPDATE votes_ballot SET sealed = %s, receipt = %s, stamp = %s WHERE id = %s",
        bytes(sealed),
        receipt,
        stamp,
        ballot,
    )
    receipts = [one for (one,) in ask("SELECT receipt FROM votes_ballot WHERE batch IS NOT NULL")]
    said = stamped_commitment(sha256, 1, len(receipts), commitment(receipts))
    ask("UPDATE votes_commitment SET sha256 = %s, stamp = %s", commitment(receipts), installation().sign(said))
    stamp_box(sha256)


def stamp_box(sha256: bytes) -> None:
    """What lies there is closed anew, with the key of the machine."""
    slips = [Slip(*map(whole, row)) for row in ask("SELECT receipt, college, sealed, stamp, batch FROM votes_ballot")]
    held = [Committed(*map(whole, row)) for row in ask("SELECT number, ballots, sha256, stamp FROM votes_commitment")]
    marks = ask("SELECT entry_id, voter_id, college, votes, coalesce(stamp, '') FROM votes_rollmark")
    found = fingerprint(slips, [Line(*map(whole, row)) for row in marks], held)
    ask("UPDATE votes_poll SET box_sha256 = %s, box_stamp = %s", found, installation().sign(stamped_box(sha256, found)))


def whole(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def box_unstamped(terms: dict, ballot: object) -> None:
    ask("UPDATE votes_poll SET box_stamp = terms_stamp")


def ballot_unstamped(terms: dict, ballot: object) -> None:
    ask("UPDATE votes_ballot SET stamp = (SELECT terms_stamp FROM votes_poll) WHERE id = %s", ballot)


def commitment_unstamped(terms: dict, ballot: object) -> None:
    ask("UPDATE votes_commitment SET stamp = (SELECT terms_stamp FROM votes_poll)")
    stamp_box(bytes.fromhex(tally.digest(terms)))


def commitments_erased(terms: dict, ballot: object) -> None:
    """All of what receipts said: nothing that is left contradicts it but the digest of the closing."""
    ask("UPDATE votes_ballot SET batch = NULL")
    ask("DELETE FROM votes_commitment")


def keys_changed(terms: dict, ballot: object) -> None:
    others = [{"name": one["name"], "key": public_key_of("0" * 26).hex()} for one in terms["keepers"]]
    changed = terms | {"keepers": others}
    ask("UPDATE votes_poll SET terms = %s, sha256 = %s", json.dumps(changed), tally.digest(changed))


def ballot_changed(terms: dict, ballot: object) -> None:
    ask(
        "UPDATE votes_ballot SET sealed = (SELECT sealed FROM votes_ballot WHERE id <> %s LIMIT 1) WHERE id = %s",
        ballot,
        ballot,
    )


def terms_changed(terms: dict, ballot: object) -> None:
    ask("UPDATE votes_poll SET terms = %s", json.dumps(terms | {"question": "Une autre ?"}))
