import { Awake } from "../lib/awake";
import { type Capture, capture } from "../lib/capture";
import { Loudness } from "../lib/loudness";
import { type Line, Outbox } from "../lib/outbox";
import { type Format, format, record } from "../lib/recorder";

/** After these a page begins another feed by itself; after anything else somebody has decided. */
const AGAIN = new Set(["restart", "silent", "fallen", "lost", "full"]);
/** It falls so often in a row, without having sent for a while, until that is said. */
const MOST_FALLS = 4;
const [FALL_SECONDS, PAUSE] = [20, 2_000];

type State = "idle" | "opening" | "open" | "sending" | "ending";

/**
 * `<camera-studio begin levels>`: choose camera, microphone or screen, see and hear it, then send it: to `begin` for a feed, and
 * below that the pieces. `[data-when]` names the states in which something is shown; the words stand on `[data-put=line]`.
 */
class CameraStudio extends HTMLElement {
  private state: State = "idle";
  private film: Capture | undefined;
  private ear: Loudness | undefined;
  private recorder: MediaRecorder | undefined;
  private outbox: Outbox | undefined;
  private readonly awake = new Awake();
  private format: Format | undefined;
  private began = 0;
  private falls = 0;
  private timer = 0;

  connectedCallback(): void {
    this.format = format();
    this.addEventListener("click", this.pressed);
    this.addEventListener("change", this.changed);
    this.turn("idle");
    if (!window.isSecureContext) this.refuse("insecure");
    else if (!navigator.mediaDevices?.getUserMedia || !this.format) this.refuse("unsupported");
  }

  disconnectedCallback(): void {
    this.stop();
    this.let();
  }

  private readonly pressed = (event: Event): void => {
    const act = (event.target as Element).closest<HTMLElement>("[data-act]")?.dataset["act"];
    if (act === "open") void this.open();
    else if (act === "send") void this.send();
    else if (act === "stop") this.end();
  };

  private readonly changed = (): void => {
    if (this.state === "open") void this.open();
  };

  private field(name: string): string {
    const found = this.querySelector<HTMLInputElement | HTMLSelectElement>(`select[name="${name}"], input[name="${name}"]:checked`);
    return found?.value ?? "";
  }

  // ---- what is filmed

  private async open(): Promise<void> {
    this.let();
    this.turn("opening");
    const screen = this.field("source") === "screen";
    try {
      this.film = await capture({ screen, camera: this.field("camera"), microphone: this.field("microphone") });
    } catch (error) {
      this.turn("idle");
      return this.say(problem(error, screen), "err");
    }
    const { film } = this;
    const video = this.querySelector("video");
    if (video) {
      video.srcObject = film.stream;
      void video.play().catch(() => undefined);
    }
    film.stream.getVideoTracks().forEach((track) => track.addEventListener("ended", this.gone));
    if (film.sound) this.ear = new Loudness(film.sound, film.stream, (now, most) => this.hear(now, most));
    else this.put("loud", this.words("mute"));
    this.turn("open");
    this.say("ready", "ok");
    void this.list();
  }

  /** Let go of every device. */
  private let(): void {
    this.ear?.close();
    this.film?.close();
    this.ear = this.film = undefined;
  }

  /** Its plug was pulled, or the screen is shared no longer. */
  private readonly gone = (): void => {
    if (!this.film) return;
    const sent = this.state === "sending";
    if (sent) this.end();
    this.let();
    if (!sent) this.turn("idle");
    this.say("gone", "err");
  };

  /** The devices have names once the reader has let us in. */
  private async list(): Promise<void> {
    const known = await navigator.mediaDevices.enumerateDevices().catch(() => []);
    for (const [name, kind] of [["camera", "videoinput"], ["microphone", "audioinput"]] as const) {
      const select = this.querySelector<HTMLSelectElement>(`select[name="${name}"]`);
      if (!select) continue;
      const chosen = select.value;
      select.querySelectorAll("[data-device]").forEach((one) => one.remove());
      const devices = known.filter((one) => one.kind === kind && one.deviceId && one.deviceId !== "default");
      for (const one of devices) {
        const option = new Option(one.label || one.deviceId.slice(0, 8), one.deviceId, false, one.deviceId === chosen);
        option.dataset["device"] = "";
        select.append(option);
      }
    }
  }

  private hear(now: number, loudest: number): void {
    const meter = this.querySelector("meter");
    if (meter) meter.value = Math.max(0, Math.min(100, ((now + 60) / 60) * 100));
    const [silent = 0, quiet = 0, loud = 0] = (this.getAttribute("levels") ?? "").split(" ").map(Number);
    const word = loudest <= silent ? "silent" : loudest <= quiet ? "quiet" : loudest <= loud ? "right" : "loud";
    this.put("loud", this.words(word));
  }

  // ---- what is sent

