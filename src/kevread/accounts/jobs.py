from kevread.base.queue import job

from .operations import send_posted


@job()
def send(letter: str) -> None:
    send_posted(letter=letter)
