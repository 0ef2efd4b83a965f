"""All advertisements beside those with a text: how many each source hides, and what a share is of all.

Belongs here: the sentences and rows of that. Does not belong here: counting (warehouse), pages.
"""

from typing import Any

from reports.data import POPULATIONS, Published, Row
from reports.formats import share, whole


def share_of_all(ads: Row) -> str:
    """One row of `weekly_all_ads` in words, for a population with advertisements that have no text."""
    return (
        f"As counted, {whole(ads['demand'])} of {whole(ads['openings_with_text'])} openings with a text ask for it"
        f" ({share(ads['share_of_text'])}). Of all {whole(ads['openings'])} openings, those without a text included, at"
        f" least {share(ads['share_of_all'])} and at most {share(ads['share_at_most'])} do."
    )


def advertisements(published: Published) -> dict[str, Any]:
    """A sentence for each population, and the sources that showed advertisements without a text."""
    sources = [
        {
            **row,
            "population": POPULATIONS[row["population"]],
            "without_text": row["openings"] - row["openings_with_text"],
        }
        for row in published.ads
        if row["openings"] > row["openings_with_text"]
    ]
    return {"sentences": [said for name in POPULATIONS if (said := _told(published.ads, name))], "sources": sources}


def _told(ads: list[Row], population: str) -> str:
    mine = [row for row in ads if row["population"] == population]
    openings, read = (sum(row[column] for row in mine) for column in ("openings", "openings_with_text"))
    title = POPULATIONS[population]
    if not openings:
        return ""
    if openings == read:
        return (
            f"{title}: all {whole(openings)} openings of these four weeks have a text, so that shares are those of all"
            " advertisements."
        )
    return (
        f"{title}: {whole(openings - read)} of {whole(openings)} openings of these four weeks"
        f" ({share((openings - read) / openings)}) came without a text. Shares and labels are of the other"
        f" {whole(read)}. Of all advertisements a share, as counted, is {read / openings:.2f} times as large where none"
        " of these asks for the skill."
    )
