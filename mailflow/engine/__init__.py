"""THE CORE: (request, event, situation) -> Decision. ``table.py`` says who may do what when; nothing here does I/O."""

from mailflow.engine.decide import decide

__all__ = ["decide"]
