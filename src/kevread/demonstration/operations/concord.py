"""The texts that bodies of the invented life adopt in common: its verbs, in `textes.yaml`. A text is named by its title."""

from collections.abc import Mapping
from datetime import datetime

from kevread.common.actor import Actor
from kevread.concord import operations
from kevread.concord.models import Answer, CommonText, Named
from kevread.demonstration.rules import Deed
from kevread.directory.models import Organisation, Person
from kevread.seats.models import Body

from .decisions import named

type People = Mapping[str, Person]


def text_named(title: str) -> CommonText:
    found: CommonText = CommonText.objects.select_related("organisation").get(title=title)
    return found


def bodies_of(deed: Deed) -> list[Body]:
    return [Body.objects.select_related("organisation").get(slug=slug) for slug in deed.arguments["bodies"]]


def propose_text(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = {name: deed.arguments[name] for name in ("kind", "title", "words", "written_on")}
    where = Organisation.objects.get(slug=deed.arguments["organisation"])
    operations.propose_text(actor=actor, organisation=where, bodies=bodies_of(deed), now=now, **asked)


def amend_text(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = {name: deed.arguments[name] for name in ("words", "written_on", "changes")}
    text = text_named(deed.arguments["text"])
    operations.amend_text(actor=actor, text=text, bodies=bodies_of(deed), now=now, **asked)


def answer_text(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """By a decision: whose body answers is that of the decision. With a reason, it refuses."""
    decision, reason = named(deed.arguments["decision"]), deed.arguments.get("refuses", "")
    rows = Named.objects.filter(version__text__title=deed.arguments["text"], body=decision.body)
    place = rows.select_related("version__text__organisation", "body__organisation").order_by("-version__number")[0]
    operations.answer_text(actor=actor, named=place, decision=decision, adopts=not reason, reason=reason, now=now)


def take_back_answer(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    rows = Answer.objects.standing().select_related("named__version__text__organisation", "named__body__organisation")
    found = rows.get(decision=named(deed.arguments["decision"]))
    operations.take_back(actor=actor, answer=found, reason=deed.arguments["reason"], now=now)


VERBS = (propose_text, amend_text, answer_text, take_back_answer)
