"""Run in a process of its own, with little memory and little time (`bounded.py`), so that a file that unfolds beyond measure
ends that process and nothing else. On its input, one line of JSON, then the file; on its output, what was asked: what its
signatures prove, given the authorities to believe, or its text, given its type. It is given no environment, and reaches
neither the database nor the network."""

import json
import resource
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from uuid import UUID

MEMORY = 800_000_000  # a signed file of twenty megabytes is read with a fifth of it
SECONDS = 20


def written(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    assert isinstance(value, UUID), value
    return str(value)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.path.insert(0, str(Path(__file__).parents[2]))
    told = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    if "media_type" in told:
        from kevread.documents.reading import chunks

        said = json.dumps(chunks(content, told["media_type"]))
    else:
        from kevread.documents.verifying import verify

        report = verify(content, *([bytes.fromhex(one) for one in told[name]] for name in ("roots", "ours", "clocks")))
        said = json.dumps(asdict(report), default=written)
    sys.stdout.write(said)


if __name__ == "__main__":
    main()
