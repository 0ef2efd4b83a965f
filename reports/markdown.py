"""The report as Markdown, from the same data as the page."""

import re
from typing import Any

from reports.safe import markdown_environment


def report_markdown(report: dict[str, Any], corrections: list[dict[str, Any]]) -> str:
    """report.md: every value escaped, blank lines kept to one."""
    text = markdown_environment().get_template("report.md.j2").render(report=report, corrections=corrections)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
