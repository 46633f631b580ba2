from __future__ import annotations

import pytest

from .conftest import Read


def body(read: Read, html: str) -> str:
    return read("a.html", f"<html><body>{html}</body></html>".encode()).text.content


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo\n"),
        ("One<br>Two", "One\nTwo\n"),
        ("<h2>Head</h2>Text", "## Head\n\nText\n"),
        ("<p>a <b>bold</b>, <i>word</i>s</p>", "a bold, words\n"),
        ("<p>  much \n white\t space </p>", "much white space\n"),
        ("<ul><li>a</li><li><p>b</p></li></ul>", "- a\n- b\n"),
        ("<table><tr><th>x</th><th>y</th></tr><tr><td>1</td><td><p>2</p></td></tr></table>", "x\ty\n1\t2\n"),
        ("<table><tr><td></td><td>1</td></tr></table>", "\t1\n"),
        ("<pre>a\n  b</pre>", "a\n  b\n"),
        ("<div>a</div><script>x()</script><style>p{}</style><noscript>n</noscript><div>b</div>", "a\nb\n"),
        ("&lt;b&gt; &amp; &eacute;", "<b> & é\n"),
        ("<p>unclosed <b>tags<p>go on", "unclosed tags\n\ngo on\n"),
        ("<template>hidden</template><svg><text>drawn</text></svg>shown", "shown\n"),
    ],
)
def test_markup_becomes_lines(html: str, text: str, read: Read) -> None:
    assert body(read, html) == text


def test_the_title_is_a_fact_and_not_text(read: Read) -> None:
    text = read("a.html", b"<!doctype html><title> A\n title </title><p>Text").text
    assert (text.content, text.facts["title"]) == ("Text\n", "A title")


def test_a_page_without_text_is_refused(refused: object, read: Read) -> None:
    with pytest.raises(Exception, match="nothing but white space"):
        body(read, "<img src='a.png'><script>x()</script>")


def test_a_hundred_thousand_nested_tags_are_read(read: Read) -> None:
    assert body(read, "<span>" * 100_000 + "deep") == "deep\n"
