"""The mailbox shared with humans, over IMAP: the adapter behind ``ports.Mailbox``."""

from mailflow.mailbox.imap import ImapMailbox
from mailflow.mailbox.server import ImapServer

__all__ = ["ImapMailbox", "ImapServer"]
