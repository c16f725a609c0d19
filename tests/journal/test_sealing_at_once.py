"""Sealing while others write: what an older transaction may still precede waits; two who seal wait for each other."""

import json
import os
import subprocess
import sys

import psycopg

from tests.databases import ROOT, manage

ACT = (
    "INSERT INTO journal_act (id, verb, at, person_name, hat, arguments, reason) "
    "VALUES (gen_random_uuid(), 'x', now(), '', '', '{}', '')"
)


def sealing(environment) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-m", "config", "seal"], env=environment, cwd=ROOT, stdout=subprocess.PIPE)


def seals(db) -> list[int]:
    return [acts for (acts,) in db.execute("SELECT acts FROM journal_seal ORDER BY number")]


def test_an_act_waits_for_the_transactions_that_are_older(environment):
    url = environment["DATABASE_URL"]
    with psycopg.connect(url) as slow, psycopg.connect(url, autocommit=True) as db:
        slow.execute(ACT)
        db.execute(ACT)
        manage(environment, "seal")
        assert seals(db) == []
        slow.commit()
        manage(environment, "seal")
        assert seals(db) == [2]


def test_acts_of_another_cluster_do_not_wait_for_their_number(environment):
    with psycopg.connect(environment["DATABASE_URL"], autocommit=True) as db:
        db.execute("SET ROLE kevread_owner")
        db.execute(ACT.replace("reason)", "reason, opened_in)").replace("'{}', '')", "'{}', '', '4000000000')"))
        manage(environment, "seal")
        assert seals(db)[-1] == 1


def test_two_who_seal_make_one_chain(environment):
    with psycopg.connect(environment["DATABASE_URL"], autocommit=True) as db:
        before = len(seals(db))
        for _ in range(20):
            db.execute(ACT)
        both = [sealing(environment) for _ in range(2)]
        assert [process.wait(timeout=60) for process in both] == [0, 0]
        assert seals(db)[before:] == [20]
    ran = subprocess.run(
        [sys.executable, "-m", "config", "verify-journal"],
        env=environment | {"PATH": os.environ["PATH"]},
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    answer = json.loads(ran.stdout)
    assert (answer["ok"], answer["faults"]) == (True, [])
    for process in both:
        process.stdout.close()
