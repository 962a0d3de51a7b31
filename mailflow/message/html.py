"""HTML to text, line by line as a person sees it; never raises.

Tables become lines (``label : value`` for rows of two cells), lists keep their numbers, quotes get ``> ``. Where a
mail program marks by HTML alone that the mail answered begins, or a signature, the line that plain text has in its
place is written: 32 underscores, or ``-- ``.
"""

from __future__ import annotations

import re

from lxml import etree

from mailflow.message.page import Page

MAX_HTML = 1024 * 1024
LEAST_ROWS = 2
LEAST_CELLS = 2
QUOTE_LINE = "_" * 32
SIGNATURE_LINE = "-- "

_SKIPPED = frozenset({"head", "style", "script", "title", "template", "noscript", "object", "svg", "select"})
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "body", "caption", "center", "dd", "div", "dl", "dt", "fieldset", "figure"),
        *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol"),
        *("p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul"),
    }
)
_SPACED = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre"})
_QUOTE_IDS = re.compile(
    r"appendonsend|divRplyFwdMsg|reference-message|ms-outlook-mobile-body-separator|yahoo_quoted|zwchr|"
    r"mail-editor-reference|OLK_SRC_BODY_SECTION|isForwardContent|replySplit",
    re.IGNORECASE,
)
_QUOTE_STYLE = re.compile(r"border-top:\s*(solid\s+)?#?[0-9a-z]+\s*(solid\s*)?1(\.0)?p[tx]", re.IGNORECASE)
_SIGNATURE_IDS = re.compile(
    r"gmail_signature|moz-signature|^(x_)*signature$|mobile-signature|ydp\w*signature", re.IGNORECASE
)
_HIDDEN = re.compile(
    r"display:\s*none|mso-hide:\s*all|visibility:\s*hidden|font-size:\s*0(px|pt)?\s*(;|$)", re.IGNORECASE
)
_INDENTED = re.compile(r"border(-left)?:\s*(none|0)", re.IGNORECASE)
_TIGHT = re.compile(r"margin(-top)?:\s*0", re.IGNORECASE)
_DECLARATION = re.compile(r"<\?xml[^>]{0,200}>|<!\[(?:if|endif)[^>]{0,100}(?<!--)>", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f\u200b\u200c\u200d\u2060\u00ad]+")


def to_text(html: str) -> str:
    """Return the visible text of an HTML document; of a longer one than 1 MB, the beginning."""
    root = _read(html[:MAX_HTML])
    if root is None:
        return ""
    writer = _Writer()
    for event, node in etree.iterwalk(root, events=("start", "end", "comment")):
        if event == "start":
            writer.open(node)
        elif event == "end":
            writer.close(node)
        else:
            writer.text(node.tail or "")
    return writer.page.text()


def has_table(html: str) -> bool:
    """Say whether a document has a table of data above the mail it answers: at least two rows of two filled cells.

    Plain text that a mail program makes of one has lost which cell belongs to which.
    """
    if html[:MAX_HTML].lower().count("<td") < 2 * LEAST_ROWS:
        return False
    root = _read(html[:MAX_HTML])
    rows: dict[etree._Element, int] = {}
    for node in root.iter("*") if root is not None else ():
        tag = _tag(node)
        if _begins_quote(node, tag) or (tag == "blockquote" and _is_quote(node)) or "gmail_quote" in _names(node):
            return False
        if tag == "tr":
            filled = [cell for cell in node if _tag(cell) in {"td", "th"} and str(cell.xpath("string()")).strip()]
            table = next(node.iterancestors("table"), node)
            rows[table] = rows.get(table, 0) + (len(filled) >= LEAST_CELLS)
            if rows[table] >= LEAST_ROWS:
                return True
    return False


def _read(html: str) -> etree._Element | None:
    """Return the root of the document, ``None`` for one without any element (a parser that recovers never raises)."""
    data = _DECLARATION.sub("", html).encode("utf-8", "replace")
    parser = etree.HTMLParser(encoding="utf-8", recover=True, no_network=True, remove_pis=True, remove_comments=False)
    return etree.fromstring(data, parser)


