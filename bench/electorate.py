"""An electorate on the data of the demonstration, made with what `./kevread` installs: a sitting under way, so many people
on its roll, each there with an account and a session, and one open vote. Run under the settings of a site:

    python -m bench.electorate NUMBER electronic_open
"""

import json
import sys
from datetime import timedelta
from typing import Any


def build(number: int, method: str) -> dict[str, Any]:
    """What a client needs, in JSON: where one votes, the sessions of those who do, what one may answer."""
    from bench.network import now, say_the_verb
    from kevread.attendance.models import Presence
    from kevread.base.models import as_range
    from kevread.common.actor import SYSTEM, Actor
    from kevread.common.periods import Period
    from kevread.directory.models import Person
    from kevread.journal.operations import act
    from kevread.meetings.models import AgendaItem, Meeting, RollEntry
    from kevread.meetings.rules.life import State
    from kevread.seats.models import Body, Mandate
    from kevread.tally.rules import tallies
    from kevread.votes.models import Poll
    from kevread.votes.operations import accept_scrutiny, draft_poll, open_poll
    from kevread.votes.operations.polls import Question

    moment = now()
    say_the_verb()
    with act("bench.build", actor=SYSTEM, about=None, now=moment):
        body = Body.objects.filter(kind=Body.Kind.SPACE).order_by("pk")[0]
        people = [Person(given_name="Votante", family_name=f"{n:06}") for n in range(number)]
        with_accounts(people)
        seat = body.seats.order_by("rank", "pk")[0]
        sits = {"seat": seat, "origin": Mandate.Origin.DESIGNATION, "period": as_range(Period(moment.date()))}
        Mandate.objects.bulk_create(Mandate(person=person, **sits) for person in people)
        meeting = Meeting.objects.create(
            body=body,
            starts_at=moment - timedelta(hours=1),
            ends_at=moment + timedelta(hours=2),
            opened_at=moment - timedelta(hours=1),
            state=State.IN_PROGRESS.value,
            chair=people[0],
            secretary=people[1],
        )
        item = AgendaItem.objects.create(meeting=meeting, rank=1, kind=AgendaItem.Kind.DECISION, title="Adopter le cap")
        entries = RollEntry.objects.bulk_create(RollEntry(meeting=meeting, person=person) for person in people)
        Presence.objects.bulk_create(Presence(entry=entry, arrived_at=meeting.starts_at) for entry in entries)
    chair = Actor(person=people[0].pk, name=str(people[0]))
    secret = {"scrutineers": entries[:2], "threshold": 2} if method == Poll.Method.SECRET else {}
    asked = Question(
        item=item, kind=Poll.Kind.RESOLUTION, method=method, question=item.title, text="Le cap est adopté.", **secret
    )
    poll = draft_poll(actor=chair, asked=asked, now=moment)
    for keeper in poll.scrutineers.select_related("entry__person", "poll__item__meeting__body__organisation"):
        accept_scrutiny(actor=Actor(person=keeper.entry.person_id), scrutineer=keeper, now=moment)
    poll = open_poll(actor=chair, poll=poll, now=moment)
    return {
        "path": f"/{body.organisation.slug}/votes/{poll.pk}/bulletin",
        "sessions": sessions_of(people),
        "choices": [code for code, _ in tallies.choices_of(poll.put)],
    }


def with_accounts(people: list[Any]) -> None:
    from kevread.accounts.models import Account

    for person in people:
        person.account = Account(email=f"{person.pk.hex}@exemple.org", password="!no password")
    Account.objects.bulk_create(person.account for person in people)
    type(people[0]).objects.bulk_create(people)


def sessions_of(people: list[Any]) -> list[str]:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    from kevread.base.sessions import SessionStore

    lasts, made = timezone.now() + timedelta(days=7), []
    for person in people:
        data = {
            SESSION_KEY: str(person.account.pk),
            BACKEND_SESSION_KEY: "allauth.account.auth_backends.AuthenticationBackend",
            HASH_SESSION_KEY: person.account.get_session_auth_hash(),
        }
        row = SessionStore(person.pk.hex).create_model_instance(data)
        row.expire_date = lasts
        made.append(row)
    Session.objects.bulk_create(made, batch_size=2000)
    return [person.pk.hex for person in people]


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(build(int(sys.argv[1]), sys.argv[2])))
