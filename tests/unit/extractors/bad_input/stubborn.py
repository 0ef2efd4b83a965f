"""Sources whose reading never ends, takes all memory or kills its process; the reading process imports them."""

import os
import signal
from collections.abc import Iterator
from typing import Any


class Endless:
    """Never done."""

    def parse(self, response: Any) -> Iterator[Any]:
        """Goes on for ever."""
        while True:
            pass
        yield


class Greedy:
    """Wants more than there is."""

    def parse(self, response: Any) -> Iterator[Any]:
        """Hoards memory."""
        hoard = []
        while True:
            hoard.append(bytes(1 << 20))
        yield


class Crashing:
    """What a fault in a C library does."""

    def parse(self, response: Any) -> Iterator[Any]:
        """Ends its process."""
        os.kill(os.getpid(), signal.SIGSEGV)
        yield
