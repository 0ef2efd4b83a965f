"""The entry point: which commands there are, loaded only when called for, and how a failure ends.

Belongs here: the group of commands and its options. Does not belong here: any command's own work.
"""

import importlib
import os
import sys
from typing import Any

import click

# Command -> module in this package and the attribute in it, in the order of `skilltide --help`.
COMMANDS = {
    "report": ("stages", "report"),
    "collect": ("stages", "collect"),
    "extract": ("stages", "extract"),
    "measure": ("stages", "measure"),
    "publish": ("stages", "publish"),
    "import": ("imports", "import_postings"),
    "rising": ("trends", "rising"),
    "falling": ("trends", "falling"),
    "skill": ("skill", "skill"),
    "explain": ("explain", "explain"),
    "guide": ("guide", "guide"),
    "next": ("next", "next_skills"),
    "evidence": ("evidence", "evidence"),
    "openings": ("openings", "openings"),
    "ad": ("ad", "ad"),
    "accuracy": ("accuracy", "accuracy"),
    "taxonomy": ("taxonomy", "taxonomy"),
    "sql": ("sql", "sql"),
    "sources": ("sources", "sources"),
    "serve": ("serve", "serve"),
    "reproduce": ("reproduce", "reproduce"),
    "notify": ("notify", "notify"),
}


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of work, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name]
        found = getattr(importlib.import_module(f"pipelines.cli.{module}"), attribute)
        assert isinstance(found, click.Command)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, with a suggestion for a mistyped name."""
        name = args[0] if args else ""
        if name not in COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            from rapidfuzz import process

            match = process.extractOne(name, list(COMMANDS), score_cutoff=60)
            hint = f"did you mean {match[0]}?" if match else "see `skilltide --help`"
            raise click.UsageError(f"there is no command {name!r}; {hint}", ctx)
        return super().resolve_command(ctx, args)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Runs a command and ends the process with the status that fits, never with a bare traceback."""
        kwargs["standalone_mode"] = False
        try:
            status = super().main(*args, **kwargs)
        except Exception as error:
            from pipelines.cli.faults import report_fault

            status = report_fault(error, debug=self._is_debug(args, kwargs))
        sys.exit(status if isinstance(status, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command; a reader that went away (`| head`) ends it quietly."""
        try:
            super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # What is still buffered would fail again when the interpreter ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    @staticmethod
    def _is_debug(args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
        given = kwargs.get("args") or (args[0] if args else None) or sys.argv[1:]
        return "--debug" in given


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"skilltide {version('skilltide')}")
        ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of an unexpected fault.")
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_print_version, help="Show the version."
)
def cli() -> None:
    """Which skills the job market asks for, which are rising, and the sentences behind every number.

    \b
    Start with    skilltide report      (collect, read, measure, publish)
    then look at  skilltide rising      skilltide skill pytorch      skilltide serve

    Settings come from SKILLTIDE_... variables, then skilltide.toml in the working directory. Exit status: 0 done,
    1 unexpected fault, 2 bad usage or settings, 3 nothing could be collected (with --strict).
    """


def main() -> None:
    """What the `skilltide` program runs."""
    cli.main(prog_name="skilltide")
