import { LiveParts } from "../lib/live-parts";
import { RoomTabs } from "../lib/room-tabs";

/** What is said of a lecture. Whatever else is said is none of a viewer's business. */
type Told =
  | { what: "state"; cut?: boolean }
  | { what: "notice"; text: string }
  | { what: "second"; ref: string; many: number }
  | { what: "answered"; ref: string; seconds: number | null; clock: string; done: boolean }
  | { what: "agenda"; number: number; seconds: number; clock: string }
  | { what: "counted"; viewings: number; present: number };

/** Everybody in the room hears of its beginning in the same moment, and comes spread over this. */
const SPREAD = 5_000;
/** Whoever listens to it watches the replay. */
const AGAIN = "watch-again:";

/**
 * `<live-room id topics cursor state lecture signed>` around the page of a lecture, which is whole without it. Small things
 * are changed in place; when the lecture begins or ends, its parts are fetched anew, and what somebody writes stays.
 * Whoever watches is counted by a random word that this tab keeps for this lecture; it leads to nobody. Who was there at its
 * end has not come for the replay: they watch it once they play it, or load the page again.
 */
class LiveRoom extends LiveParts {
  private tabs: RoomTabs | undefined;
  private numbers: MutationObserver | undefined;
  private replays = false;

  override get topics(): readonly string[] {
    return this.replays ? super.topics : super.topics.filter((topic) => !topic.startsWith(AGAIN));
  }

  /** Who watches. */
  get watch(): string | undefined {
    if (!this.topics.some((topic) => topic.startsWith("watch"))) return undefined;
    const name = `watch:${this.getAttribute("lecture")}`;
    try {
      const known = sessionStorage.getItem(name) ?? random();
      sessionStorage.setItem(name, known);
      return known;
    } catch {
      return (this.forgotten ??= random());
    }
  }
  private forgotten: string | undefined;

  /** Sound may be playing while nobody looks. */
  stays(): boolean {
    return [...this.querySelectorAll<HTMLMediaElement>("video, audio")].some((one) => !one.paused && !one.ended);
  }

  override connectedCallback(): void {
    this.replays = super.topics.some((topic) => topic.startsWith(AGAIN));
    super.connectedCallback();
    this.addEventListener("playing", this.played, true); // It does not bubble.
    this.tabs ??= new RoomTabs(this);
    this.addEventListener("click", this.pressed);
    this.numbers = new MutationObserver(() => this.count());
    const side = this.querySelector("[data-tabs]")?.parentElement;
    if (side) this.numbers.observe(side, { subtree: true, childList: true, attributeFilter: ["data-number"] });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.numbers?.disconnect();
  }

  heard(_topic: string, event: unknown): void {
    const told = event as Told;
    if (told.what === "state") {
      if (told.cut) this.cut();
      this.renewSoon(SPREAD);
    } else if (told.what === "notice") this.pin(told.text);
    else if (told.what === "second") this.wished(told.ref, told.many);
    else if (told.what === "answered") this.answered(told);
    else if (told.what === "agenda") this.come(told.number, told.clock);
    else if (told.what === "counted") this.counted(told);
  }

  /** What plays is not begun anew because something may have been missed; another picture, or none, takes its place. */
  protected override keeps(part: HTMLElement, fresh: Element): boolean {
    const address = part.querySelector("lecture-player")?.getAttribute("address");
    const theirs = fresh.querySelector(`[data-part="${part.dataset.part}"] lecture-player`);
    return address !== undefined && address === theirs?.getAttribute("address");
  }

  protected override renewed(): void {
    this.tabs?.show(location.hash);
  }

  /** The picture was taken off the air: what has been loaded of it is not played to its end. */
  private cut(): void {
    const stage = this.querySelector('[data-part="stage"]');
    const words = stage?.querySelector<HTMLTemplateElement>("template[data-when-cut]");
    if (words) stage?.replaceChildren(words.content.cloneNode(true));
  }

  private pin(text: string): void {
    const place = this.querySelector<HTMLElement>("[data-pinned]");
    const words = place?.querySelector("[data-pinned-text]");
    if (!place || !words) return;
    place.hidden = text === "";
    words.textContent = text;
    if (text) this.say(text);
  }

  private say(text: string): void {
    const place = this.querySelector(":scope > [data-news]");
    if (place) place.textContent = text;
  }

  private question(ref: string): HTMLElement | null {
    return this.querySelector(`#lr-questions [data-ref="${CSS.escape(ref)}"]`);
  }

