"""What somebody sends is one transaction: what a page read is still there when its act is closed."""

from copy import copy
from types import SimpleNamespace

import psycopg
import pytest
from django.db import connection, transaction
from django.http import Http404, HttpResponse

from kevread.common.actor import NOBODY, SYSTEM
from kevread.common.errors import Refused
from kevread.directory.models import Person
from kevread.journal.operations import act
from kevread.ui.middleware import WholeMiddleware
from kevread.ui.once import by_itself
from tests.conftest import NOW
from tests.databases import url_of
from tests.factories import OrganisationFactory, PersonFactory

STRANGE = "n’est pas telle que Kevread l’a faite"
BEFORE_OURS = """SET allow_system_table_mods = on;
    CREATE VIEW pg_catalog.directory_person AS SELECT id, 'Autre'::text AS given_name FROM public.directory_person;
    GRANT SELECT ON pg_catalog.directory_person TO PUBLIC"""
TAKEN_OUT = "SET allow_system_table_mods = on; SET lock_timeout = '300ms'; DROP VIEW pg_catalog.directory_person"


def by_a_superuser(statements):
    with psycopg.connect(url_of(connection.settings_dict["NAME"])) as other:
        other.execute(statements)


def acted():
    return act("tests.try", actor=SYSTEM, about=None, now=NOW)


def sent(view, *, method="POST", actor=SYSTEM, scale=None, address=""):
    """As Django calls it: the middleware, then its looks at the view and at what the view raises."""
    request = SimpleNamespace(method=method, actor=actor, scale=scale)

    def inner(request):
        try:
            middleware.process_view(request, view, (), {"scale": address})
            return view(request)
        except (ArithmeticError, Http404, Refused) as error:  # as Django turns it into an answer
            middleware.process_exception(request, error)
            Person.objects.exists()  # the page that answers reads
            return HttpResponse(status=500)

    middleware = WholeMiddleware(inner)
    return middleware(request)


@pytest.fixture
def somebody(apart):
    with acted():
        PersonFactory(given_name="Anne")
    yield
    connection.close()


def test_what_is_put_before_a_table_while_a_page_reads_it_is_there_when_its_act_is_closed(somebody):
    """A superuser puts a view before a table of ours; the page reads it; it cannot be taken out before the act is refused."""

    def page(request):
        by_a_superuser(BEFORE_OURS)
        with connection.cursor() as cursor:
            cursor.execute("SELECT given_name FROM directory_person")
            assert cursor.fetchall() == [("Autre",)]
        with pytest.raises(psycopg.errors.LockNotAvailable):
            by_a_superuser(TAKEN_OUT)
        with pytest.raises(Refused, match=STRANGE), acted():
            pass
        return HttpResponse()

    sent(page)
    by_a_superuser(TAKEN_OUT)
    with acted():
        pass


def test_of_what_broke_nothing_stays_and_of_a_refusal_what_was_done_before_it_does(somebody):
    def page(wrong):
        def view(request):
            with acted():
                PersonFactory(given_name="Yann")
            raise wrong

        return view

    for wrong, kept in ((ZeroDivisionError(), 0), (Http404(), 0), (Refused("Non."), 1)):
        sent(page(wrong))
        assert Person.objects.filter(given_name="Yann").count() == kept


@pytest.mark.parametrize(
    ("view", "method", "actor", "is_whole"),
    [
        (lambda _: None, "POST", SYSTEM, True),
        (lambda _: None, "GET", SYSTEM, False),
        (lambda _: None, "POST", NOBODY, False),
        (by_itself(lambda _: None), "POST", SYSTEM, False),
    ],
    ids=["sent", "read", "by nobody in particular", "a ballot"],
)
def test_what_is_read_what_nobody_in_particular_sends_and_a_ballot_are_not(somebody, view, method, actor, is_whole):
    found = []

    def page(request):
        found.append(connection.in_atomic_block)
        return HttpResponse()

    page.sent_once = getattr(view, "sent_once", False)
    sent(page, method=method, actor=actor)
    assert found == [is_whole]


def test_each_statement_of_an_act_reads_what_stands_then_whatever_its_role_was_told(somebody):
    """At another isolation an act would look, as it is closed, at what hung when it was opened."""
    name = connection.settings_dict["NAME"]
    by_a_superuser(f"ALTER DATABASE \"{name}\" SET default_transaction_isolation = 'repeatable read'")
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("read committed",)
    with acted():
        pass
    with pytest.raises(Refused, match=STRANGE), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with acted():
            pass


def test_the_organisation_of_an_address_is_read_again_where_it_will_be_written(somebody):
    """A page that was only read leaves it to the process, as a view that stood there then said it."""
    with acted():
        here, other = OrganisationFactory(), OrganisationFactory()
    lent = copy(other)
    lent.slug = here.slug
    done = []

    def page(request):
        done.append((request.scale.pk, request.scale.name))
        return HttpResponse()

    assert sent(page, scale=lent, address=here.slug).status_code == 500
    assert done == []
    stale = copy(here)
    stale.name = "Autre"
    sent(page, scale=stale, address=here.slug)
    assert done == [(here.pk, here.name)]
