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
        ("<p>Fee<img src=a.png alt='950 Euro'><img alt=''>due", "Fee 950 Euro due\n"),
        ("<template>hidden</template><svg><text>drawn</text></svg>shown", "shown\n"),
    ],
)
def test_markup_becomes_lines(html: str, text: str, read: Read) -> None:
    assert body(read, html) == text


def test_the_title_stands_above_a_text_that_does_not_say_it(read: Read) -> None:
    text = read("a.html", b"<!doctype html><title> A\n title </title><p>Text").text
    assert (text.content, text.facts["title"]) == ("# A title\n\nText\n", "A title")
    text = read("a.html", b"<!doctype html><title>A title</title><h2>A <i>Title</i></h2><p>Text").text
    assert text.content == "## A Title\n\nText\n"


def test_a_page_without_text_is_refused(refused: object, read: Read) -> None:
    with pytest.raises(Exception, match="nothing but white space"):
        body(read, "<title>A title</title><img src='a.png'><script>x()</script>")


def test_a_hundred_thousand_nested_tags_are_read(read: Read) -> None:
    assert body(read, "<span>" * 100_000 + "deep") == "deep\n"


XHTML = '<html xmlns="http://www.w3.org/1999/xhtml">'


@pytest.mark.parametrize("start", ['<?xml version="1.0"?>\n<html>', f"<!DOCTYPE html>\n{XHTML}"])
@pytest.mark.parametrize("empty", ["<title/>", '<script src="a/b.js" />', "<style type='text/css'/>", "<textarea/>"])
def test_an_empty_element_of_xhtml_swallows_nothing(start: str, empty: str, read: Read) -> None:
    page = f"{start}<head>{empty}</head><body><p>One<br/>Two</p><table><tr><td/><td>950</td></tr></table></body></html>"
    assert read("a.xhtml", page.encode()).text.content == "One\nTwo\n\n\t950\n"


def test_a_slash_at_the_end_of_a_tag_of_html_means_nothing(read: Read) -> None:
    assert body(read, "<div/><a href=http://example.com/>Link</a><p>950") == "Link\n\n950\n"


def test_what_xhtml_leaves_open_costs_no_more_than_its_size(read: Read) -> None:
    page = f"{XHTML}<body>950 {'<a b=' * 50_000}{'<a ' * 50_000}{'<a /' * 50_000}"
    assert read("a.xhtml", page.encode()).text.content.startswith("950")


@pytest.mark.parametrize("comments", ["<!-- a -->" * 300, "<!-- a --> \n" * 300, "<!-- " * 300, "<?xml ?>" * 300])
@pytest.mark.parametrize(("rest", "kind"), [("<svg>950</svg>", "text"), ("<html><p>950", "html")])
def test_hundreds_of_comments_at_the_beginning_cost_no_more_than_their_size(
    comments: str, rest: str, kind: str, read: Read
) -> None:
    found = read("unnamed", (comments + rest).encode())
    assert "950" in found.text.content
    assert found.format == (kind if comments.endswith((">", "\n")) else "text")
