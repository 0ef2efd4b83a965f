"""Makes docs/commands.md from the help of the commands: `python -m pipelines.cli.reference`.

Belongs here: the command reference. Does not belong here: text that is not in the commands' own help.
"""

from pathlib import Path

import click

from pipelines.cli.main import COMMANDS, cli

FILE = Path(__file__).parents[2] / "docs" / "commands.md"
OPENING = """# Commands

Made from the commands' own help by `python -m pipelines.cli.reference`; a test holds it to that.

Exit status: 0 done; 1 unexpected fault (the traceback is in the data folder's `logs/skilltide.log`, or on the
terminal with `skilltide --debug …`); 2 bad usage or settings, or nothing published yet; 3 nothing could be collected
(`--strict`); 130 stopped by Ctrl-C. Messages go to standard error, data to standard output.

Completion of commands and options: put `eval "$(_SKILLTIDE_COMPLETE=bash_source skilltide)"` into `~/.bashrc`
(`zsh_source` into `~/.zshrc`; for fish, `_SKILLTIDE_COMPLETE=fish_source skilltide | source`).
"""


def reference() -> str:
    """The whole page."""
    context = click.Context(cli, info_name="skilltide", terminal_width=100, **cli.context_settings)
    parts = [OPENING, _block(context)]
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        below = click.Context(command, info_name=name, parent=context, terminal_width=100)
        parts.append(_block(below))
        for part in command.commands.values() if isinstance(command, click.Group) else ():
            parts.append(_block(click.Context(part, info_name=part.name, parent=below, terminal_width=100)))
    return "\n".join(parts)


def _block(context: click.Context) -> str:
    return f"## {context.command_path}\n\n```text\n{context.command.get_help(context)}\n```\n"


if __name__ == "__main__":
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(reference(), encoding="utf-8")
