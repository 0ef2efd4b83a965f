"""The errors of the warehouse room: each says what failed and what to do about it.

Belongs here: exception classes. Does not belong here: handling of them.
"""


class WarehouseError(Exception):
    """Base of everything this room raises; `remedy` is one sentence a person can act on."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class WarehouseBusyError(WarehouseError):
    """Another process holds the database file."""


class WarehouseFileError(WarehouseError):
    """The database file cannot be opened: foreign, truncated, corrupt, or in a folder that cannot be written."""


class PublishRefusedError(WarehouseError):
    """A check on the new snapshot failed; what was published before stays as it is."""


class StarterError(WarehouseError):
    """The bundled starter history cannot be read or made."""


class ImportFileError(WarehouseError):
    """A file to import cannot be read at all (single bad rows are rejected, not raised)."""
