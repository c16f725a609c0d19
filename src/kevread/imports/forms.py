"""What one types to bring a file in: the file; what each of its columns means; what a value should have been."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from kevread.common.sheets import SHEETS, Entry
from kevread.imports.mapping import SheetMapping
from kevread.imports.reading.proposals import GridMeant, ValueMeant
from kevread.imports.reading.several import MOST
from kevread.imports.reading.whole_names import IN_TWO, parts_of
from kevread.imports.reading.wrong import LARGEST

ACCEPT = ".csv,.tsv,.txt,.xlsx,.ods,.vcf,.zip"
SHOWN_VALUES = 60  # of a sheet, the most frequent first: the others come once these are matched
DRAWN = {"class": "input"}
NAMES = 400  # offered where a row of another sheet is named


class Several(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    def clean(self, data: Any, initial: Any = None) -> Any:
        """Every file that was chosen."""
        files = data if isinstance(data, list) else [data]
        if len(files) > MOST:
            raise forms.ValidationError(f"{MOST} fichiers à la fois au plus : déposez-les en plusieurs fois.")
        return [forms.FileField.clean(self, one, initial) for one in files or [None]]


class DepositForm(forms.Form):
    file = FilesField(
        label="Vos fichiers",
        help_text=f"CSV, XLSX, ODS, ou des contacts vCard, un ou plusieurs ; {LARGEST // 1_000_000} Mo au plus. Rien n’en est "
        "enregistré avant que vous l’ayez relu.",
        allow_empty_file=True,  # the verb says it better
        widget=Several(attrs={"accept": ACCEPT}),
        error_messages={"required": "Choisissez un fichier."},
    )


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A column, as the page draws it: its field beside some of its cells."""

    name: str
    shows: tuple[str, ...]
    why: str
    sure: float
    field: forms.BoundField


@dataclass(frozen=True, slots=True)
class ValueLine:
    column: str
    value: str
    times: int
    why: str
    field: forms.BoundField


class MatchForm(forms.Form):
    """What one sheet of a file means. Another sheet chosen, or another line of headers, is read again before it is kept."""

    into = forms.ChoiceField(label="Cette feuille remplit", required=False)
    header = forms.IntegerField(
        label="Ligne des en-têtes",
        min_value=1,
        max_value=1_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": "Indiquez la ligne des en-têtes, par exemple 1."},
    )
    fill_merged = forms.BooleanField(
        label="Une case fusionnée vaut pour toutes les lignes qu’elle couvre", required=False
    )

    def __init__(
        self,
        data: Any,
        *,
        meant: GridMeant,
        kept: SheetMapping | None,
        offered: dict[str, list[str]],
        said_elsewhere: dict[str, str],
    ) -> None:
        """`said_elsewhere`: what was said once for all rows of another sheet of the same kind, proposed here."""
        initial = {
            "into": kept.into if kept else "",
            "header": kept.header if kept else meant.header,
            "fill_merged": kept.fill_merged if kept else meant.fill_merged,
        }
        super().__init__(data, initial=initial)
        self.meant, self.kept = meant, kept
        choices = [("", "Rien : la laisser de côté"), *((title, title) for title in SHEETS)]
        self.fields["into"].choices = choices  # type: ignore[attr-defined]
        self.columns, self.values = list(meant.columns), list(meant.values)[:SHOWN_VALUES]
        sheet = SHEETS[meant.into]
        whole = [(name, f"{name} (à séparer)") for name in IN_TWO if parts_of(name, sheet)]
        headers = [("", "La laisser de côté"), *((one.name, one.name) for one in sheet.columns), *whole]
        for place, column in enumerate(self.columns):
            said = kept.columns.get(column.name, column.into) if kept and kept.into == meant.into else column.into
            self.fields[f"c{place}"] = forms.ChoiceField(
                label=f"La colonne « {column.name} » remplit",
                required=False,
                choices=headers,
                initial=said or "",
                widget=forms.Select(attrs=DRAWN),
            )
        for place, value in enumerate(self.values):
            known = kept.values.get(value.column, {}).get(value.value, "") if kept else ""
            self.fields[f"v{place}"] = value_field(value, known or value.meant, offered.get(value.column, []))
        always = dict(kept.always) if kept else {}
        self.silent = [*always, *(name for name in meant.missing if name not in always)]
        proposed = {**said_elsewhere, **always}
        for place, name in enumerate(self.silent):
            self.fields[f"a{place}"] = always_field(SHEETS[meant.into].column(name), proposed.get(name, ""))

    @property
    def always_fields(self) -> Iterator[forms.BoundField]:
        """What the file does not say, and one may say once for all its rows."""
        return (self[f"a{place}"] for place, _ in enumerate(self.silent))

    @property
    def column_lines(self) -> Iterator[ColumnLine]:
        for place, one in enumerate(self.columns):
            yield ColumnLine(one.name, one.shows, one.why, one.sure, self[f"c{place}"])

    @property
    def value_lines(self) -> Iterator[ValueLine]:
        for place, one in enumerate(self.values):
            yield ValueLine(one.column, one.value, one.times, one.why, self[f"v{place}"])

    def clean(self) -> dict[str, Any]:
        """A column of the workbook is filled by one column of the file, but where it names another row: by several together."""
        typed: dict[str, Any] = super().clean() or {}
        together = {one.name for one in SHEETS[self.meant.into].columns if one.refers}
        fed: dict[str, str] = {}
        for place, column in enumerate(self.columns):
            into = typed.get(f"c{place}")
            parts = parts_of(into or "", SHEETS[self.meant.into]) or (into,)
            taken = next((part for part in parts if part in fed and part not in together), None)
            if into and taken:
                self.add_error(
                    f"c{place}",
                    f"« {fed[taken]} » remplit déjà « {taken} » : choisissez laquelle, et laissez l’autre de côté.",
                )
            elif into:
                fed |= dict.fromkeys(parts_of(into, SHEETS[self.meant.into]) or (into,), column.name)
        return typed

    @property
    def reads_otherwise(self) -> bool:
        """Another sheet, or another line of headers, than those whose columns were shown."""
        typed = self.cleaned_data
        return bool(typed["into"]) and (typed["into"], typed["header"]) != (self.meant.into, self.meant.header)

    def mapping(self) -> SheetMapping | None:
        """What was said; None for a sheet that is left aside."""
        typed = self.cleaned_data
        if not typed["into"]:
            return None
        if self.reads_otherwise:
            return SheetMapping(typed["into"], typed["header"], typed["fill_merged"], self.meant.same)
        values = {name: dict(pairs) for name, pairs in (self.kept.values if self.kept else {}).items()}
        for place, one in enumerate(self.values):
            if said := typed.get(f"v{place}", "").strip():
                values.setdefault(one.column, {})[one.value] = said
            else:
                values.get(one.column, {}).pop(one.value, None)
        columns = {one.name: typed[f"c{place}"] or None for place, one in enumerate(self.columns)}
        return SheetMapping(
            typed["into"],
            typed["header"],
            typed["fill_merged"],
            self.meant.same,
            columns,
            {name: pairs for name, pairs in values.items() if pairs},
            {name: said for place, name in enumerate(self.silent) if (said := typed.get(f"a{place}", "").strip())},
            self.kept.cells if self.kept and self.kept.into == typed["into"] else {},
        )


