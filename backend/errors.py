"""What can go wrong, each with a code, an HTTP status, whether trying again can help, and a sentence for a person.

The sentence says what happened and then what to do. It is shown as it is: on the page, in the API, in the job.
"""

from __future__ import annotations


class WinnowError(Exception):
    """Base of everything Winnow raises on purpose."""

    code = "internal"
    status = 500
    retryable = False
    title = "Something went wrong"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class BadRequest(WinnowError):
    code, status, title = "bad-request", 400, "The request can not be understood"


class NotSignedIn(WinnowError):
    code, status, title = "not-signed-in", 401, "Not signed in"


class Forbidden(WinnowError):
    code, status, title = "forbidden", 403, "Not allowed"


class NotFound(WinnowError):
    code, status, title = "not-found", 404, "Not found"


class Conflict(WinnowError):
    code, status, title = "conflict", 409, "Not possible now"


class TooLarge(WinnowError):
    code, status, title = "too-large", 413, "Too large"


class TooMany(WinnowError):
    code, status, retryable, title = "too-many", 429, True, "Too many requests"


class DiskFull(WinnowError):
    code, status, retryable, title = "disk-full", 507, True, "The disk is full"


class Unavailable(WinnowError):
    """A part Winnow needs (Redis, the database, the search worker) does not answer right now."""

    code, status, retryable, title = "unavailable", 503, True, "Not available right now"


class ExtractionFailed(WinnowError):
    """A file that can not become text: `detail` is the reason its uploader reads.

    `retryable` is True only when the same bytes may succeed later (a time limit on a loaded machine, a full disk).
    """

    code, status, title = "extraction-failed", 422, "The file could not be read"

    def __init__(self, detail: str, *, retryable: bool = False) -> None:
        super().__init__(detail)
        self.retryable = retryable


class Cancelled(WinnowError):
    """Raised inside a stage when its job was cancelled; the runner ends the job, nothing else catches it."""

    code, status, title = "cancelled", 409, "Cancelled"


class Stopping(WinnowError):
    """The worker was asked to stop: the job goes back to its queue and goes on elsewhere from where it is."""

    code, status, retryable, title = "stopping", 503, True, "The worker is stopping"


class TimeLimit(WinnowError):
    """The job used up its time; what it finished is kept and the next attempt goes on from there."""

    code, status, retryable, title = "time-limit", 504, True, "Time limit reached"


class Hopeless(WinnowError):
    """The job can not end well, and trying again by itself would not change that; what it finished is kept."""

    code, status, title = "hopeless", 422, "The job can not go on"


class LostLease(WinnowError):
    """Another worker owns this job now: stop at once and write nothing more."""

    code, status, title = "lost-lease", 409, "Another worker took over"
