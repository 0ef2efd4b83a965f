"""The page of names that may be new skills, and the same rows as files.

Belongs here: which of the rows are shown, and how. Does not belong here: finding and ranking them (`warehouse`),
judging them (`skilltide taxonomy`).
"""

from typing import Any

from reports.data import Row
from reports.site import Pages

# More than a person looks over in a week; the files hold all of them.
SHOWN = 200


def candidates_page(pages: Pages, report: dict[str, Any], rows: list[Row], known: set[str]) -> str:
    """Names in the order of review; common words stand in a list of their own. `known` are skills with a page."""
    names = [row for row in rows if not row["is_common_word"]]
    words = [row for row in rows if row["is_common_word"]]
    return pages.render(
        "candidates.html.j2", "", report=report, names=names[:SHOWN], total=len(names), words=words[:SHOWN], known=known
    )