def always_field(column: Entry, initial: str) -> forms.Field:
    label = f"« {column.name} », pour toutes les lignes où le fichier ne le dit pas"
    if column.choices is None:
        return forms.CharField(label=label, required=False, max_length=200, initial=initial, help_text=column.help)
    offered = [("", "Je ne sais pas encore"), *((words, words) for words in column.choices().values())]
    return forms.ChoiceField(label=label, required=False, choices=offered, initial=initial, help_text=column.help)


def value_field(value: ValueMeant, initial: str, offered: list[str]) -> forms.Field:
    """A list where the values are few; what one types otherwise."""
    label = f"« {value.value} », dans « {value.column} », veut dire"
    if 0 < len(offered) <= NAMES:
        said = [initial] if initial and initial not in offered else []
        return forms.ChoiceField(
            label=label,
            required=False,
            choices=[("", "Je ne sais pas encore"), *((one, one) for one in [*said, *offered])],
            initial=initial,
            widget=forms.Select(attrs=DRAWN),
        )
    return forms.CharField(
        label=label, required=False, max_length=200, initial=initial, widget=forms.TextInput(attrs=DRAWN)
    )


class PutRightForm(forms.Form):
    """A value that is wrong, and what it should have been: for all the rows that say it."""

    grid = forms.CharField(max_length=200, required=False, strip=False)
    column = forms.CharField(max_length=500)
    into = forms.CharField(max_length=100)
    value = forms.CharField(max_length=1_000)
    meant = forms.CharField(
        label="Ce qu’il fallait lire", max_length=200, error_messages={"required": "Écrivez ce qu’il fallait lire."}
    )


EMPTIED = "vider"


class PutCellForm(forms.Form):
    """What one cell of one row should have said; nothing, where it should have been empty."""

    grid = forms.CharField(max_length=200, required=False, strip=False)
    into = forms.CharField(max_length=100)
    row = forms.IntegerField(min_value=1, max_value=2_000_000)
    meant = forms.CharField(label="Ce qu’il fallait lire", max_length=200, required=False)
    geste = forms.CharField(max_length=10, required=False)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("geste") == EMPTIED:
            typed["meant"] = ""
        elif not typed.get("meant"):
            self.add_error("meant", "Écrivez ce qu’il fallait lire.")
        return typed


class RowsForm(forms.Form):
    """Rows of a sheet: left out, or taken back."""

    grid = forms.CharField(max_length=200, required=False, strip=False)
    rows = forms.CharField(max_length=20_000)

    def clean_rows(self) -> list[int]:
        said = [
            one for one in self.cleaned_data["rows"].split(",") if one.isascii() and one.isdecimal() and len(one) < 8
        ]
        if not said:
            raise forms.ValidationError("Choisissez des lignes.")
        return [int(one) for one in said]


class DecideForm(forms.Form):
    grid = forms.CharField(max_length=200, required=False, strip=False)
    row = forms.IntegerField(min_value=1, max_value=2_000_000)
    word = forms.CharField(max_length=300)
    first = forms.IntegerField(min_value=0, max_value=2_000_000)
    same = forms.ChoiceField(choices=[("oui", "oui"), ("non", "non")])
