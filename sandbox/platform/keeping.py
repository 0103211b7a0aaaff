"""The whole world in one file, written before anything is answered, so that a killed demo goes on where it was."""

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from sandbox.platform.world import World

WORLD = TypeAdapter(World)


class Keeper:
    """Reads and writes the file. Without a path it keeps nothing."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._written = b""

    def load(self) -> World | None:
        """The world as it was kept, or None if there is none. A file nobody can read is set aside, not lost."""
        if self._path is None or not self._path.exists():
            return None
        try:
            return WORLD.validate_json(self._path.read_bytes())
        except ValidationError:
            self._path.replace(self._path.with_suffix(".unreadable"))
            return None

    def keep(self, world: World) -> None:
        """Replace the file in one step: whoever is killed in between leaves the old one or the new one."""
        if self._path is None:
            return
        text = WORLD.dump_json(world)
        if text != self._written:
            fresh = self._path.with_suffix(".new")
            fresh.write_bytes(text)
            fresh.replace(self._path)
            self._written = text
