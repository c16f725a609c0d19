"""Two who press the button of one page at the same moment are held one after the other (decision 208)."""

from django.db import transaction

from kevread.common.overtaken import Changed
from kevread.directory.models import Organisation
from kevread.ui.shown import Shown
from tests.arrange import arranging
from tests.seats.test_two_windows import at_once


def test_two_who_press_at_once_are_held_one_after_the_other(committed):
    row = Organisation.objects.get(pk=committed.head.pk)
    mark = Shown(row).mark

    def press(name):
        with transaction.atomic():
            Shown(Organisation.objects.get(pk=row.pk)).require(mark)
            with arranging():
                Organisation.objects.filter(pk=row.pk).update(name=name)
            return name

    done = at_once(lambda: press("Un"), lambda: press("Deux"))
    assert sorted(isinstance(one, Changed) for one in done) == [False, True]
