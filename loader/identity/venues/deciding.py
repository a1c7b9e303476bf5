"""Why spellings were taken for a venue, each step told in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from loader.fields.text import key_of
from loader.fields.venues import VenueKind, read_venue
from loader.identity.constraints import Constraints, Pair
from loader.identity.decisions import Decision, Verdict
from loader.identity.venues.grouping import Group, Grouped, spelling_key
from loader.identity.venues.spellings import Said


def decisions_about(
    found: Grouped, keys: Sequence[str], renamed: Sequence[tuple[Said, str]]
) -> Iterator[Decision]:
    """Every step that took a spelling for a venue, or kept it from one.

    Args:
        found: The groups.
        keys: The key of each group's venue.
        renamed: What people read for what lists write, each with their reason.
    """
    for group, key in zip(found.groups, keys, strict=True):
        for said in group.members:
            if group.venue is not None and key_of(said.name) != key_of(group.label):
                yield from _by_rule(said, group, key)
    yield from _by_people(found, keys, found.constraints)
    for said, reason in renamed:
        key = keys[found.of[spelling_key(said)]]
        between = (said.before or said.name, said.name)
        yield Decision("venue", key, Verdict.SAME, "correction", reason, between)


def _by_rule(said: Said, group: Group, key: str) -> Iterator[Decision]:
    if said.own != group.label or group.venue is None:
        return
    venue, label = group.venue, group.label
    written = read_venue(said.name).venue
    if said.meaning.misspelt:
        rule, why = "misspelt-venue", f"No venue is known as {said.name}; {label} is spelt alike."
    elif written is not None and written.into == label:
        rule, why = "part-of-series", f"{written.acronym} became part of {label}."
    elif venue.kind is VenueKind.WORKSHOP and venue.host is not None and label.endswith("Workshop"):
        rule, why = (
            "workshops-of-host",
            f"It meets at {venue.host}, whose workshops are one.",
        )
    else:
        rule, why = "known-spelling", f"data/venues.toml reads it as {label}, {venue.name}."
    yield Decision("venue", key, Verdict.SAME, rule, why, (said.name, label))


def _by_people(found: Grouped, keys: Sequence[str], constraints: Constraints) -> Iterator[Decision]:
    sides: tuple[tuple[Verdict, Sequence[Pair]], ...] = (
        (Verdict.SAME, constraints.same),
        (Verdict.DIFFERENT, constraints.different),
    )
    for verdict, pairs in sides:
        for pair in pairs:
            one, other = found.spellings[pair.one], found.spellings[pair.other]
            key = keys[found.of[spelling_key(one)]]
            between = (one.name, other.name)
            yield Decision("venue", key, verdict, "correction", pair.reason, between)
