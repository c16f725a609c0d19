"""People, as they leave and come back."""

from collections.abc import Iterable

from kevread.accounts.operations import clean_address
from kevread.common.errors import NotDone
from kevread.common.sheets import Entry, Sheet, Values, Writing, declare_sheet
from kevread.directory import operations
from kevread.directory.models import Person
from kevread.directory.queries import merged


def an_address(text: str) -> str:
    try:
        return clean_address(text)
    except NotDone as refusal:
        raise ValueError(refusal.sentence) from None


def called(values: Values) -> Iterable[str]:
    whole, reversed_name = (
        f"{values['prénom']} {values['nom']}",
        f"{values['nom']} {values['prénom']}",
    )
    return (values["adresse électronique"] or whole, whole, reversed_name)


def write_person(writing: Writing, values: Values) -> Person:
    return operations.register_person(
        actor=writing.actor,
        within=writing.within,
        given_name=values["prénom"],
        family_name=values["nom"],
        email=values["adresse électronique"],
        now=writing.now,
    )


def change_person(writing: Writing, row: Person, values: Values) -> None:
    operations.amend_person(
        actor=writing.actor,
        person=row,
        given_name=values["prénom"],
        family_name=values["nom"],
        email=values["adresse électronique"],
        now=writing.now,
    )


declare_sheet(
    Sheet(
        title="Personnes",
        help="Une ligne par personne. Son adresse la distingue de qui porte le même nom, et servira à l’inviter.",
        columns=(
            Entry("nom", lambda row: row.family_name, required=True, asked="family_name", longest=80, example="Martin"),
            Entry("prénom", lambda row: row.given_name, required=True, asked="given_name", longest=80, example="Anne"),
            Entry(
                "adresse électronique",
                lambda row: row.email,
                check=an_address,
                asked="email",
                example="anne.martin@exemple.fr",
            ),
        ),
        keys=(("adresse électronique",), ("nom", "prénom")),
        calls=called,
        rows=lambda on: Person.objects.order_by("search", "pk"),
        write=write_person,
        change=change_person,
        former=lambda: merged(Person),
    )
)
