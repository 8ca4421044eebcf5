import { type Playback, playback } from "../lib/playback";

/** So many seconds behind what is live now are worth a word. */
const BEHIND = 12;
const KEPT = "sound-only";
/** A live playlist of a recording is ahead of what is live now by so many seconds. */
const AHEAD = 8;

/** `75`, `1:15`, `1:02:03`, as in the address `…#t=1:15`; null for anything else. */
function seconds(text: string): number | null {
  if (!/^\d+(:[0-5]?\d){0,2}$/.test(text)) return null;
  return text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}

/**
 * `<lecture-player address="…master.m3u8" sound="…sound.m3u8" live behind="4">` around a `<video controls>` that plays by itself where
 * the browser can, and a hidden `[data-bar]`. Plays the playlist everywhere, and adds what the video's own controls lack:
 * the sound alone (remembered), how far behind a live one is and the way back, what is seen, and words when the line breaks.
 * `sxh-seek` with seconds, from anywhere in the page, and `#t=` go to a moment. Says `sxh-playing` and `sxh-paused`.
 */
class LecturePlayer extends HTMLElement {
  private video!: HTMLVideoElement;
  private way: Playback | undefined;
  private soundOnly = false;
  private timer = 0;
  private began = false;

  connectedCallback(): void {
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", () => void this.start(), { once: true });
    } else {
      void this.start();
    }
  }

  disconnectedCallback(): void {
    window.clearInterval(this.timer);
    this.way?.close();
    this.way = undefined;
    document.removeEventListener("sxh-seek", this.sought);
    window.removeEventListener("hashchange", this.hashed);
    this.began = false;
  }

  private get live(): boolean {
    return this.hasAttribute("live");
  }

  private async start(): Promise<void> {
    const video = this.querySelector("video");
    const address = this.getAttribute("address");
    if (this.began || !video || !address || !this.isConnected) return;
    this.began = true;
    this.video = video;
    this.soundOnly = this.hasAttribute("sound") && this.kept() === "1";
    // What was pressed before we came goes on.
    const pressed = !video.paused;
    const show = { live: this.live, behind: Number(this.getAttribute("behind") ?? AHEAD) };
    const way = await playback(video, show, {
      cut: () => this.says("cut"),
      later: () => this.says("later"),
      back: () => this.says(""),
      gone: () => this.says("lost"),
    }).catch(() => undefined);
    if (!way) return; // The line broke while we came: the element's own sources are all there is.
    if (!this.isConnected) return way.close();
    this.way = way;
    video.querySelectorAll("source").forEach((source) => source.remove());
    this.open(this.live ? null : this.wanted());
    if (pressed) void video.play().catch(() => undefined);
    this.listen();
  }

  private listen(): void {
    const { video } = this;
    const tell = (name: string) => (): void => void this.dispatchEvent(new CustomEvent(name, { bubbles: true }));
    video.addEventListener("playing", tell("sxh-playing"));
    for (const end of ["pause", "ended"]) video.addEventListener(end, tell("sxh-paused"));
    for (const change of ["resize", "loadedmetadata"]) video.addEventListener(change, () => this.look());
    document.addEventListener("sxh-seek", this.sought);
    window.addEventListener("hashchange", this.hashed);
    const bar = this.querySelector<HTMLElement>("[data-bar]");
    if (bar) {
      bar.hidden = false;
      bar.addEventListener("click", (event) => this.pressed(event));
    }
    this.timer = window.setInterval(() => this.look(), 1_000);
    this.look();
  }

  private open(at: number | null): void {
    const address = this.getAttribute(this.soundOnly ? "sound" : "address");
    if (address) this.way?.open(address, at);
  }

  /** The moment that the address of the page names. */
  private wanted(): number | null {
    const found = /^#t=([\d:]+)$/.exec(location.hash);
    return found?.[1] ? seconds(found[1]) : null;
  }

  private pressed(event: Event): void {
    const button = (event.target as HTMLElement).closest<HTMLButtonElement>("button");
    if (!button) return;
    if (button.hasAttribute("data-sound-only")) this.turn();
    else if (button.hasAttribute("data-to-live")) this.toLive();
  }

  private turn(): void {
    this.soundOnly = !this.soundOnly;
    try {
      localStorage.setItem(KEPT, this.soundOnly ? "1" : "");
    } catch {
      // A private window: the choice lasts as long as the page.
    }
    const { video } = this;
    const on = !video.paused;
    this.open(this.live ? null : video.currentTime);
    if (on) void video.play().catch(() => undefined);
    this.look();
  }

  private kept(): string {
    try {
      return localStorage.getItem(KEPT) ?? "";
    } catch {
      return "";
    }
  }

  private toLive(): void {
    const now = this.way?.now();
    if (now != null) this.video.currentTime = now;
    void this.video.play().catch(() => undefined);
    this.video.focus();
    this.look();
  }

  private readonly sought = (event: Event): void => {
    const said: unknown = (event as CustomEvent).detail;
    const at = typeof said === "object" && said !== null ? (said as { seconds?: unknown }).seconds : said;
    if (typeof at === "number" && Number.isFinite(at)) this.seek(Math.max(0, at));
  };

  private readonly hashed = (): void => {
    const at = this.wanted();
    if (at !== null) this.seek(at);
  };

  private seek(at: number): void {
    if (this.live) return;
    const { video } = this;
    if (video.readyState > 0) video.currentTime = at;
    else this.open(at);
    void video.play().catch(() => undefined);
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
  }

  /** Show how things are. */
  private look(): void {
    const { video } = this;
    this.classList.toggle("is-sound", this.soundOnly);
    this.querySelector("[data-sound-only]")?.setAttribute("aria-pressed", String(this.soundOnly));
    const panel = this.querySelector<HTMLElement>("[data-cover]");
    if (panel && this.hasAttribute("sound")) panel.hidden = !this.soundOnly;
    const quality = this.querySelector<HTMLElement>("[data-quality]");
    if (quality) {
      const lines = Math.min(video.videoWidth, video.videoHeight);
      quality.textContent = this.soundOnly ? (quality.dataset["sound"] ?? "") : lines ? `${lines}P` : "";
    }
    const now = this.live ? (this.way?.now() ?? null) : null;
    const late = now === null || video.currentTime === 0 ? 0 : Math.round(now - video.currentTime);
    this.querySelectorAll<HTMLElement>("[data-behind]").forEach((one) => (one.hidden = late < BEHIND));
    const number = this.querySelector<HTMLElement>("[data-late]");
    if (number && late >= BEHIND) number.textContent = new Intl.NumberFormat(document.documentElement.lang).format(late);
  }

  private says(word: string): void {
    const where = this.querySelector<HTMLElement>("[data-line]");
    const text = word ? (where?.dataset[word] ?? "") : "";
    if (where && where.textContent !== text) where.textContent = text;
  }
}

customElements.define("lecture-player", LecturePlayer);
