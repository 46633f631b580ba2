"""Message: what stands in a queue, namely a job's id and attempt and nothing else that is believed.

Whoever reaches Redis can write any message. RQ's own would be imported, called, called back,
repeated, reported to a web address; of this one a few fields are read, and it runs one function.
"""

from __future__ import annotations

import json
import logging
import zlib
from collections.abc import Callable
from typing import Any, cast

from redis import Redis
from rq.exceptions import NoSuchJobError
from rq.job import Job as RqJob
from rq.utils import as_text

FUNCTION = "backend.jobs.run.perform"
KEPT_SECONDS = 60  # in Redis, after it was handled
LONGEST_SECONDS = 7 * 86_400
READ = frozenset({"data", "origin", "enqueued_at"})
NONSENSE = (  # what reading it may raise
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    zlib.error,
)
Perform = Callable[[str, int], None]

logger = logging.getLogger(__name__)


class Message(RqJob):
    """A message out of Redis. One that was not written by `send_messages` does not exist."""

    order: tuple[str, int]

    @classmethod
    def fetch(cls, id: str, connection: Redis | None = None, serializer: Any = None) -> Message:
        """The message of that id. NoSuchJobError also when no message could have it."""
        try:
            return cast(Message, super().fetch(id, connection, serializer))
        except ValueError as error:
            raise NoSuchJobError(f"{id!r} is no message of Winnow's") from error

    def restore(self, raw_data: Any) -> None:
        """Take up the fields that are read. NoSuchJobError, which RQ passes over, for nonsense."""
        try:
            fields = {as_text(name): value for name, value in raw_data.items()}
            super().restore({name: value for name, value in fields.items() if name in READ})
            self.timeout = min(int(fields["timeout"]), LONGEST_SECONDS)
            if self.timeout < 1:
                raise ValueError("it has no time")
            self.order = _order(self.data)
        except NONSENSE as error:
            logger.warning("a message that is none of ours is passed over: %r", error)
            raise NoSuchJobError(f"{self.key} is no message of Winnow's") from error
        self.result_ttl = self.failure_ttl = KEPT_SECONDS

    def _execute(self) -> None:
        raise NotImplementedError("whoever runs messages says how")


def performed_by(perform: Perform) -> type[Message]:
    """Messages that `perform` carries out: it gets the job's id and the attempt."""

    class Performed(Message):
        def _execute(self) -> None:
            perform(*self.order)

    return Performed


def _order(data: bytes) -> tuple[str, int]:
    """The job's id and the attempt. ValueError unless they are all that our function is given."""
    function, instance, arguments, keywords = json.loads(data)
    job_id, attempt = arguments
    ours = (function, instance, keywords) == (FUNCTION, None, {})
    if not (ours and isinstance(job_id, str) and isinstance(attempt, int)):
        raise ValueError("it asks for something else")
    return job_id, attempt
