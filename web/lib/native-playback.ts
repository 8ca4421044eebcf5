import type { Line, Playback, Show } from "./playback";
import { aLongWhile, aWhile } from "./waits";

/** When the player stands still for so many milliseconds, its pieces are asked for anew: their tokens may be over. */
const STANDS = 12_000;

/** The browser plays the playlist by itself. */
export class Native implements Playback {
  private address = "";
  private timer = 0;
  private standing = 0;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly show: Show,
    private readonly line: Line,
  ) {
    video.addEventListener("error", this.failed);
    video.addEventListener("playing", this.plays);
    video.addEventListener("waiting", this.waits);
    video.addEventListener("pause", this.rests);
  }

  open(address: string, at: number | null): void {
    const on = !this.video.paused;
    this.address = address;
    window.clearTimeout(this.timer);
    this.video.src = address;
    if (at !== null) {
      this.video.addEventListener("loadedmetadata", () => (this.video.currentTime = at), { once: true });
    }
    if (on) void this.video.play().catch(() => undefined);
  }

  now(): number | null {
    const { seekable } = this.video;
    if (!this.show.live || seekable.length === 0) return null;
    return Math.max(seekable.start(0), seekable.end(seekable.length - 1) - this.show.behind);
  }

  close(): void {
    window.clearTimeout(this.timer);
    this.rests();
    this.video.removeEventListener("error", this.failed);
    this.video.removeEventListener("playing", this.plays);
    this.video.removeEventListener("waiting", this.waits);
    this.video.removeEventListener("pause", this.rests);
  }

  private readonly plays = (): void => {
    this.rests();
    this.line.back();
  };

  private readonly rests = (): void => window.clearTimeout(this.standing);

  private readonly waits = (): void => {
    this.rests();
    this.standing = window.setTimeout(() => this.again(), STANDS);
  };

  private readonly failed = (): void => {
    this.rests();
    const nothing = this.video.error?.code === MediaError.MEDIA_ERR_SRC_NOT_SUPPORTED && this.video.currentTime === 0;
    if (nothing && !this.show.live) return this.line.gone();
    if (nothing) this.line.later();
    else this.line.cut();
    this.timer = window.setTimeout(() => this.again(), nothing ? aLongWhile() : aWhile());
  };

  /** The playlist is asked for anew, and what was watched goes on where it was. */
  private again(): void {
    this.open(this.address, this.show.live ? null : this.video.currentTime);
    void this.video.play().catch(() => undefined);
  }
}
