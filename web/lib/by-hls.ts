import type Hls from "hls.js/dist/hls.js";
import type { ErrorData } from "hls.js/dist/hls.js";

import { PieceTokens } from "./piece-tokens";
import type { Line, Playback, Show } from "./playback";
import { aLongWhile, aWhile } from "./waits";

/** Seconds of a recording that lie ready: before anybody watches, and then. */
const [LITTLE, ENOUGH] = [2, 20];
/** So often within a minute it is mended, or asked for anew, before it counts as lost. */
const [OFTEN, MINUTE] = [3, 60_000];

/** Played by hls.js, in browsers that do not play playlists by themselves. */
export class ByHls implements Playback {
  private hls: Hls | undefined;
  private tokens: PieceTokens | undefined;
  private address = "";
  private at = -1;
  private mended: number[] = [];
  private timer = 0;

  constructor(
    private readonly kind: typeof Hls,
    private readonly video: HTMLVideoElement,
    private readonly show: Show,
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
    this.end();
    this.video.removeEventListener("play", this.begin);
  }

  private end(): void {
    window.clearTimeout(this.timer);
    this.hls?.destroy();
    this.tokens?.close();
    this.hls = undefined;
  }

  private load(): void {
    this.end();
    const { Events } = this.kind;
    const tokens = (this.tokens = new PieceTokens(this.address));
    const made = new this.kind({
      // A worker would have to be made from a blob, which our policy forbids.
      enableWorker: false,
      startPosition: this.at,
      liveSyncDurationCount: 2,
      liveMaxLatencyDurationCount: 6,
      // Who fell behind a little comes back without anybody hearing it.
      maxLiveSyncPlaybackRate: 1.05,
      backBufferLength: 30,
      // As little as it takes to begin, until somebody watches.
      maxBufferLength: this.video.paused ? LITTLE : ENOUGH,
      maxBufferSize: 0,
      xhrSetup: (request, address) => {
        const fresh = this.show.live ? address : tokens.on(address);
        if (fresh !== address) request.open("GET", fresh, true);
      },
    });
    this.hls = made;
    made.on(Events.FRAG_BUFFERED, () => this.line.back());
    made.on(Events.ERROR, (_event, problem) => this.failed(made, problem));
    made.attachMedia(this.video);
    made.loadSource(this.address);
  }

  private failed(made: Hls, problem: ErrorData): void {
    const { ErrorDetails, ErrorTypes } = this.kind;
    const network = problem.type === ErrorTypes.NETWORK_ERROR;
    if (!problem.fatal) {
      // It tries again by itself, for half a minute; whoever watches may know.
      if (network) this.line.cut();
      return;
    }
    const status = problem.response?.code ?? 0;
    const missing = network && status >= 400 && status < 500;
    const piece = problem.details === ErrorDetails.FRAG_LOAD_ERROR;
    if (problem.details === ErrorDetails.MANIFEST_INCOMPATIBLE_CODECS_ERROR) this.lose();
    else if (problem.type === ErrorTypes.MEDIA_ERROR && this.mends()) made.recoverMediaError();
    else if (network && !missing) this.after(aWhile(), () => this.resume());
    else if (this.show.live && missing && !piece) {
      // There is no picture yet, or it was taken off the air.
      this.line.later();
      this.after(aLongWhile(), () => this.anew(), false);
    } else if (this.show.live || ((piece || !missing) && this.mends())) {
      // Pieces that were there are not any more: the playlist knows which are.
      this.after(aWhile(), () => this.anew());
    } else this.lose();
  }

  /** Whether it is worth another try. */
  private mends(): boolean {
    const now = performance.now();
    this.mended = this.mended.filter((at) => at > now - MINUTE);
    if (this.mended.length >= OFTEN) return false;
    this.mended.push(now);
    return true;
  }

  private lose(): void {
    this.end();
    this.line.gone();
  }

  private after(wait: number, again: () => void, cut = true): void {
    if (cut) this.line.cut();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(again, wait);
  }

  /** Go on where it broke off; whoever was live is live again. */
  private resume(): void {
    this.at = this.place();
    if (this.hls?.latestLevelDetails) this.hls.startLoad(this.at);
    else this.load();
  }

  /** Ask for everything anew, and go on. */
  private anew(): void {
    const on = !this.video.paused;
    this.at = this.place();
    this.load();
    if (on) void this.video.play().catch(() => undefined);
  }

  private place(): number {
    return !this.show.live && this.video.currentTime > 0 ? this.video.currentTime : -1;
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
