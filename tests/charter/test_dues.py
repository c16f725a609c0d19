"""Proofs of what the common framework says of dues."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import connection

from kevread.charter.models import Keeping
from kevread.common.verdicts import Verdict
from kevread.decisions.models import Application
from kevread.directory.models import Organisation
from kevread.documents.models import Content, Document, Version
from kevread.dues.models import Bracket, Call, Due, Eligibility, Payment, Receipt, Tariff
from tests.charter.proofs import judged, planted, proves, refused
from tests.conftest import NOW, TODAY
from tests.factories import AffiliationFactory, OrganisationFactory, SettingFactory, since
from tests.gatherings.decided import decided
from tests.worlds import LAST_YEAR, World, put


def asked(small: World, of: Organisation, *, reach: str = "local", local: bool = True, **more: Any) -> Due:
    """Dues that an organisation asks of one of its members, who is one of a pôle too."""
    member = OrganisationFactory(reach=reach, legal_form="association")
    if local:
        AffiliationFactory(member=member, of=small.locals[small.groupings[0]][0])
    made = AffiliationFactory(member=member, of=of)
    by = decided(f"{of.slug}-board", "bareme")
    opened = Application.objects.create(decision=by, kind="tariff", asked={})
    tariff = Tariff.objects.create(organisation=of, basis="flat", decided_by=opened, period=since(TODAY))
    bracket = Bracket.objects.create(tariff=tariff, rank=0, cents=4000)
    given = {"called_on": TODAY, "year": TODAY.year} | more
    call = Call.objects.create(
        organisation=of, tariff=tariff, due_on=TODAY, year=given["year"], called_on=given["called_on"]
    )
    return Due.objects.create(
        organisation=of, call=call, affiliation=made, year=given["year"], number=1, bracket=bracket, by_tariff=4000,
        cents=given.get("cents", 4000), reason=given.get("reason", ""), undone_on=given.get("undone_on"),
    )  # fmt: skip


@proves("R5.3", also=("L7.1/1", "L7.1/2"))  # nobody said what its articles of association provide
def test_a_grouping_asks_the_dues_of_a_local_structure_of_a_pole(small: World):
    asked(small, small.groupings[0])


def test_what_is_asked_elsewhere_is_local_dues_and_nothing_else(small: World):
    grouping = small.groupings[0]
    told = {
        "departmental": ({"reach": "departmental"}, Verdict.CONFORMS),
        "nobody said how far": ({"reach": ""}, Verdict.UNKNOWN),
        "of no pôle": ({"local": False}, Verdict.CONFORMS),
        "last year": ({"year": TODAY.year - 1}, Verdict.CONFORMS),
        "later": ({"called_on": TODAY + timedelta(days=1)}, Verdict.CONFORMS),
        "nothing asked": ({"cents": 0, "reason": "Sa cotisation va à son pôle."}, Verdict.CONFORMS),
        "undone": ({"undone_on": TODAY}, Verdict.CONFORMS),
    }
    for name, (given, verdict) in told.items():
        with planted(small, lambda small, given=given: asked(small, grouping, **given)):
            assert judged("R5.3/1", grouping.pk)[0] is verdict, name


def test_who_is_of_no_pole_may_be_of_one_that_keeps_no_members(small: World):
    grouping, pole = small.groupings[0], small.locals[small.groupings[1]][0]
    told = {"local": Verdict.UNKNOWN, "": Verdict.UNKNOWN, "departmental": Verdict.CONFORMS}
    for reach, verdict in told.items():

        def plant(small: World, reach: str = reach) -> None:
            put(Keeping.objects.filter(register="members", organisation=pole), period=LAST_YEAR)
            asked(small, grouping, reach=reach, local=False)

        with planted(small, plant):
            assert judged("R5.3/1", grouping.pk)[0] is verdict, reach


@proves("L7.1", clause=1, also=("L7.1/2",))  # nobody said who fixes it
def test_dues_are_called_that_articles_of_association_do_not_provide_for(small: World):
    at = small.groupings[0]
    SettingFactory(name="L7.1.statutes", value="no", organisation=at)
    asked(small, at, reach="departmental")


@proves("L7.1", clause=2)
def test_the_board_fixes_what_the_assembly_is_to_fix(small: World):
    at = small.groupings[0]
    SettingFactory(name="L7.1.statutes", value="yes", organisation=at)
    SettingFactory(name="L7.1.body", value="assembly", organisation=at)
    asked(small, at, reach="departmental")


def test_what_the_articles_of_association_say_of_dues_is_asked_where_some_are_called(small: World):
    at = small.groupings[0]
    for name, value, clause, more, said in (
        ("statutes", "yes", "L7.1/1", {}, Verdict.CONFORMS),
        ("statutes", "", "L7.1/1", {}, Verdict.UNKNOWN),
        ("body", "board", "L7.1/2", {}, Verdict.CONFORMS),
        ("body", "", "L7.1/2", {}, Verdict.UNKNOWN),
        ("statutes", "no", "L7.1/1", {"year": TODAY.year - 1}, Verdict.CONFORMS),
        ("statutes", "no", "L7.1/1", {"called_on": TODAY + timedelta(days=1)}, Verdict.CONFORMS),
        ("body", "assembly", "L7.1/2", {"call_undone_on": TODAY}, Verdict.CONFORMS),
    ):

        def plant(small: World, name: str = name, value: str = value, more: dict[str, Any] = more) -> None:
            given = dict(more)
            undone = given.pop("call_undone_on", None)
            if value:
                SettingFactory(name=f"L7.1.{name}", value=value, organisation=at)
            due = asked(small, at, reach="departmental", undone_on=undone, **given)
            if undone:
                due.call.undone_on, due.call.undone_because = undone, "Une autre année"
                due.call.save()

        with planted(small, plant):
            assert judged(clause, at.pk)[0] is said, (name, value, more)


def receipted(small: World, at: Organisation, **more: Any) -> Receipt:
    """The receipt of what a member paid today."""
    due = asked(small, at, reach="departmental", year=TODAY.year - 1)
    payment = Payment.objects.create(organisation=at, due=due, paid_on=TODAY, cents=4000, means="transfer")
    document = Document.objects.create(organisation=at, kind="tax-receipt", title="Reçu fiscal")
    content, _ = Content.objects.get_or_create(sha256=sha256(b"recu").hexdigest(), defaults={"file": b"recu"})
    version = Version.objects.create(
        document=document, number=1, content=content, name="recu.pdf", media_type="application/pdf", size=4, made_at=NOW
    )
    given = {"number": 1, "cents": 4000, "issued_on": TODAY, "identifier": "732829320"} | more
    return Receipt.objects.create(organisation=at, payment=payment, version=version, **given)


def told(at: Organisation, **more: Any) -> Eligibility:
    by = decided(f"{at.slug}-board", "bareme")
    given: dict[str, Any] = {"of_interest": True, "for_nothing": True, "period": since(TODAY)} | more
    return Eligibility.objects.create(
        organisation=at,
        ground="study",
        because="Examen du conseil",
        seat="2 quai",
        purpose="Agir",
        decision=by,
        **given,
    )


@proves("L7.2", clause=1)
def test_a_receipt_is_given_by_who_is_not_of_general_interest(small: World):
    at = small.groupings[0]
    told(at, of_interest=False)
    receipted(small, at)


@proves("L7.2", clause=2)
def test_a_receipt_is_given_for_dues_that_buy_something(small: World):
    at = small.groupings[0]
    told(at, for_nothing=False)
    receipted(small, at)


def test_a_number_that_follows_none_is_refused(small: World):
    def plant(small: World) -> None:
        receipted(small, small.groupings[0], number=2, follows=1)
        connection.check_constraints()

    refused(small, plant)


def test_a_receipt_that_says_no_number_of_whoever_gives_it_is_refused(small: World):
    refused(small, lambda small: receipted(small, small.groupings[0], identifier=""))


def test_a_receipt_rests_on_what_was_said_of_the_day_of_its_payment(small: World):
    at = small.groupings[0]
    later = TODAY + timedelta(days=1)
    for name, more, undone, said in (
        ("said that day", {}, {}, Verdict.CONFORMS),
        ("since the day after", {"period": since(later)}, {}, Verdict.BREACHES),
        ("undone", {"undone_on": TODAY}, {}, Verdict.BREACHES),
        ("annulled", {"undone_on": TODAY}, {"undone_on": TODAY, "undone_because": "Erreur"}, Verdict.CONFORMS),
        ("given later", {"undone_on": TODAY}, {"issued_on": later}, Verdict.CONFORMS),
    ):

        def plant(small: World, more: dict[str, Any] = more, undone: dict[str, Any] = undone) -> None:
            told(at, **more)
            receipted(small, at, **undone)

        with planted(small, plant):
            assert {judged(f"L7.2/{clause}", at.pk)[0] for clause in (1, 2)} == {said}, name
