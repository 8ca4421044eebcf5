"""Render the rooms of the base once: equirectangular pictures and their manifest, which the package ships.

python tools/panoramas.py [KEY…]         render these rooms (all of them if none is named) and write the manifest
python tools/panoramas.py --look FOLDER  flat views of what is there, to see that straight edges are straight
"""

from __future__ import annotations

import json
import math
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TO = ROOT / "src" / "sixianghui" / "project" / "replay" / "pictures" / "panoramas"
EYE = (0.0, 0.0, 1.55)
WIDE, HIGH = 4096, 2048


def angles(at: tuple[float, float, float]) -> tuple[float, float]:
    """Yaw to the right and pitch upwards, in degrees, of a place seen from the eye."""
    x, y, z = (one - eye for one, eye in zip(at, EYE, strict=True))
    return (
        round(math.degrees(math.atan2(x, y)), 1),
        round(math.degrees(math.atan2(z, math.hypot(x, y))), 1),
    )


def look(folder: Path) -> None:
    """Six flat views of each panorama."""
    from PIL import Image

    from tools import raycast

    for path in sorted(TO.glob("*.jpg")):
        whole = Image.open(path)
        for yaw in range(0, 360, 90):
            raycast.perspective(whole, yaw, -6).save(folder / f"{path.stem}-{yaw:03}.png")


def main() -> int:
    """Render, or look."""
    os.environ.setdefault("SIXIANGHUI_DATA", tempfile.mkdtemp(prefix="sixianghui-panoramas-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sixianghui.project.settings")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    if sys.argv[1:2] == ["--look"]:
        look(Path(sys.argv[2]))
        return 0
    from tools import base, raycast

    rooms = [make() for make in base.ROOMS]
    quick = int(os.environ.get("PANORAMA_WIDTH", WIDE))
    for room in rooms:
        if sys.argv[1:] and room.key not in sys.argv[1:]:
            continue
        room.scene.bake()
        picture = raycast.panorama(room.scene, EYE, quick, quick // 2, 3 if quick == WIDE else 2)
        path = TO / f"{room.key}.jpg"
        for quality in (88, 84, 80, 76, 70):
            picture.save(path, "JPEG", quality=quality, optimize=True)
            if path.stat().st_size <= 700_000:
                break
        print(f"{room.key}: {path.stat().st_size:,} bytes at quality {quality}")
    manifest = [
        {
            "key": room.key,
            "title": room.title,
            "alt": room.alt,
            "hotspots": [
                {"label": label, "sentence": sentence, "yaw": angles(at)[0], "pitch": angles(at)[1]}
                for label, sentence, at in room.spots
            ],
        }
        for room in rooms
    ]
    (TO / "manifest.json").write_text(
        json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
