"""Writes docs/sources.md from `sources.toml` and the docstrings of the source modules.

    python -m extractors.sources.document > docs/sources.md

Belongs here: that page. Does not belong here: knowledge of any source; it is told where it is used.
"""

import inspect
import re
import sys
from pathlib import Path

from extractors.sources.registry import SourceBook, SourceInfo, load_sources

_HEAD = """# Sources

Made by `python -m extractors.sources.document` from `sources.toml` and the docstrings of `extractors/sources/`; a test
fails when it is out of date. How to add one: [adding-a-source.md](adding-a-source.md).
"""


def sources_page(book: SourceBook) -> str:
    """The whole page as Markdown."""
    parts = [_HEAD, "## Collected\n"]
    parts += [_described(info, book) for info in book.infos if info.enabled]
    parts.append("## Off, and why\n")
    parts.append("| source | why it is off | terms |\n|---|---|---|")
    parts += [
        f"| [{one.title}]({one.homepage}) | {one.reason_off} | {one.terms} |" for one in book.infos if not one.enabled
    ]
    parts.append("\n## Off, and what they do when switched on\n")
    parts += [_described(info, book) for info in book.infos if not info.enabled and info.name in book.parsers]
    return "\n".join(parts) + "\n"


def _described(info: SourceInfo, book: SourceBook) -> str:
    module = sys.modules[type(book.parsers[info.name]).__module__]
    # A paragraph of its own for each of "Asks for:", "A row:", "Dates:".
    told = re.sub(r"(?<!\n)\n(?=[A-Z][a-z ]{2,12}: )", "\n\n", inspect.cleandoc(module.__doc__ or ""))
    return "\n".join(
        (
            f"### {info.title} (`{info.name}`)\n",
            f"{told}\n",
            f"- Terms: {info.terms}",
            f"- Shown with its rows: {info.attribution}",
            f"- At least {info.pause_s:g} s between two requests, one at a time. Home: <{info.homepage}>\n",
        )
    )


if __name__ == "__main__":
    sys.stdout.write(sources_page(load_sources(Path(__file__).parents[2] / "sources.toml")))
