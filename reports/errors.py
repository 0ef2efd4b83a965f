"""The public exceptions of this room. Each says what failed and what to do about it."""


class ReportError(Exception):
    """A report or page could not be made. `message` says what failed and where, `remedy` what to do."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(f"{message}. {remedy}" if remedy else message)
        self.message = message
        self.remedy = remedy
