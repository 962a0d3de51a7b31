"""The words: frozen dataclasses and enums that all of mailflow speaks in; standard library only."""
