"""Two who press the button of one page at the same moment are held one after the other (decision 208)."""

from threading import Barrier

from django.db import transaction

from kevread.common.errors import Refused
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


def test_of_two_who_wait_for_each_other_one_is_refused_and_its_page_is_still_drawn(committed):
    one, other = committed.groupings[:2]
    ready = Barrier(2)

    def press(first, then):
        def tells(row):
            ready.wait(timeout=10)  # each holds its row
            return Organisation.objects.lock(then.pk).name

        with transaction.atomic():
            try:
                Shown(first, tells).require("")
            except Refused as refusal:
                return type(refusal), Organisation.objects.filter(pk=first.pk).count()

    done = at_once(lambda: press(one, other), lambda: press(other, one))
    assert sorted(done, key=str) == sorted([(Changed, 1), (Refused, 1)], key=str)
