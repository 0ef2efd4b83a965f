"""Everything that stands between text from outside and a page: escaping, links, content-security policy.

A posting's title is hostile until shown otherwise. Templates escape by default; what is marked safe is made here or in
drawing.py, from numbers only.
"""

import base64
import hashlib
import json
import re
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reports import drawing, formats
from reports.unseen import UNSEEN, one_line, spreadsheet_text

HERE = Path(__file__).parent
MARKDOWN = re.compile(r"([\\`*_\[\]|~#])")
# Longer than any sentence of a report.
SENTENCE = 1500
SKILL_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")


class SafeMarkdown(str):
    """Markdown made by this program, not to be escaped again."""

    __slots__ = ()


def plain(text: object, limit: int = 160) -> str:
    """One line of visible text, cut at `limit` characters."""
    return one_line("" if text is None else str(text), limit)


def script_json(value: Any) -> Markup:
    """JSON that cannot end the script element it stands in, whatever strings it holds."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def href(url: object) -> str | None:
    """The URL when it is an absolute http or https address, else None: such a link is then shown as text."""
    text = UNSEEN.sub("", "" if url is None else str(url)).strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in ("http", "https") and parts.hostname and "\\" not in text else None


def markdown(text: object, limit: int = 400) -> str:
    """Text that Markdown shows as it is: no link, no markup, no table cell, no HTML; cut at `limit` characters."""
    if isinstance(text, SafeMarkdown):
        return str(text)
    line = plain(text, limit).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return MARKDOWN.sub(r"\\\1", line)


def csv_cell(value: object) -> object:
    """A cell that no spreadsheet runs as a formula."""
    return spreadsheet_text(plain(value, 400)) if isinstance(value, str) else value


def digest(text: str) -> str:
    """The source expression of a content-security policy that allows exactly this inline script or style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def policy(scripts: list[str], style: str | None) -> str:
    """The page's policy: nothing is loaded, only the given inline scripts run.

    `style=None` allows any inline style: the drawing library sets style attributes on what it draws. A style can
    send nothing out, because the policy lets no image, font or style sheet be fetched.
    """
    script = " ".join(digest(text) for text in scripts) or "'none'"
    styles = "'unsafe-inline'" if style is None else digest(style)
    return (
        f"default-src 'none'; script-src {script}; style-src {styles}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def asset(name: str) -> str:
    """A style sheet or script of this room, as text to be put inline."""
    return (HERE / "assets" / name).read_text(encoding="utf-8")


def html_environment() -> Environment:
    """Templates of pages: escaped by default, an unknown name is an error."""
    environment = _environment(autoescape=True)
    environment.filters.update(_filters(), plain=plain, href=href, script_json=script_json)
    environment.globals.update(
        interval=formats.interval, line_chart=drawing.line_chart, whisker=drawing.whisker, spark=drawing.spark
    )
    return environment


def markdown_environment() -> Environment:
    """Templates of report.md: every value written passes `markdown`, so that nothing has to remember it."""
    environment = _environment(autoescape=False, finalize=partial(markdown, limit=SENTENCE))
    environment.filters.update(_filters(), made=SafeMarkdown, plain=plain)
    # A sign of less before a digit begins no tag.
    environment.filters["q"] = lambda value: SafeMarkdown(formats.q_value(value))
    environment.filters["share"] = lambda value: SafeMarkdown(formats.share(value))
    environment.filters["ends"] = lambda row, name: formats.interval(row[f"{name}_low"], row[f"{name}_high"])
    environment.filters["span"] = lambda row: formats.interval(row["share_low"], row["share_high"])
    return environment


def _environment(**how: Any) -> Environment:
    """Templates of this room; a name that a page does not get is an error, not a blank."""
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        **how,
    )


def _filters() -> dict[str, Any]:
    return {
        "share": formats.share,
        "bound": formats.bound_share,
        "whole": formats.whole,
        "points": formats.points,
        "money": formats.money,
        "q": formats.q_value,
        "change": formats.change,
    }
