"""What accountants of the invented life export, in `comptes.yaml`: each file is written as a software would, then read by the
real verb. An entry: its day, its journal, its label, and by account what is debited, in cents; credited when it is less.
Budgets, in `budgets.yaml`, are the tables that people paste."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

from kevread.common.actor import Actor
from kevread.demonstration.operations.decisions import apply, named
from kevread.demonstration.rules import Deed
from kevread.directory.models import Organisation, Person
from kevread.ledgers import operations
from kevread.ledgers.models import Book, Budget
from kevread.ledgers.queries.books import same_year
from kevread.ledgers.queries.budgets import OPENS
from kevread.ledgers.rules.shape import COLUMNS
from kevread.staff.models import Post

type People = Mapping[str, Person]


def organisation(deed: Deed) -> Organisation:
    return Organisation.objects.get(slug=deed.arguments["organisation"])


def written(entries: list[list[Any]], labels: Mapping[Any, str]) -> bytes:
    """An accounting file, tabulations between its columns."""
    named = {str(account): label for account, label in labels.items()}
    rows = ["\t".join((*COLUMNS, "Section"))]
    for number, (day, journal, label, amounts, *section) in enumerate(entries, 1):
        for account, cents in amounts.items():
            sides = (amount(cents), "0,00") if cents > 0 else ("0,00", amount(-cents))
            cells = (
                journal, journal, str(number), f"{day:%Y%m%d}", str(account), named.get(str(account), ""), "", "", str(number),
                f"{day:%Y%m%d}", label, *sides, "", "", f"{day:%Y%m%d}", "", "", *(section or [""]),
            )  # fmt: skip
            rows.append("\t".join(cells))
    return ("\n".join(rows) + "\n").encode()


def amount(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02}"


def read_accounts(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """Read the file of a year; it waits to be kept."""
    asked = deed.arguments
    data = BytesIO(written(asked["entries"], asked["labels"]))
    operations.read(
        actor=actor, organisation=organisation(deed), file=data, name=asked["file"], last=asked["last"], now=now
    )


def keep_accounts(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """Keep the file that waits, instead of the one of the same year."""
    book = Book.objects.select_related("organisation").get(organisation=organisation(deed), state=Book.State.READ)
    before = same_year(book)
    operations.keep(actor=actor, book=book, seen=before.pk if before else None, now=now)


def open_code(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = {key: deed.arguments[key] for key in ("axis", "code", "label", "since")}
    operations.open_code(actor=actor, organisation=organisation(deed), now=now, **asked)


def set_passages(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    for one in deed.arguments["passages"]:
        asked = one | {"since": deed.arguments["since"], "organisation": organisation(deed)}
        operations.set_passage(actor=actor, now=now, **asked)


def set_key(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = {key: deed.arguments[key] for key in ("year", "source", "basis", "parts")}
    operations.set_key(actor=actor, organisation=organisation(deed), now=now, **asked)


def freeze_keys(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    operations.freeze_keys(actor=actor, organisation=organisation(deed), year=deed.arguments["year"], now=now)


def prepare_budget(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = {key: deed.arguments[key] for key in ("year", "table")} | {"note": deed.arguments.get("note", "")}
    operations.prepare_budget(actor=actor, organisation=organisation(deed), now=now, **asked)


def fix_budget(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """A decision fixes the version that is prepared for a year."""
    asked = {"organisation": organisation(deed), "year": deed.arguments["year"], "state": Budget.State.PREPARED}
    budget = Budget.objects.get(**asked)
    apply(actor, now, named(deed.arguments["decision"]), OPENS, {"budget": budget.pk})


def state_cash(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = {key: deed.arguments[key] for key in ("cash_on", "cents", "source")}
    operations.state_cash(actor=actor, organisation=organisation(deed), day=asked.pop("cash_on"), now=now, **asked)


def add_cash(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = {key: deed.arguments[key] for key in ("label", "cents", "times")}
    operations.add_cash(actor=actor, organisation=organisation(deed), day=deed.arguments["due_on"], now=now, **asked)


def say_times(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """What posts work on, by their function: for good, or until a day."""
    period = {"since": deed.arguments["since"], "last": deed.arguments.get("last")}
    for function, parts in deed.arguments["times"]:
        posts = Post.objects.standing().on(deed.day).filter(employer=organisation(deed), function=function)
        for post in posts.select_related("employer").order_by("pk"):
            operations.say_time(actor=actor, post=post, parts=parts, now=now, **period)


VERBS = (
    add_cash, fix_budget, freeze_keys, keep_accounts, open_code, prepare_budget, read_accounts, say_times, set_key,
    set_passages, state_cash,
)  # fmt: skip
