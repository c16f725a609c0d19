"""What the letter of the morning says: the page of the day, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from textwrap import shorten

from django.utils import timezone

from kevread.common.words import listed, one_line, to
from kevread.directory.models import Organisation, Person
from kevread.home.queries import Today, today
from kevread.home.rules import NOTHING, NOTHING_HERE
from kevread.mail.message import absolute, link_to
from kevread.meetings.queries.naming import called
from kevread.meetings.queries.wording import hours
from kevread.seats.queries import actor_of
from kevread.ui.places import screen_address
from kevread.ui.words import counted

LONGEST = 90  # of what a button says
OF_SOMEBODY = ("chose qui touche quelqu’un au travail", "choses qui touchent quelqu’un au travail")
OF_ONES_OWN = (
    "On répond à une convocation d’ici, sans se connecter. Ces boutons sont à vous seul·e : qui les a peut répondre à "
    "votre place.\n\n"
)


@dataclass(frozen=True, slots=True)
class Letter:
    place: Organisation
    subject: str
    text: str
    buttons: list[tuple[str, str]]


def letter_of(person: Person, now: datetime) -> Letter | None:
    """What this person would read on their page at that moment, where their first hat is; nothing when nothing waits, or when
    they hold no seat any more. Everything is read as the page reads it: with their rights of that day."""
    on = timezone.localtime(now).date()
    actor = actor_of(person, on)
    if not actor.hats:
        return None
    place = Organisation.objects.get(pk=actor.hats[0].organisation)
    midnight = datetime.combine(on, time.min, timezone.get_current_timezone())
    day = today(actor, person, place, on, midnight)
    if day.opening in (NOTHING, NOTHING_HERE):
        return None
    lines = list(lines_of(day, on))
    more = [f"Et {counted(len(day.rest), 'autre chose', 'autres choses')}, sur votre page."] if day.rest else []
    if there := [
        f"{counted(many, 'autre chose', 'autres choses')} {to(name)}{f' ({presses})' if presses else ''}"
        for name, _, many, presses in day.elsewhere.places
    ]:
        further = day.elsewhere.further
        more.append(f"Et {listed([*there, f'{further} ailleurs'] if further else there)}.")
    said = "\n".join([f"– {line}" for line, _, _ in lines] + more)
    page = link_to("home:today", scale=place.slug)
    return Letter(
        place=place,
        subject=one_line(day.opening.split(". ")[0].rstrip(".")),
        text=(
            f"Bonjour {person.given_name},\n\n{day.opening}\n\n{said}\n\n{OF_ONES_OWN if day.asked else ''}"
            "Vous avez demandé cette lettre. Elle part le matin, les jours où quelque chose vous attend, et ces jours-là "
            "seulement. Bonne journée !"
        ),
        buttons=[
            ("Ouvrir ma page", page),
            *((shorten(label, LONGEST, placeholder="…"), absolute(url)) for _, label, url in lines if url),
        ],
    )


def lines_of(day: Today, on: date) -> Iterator[tuple[str, str, str]]:
    """What waits and why, a button, and where it leads: what is done now, what is to be answered, what is to be done. What is
    about somebody at work has no button, and is named on the page only: a letter stays in a box that others may open. One
    answers a notice by the address that the notice itself gives: signed, of that line of the roll, without signing in."""
    for vote in day.votes:
        yield f"{vote.what} ({vote.why.rstrip('.')})", f"{vote.button} : {vote.what.split(' : ', 1)[-1]}", vote.url
    for now in day.now:
        meeting = now.mine.meeting
        where = {"scale": meeting.organisation.slug, "key": meeting.pk}
        label, screen = (
            ("Tenir la séance", "sittings:room") if now.holds else ("Voir où en est la séance", "sittings:meeting")
        )
        yield f"{now.name} : {now.said}", f"{label} : {now.name}", screen_address(screen, **where)
    for one in day.asked:
        name = called(one.meeting, on)
        for line in (line for line in one.lines if not line.says):
            seat = line.entry.represents
            whose = f", pour {seat.name}" if seat and len(one.lines) > 1 else ""
            told = ", ".join(filter(None, (hours(one.meeting), one.meeting.place)))
            yield f"Vous êtes convoqué·e : {name}{whose} ({told})", f"Répondre : {name}{whose}", line.address
    kept = [row for row in day.rows if row.item.is_reserved]
    if kept:
        yield f"{kept[0].when} : {counted(len(kept), *OF_SOMEBODY)}, à lire sur votre page", "", ""
    for row in day.rows:
        if row.item.is_reserved:
            continue
        yield (
            f"{row.when} : {row.item.brief} ({row.item.why.rstrip('.')})",
            f"{row.item.button} : {row.item.brief}",
            row.item.url,
        )
