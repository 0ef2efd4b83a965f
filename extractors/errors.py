"""The errors of this room. Everything it raises on bad input, a bad answer or a bad setting is one of these.

Belongs here: the base class and the kinds that callers tell apart. Does not belong here: errors of one module only,
which stand beside the code that raises them and derive from `ExtractorError`.
"""


class ExtractorError(Exception):
    """What failed, where and what was expected (`message`), and what to do about it (`remedy`)."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class SourcesFileError(ExtractorError):
    """`sources.toml` holds something that is not understood."""


class LabelledFileError(ExtractorError):
    """A file of labelled texts that cannot be read, or an example that does not show its skill."""


class AdditionError(ExtractorError):
    """A term that cannot be added to the taxonomy as asked."""


class RawStoreError(ExtractorError):
    """A kept response or the state beside it cannot be read or written."""


class ParseError(ExtractorError):
    """A whole response cannot be read as what it should be."""


class FetchError(ExtractorError):
    """A request that brought no usable answer."""


class UnreachableError(FetchError):
    """No connection, no answer in time, or nothing but server errors: trying again later may help."""


class RefusedError(FetchError):
    """The service says no: 401, 403, robots.txt, or 429 for longer than a run can wait."""


class NotFoundError(FetchError):
    """404 or 410: the board, feed or item is unknown there."""


class UnusableError(FetchError):
    """An answer that may not be kept: too large, cut short, of another kind, or from a private address."""


class OddStatusError(UnusableError):
    """A status that neither answers nor refuses, such as 400."""


class HostClosedError(FetchError):
    """The host is left alone for the rest of this run; the reason was reported when it was closed."""
