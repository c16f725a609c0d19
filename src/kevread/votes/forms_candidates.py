"""Who stands in an election, as it is typed: one name a line, read into people, or refused with the line that is wrong."""

from datetime import date, datetime

from kevread.common.errors import Invalid
from kevread.meetings.models import Meeting
from kevread.votes.operations.polls import Standing

GENDERS = {"F": "F", "H": "M", "M": "M", "X": "X"}
WAYS_OF_WRITING = ("%Y-%m-%d", "%d/%m/%Y")
LONGEST_NAME, LONGEST_LIST = 120, 80  # what `Candidate` holds


def standing_in(text: str, meeting: Meeting) -> list[Standing]:
    """« Anne Madec », « Anne Madec ; F ; 1970-01-31 » ; « Liste : Ensemble » begins a list. Whoever is on the roll under that
    name is that person. Nothing that was typed is left out without a word. Raises Invalid."""
    people = {str(entry.person).casefold(): entry.person for entry in meeting.roll.select_related("person")}
    found, on_list = [], ""
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if line.casefold().startswith("liste"):
            on_list = fitting(line.partition(":")[2].strip() or line, LONGEST_LIST)
            continue
        name, *rest = [part.strip() for part in line.split(";")]
        if len(rest) > 2:
            raise wrong(f"« {line} » dit trop de choses : écrivez par exemple « {name} ; F ; 1970-01-31 ».")
        gender, born = [*rest, "", ""][:2]
        found.append(
            Standing(
                fitting(name, LONGEST_NAME),
                people.get(name.casefold()),
                on_list,
                gender_of(gender, name),
                birth_of(born, meeting.day),
            )
        )
    return found


def wrong(sentence: str) -> Invalid:
    return Invalid("candidates", sentence)


def fitting(name: str, most: int) -> str:
    if not name:
        raise wrong("Il manque un nom : chaque ligne commence par celui de la personne qui se présente.")
    if len(name) > most:
        raise wrong(f"« {name[:30]}… » est un nom trop long : {most} caractères au plus.")
    return name


def gender_of(typed: str, name: str) -> str:
    if typed and typed.upper() not in GENDERS:
        raise wrong(f"« {typed} », pour {name}, n’est pas un genre : écrivez F, H ou X.")
    return GENDERS.get(typed.upper(), "")


def birth_of(typed: str, on: date) -> date | None:
    """A date of birth, as a calendar or as people write it; none where none is typed."""
    if not typed:
        return None
    for way in WAYS_OF_WRITING:
        try:
            day = datetime.strptime(typed, way).date()  # noqa: DTZ007 — a day, at no hour
        except ValueError:
            continue
        if day >= on:
            raise wrong(f"« {typed} » n’est pas une date de naissance : elle vient après cette réunion.")
        return day
    raise wrong(f"« {typed} » n’est pas une date : écrivez par exemple 1970-01-31.")
