"""The HTTP API as the commands use it: JSON in and out, files streamed from disk, events, errors as sentences."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any
from urllib.parse import urlsplit

import httpx2

from backend.cli.errors import Failed, Refused, Unreachable

Json = dict[str, Any]

ANSWER_SECONDS = 600.0  # a model may write for long
SILENT_SECONDS = 60.0  # an event stream says every few seconds that it lives
CONNECT_SECONDS = 10.0

NO_ROUTE = "urn:winnow:http-404"  # the type of the problem that nothing is at an address
PATIENT = httpx2.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS)


class Client:
    """Calls one Winnow as one user. Every method raises Refused or Unreachable; safe to use from several threads."""

    def __init__(self, url: str, key: str) -> None:
        self.url = url
        self._http = httpx2.Client(
            base_url=f"{url}/api/v1",
            headers={"Authorization": f"Bearer {key}"},
            timeout=httpx2.Timeout(SILENT_SECONDS, connect=CONNECT_SECONDS),
            trust_env=not _is_this_machine(url),  # a proxy is for other machines, and would see the key
        )

    def close(self) -> None:
        self._http.close()

    def get(self, path: str, **query: str | int) -> Json:
        return self._call("GET", path, params=query)

    def post(self, path: str, body: Json | None = None) -> Json:
        return self._call("POST", path, json=body, timeout=PATIENT)

    def delete(self, path: str) -> Json:
        return self._call("DELETE", path)

    def send(self, path: str, files: Sequence[tuple[str, IO[bytes]]]) -> Json:
        """Post files by name as one form. What reading them raises comes through."""
        parts = [("file", (name, file, "application/octet-stream")) for name, file in files]
        return self._call("POST", path, files=parts, timeout=PATIENT)

    def items(self, path: str, **query: str | int) -> Iterator[Json]:
        """All items of a list, page by page."""
        after: dict[str, str | int] = {}
        while True:
            page = self.get(path, limit=1000, **query, **after)
            yield from page["items"]
            if page["next"] is None:
                return
            after = {"after": page["next"]}

    def events(self, path: str, after: str) -> Iterator[httpx2.ServerSentEvent]:
        """What happens behind the event `after`, or the current state first; ends when the server ends it."""
        headers = {"Last-Event-ID": after} if after else {}
        with _explained(self.url), self._http.sse(path, headers=headers) as stream:
            if not stream.response.is_success:
                stream.response.read()
                raise self._refusal(stream.response)
            yield from stream

    def _call(self, method: str, path: str, **options: Any) -> Json:
        with _explained(self.url):
            answer = self._http.request(method, path, **options)
        if not answer.is_success:
            raise self._refusal(answer)
        try:
            found = answer.json() if answer.content else {}
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise self._not_winnow()
        return found

    def _refusal(self, answer: httpx2.Response) -> Failed:
        """The sentence of a problem document (RFC 9457); of other answers, that they are none."""
        try:
            problem = answer.json()
            sentence, kind = str(problem["detail"]), problem.get("type")
        except (ValueError, KeyError, TypeError):
            status = f"{answer.status_code} {answer.reason_phrase}"
            sentence, kind = f"The answer was {status}, which is not Winnow's. Check the --url.", ""
        if kind == NO_ROUTE and urlsplit(self.url).path.strip("/"):
            return self._not_winnow()
        wait = answer.headers.get("retry-after", "")
        return Refused(sentence, answer.status_code, float(wait) if wait.isdigit() else 0.0)

    def _not_winnow(self) -> Failed:
        words = f"What answers at {self.url} is not Winnow's API."
        return Failed(f"{words} Name the right address with --url.")


@contextmanager
def _explained(url: str) -> Iterator[None]:
    """Errors of the connection as sentences."""
    try:
        yield
    except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
        raise Unreachable(f"Nothing answers at {url}. Start Winnow with ./start.sh, or name its --url.") from error
    except httpx2.TransportError as error:
        raise Unreachable(f"The connection to {url} was lost. Look whether Winnow still runs there.") from error


def _is_this_machine(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