  private async send(): Promise<void> {
    const { film, format: chosen } = this;
    if (!film || !chosen) return;
    this.turn("sending");
    this.awake.begin();
    this.say("asking", "info");
    const answer = await this.begin(film, chosen);
    if (this.state !== "sending") return;
    if (!answer) return this.later("asking");
    const told = (await answer.json().catch(() => ({}))) as { feed?: string; says?: string };
    if (!answer.ok || !told.feed) {
      if (answer.status >= 500) return this.later("asking");
      this.stop();
      this.turn("open");
      return told.says ? this.tell(told.says, "err") : this.say("refused", "err");
    }
    this.start(`${this.getAttribute("begin") ?? ""}${told.feed}/`, film, chosen);
  }

  private async begin(film: Capture, chosen: Format): Promise<Response | undefined> {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", this.key);
    body.set("kind", chosen.kind);
    body.set("picture", film.stream.getVideoTracks().length > 0 ? chosen.picture : "");
    body.set("sound", film.stream.getAudioTracks().length > 0 ? chosen.sound : "");
    try {
      return await fetch(this.getAttribute("begin") ?? "", { method: "POST", body, redirect: "manual" });
    } catch {
      return undefined;
    }
  }

  private start(address: string, film: Capture, chosen: Format): void {
    const outbox = new Outbox(address, this.key, { line: (line) => this.line(line), over: (why) => this.over(outbox, why) });
    this.outbox = outbox;
    this.began = performance.now();
    try {
      const made = record(film.stream, chosen, (data) => outbox.push(data), () => this.over(outbox, "fallen"));
      made.addEventListener("stop", () => outbox.end());
      this.recorder = made;
    } catch {
      this.stop();
      this.turn("open");
      this.say("unsupported", "err");
    }
  }

  private line(line: Line): void {
    if (this.state === "ending") return this.say("ending", "info");
    if (line.state === "sent") return this.say("sending", "ok");
    this.say(line.state, line.state === "behind" ? "info" : "err", line.seconds);
  }

  private over(outbox: Outbox, why: string): void {
    if (outbox !== this.outbox) return;
    const ending = this.state === "ending";
    const lasted = (performance.now() - this.began) / 1000;
    this.falls = lasted > FALL_SECONDS ? 1 : this.falls + 1;
    this.drop();
    if (!ending && AGAIN.has(why) && this.film && this.falls < MOST_FALLS) return this.later("again");
    this.stop();
    this.turn(this.film ? "open" : "idle");
    const word = ending ? "ended" : AGAIN.has(why) ? "unsupported" : why;
    this.say(this.words(word) ? word : "refused", ending ? "ok" : "err");
  }

  /** Begin again in a moment, as another feed. */
  private later(word: string): void {
    this.say(word, "err");
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.send(), PAUSE);
  }

  /** Nothing more is recorded; what was is sent. */
  private end(): void {
    if (!this.outbox || !this.recorder || this.recorder.state === "inactive") {
      this.stop();
      this.turn(this.film ? "open" : "idle");
      return this.say(this.film ? "ready" : "", "");
    }
    this.turn("ending");
    this.say("ending", "info");
    this.recorder.stop();
  }

  /** The recorder and what it made of this feed go. */
  private drop(): void {
    const { recorder, outbox } = this;
    this.recorder = this.outbox = undefined;
    outbox?.close();
    if (recorder && recorder.state !== "inactive") recorder.stop();
  }

  private stop(): void {
    window.clearTimeout(this.timer);
    this.drop();
    this.awake.end();
  }

  // ---- what is said

  private get key(): string {
    return this.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
  }

  private turn(state: State): void {
    this.state = state;
    this.dataset["state"] = state;
    this.querySelectorAll<HTMLElement>("[data-when]").forEach((one) => {
      one.hidden = !(one.dataset["when"] ?? "").split(" ").includes(state);
    });
    this.querySelectorAll<HTMLInputElement | HTMLSelectElement>("select, input[type=radio]").forEach((one) => {
      one.disabled = state !== "idle" && state !== "open";
    });
  }

  private words(name: string): string {
    return this.querySelector<HTMLElement>('[data-put="line"]')?.dataset[name] ?? "";
  }

  private say(word: string, tone: string, seconds = 0): void {
    this.tell(this.words(word), tone);
    this.put("seconds", seconds > 0 ? this.words("seconds").replace("0", String(seconds)) : "");
  }

  private tell(text: string, tone: string): void {
    this.put("line", text);
    this.querySelectorAll<HTMLElement>("[data-tone]").forEach((one) => (one.dataset["tone"] = tone));
  }

  private put(name: string, text: string): void {
    const place = this.querySelector(`[data-put="${name}"]`);
    if (place && place.textContent !== text) place.textContent = text;
  }

  private refuse(word: string): void {
    this.say(word, "err");
    this.querySelectorAll<HTMLElement>("[data-choices]").forEach((one) => (one.hidden = true));
  }
}

/** Which words say what the browser has said. */
function problem(error: unknown, screen: boolean): string {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return screen ? "unshared" : "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "none";
  return name === "NotReadableError" || name === "AbortError" ? "taken" : "failed";
}

customElements.define("camera-studio", CameraStudio);
