"""What one sees of what is typed is what counts: an explanation that shows nothing, a day or a sum of other figures."""

import pytest
from django.core.exceptions import ValidationError

from kevread.agreements.operations.depositing import worded
from kevread.agreements.operations.happening import explained
from kevread.common.errors import Invalid
from kevread.delegations.forms import EurosField
from kevread.equalisation.forms import EurosField as Granted
from kevread.equalisation.forms import MeasureValue
from kevread.ui.forms import DayField

NOTHING = "a" + "\u200b" * 12


def test_an_explanation_that_shows_one_letter_is_refused():
    for read, field in ((lambda: explained(NOTHING, "Dites-le."), "note"), (lambda: worded(NOTHING), "authority")):
        with pytest.raises(Invalid) as told:
            read()
        assert told.value.field == field
    assert explained("Lettre du siège", "Dites-le.") == "Lettre du siège"


@pytest.mark.parametrize("field", [EurosField(), Granted(), MeasureValue()], ids=["delegation", "granted", "measure"])
@pytest.mark.parametrize("typed", ["1e3", "1E3", "١٢", "NaN", "-"])
def test_a_sum_is_written_with_its_figures(field, typed):
    with pytest.raises(ValidationError):
        field.clean(typed)


@pytest.mark.parametrize("field", [EurosField(), Granted()], ids=["delegation", "granted"])
def test_a_sum_as_people_write_it_is_read(field):
    assert field.clean("1 250,50 €") == 125_050


def test_a_day_is_written_with_its_figures():
    with pytest.raises(ValidationError, match="chiffres de 0 à 9"):
        DayField().clean("٢٠٢٦-11-24")
    assert DayField().clean("2026-11-24").isoformat() == "2026-11-24"
