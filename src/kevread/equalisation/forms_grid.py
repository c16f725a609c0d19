"""The values of a round, typed at once. The verb checks again, and says what is wrong in the cell."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms

from kevread.directory.models import Organisation
from kevread.equalisation.queries.grid import Grid
from kevread.ui.forms import DayField

from .forms import MeasureValue
from .rules.terms import naming


def said(value: Decimal) -> str:
    """As people write it.

    >>> said(Decimal("42.0000")), said(Decimal("6775.5000")), said(Decimal("1200.0000"))
    ('42', '6775,5', '1200')
    """
    return f"{value.normalize():f}".replace(".", ",")


class GridForm(forms.Form):
    """A cell for each value that somebody says; where they come from and their day, once for all that is new."""

    source = forms.CharField(
        label="Source de ce qui est nouveau",
        max_length=200,
        help_text="Qui l’a compté, dans quel document.",
        error_messages={"required": "Dites d’où viennent ces valeurs."},
    )
    as_of = DayField(label="Relevé le")

    def __init__(self, grid: Grid, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grid = grid
        self.typed_as: dict[str, str] = {}
        self.fields["source"].initial = grid.source
        for down, who in enumerate(grid.rows):
            for across, code in enumerate(grid.codes):
                if (who.slug, code) not in grid.read:
                    self.typed_as[f"{who.slug}/{code}"] = self.add_cell(who, code, down, across)

    def add_cell(self, who: Organisation, code: str, down: int, across: int) -> str:
        name, known = f"valeur_{down}_{across}", self.grid.typed.get((who.slug, code))
        self.fields[name] = MeasureValue(
            label=f"{naming(code).name}, {who.name}",
            max_digits=16,
            decimal_places=4,
            min_value=0,
            required=False,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 9, "data-cell": f"{down} {across}"}),
            error_messages={
                "invalid": "Écrivez un nombre, par exemple 42 ou 6775,5.",
                "min_value": "Une valeur d’au moins 0 est attendue.",
                "max_decimal_places": "Quatre décimales au plus.",
            },
        )
        self.initial[name] = "" if known is None else said(known)
        return name

    def clean(self) -> dict[str, Any]:
        """What was said is put right, and not effaced: a round counts a criterion of everybody, or of nobody."""
        for place in self.grid.typed:
            name = self.typed_as["/".join(place)]
            if name not in self.errors and self.cleaned_data.get(name) is None:
                self.add_error(name, "Ce qui est dit ne s’efface pas : corrigez-le, ou laissez-le.")
        return self.cleaned_data

    @property
    def values(self) -> dict[tuple[str, str], Decimal]:
        """What is new, or said otherwise."""
        typed = {(who.slug, code): self.cleaned_data.get(name) for who, code, name in self.places()}
        return {place: one for place, one in typed.items() if one is not None and one != self.grid.typed.get(place)}

    @property
    def is_partly_read(self) -> bool:
        return bool(self.grid.read)

    @property
    def lines(self) -> list[tuple[Organisation, list[tuple[str, Any, str]]]]:
        """Of each, its cells: the name of the criterion, and what is typed, or what is read."""
        return [(who, [self.cell(who, code) for code in self.grid.codes]) for who in self.grid.rows]

    def cell(self, who: Organisation, code: str) -> tuple[str, Any, str]:
        name = self.typed_as.get(f"{who.slug}/{code}")
        known = self.grid.read.get((who.slug, code))
        return naming(code).name, self[name] if name else None, "se relève" if known is None else said(known)

    def places(self) -> Iterator[tuple[Organisation, str, str]]:
        for who in self.grid.rows:
            for code in self.grid.codes:
                if name := self.typed_as.get(f"{who.slug}/{code}"):
                    yield who, code, name

    @property
    def review(self) -> list[tuple[str, str, str, str]]:
        """What will be written, to read again: whose, of what, the value, and what it was."""
        new = self.values
        return [
            (who.name, naming(code).name, said(new[who.slug, code]), was(self.grid.typed.get((who.slug, code))))
            for who, code, _ in self.places()
            if (who.slug, code) in new
        ]


def was(value: Decimal | None) -> str:
    return "" if value is None else said(value)
