"""A file of the invented life, deposited and read, that waits for somebody to look at it."""

from collections.abc import Mapping
from datetime import datetime

from kevread.common.actor import Actor
from kevread.demonstration.rules import Deed
from kevread.directory.models import Organisation, Person
from kevread.imports import operations
from kevread.imports.queries import proposed


def bring_file(actor: Actor, now: datetime, people: Mapping[str, Person], deed: Deed) -> None:
    within = Organisation.objects.get(slug=deed.arguments["organisation"])
    data = deed.arguments["text"].encode()
    made = operations.deposit(data=data, name=deed.arguments["name"], actor=actor, within=within, now=now)
    matching = proposed(operations.file_of(made).grids, within, deed.day)
    operations.match(made=made, matching=matching, aside={}, actor=actor, now=now)
