"""`skilltide serve`: the published pages on this machine's own address, for reading in a browser.

Belongs here: a small file server on loopback. Does not belong here: making the pages (`reports`).
"""

import errno
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import click

from pipelines.errors import NothingPublishedError, UsageError

HOST = "127.0.0.1"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/atom+xml; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    "": "application/octet-stream",
}


class PageHandler(SimpleHTTPRequestHandler):
    """Serves files with their types; lists no folders, logs nothing."""

    extensions_map = TYPES
    server_version = "skilltide"
    sys_version = ""

    def list_directory(self, path: Any) -> None:
        """A folder without a page of its own is not shown."""
        self.send_error(404, "Not found")

    def end_headers(self) -> None:
        """Pages change with every run, and no browser should guess at a type."""
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Requests of one's own browser are no news."""


class PageServer(ThreadingHTTPServer):
    """A port that another program listens on is not shared."""

    daemon_threads = True

    def __init__(self, folder: Path, port: int) -> None:
        super().__init__((HOST, port), lambda *args: PageHandler(*args, directory=str(folder)))

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up is no fault."""


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
def serve(port: int) -> None:
    """Show the pages in a browser.

    They are served on this machine only; Ctrl-C stops it.

    \b
    Example:
      skilltide serve --port 8080
    """
    from pipelines.settings import load_settings

    settings = load_settings()
    if not (settings.site / "index.html").is_file():
        raise NothingPublishedError(f"nothing is published yet in {settings.site}", "run `make report` first")
    with open_server(settings.site, port) as server:
        click.echo(f"serving {settings.site} at http://{HOST}:{server.server_address[1]}/ (Ctrl-C stops)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("stopped", err=True)


def open_server(folder: Path, port: int) -> PageServer:
    """The server, listening; one clear line where the port cannot be had."""
    try:
        return PageServer(folder, port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise UsageError(
                f"port {port} is taken by another program", f"choose one: --port {port + 1}, or --port 0"
            ) from error
        if error.errno == errno.EACCES:
            raise UsageError(
                f"port {port} needs rights you do not have", "choose one above 1023, such as --port 8000"
            ) from error
        raise
