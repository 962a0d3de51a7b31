"""Public fakes for tests, also of those who write rules: a mailbox, a store and a sender that live in memory."""