  private wished(ref: string, many: number): void {
    const place = this.question(ref)?.querySelector<HTMLElement>("[data-wishes]");
    const number = place?.querySelector("b");
    if (!place || !number) return;
    number.textContent = String(many);
    place.hidden = many === 0;
  }

  private answered(told: { ref: string; seconds: number | null; clock: string; done: boolean }): void {
    const now = told.seconds !== null && !told.done;
    if (now) this.querySelectorAll<HTMLElement>('#lr-questions [data-asked="now"]').forEach((one) => this.mark(one, "answered"));
    const question = this.question(told.ref);
    if (!question) return;
    const link = question.querySelector<HTMLAnchorElement>("a[data-seek]");
    if (link && told.seconds !== null) {
      link.dataset.seek = String(told.seconds);
      link.hash = `t=${told.seconds}`;
      link.textContent = (this.words("at") ?? "%s").replace("%s", told.clock);
    }
    this.mark(question, now ? "now" : told.seconds === null ? "open" : "answered");
    if (now) question.parentElement?.prepend(question);
  }

  private mark(question: HTMLElement, state: "open" | "now" | "answered"): void {
    question.dataset.asked = state;
    const tag = question.querySelector<HTMLElement>("[data-asked-tag]");
    if (tag) {
      tag.textContent = this.words(state) ?? "";
      tag.className = `tag ${{ open: "", now: "red", answered: "ok" }[state]}`.trim();
    }
    const link = question.querySelector<HTMLElement>("a[data-seek]");
    const wish = question.querySelector<HTMLElement>("[data-wish]");
    if (link) link.hidden = state !== "answered" || !link.dataset.seek;
    if (wish) wish.hidden = state !== "open";
  }

  private words(name: string): string | undefined {
    return this.querySelector<HTMLElement>("[data-asked-words]")?.dataset[name];
  }

  private come(number: number, at: string): void {
    for (const one of this.querySelectorAll<HTMLElement>("[data-item]")) {
      const here = one.dataset.item === String(number);
      one.classList.toggle("lr-now", here);
      if (here) one.setAttribute("aria-current", "step");
      else one.removeAttribute("aria-current");
      const place = here ? one.querySelector("[data-clock]") : null;
      if (place) place.textContent = at;
    }
  }

  private counted(told: { viewings: number; present: number }): void {
    const words = new Intl.NumberFormat(document.documentElement.lang || "zh-Hans");
    for (const name of ["viewings", "present"] as const) {
      this.querySelectorAll(`[data-count="${name}"]`).forEach((one) => (one.textContent = words.format(told[name])));
    }
  }

  /** The tabs say how many stand in their parts. */
  private count(): void {
    for (const place of this.querySelectorAll<HTMLElement>("[data-tally]")) {
      const number = this.querySelector<HTMLElement>(`#${place.dataset.tally} [data-number]`)?.dataset.number ?? "";
      const shown = number === "0" ? "" : number;
      if (place.textContent !== shown) place.textContent = shown;
    }
  }

  private readonly played = (): void => {
    if (this.replays || !super.topics.some((topic) => topic.startsWith(AGAIN))) return;
    this.replays = true;
    this.listenAnew();
  };

  private readonly pressed = (event: Event): void => {
    const target = event.target instanceof Element ? event.target : null;
    const seek = target?.closest<HTMLElement>("a[data-seek]");
    const player = this.querySelector<HTMLElement>("lecture-player");
    if (seek && player && this.getAttribute("state") === "ended") {
      player.dispatchEvent(new CustomEvent("sxh-seek", { bubbles: true, detail: Number(seek.dataset.seek) }));
      player.scrollIntoView({ block: "nearest" });
    }
    const wish = target?.closest<HTMLAnchorElement>("a[data-wish]");
    const form = this.querySelector<HTMLFormElement>("[data-wish-form]");
    if (wish && form) {
      event.preventDefault();
      void this.wish(wish, form);
    }
  };

  private async wish(link: HTMLAnchorElement, form: HTMLFormElement): Promise<void> {
    const on = link.dataset.wish !== "on";
    const body = new FormData(form);
    body.set("to", on ? "on" : "off");
    try {
      const answer = await fetch(link.pathname, { method: "POST", body, credentials: "same-origin", redirect: "manual" });
      if (answer.type !== "opaqueredirect") return location.assign(link.href);
    } catch {
      return location.assign(link.href);
    }
    link.dataset.wish = on ? "on" : "";
    link.textContent = (on ? this.words("undo") : this.words("wish")) ?? "";
  }
}

function random(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((octet) => octet.toString(16).padStart(2, "0")).join("");
}

customElements.define("live-room", LiveRoom);
