"""Arithmetic of working days, half-days, slots and their best combination (SPEC §6); what is agreed is ``engine/``."""
