"""Pages that would take a parser hours are known beforehand, and read tag by tag; all others are parsed."""

from __future__ import annotations

import pytest

from backend.formats.builder import TextBuilder
from backend.formats.dear import DEEPEST, MANY_TAGS, MOST_ATTRIBUTES, is_dear
from backend.formats.flatpage import FlatPage
from backend.formats.markup import TreePage

from .conftest import Read

FILLED = "<i></i>" * MANY_TAGS
DEEP = DEEPEST + 1


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * DEEP + FILLED,
        "<div></span>" * DEEP + FILLED,  # an end that ends nothing
        "<div><select></div></select>" * DEEP + FILLED,  # an end that parsers ignore
        "<!-- <p title='-->" + "<div>" * DEEP + FILLED + "'>",
        "<script><!--</script>" + "<div>" * DEEP + FILLED,
        "<svg><path d='/>'>" * DEEP + FILLED,
        "<optgroup>" * DEEP + FILLED,
        "<x-y>" * DEEP + FILLED,
        "<p>" + "".join(f"<b id={number}>" for number in range(400)) + "<p>x" * 6_000,
        "<p " + " ".join(f"a{number}=1" for number in range(MOST_ATTRIBUTES + 1)) + ">",
        "".join(f"<body a{number}=1>" for number in range(100)),
    ],
)
def test_a_page_that_a_parser_would_look_through_again_and_again_is_dear(page: str) -> None:
    assert is_dear(page)


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 10_000,  # too few tags to be dear, however deep
        "<p>One<p>Two<br>Three" * 20_000,
        "<ul>" + "<li>a" * 50_000 + "</ul>",
        "<table>" + "<tr><td>1<td>2" * 30_000,
        "<table>" + "<tr><td><b>1</b></td><td><a href='x'>2</a></td></tr>" * 10_000 + "</table>",
        "<svg viewBox='0 0 1 1'>" + "<path d='M0 0'/>" * 30_000 + "</svg><p>drawn</p>",
        "<img src='data:image/png;base64," + "A" * 1_000_000 + "'>",
        "<script>" + "if (a < b && c > d) e();" * 20_000 + "</script>",
    ],
)
def test_a_page_that_is_only_long_is_not_dear(page: str) -> None:
    assert not is_dear(page)


def read_by(kind: type[FlatPage | TreePage], html: str) -> str:
    out = TextBuilder(1_000_000)
    page = kind(html)
    page.add_to(out)
    return f"{page.title}|{out.content}"


@pytest.mark.parametrize(
    "body",
    [
        "<p>One</p><p>Two</p>",
        "<p>One<p>Two",
        "One<br>Two<hr>Three",
        "<h2>Head</h2>Text",
        "<p>a <b>bold</b>, <i>word</i>s</p>",
        "<ul><li>a</li><li>b</li></ul>",
        "<table><tr><th>x</th><th>y</th></tr><tr><td>1</td><td><p>2</p></td></tr></table>",
        "<table><tr><td>1<td>2<tr><td>3<td>4</table>end",
        "<table><tr><td><table><tr><td>in</td></tr></table></td><td>out</td></tr></table>",
        "<pre>a\n  b</pre><p>c</p>",
        "<div>a</div><script>x('<p>')</script><style>p{}</style><div>b</div>",
        "<p title='a > b'>text</p><!-- <p>no</p> -->",
        "&lt;b&gt; &amp; &eacute; &nbsp;",
        "<p>Fee<img src=a.png alt='950 &euro;'><img alt=''>due",
        "<template>hidden</template><svg><text>drawn</text></svg>shown",
        "<textarea>typed</textarea> 3 < 4 > 2",
    ],
)
def test_read_tag_by_tag_a_page_says_the_same(body: str) -> None:
    html = f"<html><head><title>A\n &amp; B</title></head><body>{body}</body></html>"
    assert read_by(FlatPage, html) == read_by(TreePage, html)


def test_a_number_without_end_names_no_character(read: Read) -> None:
    page = b"<html>" + b"<div>" * 30_000 + b"&#" + b"9" * 10_000 + b"; and &eacute;</html>"
    assert "9999" in read("a.html", page).text.content


def test_a_page_that_is_read_tag_by_tag_says_so(read: Read) -> None:
    text = read("a.html", b"<html><p>One</p>" + b"<div>" * 30_000 + b"deep").text
    assert text.content == "One\n\ndeep\n"
    assert "deeper than any browser" in text.warnings[0]