class _Writer:
    """Turns elements into lines of a page."""

    def __init__(self) -> None:
        self.page = Page()
        self._skipping = 0
        self._pre = 0
        self._lists: list[int] = []
        self._link = ""

    def open(self, node: etree._Element) -> None:
        tag = _tag(node)
        if self._skipping or tag in _SKIPPED or _HIDDEN.search(node.get("style", "")):
            self._skipping += 1
            return
        self._mark(node, tag)
        if tag in _BLOCKS:
            self._block(node, tag)
        elif tag == "br":
            self.page.newline()
        elif tag == "blockquote":
            self.page.block()
            if _is_quote(node):
                self.page.quote(1)
        elif tag in {"td", "th"}:
            self.page.open_cell()
        elif tag == "a":
            self._link = node.get("href", "")
        elif tag == "input":
            self._input(node)
        self.text(node.text or "")

    def close(self, node: etree._Element) -> None:
        tag = _tag(node)
        if self._skipping:
            self._skipping -= 1
        elif tag == "tr":
            self.page.close_row()
        elif tag in {"td", "th"}:
            self.page.close_cell()
        elif tag == "blockquote":
            self.page.block()
            if _is_quote(node):
                self.page.quote(-1)
        elif tag == "a":
            self._end_link(node)
        elif tag in _BLOCKS:
            self._end_block(node, tag)
        self.text(node.tail or "")

    def text(self, text: str) -> None:
        if self._skipping or not text:
            return
        if self._pre:
            for number, line in enumerate(text.split("\n")):
                if number:
                    self.page.newline()
                self.page.write(line.rstrip("\r"), keep=True)
            return
        self.page.write(_SPACE.sub(" ", text))

    def _mark(self, node: etree._Element, tag: str) -> None:
        """Write the line that stands for a mark made in HTML only."""
        if _begins_quote(node, tag):
            self.page.rule(QUOTE_LINE)
        elif self.page.started() and _is_signature(node):
            self.page.rule(SIGNATURE_LINE)

    def _block(self, node: etree._Element, tag: str) -> None:
        self.page.block(spaced=_is_spaced(node, tag))
        if tag == "hr" and node.get("tabindex") == "-1":
            self.page.rule(QUOTE_LINE)
        elif tag == "tr":
            self.page.open_row()
        elif tag in {"ul", "ol"}:
            start = node.get("start", "1")
            self._lists.append(int(start) if tag == "ol" and start.isdecimal() and len(start) < 6 else int(tag == "ol"))
        elif tag == "li":
            self.page.write(self._bullet(), keep=True)
        elif tag == "pre":
            self._pre += 1

    def _end_block(self, node: etree._Element, tag: str) -> None:
        if tag in {"ul", "ol"}:
            self._lists.pop()
        elif tag == "pre":
            self._pre -= 1
        self.page.block(spaced=_is_spaced(node, tag))

    def _bullet(self) -> str:
        if not self._lists or self._lists[-1] == 0:
            return "- "
        self._lists[-1] += 1
        return f"{self._lists[-1] - 1}. "

    def _end_link(self, node: etree._Element) -> None:
        """Add the address of a mail link whose text does not show it."""
        if self._link.lower().startswith("mailto:"):
            address = self._link[7:].partition("?")[0].strip()
            shown = "".join(map(str, node.itertext())).strip()
            if "@" in address and "%" not in address and "@" not in shown and shown:
                self.page.write(f" <{address[:200]}>")
        self._link = ""

    def _input(self, node: etree._Element) -> None:
        kind = node.get("type", "text").lower()
        if kind in {"checkbox", "radio"}:
            self.page.write("[x] " if node.get("checked") is not None else "[ ] ", keep=True)
        elif kind == "text":
            self.page.write(node.get("value", "")[:2000])


def _tag(node: etree._Element) -> str:
    return node.tag.lower() if isinstance(node.tag, str) else ""


def _names(node: etree._Element) -> str:
    return f"{node.get('id', '')} {node.get('class', '')} {node.get('name', '')}"


def _begins_quote(node: etree._Element, tag: str) -> bool:
    """Say whether an element holds the mail answered: by its name, or by the line Outlook draws above the headers."""
    if _QUOTE_IDS.search(_names(node)):
        return True
    style = node.get("style", "")
    drawn = bool(_QUOTE_STYLE.search(style)) and "padding" in style
    return tag == "div" and (drawn or node.get("name") == "quote")


def _is_signature(node: etree._Element) -> bool:
    if not any(_SIGNATURE_IDS.search(name) for name in _names(node).split()):
        return False
    return bool(str(node.xpath("string()")).strip())


def _is_quote(node: etree._Element) -> bool:
    """Say whether a blockquote quotes; Gmail, Apple and Outlook also use it to indent what the writer typed."""
    if node.get("type", "").lower() == "cite" or "quote" in node.get("class", ""):
        return True
    return not _INDENTED.search(node.get("style", ""))


def _is_spaced(node: etree._Element, tag: str) -> bool:
    """Say whether a block stands apart; Word's paragraphs have no margins and are lines."""
    if tag not in _SPACED:
        return False
    if tag in {"ul", "ol", "table"}:
        return False
    return "Mso" not in node.get("class", "") and not _TIGHT.search(node.get("style", ""))
