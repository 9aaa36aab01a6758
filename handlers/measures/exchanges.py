"""What passes between a mairie and a direction, seen from both sides: the formulas of /bilan. Pure; what each means is in `definitions`.

Every share is of what went well, so that both sides are read the same way: the higher, the better.
"""

from __future__ import annotations

from handlers.measures.formulas import Found, Material, part_of, split, within

done = within(0.5, "done", "undone")
"""From receipt to the first time the work was done, or it was closed; what is not finished waits."""
complete = part_of("complete", "yes")
"""Never on hold for something that the file did not say."""
aimed = part_of("aimed", "yes")
"""Of what came to the direction first, what it did not have to send on as not its own."""
alone = part_of("alone", "yes")
"""Of every request, duplicates included."""


def refusals(m: Material) -> Found:
    """The reasons for which the direction gave a request to another one, and those of the refusals closed in its hands."""
    return split(m.of("refusal"))
