from kevread.base import clock
from kevread.base.queue import job
from kevread.home.operations import write_letter
from kevread.home.queries import letters_due


@job(every="*/10 4-10 * * *")
def morning() -> None:
    """The letters of the morning, in the time of the federation (`home.rules.is_morning`), one after the other. One that
    cannot be written holds back no other: the job fails once all were tried, and is run again."""
    failed = []
    for letter in letters_due(clock.now()):
        try:
            write_letter(letter=letter, now=clock.now())
        except Exception as error:  # noqa: BLE001 — told together below
            failed.append(error)
    if failed:
        raise ExceptionGroup("Some letters of the morning were not written.", failed)
