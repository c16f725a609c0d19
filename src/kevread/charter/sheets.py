"""What is read and written of the common framework: the settings that were decided, and the registers that are kept."""

import re
from datetime import date

from django.db.models import QuerySet

from kevread.common import rooms
from kevread.common.errors import Invalid
from kevread.common.sheets import Entry, Sheet, Values, Writing, as_text, declare_sheet
from kevread.common.tables import Kind

from . import operations
from .engine import framework
from .models import Keeping, Setting

ONE_PER_CENT = 100  # basis points
LESS_THAN_ONE = re.compile(r"0?[.,]0*[1-9][0-9]*|1[.,]0+", re.ASCII)


def settings_on(on: date) -> QuerySet[Setting]:
    return Setting.objects.on(on).select_related("organisation").order_by("organisation__slug", "name", "pk")


def label_of(row: Setting) -> str:
    spec = framework().settings.get(row.name)
    return spec.label if spec else ""


def value_of(row: Setting) -> str:
    """What is less than one per cent bears its sign (`per_cent_said`)."""
    spec = framework().settings.get(row.name)
    text = as_text(spec.typed(row.value) if spec else row.value)
    return f"{text} %" if spec and spec.unit == "basis_points" and 0 < row.value < ONE_PER_CENT else text


def per_cent_said(name: str, typed: str) -> str:
    """A sheet gives 0.25 for a cell that shows 25 %: less than one without its sign, nobody knows which. Raises Invalid."""
    spec = framework().settings.get(name)
    if spec and spec.unit == "basis_points" and LESS_THAN_ONE.fullmatch(typed.strip()):
        raise Invalid(
            "valeur",
            f"{typed} : est-ce une part de 1, ou moins d’un pour cent ? Écrivez 25 pour 25 %, ou 0,25 % avec son signe.",
        )
    return typed


def known_setting(text: str) -> str:
    if text not in framework().settings:
        raise ValueError(f"« {text} » n’est pas une modalité du cadre commun : son nom est celui de la page « Texte ».")
    return text


def write_setting(writing: Writing, values: Values) -> Setting:
    """The value that was decided, from a day on. It takes the place of the one there was."""
    for header in ("depuis", "décision", "décidée le"):
        if not values[header]:
            raise Invalid(header, f"« {header} » manque : une modalité est fixée par une décision, depuis un jour.")
    return operations.set_setting(
        actor=writing.actor,
        name=values["modalité"],
        value=per_cent_said(values["modalité"], values["valeur"]),
        since=values["depuis"],
        adopted_by=values["décision"],
        adopted_on=values["décidée le"],
        organisation=writing.find("organisation", values),
        now=writing.now,
    )


def change_setting(writing: Writing, row: Setting, values: Values) -> None:
    write_setting(writing, values)


declare_sheet(
    Sheet(
        title="Modalités des statuts",
        help="Ce que les statuts de chaque organisation, ou la fédération, ont décidé là où le cadre commun laisse à décider. "
        "Sans organisation : pour tout le réseau.",
        columns=(
            Entry(
                "organisation", lambda row: row.organisation.slug if row.organisation else "", refers="Organisations"
            ),
            Entry(
                "modalité",
                lambda row: row.name,
                required=True,
                check=known_setting,
                asked="name",
                longest=80,
                example="L1.10.board_per_year_min",
            ),
            Entry("libellé", label_of, told=True, help="Pour s’y retrouver : c’est la modalité qui compte."),
            Entry(
                "valeur",
                value_of,
                required=True,
                asked="value",
                longest=2_000,
                example="4",
                help="Ce qui est une part se donne en pour cent, sans le signe : 25, ou 12,5.",
            ),
            Entry("depuis", lambda row: row.period.lower, Kind.DAY, asked="since"),
            Entry(
                "décision", lambda row: row.adopted_by, asked="adopted_by", example="AG du 12 juin 2025, résolution 4"
            ),
            Entry("décidée le", lambda row: row.adopted_on, Kind.DAY, asked="adopted_on"),
        ),
        keys=(("organisation", "modalité"),),
        rows=settings_on,
        write=write_setting,
        change=change_setting,
    )
)


def keepings_on(on: date) -> QuerySet[Keeping]:
    return Keeping.objects.on(on).select_related("organisation").order_by("organisation__slug", "register")


def write_keeping(writing: Writing, values: Values) -> Keeping:
    return operations.keep_register(
        actor=writing.actor,
        organisation=writing.find("organisation", values),
        register=values["registre"],
        since=values["depuis"],
        now=writing.now,
    )


declare_sheet(
    Sheet(
        title="Registres tenus",
        help="Depuis quel jour chaque organisation tient ce registre ici : dès lors, ce qui n’y est pas compte comme absent.",
        columns=(
            Entry("organisation", lambda row: row.organisation.slug, required=True, refers="Organisations"),
            Entry(
                "registre",
                lambda row: row.register,
                required=True,
                choices=lambda: dict(rooms.registers()),
                asked="register",
            ),
            Entry("depuis", lambda row: row.period.lower, Kind.DAY, required=True, asked="since"),
        ),
        keys=(("organisation", "registre"),),
        rows=keepings_on,
        write=write_keeping,
        last=True,
    )
)
