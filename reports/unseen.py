"""Text from outside as one visible line, and as a cell that no spreadsheet runs: for pages and the command line alike.

Belongs here: the one list of characters that nobody sees, the one list of what begins a formula. Does not belong here:
escaping for HTML, scripts or Markdown (safe.py), escape sequences of terminals (pipelines). Loads no templates, so that
a command may use it before it knows whether there is anything to show.
"""

import re

# Controls, bidirectional overrides, invisible characters and tags: they can make a line read as another.
_KINDS = (
    "\\x00-\\x1f\\x7f-\\x9f\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff\\ufff9-\\ufffb\\ud800-\\udfff"
    "\\U000e0000-\\U000e007f"
)
UNSEEN = re.compile(f"[{_KINDS}]+")
# The wide forms are run where Chinese, Japanese or Korean is set.
_FORMULA = re.compile(rf"[\s{_KINDS}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r]")


def one_line(text: str, limit: int | None = None) -> str:
    """The visible characters of a text on one line, cut at `limit` characters."""
    line = " ".join(UNSEEN.sub(" ", text).split())
    return line if limit is None or len(line) <= limit else line[: limit - 1].rstrip() + "…"


def spreadsheet_text(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text
