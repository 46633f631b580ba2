"""What ends a command, each a sentence for the person at the terminal."""

from __future__ import annotations


class Failed(Exception):
    """The command can not go on; its text says what happened, then what to do."""


class Unreachable(Failed):
    """No answer came: nobody listens there, or the connection was lost."""


class Refused(Failed):
    """The server answered with an error; the text is its own sentence."""

    def __init__(self, sentence: str, status: int, retry_after: float = 0.0) -> None:
        super().__init__(sentence)
        self.status = status
        self.retry_after = retry_after  # seconds

    @property
    def passes(self) -> bool:
        """Whether the same request may succeed later: the server is busy, restarting or short of something."""
        return self.status in {408, 429, 502, 503, 504, 507}


class Stopped(Failed):
    """Ctrl-C. What the server has taken on goes on there."""
