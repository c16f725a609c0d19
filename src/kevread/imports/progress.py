"""How far an import is: told by the name of its connection, which others see at once, and which goes with its transaction. A
worker that is killed leaves nothing of it."""

from collections.abc import Callable
from uuid import UUID

from django.db import connection

EVERY = 20  # rows


def progress_name(made: UUID, said: str) -> str:
    """Under 63 characters, the most that PostgreSQL keeps."""
    return f"import:{made}:{said}"


def telling(made: UUID | None) -> Callable[[int, int], None]:
    """Told each row that is done, of how many; inside the transaction that writes."""

    def tell(done: int, whole: int) -> None:
        if made is not None and (done % EVERY == 0 or done == whole):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('application_name', %s, true)", [progress_name(made, f"{done}/{whole}")]
                )

    return tell
