"""The way out: letters to the SMTP server, with retries; the adapter behind ``ports.Sender``, and the queue."""

from mailflow.outbox.queue import Delivered, DeliveryLimits, deliver_due
from mailflow.outbox.server import SmtpServer
from mailflow.outbox.smtp import SmtpSender

__all__ = ["Delivered", "DeliveryLimits", "SmtpSender", "SmtpServer", "deliver_due"]
