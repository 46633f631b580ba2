"""Answers on a terminal: what was found, where it stands, and how far it can be trusted."""

from __future__ import annotations

import shutil
import textwrap

from backend.cli import words
from backend.cli.client import Client, Json
from backend.cli.screen import note, say

EXCERPT = 400  # characters of a passage
MOST_COLUMNS = 100
OUTCOMES = (
    ("contributing", "contributed"),
    ("not_relevant", "not relevant"),
    ("excluded", "left out by filters"),
    ("failed", "could not be read"),
)


def quick(reply: Json) -> None:
    """The words of the answer and its numbered sources; where the passages are the answer, the passages."""
    shown = reply["answer"] or {}
    say(_wrapped(reply["response"]))
    if shown.get("note"):
        say(_wrapped(shown["note"]))
    if reply["sources"]:
        say()
    for source in reply["sources"]:
        where = ", ".join(part for part in (source["document_name"], words.place(source["place"])) if part)
        say(f"[{source['number']}] {where} (#{source['collection_name']})")
        if shown.get("made_by") == "passages":
            say(_wrapped(excerpt(source), "    "))
    note(f'Ask on: scripts/winnow ask --conversation {reply["conversation_id"]} "…"')


def full(client: Client, job: Json) -> int:
    """The answer of a job that read everything; 1 when it has none."""
    if job["status"] != "completed":
        note(job["error_message"] or f"The question was not answered: its job is {job['status']}.")
        note(f"Try again: scripts/winnow jobs retry {job['job_id']}")
        return 1
    result = job["result"]
    say(_wrapped(result["summary"]))
    say()
    say(coverage(result["coverage"]))
    say(_confidence(result["confidence"]))
    if result["coverage"].get("pending"):
        note("See how far they are: scripts/winnow jobs --status running")
    note(f"Every number with its sources: {client.url}/ask/{job['conversation_id']}")
    return 0


def excerpt(source: Json) -> str:
    """A passage on one line; a long one from the sentence that it was found for."""
    text = source["text"]
    if len(text) > EXCERPT:
        from_sentence = text[source["focus"]["start"] - source["start"] :]
        text = text if from_sentence == text else f"… {from_sentence}"
    return textwrap.shorten(text, EXCERPT, placeholder=" …")


def coverage(counts: dict[str, int]) -> str:
    """Every document once: those of the answer, and beside them those that were not read yet."""
    parts = [f"{counts[outcome]:,} {said}" for outcome, said in OUTCOMES if counts[outcome]]
    read = f"{words.plural(counts['total'], 'document')}: {', '.join(parts)}" if parts else ""
    pending = counts.get("pending", 0)  # older answers do not say
    yet = f"{pending:,} not read yet" if pending else ""
    found = "; ".join(filter(None, (read, yet)))
    return f"Coverage: {found}." if found else ""


def _confidence(confidence: Json) -> str:
    why = " ".join(factor["reason"] for factor in confidence["factors"] if factor["value"] < 1)
    return f"Confidence: {words.percent(confidence['value'])}" + (f". {why}" if why else "")


def _wrapped(text: str, indent: str = "") -> str:
    """Lines no longer than can be read, each of the text's own lines kept."""
    width = min(MOST_COLUMNS, shutil.get_terminal_size().columns)
    lines = (textwrap.fill(line, width, initial_indent=indent, subsequent_indent=indent) for line in text.split("\n"))
    return "\n".join(lines)
