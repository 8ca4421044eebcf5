interface Room {
  label: string;
  done: number;
  total: number;
}

interface Progress {
  rooms: Room[];
  percent: number;
  done: boolean;
  /** The day the replay has come to, as 2018-06-05; null before its first step. */
  now: string | null;
}

/**
 * `<replay-progress>` around the server's own picture of a replay: asks the same address for `?format=json` each
 * second, moves the bars, and goes home when all is done. A failed question is asked again; nothing is lost by it.
 */
class ReplayProgress extends HTMLElement {
  private timer = 0;

  connectedCallback(): void {
    if (this.dataset["done"] !== "true") this.later();
  }

  disconnectedCallback(): void {
    window.clearTimeout(this.timer);
  }

  private later(): void {
    this.timer = window.setTimeout(() => void this.ask(), 1000);
  }

  private async ask(): Promise<void> {
    try {
      const answer = await fetch(`${location.pathname}?format=json`, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const progress = (await answer.json()) as Progress;
        this.show(progress);
        if (progress.done) return location.assign(this.dataset["home"] ?? "/");
      }
    } catch {
      // The server may just be busy or restarting.
    }
    this.later();
  }

  private show(progress: Progress): void {
    this.bar("[data-percent]", progress.percent, 100);
    this.text("[data-percent-text]", `${progress.percent}%`);
    this.text("[data-now]", progress.now === null ? "" : longDate(progress.now));
    this.querySelectorAll<HTMLElement>("[data-room]").forEach((row) => {
      const room = progress.rooms.find((one) => one.label === row.dataset["room"]);
      if (!room) return;
      const bar = row.querySelector("progress");
      if (bar) Object.assign(bar, { max: Math.max(room.total, 1), value: room.done });
      const count = row.querySelector("[data-count]");
      if (count) count.textContent = `${room.done} / ${room.total}`;
    });
  }

  private bar(selector: string, value: number, max: number): void {
    const bar = this.querySelector<HTMLProgressElement>(selector);
    if (bar) Object.assign(bar, { max, value });
  }

  private text(selector: string, text: string): void {
    const element = this.querySelector(selector);
    if (element) element.textContent = text;
  }
}

/** 2018年6月5日, or 5 June 2018 on an English page. */
function longDate(day: string): string {
  const language = document.documentElement.lang === "en" ? "en-GB" : "zh-Hans";
  const words = { year: "numeric", month: "long", day: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(language, words).format(new Date(day));
}

customElements.define("replay-progress", ReplayProgress);
