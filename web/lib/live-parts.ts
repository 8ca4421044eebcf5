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
  private at = Infinity;
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

  /** Fetch it anew within so many milliseconds; what is due sooner stays due. */
  protected renewSoon(within: number): void {
    this.due(Math.random() * within);
  }

  /** Nobody answered: some seconds later. */
  protected renewLater(): void {
    this.due(AGAIN + Math.random() * SPREAD);
  }

  private due(wait: number): void {
    const at = performance.now() + wait;
    if (this.at <= at) return;
    this.at = at;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.renew(), wait);
  }

  /** It is not there for this reader any more: the page says so itself. */
  protected lost(): void {
    location.reload();
  }

  /** What a fresh page means beside its parts. */
  protected renewed(_fresh: Element): void {}

  private async renew(): Promise<void> {
    this.at = Infinity;
    let answer: Response;
    let html: string;
    try {
      answer = await fetch(location.pathname + location.search, { cache: "no-store", redirect: "manual" });
      html = await answer.text();
    } catch {
      return this.renewLater();
    }
    if (answer.status >= 500 || answer.status === 429) return this.renewLater();
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById(this.id);
    if (!answer.ok || !fresh) return this.lost();
    this.put(fresh);
    const topics = fresh.getAttribute("topics") ?? "";
    const same = topics === this.getAttribute("topics") && this.stop !== undefined;
    for (const name of ["topics", "cursor", "state"]) this.setAttribute(name, fresh.getAttribute(name) ?? "");
    if (same) return;
    this.cursor = Number(fresh.getAttribute("cursor") ?? 0);
    this.listenAnew();
  }

  /** What it listens to is something else now. */
  protected listenAnew(): void {
    this.stop?.();
    this.stop = listen(this);
  }

  private put(fresh: Element): void {
    for (const theirs of fresh.querySelectorAll<HTMLElement>("[data-part]")) {
      const mine = this.querySelector<HTMLElement>(`[data-part="${theirs.dataset.part}"]`);
      if (!mine || this.keeps(mine, fresh) || plain(mine) === plain(theirs) || typing(mine)) continue;
      const place = placeOf(mine);
      mine.replaceChildren(...theirs.childNodes);
      if (place) find(mine, place)?.focus({ preventScroll: true });
    }
    this.renewed(fresh);
  }

  /** Whether a part stays as it is, whatever the fresh page says. */
  protected keeps(_part: HTMLElement, _fresh: Element): boolean {
    return false;
  }

  /** Clocks go on between two answers: `[data-elapsed]` up, `[data-remaining]` down, in seconds. */
  private tick(): void {
    for (const [name, step] of [["elapsed", 1], ["remaining", -1]] as const) {
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

/** A part without what differs each time it is made: keys of forms, and clocks that go on by themselves. */
function plain(part: HTMLElement): string {
  const copy = part.cloneNode(true) as HTMLElement;
  copy.querySelectorAll("[name=csrfmiddlewaretoken], [name=intent]").forEach((one) => one.remove());
  copy.querySelectorAll("[data-elapsed], [data-remaining]").forEach((one) => one.replaceChildren());
  // A player changes what it is made of while it plays; it is another one only with another address.
  copy.querySelectorAll("lecture-player").forEach((one) => one.replaceWith(one.getAttribute("address") ?? ""));
  return copy.innerHTML.replace(/data-(?:elapsed|remaining)="-?\d+"/g, "");
}

const PRESSED = "a[href], button, summary, input:not([type=hidden]), textarea";

/** Where the focus is in a part: the next thing with an id, and the how-manieth in it. */
function placeOf(part: HTMLElement): { id: string; number: number } | undefined {
  const active = document.activeElement;
  if (!active || active === document.body || !part.contains(active)) return undefined;
  const named = active.closest("[id]");
  const within = named && part.contains(named) ? named : part;
  return { id: within === part ? "" : within.id, number: [...within.querySelectorAll(PRESSED)].indexOf(active) };
}

/** The same place after the part was made anew; the first thing to press when it is gone. */
function find(part: HTMLElement, place: { id: string; number: number }): HTMLElement | null {
  const within = place.id ? part.querySelector(`#${CSS.escape(place.id)}`) : part;
  const all = within?.querySelectorAll<HTMLElement>(PRESSED);
  return all?.[place.number] ?? part.querySelector<HTMLElement>(PRESSED);
}

/** Whether somebody has begun to write in here. */
function typing(part: HTMLElement): boolean {
  const fields = part.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input:not([type=hidden]), textarea");
  return [...fields].some((field) => field === document.activeElement || field.value !== field.defaultValue);
}
