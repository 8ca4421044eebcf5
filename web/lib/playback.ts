import type Hls from "hls.js/dist/hls.js";

import { hls } from "./hls";

/** What a player is told of the line. */
export interface Line {
  /** Nothing comes any more; it is tried again. */
  cut(): void;
  /** It comes again. */
  back(): void;
  /** There is nothing at this address, or this browser cannot play it. */
  gone(): void;
}

/** A way to play a playlist in a video element. */
export interface Playback {
  /** Play what is there, from this second on; null: from its beginning, or from what is live now. */
  open(address: string, at: number | null): void;
  /** What is live now, in the time of the element; null where nothing is. */
  now(): number | null;
  close(): void;
}

/** A live playlist is ahead of what is live now by so many seconds. */
const AHEAD = 8;
const [SOONEST, LATEST] = [1_500, 9_000];
/** Seconds of a recording that lie ready: before anybody watches, and then. */
const [LITTLE, ENOUGH] = [2, 20];

/** So that not everybody comes back at the same moment. */
const aWhile = (): number => SOONEST + Math.random() * (LATEST - SOONEST);

const KIND = "application/vnd.apple.mpegurl";

/** Safari and WeChat on iPhones play playlists best by themselves; others get hls.js, if they can run it. */
export async function playback(video: HTMLVideoElement, live: boolean, line: Line): Promise<Playback> {
  const itself = video.canPlayType(KIND) !== "";
  if (itself && /Apple/.test(navigator.vendor)) return new Native(video, live, line);
  const found = await hls();
  if (found.isSupported()) return new ByHls(found, video, line);
  return new Native(video, live, line);
}

class Native implements Playback {
  private address = "";
  private timer = 0;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly live: boolean,
    private readonly line: Line,
  ) {
    video.addEventListener("error", this.failed);
    video.addEventListener("playing", this.plays);
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
    if (!this.live || seekable.length === 0) return null;
    return Math.max(seekable.start(0), seekable.end(seekable.length - 1) - AHEAD);
  }

  close(): void {
    window.clearTimeout(this.timer);
    this.video.removeEventListener("error", this.failed);
    this.video.removeEventListener("playing", this.plays);
  }

  private readonly plays = (): void => this.line.back();

  private readonly failed = (): void => {
    if (this.video.error?.code === MediaError.MEDIA_ERR_SRC_NOT_SUPPORTED && this.video.currentTime === 0) {
      return this.line.gone();
    }
    this.line.cut();
    const at = this.live ? null : this.video.currentTime;
    this.timer = window.setTimeout(() => {
      this.open(this.address, at);
      void this.video.play().catch(() => undefined);
    }, aWhile());
  };
}

class ByHls implements Playback {
  private hls: Hls | undefined;
  private address = "";
  private at = -1;
  private mended = 0;
  private timer = 0;

  constructor(
    private readonly kind: typeof Hls,
    private readonly video: HTMLVideoElement,
    private readonly line: Line,
  ) {
    video.addEventListener("play", this.begin);
  }

  open(address: string, at: number | null): void {
    this.address = address;
    this.at = at ?? -1;
    this.load();
  }

  now(): number | null {
    const { hls } = this;
    return hls?.latestLevelDetails?.live ? hls.liveSyncPosition : null;
  }

  close(): void {
    window.clearTimeout(this.timer);
    this.video.removeEventListener("play", this.begin);
    this.hls?.destroy();
    this.hls = undefined;
  }

  private load(): void {
    window.clearTimeout(this.timer);
    this.hls?.destroy();
    const { Events, ErrorTypes } = this.kind;
    const made = new this.kind({
      // A worker would have to be made from a blob, which our policy forbids.
      enableWorker: false,
      startPosition: this.at,
      liveSyncDurationCount: 2,
      liveMaxLatencyDurationCount: 6,
      backBufferLength: 30,
      // As little as it takes to begin, until somebody watches.
      maxBufferLength: this.video.paused ? LITTLE : ENOUGH,
      maxBufferSize: 0,
    });
    this.hls = made;
    made.on(Events.FRAG_BUFFERED, () => this.line.back());
    made.on(Events.ERROR, (_event, problem) => {
      const status = problem.response?.code ?? 0;
      if (!problem.fatal) {
        // It tries again by itself, for half a minute; whoever watches may know.
        if (problem.type === ErrorTypes.NETWORK_ERROR) this.line.cut();
        return;
      }
      if (problem.type === ErrorTypes.MEDIA_ERROR && this.mended < 3) {
        this.mended += 1;
        made.recoverMediaError();
      } else if (problem.type !== ErrorTypes.NETWORK_ERROR || (status >= 400 && status < 500)) {
        made.destroy();
        this.line.gone();
      } else {
        this.line.cut();
        this.timer = window.setTimeout(() => this.resume(), aWhile());
      }
    });
    made.attachMedia(this.video);
    made.loadSource(this.address);
  }

  /** Go on where it broke off; whoever was live is live again. */
  private resume(): void {
    this.at = this.now() === null && this.video.currentTime > 0 ? this.video.currentTime : -1;
    if (this.hls?.latestLevelDetails) this.hls.startLoad(this.at);
    else this.load();
  }

  private readonly begin = (): void => {
    const { hls } = this;
    if (!hls) return;
    hls.config.maxBufferLength = ENOUGH;
    const now = this.now();
    // Whoever opened the page long ago begins with what is live now.
    if (this.video.played.length === 0 && now !== null) this.video.currentTime = now;
  };
}
