import { type Ear, listen } from "../lib/stream";

interface Progress {
  done: number;
  total: number;
  stage: string;
  finished: boolean;
}

/** When nothing was heard for so long, ask: the stream may be down, or there may be none. */
const ASK_AFTER = 4_000;

/**
 * `<live-progress topic="import:…" cursor="…" address="…" next="…">` around a `<progress>` as the server last saw it. Moves
 * it by events `{done, total, stage, finished}`, and by asking `address` for the same as JSON when it hears nothing.
 * `[data-count]` gets "3,000 / 10,000"; of the `[data-stage]` only the one of the present stage is shown. When all is
 * done it says `sxh-finished` and goes to `next`, if there is one.
 */
class LiveProgress extends HTMLElement implements Ear {
  cursor = 0;
  private stop: (() => void) | undefined;
  private timer = 0;
  private last: Progress | undefined;

  get topics(): readonly string[] {
    const topic = this.getAttribute("topic");
    return topic ? [topic] : [];
  }

  connectedCallback(): void {
    this.cursor = Number(this.getAttribute("cursor") ?? 0);
    if (this.topics.length > 0) this.stop = listen(this);
    this.later();
  }

  disconnectedCallback(): void {
    this.stop?.();
    window.clearTimeout(this.timer);
  }

  heard(_topic: string, event: unknown): void {
    this.show(event as Progress);
  }

  gap(): void {
    void this.ask();
  }

  ended(): void {
    this.stop = undefined;
    void this.ask();
  }

  private later(): void {
    window.clearTimeout(this.timer);
    if (this.isConnected) this.timer = window.setTimeout(() => void this.ask(), ASK_AFTER);
  }

  private async ask(): Promise<void> {
    const address = this.getAttribute("address");
    if (!address) return;
    try {
      const answer = await fetch(address, { cache: "no-store", headers: { Accept: "application/json" } });
      if (answer.ok) return this.show((await answer.json()) as Progress);
      if (answer.status >= 400 && answer.status < 500) return;
    } catch {
      // The server may just be restarting.
    }
    this.later();
  }

  private show(now: Progress): void {
    // Within a stage nothing goes back: an answer may know less than an event before it.
    const same = this.last?.stage === now.stage && this.last.total === now.total;
    const done = same ? Math.max(this.last?.done ?? 0, now.done) : now.done;
    this.last = { ...now, done };
    const bar = this.querySelector("progress");
    if (bar) Object.assign(bar, { max: Math.max(now.total, 1), value: done });
    const words = new Intl.NumberFormat(document.documentElement.lang || "zh-Hans");
    this.querySelectorAll("[data-count]").forEach((one) => {
      one.textContent = `${words.format(done)} / ${words.format(now.total)}`;
    });
    const stages = [...this.querySelectorAll<HTMLElement>("[data-stage]")];
    if (stages.some((one) => one.dataset["stage"] === now.stage)) {
      stages.forEach((one) => (one.hidden = one.dataset["stage"] !== now.stage));
    }
    if (now.finished) this.finish();
    else this.later();
  }

  private finish(): void {
    window.clearTimeout(this.timer);
    this.stop?.();
    this.stop = undefined;
    this.dispatchEvent(new CustomEvent("sxh-finished", { bubbles: true }));
    const next = this.getAttribute("next");
    if (next) location.assign(next);
  }
}

customElements.define("live-progress", LiveProgress);
