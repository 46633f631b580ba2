"""The page's modules without a page around them: what they compute, checked in the browser that runs them."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import OpenPage

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page("/settings")


def run(page: Page, module: str, body: str, *values: Any) -> Any:
    """The result of `body`, a function of (module, values)."""
    return page.evaluate(
        f"async ([path, values]) => {{ const m = await import(path); return (({body}))(m, ...values); }}",
        [f"/app/lib/{module}.js", list(values)],
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Board minutes (2026)", "board-minutes-2026"),
        ("Übersicht/Straße", "übersicht-straße"),
        ("..hidden", "hidden"),
        ("  ", ""),
        ("x" * 80, "x" * 64),
    ],
)
def test_a_folder_name_becomes_a_collection_name(page: Page, text: str, name: str) -> None:
    assert run(page, "slug", "(m, text) => m.slug(text)", text) == name


def test_offsets_count_code_points_as_the_server_does(page: Page) -> None:
    text = "a🌾b🌾c"
    units = run(page, "codepoints", "(m, text) => [0, 1, 2, 3, 4, 5].map((n) => m.unitIndex(text, n))", text)
    assert units == [0, 1, 3, 4, 6, 7]
    assert run(page, "codepoints", "(m, text) => m.lengthInCodePoints(text)", text) == len(text)


def excerpt(page: Page, text: str, question: str, *focus: int) -> list[dict[str, Any]]:
    """The pieces of an excerpt of a passage that begins at character 7 of its document."""
    passage: dict[str, Any] = {"text": text, "start": 7}
    if focus:
        passage["focus"] = {"start": 7 + focus[0], "end": 7 + focus[1]}
    body = "(m, ...values) => m.excerpt(...values)"
    found: list[dict[str, Any]] = run(page, "excerpt", body, passage, question)
    return found


def test_an_excerpt_begins_with_the_sentence_that_was_found(page: Page) -> None:
    before, sentence = "🌾 Nothing here. " * 60, "The carrier lost two pallets in Malmö."
    text = f"{before}{sentence} {'More text follows. ' * 60}"
    pieces = excerpt(page, text, "lost pallets", len(before), len(before) + len(sentence))
    assert [piece["text"] for piece in pieces[:2]] == ["…", "The carrier "]
    assert [piece["text"] for piece in pieces if piece["marked"]] == ["lost", "pallets"]
    assert sum(len(piece["text"]) for piece in pieces) < 400


def test_an_excerpt_of_the_last_sentence_shows_what_stands_before_it(page: Page) -> None:
    text = "Nothing here. " * 60 + "Lost."
    pieces = excerpt(page, text, "lost", len(text) - 5, len(text))
    shown = "".join(piece["text"] for piece in pieces)
    assert shown.endswith("Nothing here. Lost.")
    assert 250 < len(shown) < 330


def test_an_excerpt_takes_signs_of_the_question_as_text(page: Page) -> None:
    pieces = excerpt(page, "cost (net) is 5 [EUR]", "(net [EUR .*")
    assert "".join(piece["text"] for piece in pieces) == "cost (net) is 5 [EUR]"


def test_events_are_read_however_the_wire_cuts_them(page: Page) -> None:
    wire = 'id: 7\r\nevent: upload.closed\r\ndata: {"a":\ndata: 1}\r\n\r\n: comment\n\nevent: ping\ndata: {}\n\n'
    body = """(m, wire) => {
      const got = [];
      const parse = m.parser((event) => got.push(event));
      for (const character of wire) parse(character);
      return got;
    }"""
    assert run(page, "event-stream", body, wire) == [
        {"id": "7", "name": "upload.closed", "data": '{"a":\n1}'},
        {"id": "", "name": "ping", "data": "{}"},
    ]


def test_changes_are_joined_to_the_last_state_of_each_entity(page: Page) -> None:
    body = """(m) => {
      const r = new m.Replica();
      r.reset({ collections: [{ id: "c", n: 0 }], uploads: [], jobs: [] });
      for (const n of [1, 2, 3]) r.apply("document.embedded", { document: { id: "d", chunks_done: n } });
      r.apply("collection.updated", { collection: { id: "c", n: 5 } });
      r.apply("document.deleted", { document_id: "gone" });
      return [r.take(), r.take(), r.snapshot().collections];
    }"""
    changes, nothing, collections = run(page, "replica", body)
    assert changes["documents"] == [{"id": "d", "chunks_done": 3}]
    assert changes["deleted"]["documents"] == ["gone"]
    assert nothing is None
    assert collections == [{"id": "c", "n": 5}]


def test_ended_jobs_beyond_what_is_kept_are_forgotten(page: Page) -> None:
    body = """(m) => {
      const r = new m.Replica();
      r.reset({});
      for (let n = 0; n < 2000; n++) {
        r.apply("job.completed", { job: { job_id: String(n), completed_at: n > 3 ? "x" : null } });
      }
      r.take();
      return r.snapshot().jobs.map((job) => job.job_id);
    }"""
    kept = run(page, "replica", body)
    assert len(kept) == 500
    assert kept[:4] == ["0", "1", "2", "3"]


def test_small_files_travel_together_and_large_ones_alone(page: Page) -> None:
    body = """async (m) => {
      const sizes = [...Array(45).fill(1000), 900000, 1000, 5000000];
      const make = (size) => async () => new File([new Uint8Array(size)], "x");
      const items = sizes.map((size, n) => ({ path: `${n}`, file: make(size) }));
      items.splice(3, 0, { path: "gone", file: async () => { throw new DOMException("gone", "NotFoundError"); } });
      const refused = [], bundles = [];
      const packer = new m.Packer(items, (item) => refused.push(item.path), 4000000);
      for (let b; (b = await packer.next()).length; ) bundles.push(b.map(({ path }) => path));
      return { refused, bundles: bundles.map((b) => b.length), sent: bundles.flat().length };
    }"""
    packed = run(page, "bundles", body)
    assert packed["refused"] == ["gone", "47"]  # one can not be opened, one is larger than the server takes
    assert packed["bundles"] == [20, 20, 5, 1, 1]
    assert packed["sent"] == 47


def test_three_lanes_never_lose_a_file(page: Page) -> None:
    body = """async (m) => {
      const make = (size) => async () => new File([new Uint8Array(size)], "x");
      const items = Array.from({ length: 500 }, (_, n) => ({ path: `${n}`, file: make((n * 7919) % 400000) }));
      const packer = new m.Packer(items, () => {}, Infinity), seen = [];
      const lane = async () => {
        for (let b; (b = await packer.next()).length; ) seen.push(...b.map(({ path }) => path));
      };
      await Promise.all([lane(), lane(), lane()]);
      return [seen.length, new Set(seen).size];
    }"""
    assert run(page, "bundles", body) == [500, 500]


def test_the_numbers_of_an_upload_add_up_while_it_is_sent_and_after(page: Page) -> None:
    upload = {
        "status": "open", "expected_files": 10, "files_received": 6, "ready": 2, "duplicates": 1, "rejected": 1,
        "failed": 1, "cancelled": 0, "queued": 1, "working": 0,
    }  # fmt: skip
    numbers = run(page, "../components/upload-numbers", "(m, u) => m.uploadNumbers(u, 1, true)", upload)
    assert (numbers["toSend"], numbers["failed"], numbers["total"]) == (3, 3, 10)
    ended = upload | {"status": "finished", "queued": 0, "ready": 3}
    numbers = run(page, "../components/upload-numbers", "(m, u) => m.uploadNumbers(u)", ended)
    assert (numbers["ended"], numbers["unsent"], numbers["total"]) == (6, 4, 10)
    shown = "ready duplicates failed cancelled unsent indexing waiting toSend".split()
    assert sum(numbers[name] for name in shown) == numbers["total"]
