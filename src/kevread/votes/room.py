"""What votes bring to the house."""

from collections.abc import Mapping
from typing import Any

from kevread.common.rooms import Carrier, Heard, Room, Screen, Verb, declare
from kevread.common.todo import Line
from kevread.meetings.queries.naming import college_name
from kevread.tally.rules.tallies import WORDS
from kevread.votes.exports import NAMED
from kevread.votes.papers import Ballot, Count
from kevread.votes.queries.carrying import keys_carried
from kevread.votes.queries.matters import meetings_of
from kevread.votes.todo import votes_awaited


def result(found: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    """What the count said."""
    return str(found.get("said", ""))


def counted(votes: Mapping[str, int], row: Mapping[str, Any]) -> str:
    """Votes by choice: a candidate by the code that stands beside the name."""
    return " ; ".join(f"{WORDS.get(code, code)} : {number}" for code, number in votes.items())


def college(code: str, row: Mapping[str, Any]) -> str:
    return college_name(code)


ROOM = declare(
    Room(
        "votes",
        matters=meetings_of,
        verbs=(
            Verb("votes.draft", "a préparé un vote", "prepare_meeting", heard=Heard.NOWHERE),
            Verb("votes.put", "a mis un point au vote", "prepare_meeting", heard=Heard.NEAR),
            Verb(
                "votes.accept_scrutiny",
                "a accepté de tenir l’urne",
                None,
                because="whoever is named to keep this share",
                heard=Heard.NOWHERE,
            ),
            Verb("votes.open", "a ouvert un vote", "prepare_meeting", heard=Heard.NEAR),
            Verb("votes.call_name", "a noté des votes à l’appel des noms", "prepare_meeting", heard=Heard.NOWHERE),
            Verb("votes.close", "a clos un vote", "prepare_meeting", heard=Heard.NEAR),
            Verb("votes.enter_count", "a écrit un compte à la main", "prepare_meeting", heard=Heard.NOWHERE),
            Verb(
                "votes.give_share",
                "a ouvert sa part de l’urne",
                None,
                because="whoever keeps this share",
                heard=Heard.NOWHERE,
            ),
            Verb(
                "votes.lose_share",
                "a perdu le code de sa part de l’urne",
                None,
                because="whoever keeps this share",
                heard=Heard.NOWHERE,
            ),
            Verb("votes.void", "a annulé un vote", "prepare_meeting", heard=Heard.NEAR),
            Verb(
                "votes.ask_secrecy", "a demandé le bulletin secret", None, because="whoever votes", heard=Heard.NOWHERE
            ),
        ),
        says={
            "votes.poll.result": result,
            "votes.handcount.votes": counted,
            "votes.handcount.college": college,
        },
        screens=(Screen("votes:poll", "poll"),),
        tables=(NAMED,),
        tabs={"votes": "meetings", "reunions": "meetings", "cle-de-cette-installation/": "house"},
        lines=(Line(10, votes_awaited, live=True, anywhere=True),),
        papers=(Ballot, Count),
        carriers=(Carrier("keys", "Clés d’urnes", keys_carried),),
    )
)
