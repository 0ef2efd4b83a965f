"""Bodies as they are taken: bounded, whole, of the kind asked for. Those that are refused are under bad_input/."""

import gzip

import pytest

from extractors.guard import bounded_body
from extractors.kinds import check_kind


def test_gzip_is_read_in_bounded_pieces_and_members_are_joined() -> None:
    packed = gzip.compress(b"a" * 200_000) + gzip.compress(b"b")
    pieces = [packed[at : at + 7] for at in range(0, len(packed), 7)]
    assert bounded_body(pieces, "gzip", 1 << 20) == b"a" * 200_000 + b"b"


@pytest.mark.parametrize("expect", ["json", "xml"])
def test_honest_bodies_of_the_kind_asked_for_pass(expect: str) -> None:
    check_kind({"json": b'\xef\xbb\xbf {"a":1}', "xml": b"\xff\xfe<\0?\0x\0"}[expect], expect, "text/plain")
