"""What signs and what checks a signature run wherever they are called from."""

import asyncio

from kevread.documents.threads import in_a_thread


def test_a_loop_of_its_own_runs_under_another():
    async def answer() -> str:
        return "signé"

    async def asked() -> str:
        return in_a_thread(lambda: asyncio.run(answer()))

    # From a thread of its own too: a browser that another test drives leaves its loop running in this one.
    assert in_a_thread(lambda: asyncio.run(asked())) == "signé"
