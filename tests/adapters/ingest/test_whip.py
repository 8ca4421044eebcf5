"""A browser's camera comes by WebRTC: its offer to the house's own address, its picture to the ingest."""

from __future__ import annotations

import http.client
import importlib.util
import subprocess
from collections.abc import Iterator

import psutil
import pytest
from playwright.sync_api import Page, sync_playwright

from tests.adapters.ingest.conftest import feeds, laid_down, said
from tests.browser.conftest import _chromium
from tests.faults.lectures.studio import Studio

pytestmark = [
    pytest.mark.sqlite,
    pytest.mark.deep,
    pytest.mark.skipif(
        importlib.util.find_spec("aiortc") is None, reason="the extra `whip` is not installed"
    ),
]

_SEND = """async ([key, like]) => {
  const line = window.line = new RTCPeerConnection();
  const camera = await navigator.mediaDevices.getUserMedia({video: {width: 640, height: 360}, audio: true});
  for (const track of camera.getTracks()) {
    const way = line.addTransceiver(track, {direction: "sendonly", streams: [camera]});
    if (track.kind === "video" && like) {
      const all = RTCRtpSender.getCapabilities("video").codecs;
      way.setCodecPreferences(all.filter((one) => one.mimeType === like));
    }
  }
  await line.setLocalDescription();
  const answer = await fetch("/streams/whip/", {
    method: "POST",
    headers: {"Content-Type": "application/sdp", Authorization: `Bearer ${key}`},
    body: line.localDescription.sdp,
  });
  const text = await answer.text();
  if (answer.status === 201) await line.setRemoteDescription({type: "answer", sdp: text});
  return [answer.status, text, answer.headers.get("Location") ?? ""];
}"""


@pytest.fixture
def camera(studio: Studio) -> Iterator[Page]:
    """A page of the house's own with a camera that shows a test picture and beeps."""
    path = _chromium()
    if not path:
        pytest.skip("no Chromium on this machine")
    fake = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", *fake])
        page = browser.new_page(bypass_csp=True)
        page.goto(f"http://127.0.0.1:{studio.port}/healthz")
        yield page
        browser.close()


def send(camera: Page, key: str, like: str = "") -> tuple[int, str, str]:
    """Offer what the camera sees: status, text and address of the answer."""
    status, text, address = camera.evaluate(_SEND, [key, like])
    return status, text, address


def leave(studio: Studio, address: str, key: str) -> int:
    """Say that it was all: the status."""
    line = http.client.HTTPConnection("127.0.0.1", studio.port, timeout=30)
    try:
        line.request("DELETE", address, headers={"Authorization": f"Bearer {key}"} if key else {})
        return line.getresponse().status
    finally:
        line.close()


def ports(studio: Studio) -> int:
    """How many UDP ports the ingest has open."""
    return len(psutil.Process(studio.process_id("ingest")).net_connections("udp"))


def codecs(studio: Studio, program: str) -> str:
    """What ffmpeg says of the picture that viewers get."""
    status, text = studio.ask("live-picture.m3u8")
    assert status == 200
    head = text.partition('#EXT-X-MAP:URI="')[2].partition('"')[0]
    data = b"".join((studio.folder / name).read_bytes() for name in (head, studio.pieces()[0]))
    told = subprocess.run(
        [program, "-hide_banner", "-i", "pipe:0", "-f", "null", "-"],
        input=data,
        capture_output=True,
        check=True,
    )
    return told.stderr.decode()


def test_whip_when_a_camera_has_the_key_then_it_is_seen_and_a_wrong_key_opens_nothing(
    studio: Studio, camera: Page, program: str
) -> None:
    assert [send(camera, key)[0] for key in ("", "not-the-key")] == [401, 403]
    assert (ports(studio), feeds(studio), laid_down(studio)) == (0, [], 0)
    studio.host("begin")
    status, answer, address = send(camera, studio.made["key"])
    assert (status, "H264" in answer, ports(studio) > 0) == (201, True, True)
    assert studio.wait_for(lambda: studio.pieces()[2:])
    assert studio.pieces("live-sound.m3u8")
    told = codecs(studio, program)
    assert ("Video: h264" in told, "Audio: aac" in told) == (True, True)
    assert (said(studio)["picture"], said(studio)["sound"]) == ("h264", "opus")
    assert send(camera, studio.made["key"])[0] == 403
    assert [leave(studio, address, key) for key in ("", "not-the-key")] == [401, 403]
    assert ports(studio) > 0
    assert leave(studio, address, studio.made["key"]) == 200
    studio.wait_for(lambda: ports(studio) == 0)
    assert (said(studio)["over"], feeds(studio)) == ("ended", ["whip"])
    assert leave(studio, address, studio.made["key"]) == 404
