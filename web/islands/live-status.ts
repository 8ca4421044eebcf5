/** How often it is asked while somebody looks, and after nobody has answered. */
const ASK = 1_000;
const AGAIN = 4_000;

/** What `lectures/signal.py` says. */
interface Signal {
  line: string;
  tone: string;
  gone: string;
  level: number;
  loud: string;
  facts: Record<string, string>;
  advice: string[];
  full: string;
  mark: string;
}

/**
 * `<live-status address mark>` around how a picture stands, as the server last saw it: asks again while somebody looks, puts
 * words, meter and advice in place, and says `sxh-changed` when the page around it has to be made anew.
 */
class LiveStatus extends HTMLElement {
  private timer = 0;

  connectedCallback(): void {
    document.addEventListener("visibilitychange", this.looked);
    this.later(ASK);
  }

  disconnectedCallback(): void {
    document.removeEventListener("visibilitychange", this.looked);
    window.clearTimeout(this.timer);
  }

  private readonly looked = (): void => this.later(0);

  private later(wait: number): void {
    window.clearTimeout(this.timer);
    if (!document.hidden) this.timer = window.setTimeout(() => void this.ask(), wait);
  }

  private async ask(): Promise<void> {
    const address = this.getAttribute("address");
    if (!address || !this.isConnected) return;
    try {
      const answer = await fetch(address, { cache: "no-store", redirect: "manual", headers: { Accept: "application/json" } });
      if (answer.ok) this.show((await answer.json()) as Signal);
      else if (answer.status > 0 && answer.status < 500 && answer.status !== 429) return;
      if (this.isConnected) this.later(answer.ok ? ASK : AGAIN);
    } catch {
      this.later(AGAIN);
    }
  }

  private show(now: Signal): void {
    for (const name of ["line", "gone", "loud", "full"] as const) this.put(`[data-says="${name}"]`, now[name]);
    for (const [name, words] of Object.entries(now.facts)) this.put(`[data-fact="${name}"]`, words);
    this.querySelectorAll<HTMLElement>("[data-fact-in]").forEach((one) => {
      one.hidden = !now.facts[one.dataset["factIn"] ?? ""];
    });
    this.querySelectorAll<HTMLElement>("[data-tone]").forEach((one) => (one.dataset["tone"] = now.tone));
    this.querySelectorAll<HTMLElement>("[data-sent]").forEach((one) => (one.hidden = now.loud === ""));
    this.querySelectorAll<HTMLElement>('[data-says-in="full"]').forEach((one) => (one.hidden = now.full === ""));
    const meter = this.querySelector("meter");
    if (meter) meter.value = now.level;
    this.advise(now.advice);
    if (now.mark !== this.getAttribute("mark")) {
      this.setAttribute("mark", now.mark);
      this.dispatchEvent(new CustomEvent("sxh-changed", { bubbles: true }));
    }
  }

  /** Only what has changed is touched, so that it is not read aloud again. */
  private put(where: string, words: string): void {
    this.querySelectorAll(where).forEach((one) => {
      if (one.textContent !== words) one.textContent = words;
    });
  }

  private advise(sentences: string[]): void {
    const list = this.querySelector("[data-advice]");
    if (!list || [...list.children].map((one) => one.textContent).join("\n") === sentences.join("\n")) return;
    list.replaceChildren(
      ...sentences.map((text) => Object.assign(document.createElement("li"), { className: "notice warn", textContent: text })),
    );
  }
}

customElements.define("live-status", LiveStatus);
