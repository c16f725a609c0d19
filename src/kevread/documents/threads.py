"""What runs an event loop of its own, wherever it is called from."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor


def in_a_thread[Found](work: Callable[[], Found]) -> Found:
    """What `work` gives or raises, from a thread of its own: pyHanko runs an event loop, and a thread that has one already
    refuses a second. It must not ask the database: another thread is another connection."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(work).result()
