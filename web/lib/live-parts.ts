import { type Ear, listen } from "./stream";

/** Those who are told the same do not all ask in the same moment. */
const SPREAD = 5_000;
const AGAIN = 5_000;

/**
 * A part of a page that listens and is fetched anew when it has to be: children with `data-part` are put in place one by
 * one, those that are the same stay, and so does one in which somebody is typing. `topics` and `cursor` are attributes.
 */
export abstract class LiveParts extends HTMLElement implements Ear {
  cursor = 0;
  private stop: (() => void) | undefined;
  private timer = 0;
  private ticker = 0;

  get topics(): readonly string[] {
    return (this.getAttribute("topics") ?? "").split(/\s+/).filter(Boolean);
  }

  connectedCallback(): void {
    this.cursor = Number(this.getAttribute("cursor") ?? 0);
    this.stop = listen(this);
    this.ticker = window.setInterval(() => this.tick(), 1_000);
  }

  disconnectedCallback(): void {
    this.stop?.();
    this.stop = undefined;
    window.clearTimeout(this.timer);
    window.clearInterval(this.ticker);
  }

  abstract heard(topic: string, event: unknown): void;

  gap(): void {
    this.renewSoon(SPREAD);
  }

  ended(): void {
    this.stop = undefined;
    this.renewSoon(SPREAD);
  }

  watching(topic: string, viewers: number): void {
    if (!topic.startsWith("watch")) return;
    const words = new Intl.NumberFormat(document.documentElement.lang || "zh-Hans");
    this.querySelectorAll("[data-watching]").forEach((one) => (one.textContent = words.format(viewers)));
  }

  /** Fetch it anew within so many milliseconds. */
  protected renewSoon(within: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.renew(), Math.random() * within);
  }

  /** What a fresh page means beside its parts. */
  protected renewed(_fresh: Element): void {}

  private async renew(): Promise<void> {
    let answer: Response;
    let html: string;
    try {
      answer = await fetch(location.pathname + location.search, { cache: "no-store", redirect: "manual" });
      html = await answer.text();
    } catch {
      return this.later();
    }
    if (answer.status >= 500 || answer.status === 429) return this.later();
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById(this.id);
    // What is not there for this reader any more: the page says so itself.
    if (!answer.ok || !fresh) return location.reload();
    this.put(fresh);
    const topics = fresh.getAttribute("topics") ?? "";
    const same = topics === this.getAttribute("topics") && this.stop !== undefined;
    for (const name of ["topics", "cursor", "state"]) this.setAttribute(name, fresh.getAttribute(name) ?? "");
    if (same) return;
    this.stop?.();
    this.cursor = Number(fresh.getAttribute("cursor") ?? 0);
    this.stop = listen(this);
  }

  private later(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.renew(), AGAIN + Math.random() * SPREAD);
  }

  private put(fresh: Element): void {
    const focused = document.activeElement?.id ?? "";
    for (const theirs of fresh.querySelectorAll<HTMLElement>("[data-part]")) {
      const mine = this.querySelector<HTMLElement>(`[data-part="${theirs.dataset.part}"]`);
      if (!mine || mine.innerHTML === theirs.innerHTML || typing(mine)) continue;
      mine.replaceChildren(...theirs.childNodes);
    }
    this.renewed(fresh);
    if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus();
  }

  /** Clocks go on between two answers: `[data-gone]` up, `[data-left]` down, in seconds. */
  private tick(): void {
    for (const [name, step] of [["gone", 1], ["left", -1]] as const) {
      for (const one of this.querySelectorAll<HTMLElement>(`[data-${name}]`)) {
        const seconds = Number(one.dataset[name]) + step;
        one.dataset[name] = String(seconds);
        one.textContent = (seconds < 0 ? "+" : "") + clock(Math.abs(seconds));
      }
    }
  }
}

/** 1:02:15. */
export function clock(seconds: number): string {
  const two = (number: number) => String(number).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
}

/** Whether somebody has begun to write in here. */
function typing(part: HTMLElement): boolean {
  const fields = part.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input:not([type=hidden]), textarea");
  return [...fields].some((field) => field === document.activeElement || field.value !== field.defaultValue);
}
