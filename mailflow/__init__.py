"""mailflow: the daemon behind the mailbox of the discovery internships of the POD Maatschappelijke Integratie."""

__version__ = "0.1.0"
