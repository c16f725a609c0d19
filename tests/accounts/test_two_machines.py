"""One database, two machines whose keys differ; or one machine whose key has changed while something waited. What the other key
sealed opens nothing, and is not lost; what is refused is said. Under the key of before, kept below, all of it still serves."""

import pytest
from django.test import Client

from kevread.accounts.models import ConsoleCode
from kevread.accounts.operations import issue_console_code
from kevread.mail.message import address_of, stop_address
from kevread.membership import links
from tests import jobs
from tests.conftest import NOW
from tests.publishing.test_front import text_of

from .conftest import ADDRESS, CODE, FIRST, SIGN_IN, ask, code_of, is_in, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere(settings):
    """As another machine, of another key; `elsewhere.back()` is the first one again."""
    return Elsewhere(settings)


class Elsewhere:
    def __init__(self, settings) -> None:
        self.settings, self.first = settings, settings.SECRET_KEY

    def go(self, *before: str) -> None:
        self.settings.SECRET_KEY, self.settings.SECRET_KEY_FALLBACKS = "the key of another machine", list(before)

    def back(self) -> None:
        self.settings.SECRET_KEY, self.settings.SECRET_KEY_FALLBACKS = self.first, []


def test_a_session_is_left_aside_by_the_other_machine_and_opens_at_its_own(account, visitor, mailoutbox, elsewhere):
    sign_in(visitor, mailoutbox)
    elsewhere.go()
    led = visitor.get("/compte/")
    assert (led.status_code, led["Location"]) == (302, f"{SIGN_IN}?next=/compte/")
    elsewhere.back()
    assert visitor.get("/compte/").status_code == 200


def test_a_code_that_was_received_is_said_not_to_be_awaited_there_and_serves_at_its_own(
    account, visitor, mailoutbox, elsewhere
):
    ask(visitor)
    code = {"code": code_of(mailoutbox[-1])}
    elsewhere.go()
    answer = visitor.post(CODE, code)
    assert answer.status_code == 409 and f'action="{SIGN_IN}"' in answer.content.decode()
    assert "Ce code n’est plus attendu ici" in text_of(answer) and "Demandez-en un autre" in text_of(answer)
    assert not is_in(visitor)
    elsewhere.back()
    assert visitor.post(CODE, code)["Location"] == "/" and is_in(visitor)


def test_it_serves_where_the_key_of_before_is_kept_below(account, visitor, mailoutbox, elsewhere):
    ask(visitor)
    elsewhere.go(elsewhere.first)
    visitor.post(CODE, {"code": code_of(mailoutbox[-1])})
    assert is_in(visitor)


@pytest.mark.parametrize("kept", [True, False])
def test_a_code_whose_letter_waited_does_not_leave_and_is_asked_for_anew(account, visitor, mailoutbox, elsewhere, kept):
    visitor.post(SIGN_IN, {"email": ADDRESS})
    elsewhere.go(*[elsewhere.first] * kept)
    jobs.run()
    assert not mailoutbox
    again = Client()
    ask(again)
    assert len(mailoutbox) == kept  # of an address that no key of ours wrote, until somebody answers for it
    if kept:
        assert again.post(CODE, {"code": code_of(mailoutbox[0])}).status_code == 302 and is_in(again)


def test_a_code_of_the_console_is_refused_in_words_and_stays_for_its_own_machine(account, visitor, elsewhere):
    code = {"code": issue_console_code(account=account, now=NOW)}
    elsewhere.go(elsewhere.first)
    answer = visitor.post(FIRST, code)
    assert "code" in answer.context["form"].errors and not is_in(visitor)
    assert ConsoleCode.objects.exists()
    elsewhere.back()
    assert visitor.post(FIRST, code).status_code == 302 and is_in(visitor)


def test_links_of_letters_open_under_the_key_of_before_and_lead_nowhere_without_it(account, elsewhere):
    token = stop_address(ADDRESS).rstrip("/").rpartition("/")[2]
    joining = links.write(account.pk, b"")
    elsewhere.go(elsewhere.first)
    assert address_of(token) == ADDRESS and links.read(joining)
    elsewhere.go()
    assert address_of(token) is None and links.read(joining) is None


def test_under_one_key_a_link_of_a_federation_is_one_of_the_other(account, settings):
    """Why two federations, or a copy that is opened to others, never have the same: nothing else tells their links apart."""
    token, joining = stop_address(ADDRESS).rstrip("/").rpartition("/")[2], links.write(account.pk, b"")
    settings.KEVREAD_FEDERATION = "exemple"
    assert address_of(token) == ADDRESS and links.read(joining)
