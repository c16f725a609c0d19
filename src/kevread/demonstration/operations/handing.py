"""The days on which locals hand over in the invented life, and the articles of association of its organisations: its verbs, in
`passages.yaml` and `reunions.yaml`."""

from collections.abc import Mapping
from datetime import datetime

from kevread.common.actor import Actor
from kevread.demonstration.rules import Deed
from kevread.directory.models import Organisation, Person
from kevread.filings import operations as filings
from kevread.statutes import operations
from kevread.statutes.loader import models
from kevread.statutes.models import HandingOver, Statutes

from .decisions import named

type People = Mapping[str, Person]


def decide_day(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = deed.arguments
    decision = named(asked["decision"])
    sides = [Organisation.objects.get(slug=asked[side]) for side in ("local", "grouping")]
    other = next(one for one in sides if one != decision.organisation)
    told = {"subject": asked["subject"], "day": asked["from"], "decision": decision}
    operations.decide_day(actor=actor, side=decision.organisation, other=other, now=now, **told)


def say_nothing(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """A pôle has nothing of a subject, by a decision of before its register."""
    asked = deed.arguments
    local, grouping = (Organisation.objects.get(slug=asked[side]) for side in ("local", "grouping"))
    told = {name: asked[name] for name in ("subject", "decided_on", "decided_by")}
    operations.say_nothing(actor=actor, local=local, grouping=grouping, now=now, **told)


def undo_handing_over(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    rows = HandingOver.objects.standing().select_related("local", "grouping")
    found = rows.get(local__slug=deed.arguments["local"], subject=deed.arguments["subject"])
    operations.undo_day(actor=actor, handing_over=found, reason=deed.arguments["reason"], now=now)


def deposit_statutes(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """What was signed on paper: what it fixes, how its articles stand to the model (`compared`, but `otherwise`), by what it
    was adopted."""
    asked = deed.arguments
    text = begun(actor, now, deed, Statutes.Origin.PAPER)
    if "compared" in asked:
        for one in text.articles.select_related("statutes__organisation"):
            wording = asked.get("otherwise", {}).get(one.slug, "")
            spec = models()[text.model].named(one.slug)
            values = {name: text.values[name] for name in (spec.fixes if spec else ()) if name in text.values}
            operations.write_article(
                actor=actor,
                article=one,
                stands="other" if wording else asked["compared"],
                text=wording,
                values=values,
                now=now,
            )
    text.refresh_from_db()
    how = {"decided_on": asked["adopted_on"], "decided_by": asked["adopted_by"]} if "adopted_by" in asked else {}
    how |= {"decision": named(asked["decision"])} if "decision" in asked else {}
    adopted = operations.Adopted(since=asked["since"], **how)
    operations.adopt_statutes(on=now.date(), actor=actor, statutes=text, adopted=adopted, now=now)


def draft_statutes(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """From the model, for an assembly to come."""
    begun(actor, now, deed, Statutes.Origin.HERE)


def begun(actor: Actor, now: datetime, deed: Deed, origin: str) -> Statutes:
    """Articles, or bylaws when the deed says so, with the free articles that it gives."""
    place, kind = Organisation.objects.get(slug=deed.arguments["organisation"]), deed.arguments.get("kind", "articles")
    text = operations.begin_statutes(actor=actor, organisation=place, origin=origin, kind=kind, now=now)
    for title, words in deed.arguments.get("articles", ()):
        operations.add_article(actor=actor, statutes=text, title=title, text=words, now=now)
    return operations.write_values(actor=actor, statutes=text, values=deed.arguments["values"], now=now)


def tell_filing(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = {name: deed.arguments[name] for name in ("kind", "happened_on", "what")}
    filings.tell(actor=actor, organisation=placed(deed), now=now, **asked)


def declare_filing(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = {name: deed.arguments[name] for name in ("kind", "happened_on", "filed_on", "receipt")}
    filings.declare(actor=actor, organisation=placed(deed), now=now, **asked)


def placed(deed: Deed) -> Organisation:
    found: Organisation = Organisation.objects.get(slug=deed.arguments["organisation"])
    return found


def publish_association(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = {name: deed.arguments[name] for name in ("published_on", "notice")}
    filings.publish(actor=actor, organisation=placed(deed), now=now, **asked)


VERBS = (
    decide_day,
    say_nothing,
    undo_handing_over,
    deposit_statutes,
    draft_statutes,
    tell_filing,
    declare_filing,
    publish_association,
)
