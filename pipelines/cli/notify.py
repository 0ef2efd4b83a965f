"""`skilltide notify`: sends the newest report to the addresses in the settings.

Belongs here: this command. Does not belong here: what is sent and how (`pipelines.delivery`).
"""

import click

from pipelines.errors import PipelineError, UsageError


@click.command()
@click.option("--dry-run", is_flag=True, help="Print the message and whom it would go to; send nothing.")
@click.option("--again", is_flag=True, help="Send also to those who had this report before.")
def notify(*, dry_run: bool, again: bool) -> None:
    """Send the newest report by mail or chat.

    The addresses are those of the setting `notify`: Apprise addresses such as mailto://user:password@example.org or
    slack://token/token/token. `skilltide report` sends every new or corrected report by itself; this command tries the
    addresses, or sends a report that could not be delivered.

    \b
    Examples:
      skilltide notify --dry-run
      SKILLTIDE_NOTIFY="slack://…" skilltide notify
    """
    from pipelines.delivery import deliver, masked_addresses, newest_message
    from pipelines.settings import load_settings

    settings = load_settings()
    message = newest_message(settings)
    if not settings.notify:
        raise UsageError("there is nobody to send the report to", "set notify in skilltide.toml, or SKILLTIDE_NOTIFY")
    if dry_run:
        listed = masked_addresses([address.get_secret_value() for address in settings.notify])
        click.echo(f"to: {', '.join(listed)}\nsubject: {message.title}\n\n{message.body}")
        return
    outcome = deliver(settings, message, again=again)
    for shown in outcome.sent:
        click.echo(f"sent to {shown}")
    for shown in outcome.already:
        click.echo(f"{shown} had this report already (--again sends it once more)")
    if outcome.failed:
        raise PipelineError(
            f"could not be delivered to {', '.join(outcome.failed)}", "check the address and that the service answers"
        )
