"""Two windows that tell the same person how to come in: the second waits for the first, and has nobody left to tell."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from kevread.mail.models import Dispatch
from kevread.mail.operations import queue_letter
from kevread.seats.operations import offering_access
from tests.conftest import NOW, arranging

from .scene import Scene

PATIENCE = 15


def test_one_letter_leaves(committed, monkeypatch):
    here = committed.groupings[0]
    scene = Scene(committed, here, *committed.locals[here])
    person, actor = scene.administrator_of(scene.first), scene.presidency
    with arranging():
        person.email = "maelle@exemple.bzh"
        person.save()
    inside, go_on = threading.Event(), threading.Event()

    def held(**letter):
        inside.set()
        assert go_on.wait(PATIENCE)
        return queue_letter(**letter)

    def tell():
        try:
            return offering_access(lambda: None, lambda _: [person], actor=actor, about=here, now=NOW)[1]
        finally:
            connection.close()

    monkeypatch.setattr("kevread.seats.operations.access.queue_letter", held)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(tell)
        assert inside.wait(PATIENCE)
        second = pool.submit(tell)
        time.sleep(0.5)
        go_on.set()
        assert (first.result(PATIENCE), second.result(PATIENCE)) == ([person], [])
    assert Dispatch.objects.filter(person=person).count() == 1
