import { RemarkList, type Said } from "../lib/remark-list";
import { type Ear, listen } from "../lib/stream";

/** Those who are told the same do not all ask in the same moment: 17,000 of them come spread over this. */
const SPREAD = 10_000;
const AGAIN = 5_000;
/** So far from the window a thread begins to listen; so long out of reach, and it lets go. */
const NEAR = "600px";
const AWAY = 20_000;

type Told = ({ what: "shown" } & Said) | { what: "gone"; ref: string } | { what: "state" };

/**
 * `<live-thread topics="remarks:… remarks:site" cursor address own still always>` around a thread that is whole without it.
 *
 * What is let through appears, what is taken off goes; above what somebody is reading nothing is put in until they ask
 * for it. Signed-in readers (`own`) get the form and their own waiting ones in place. `still`: a page of older ones,
 * which takes nothing new. `always`: it listens out of sight too, as in a room that has one stream anyway. On `state` or a gap the thread is fetched anew with `address`, some seconds later.
 */
class LiveThread extends HTMLElement implements Ear {
  cursor = 0;
  private readonly remarks = new RemarkList(this);
  private stop: (() => void) | undefined;
  private sight: IntersectionObserver | undefined;
  private away = 0;
  private timer = 0;
  private kept: Said[] = [];
  private asked = false;

  get topics(): readonly string[] {
    return (this.getAttribute("topics") ?? "").split(/\s+/).filter(Boolean);
  }

  connectedCallback(): void {
    this.cursor = Number(this.getAttribute("cursor") ?? 0);
    this.addEventListener("click", this.pressed);
    this.addEventListener("submit", this.sent);
    this.sight = new IntersectionObserver((seen) => this.near(seen.some((one) => one.isIntersecting)), { rootMargin: NEAR });
    this.sight.observe(this);
    if (this.hasAttribute("always")) this.stop ??= listen(this);
  }

  disconnectedCallback(): void {
    this.sight?.disconnect();
    this.letGo();
    window.clearTimeout(this.timer);
    window.clearTimeout(this.away);
  }

  heard(_topic: string, event: unknown): void {
    const told = event as Told;
    if (told.what === "state") return this.renewSoon();
    if (told.what === "gone") {
      this.kept = this.kept.filter((one) => one.ref !== told.ref);
      this.remarks.take(told.ref);
      return this.waitingFor();
    }
    if (told.what !== "shown" || this.hasAttribute("still")) return;
    this.waitsNoLonger(told.ref);
    if (!this.readsBelow() || this.remarks.find(told.ref)) this.put([told]);
    else if (!this.kept.some((one) => one.ref === told.ref)) this.kept.push(told);
    this.waitingFor();
  }

  private waitsNoLonger(ref: string): void {
    const mine = this.querySelector(`[data-waiting] [data-ref="${CSS.escape(ref)}"]`);
    const list = mine?.parentElement;
    mine?.remove();
    if (list?.childElementCount === 0) list.remove();
  }

  gap(): void {
    this.renewSoon();
  }

  ended(): void {
    this.stop = undefined;
    this.renewSoon();
  }

  private near(near: boolean): void {
    window.clearTimeout(this.away);
    if (!near) {
      if (this.hasAttribute("always")) return;
      this.away = window.setTimeout(() => this.letGo(), AWAY);
      return;
    }
    if (!this.asked && this.getAttribute("own")) void this.fetchOwn();
    this.asked = true;
    this.stop ??= listen(this);
  }

  private letGo(): void {
    this.stop?.();
    this.stop = undefined;
  }

  /** Whether somebody is reading below the head of the list: what is put in above would push it away. */
  private readsBelow(): boolean {
    const list = this.remarks.list;
    return list !== null && list.children.length > 0 && (list.getBoundingClientRect().top < 0 || list.scrollTop > 0);
  }

  private put(came: Said[]): void {
    const fresh = came.filter((one) => this.remarks.put(one));
    const words = this.querySelector<HTMLElement>("[data-words]")?.dataset;
    const [first] = fresh;
    if (first) this.say(fresh.length === 1 ? `${words?.came ?? ""}${first.name}` : `${words?.more ?? ""}${fresh.length}`);
  }

  private say(words: string): void {
    const place = this.querySelector("[data-news]");
    if (place) place.textContent = words;
  }

  /** The button that says how many have come, as long as some are kept back. */
  private waitingFor(): void {
    const place = this.querySelector<HTMLElement>("[data-fresh]");
    if (!place) return;
    const number = place.querySelector("span");
    if (number) number.textContent = String(this.kept.length);
    place.hidden = this.kept.length === 0;
  }

  private readonly pressed = (event: Event): void => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("[data-fresh] button")) {
      this.put(this.kept.splice(0));
      this.waitingFor();
      this.querySelector("[data-head]")?.scrollIntoView({ block: "start" });
      this.remarks.list?.scrollTo({ top: 0 });
      this.remarks.list?.querySelector<HTMLElement>("a")?.focus({ preventScroll: true });
      return;
    }
    const form = this.querySelector<HTMLFormElement>("form[data-say]");
    if (!form) return;
    const answer = target?.closest<HTMLElement>("a[data-to]");
    if (answer) {
      event.preventDefault();
      this.answering(form, answer.dataset.to ?? "", answer.closest("[data-ref]")?.querySelector("[data-name]")?.textContent ?? "");
    } else if (target?.closest("[data-no-answer]")) this.answering(form, "", "");
  };

  private answering(form: HTMLFormElement, ref: string, name: string): void {
    const to = form.querySelector<HTMLInputElement>("[name=to]");
    const place = form.querySelector<HTMLElement>("[data-answering]");
    const shown = form.querySelector<HTMLElement>("[data-answered]");
    const never = form.querySelector<HTMLElement>("[data-no-answer]");
    if (to) to.value = ref;
    if (place) place.hidden = !ref;
    if (shown) shown.textContent = name;
    if (never) never.hidden = !ref;
    form.querySelector("[data-answering] .said")?.remove();
    const text = form.querySelector<HTMLElement>("textarea");
    text?.scrollIntoView({ block: "center" });
    text?.focus({ preventScroll: true });
  }

  private readonly sent = (event: SubmitEvent): void => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-say]")) return;
    event.preventDefault();
    if (!form.hasAttribute("aria-busy")) void this.send(form);
  };

  private async send(form: HTMLFormElement): Promise<void> {
    form.setAttribute("aria-busy", "true");
    form.querySelector("[data-lost]")?.remove();
    let why = "failed";
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" });
      const html = await answer.text();
      if (answer.headers.get("Content-Type")?.startsWith("text/html") && this.showOwn(html, answer.redirected)) {
        const place = this.querySelector<HTMLElement>(".field.bad textarea, .field.bad input, form[data-say] textarea");
        place?.focus({ preventScroll: true });
        return;
      }
      if (answer.redirected || answer.status === 403) why = "out";
    } catch {
      // The network: said below, like whatever else is no answer of ours.
    }
    form.removeAttribute("aria-busy");
    const words = this.querySelector<HTMLElement>("[data-words]")?.dataset[why] ?? "";
    const notice = Object.assign(document.createElement("p"), { className: "notice warn", textContent: words });
    notice.setAttribute("role", "alert");
    notice.dataset.lost = "";
    form.prepend(notice);
  }

  private async fetchOwn(): Promise<void> {
    try {
      const answer = await fetch(this.getAttribute("own") ?? "", { cache: "no-store", credentials: "same-origin" });
      if (answer.ok && !answer.redirected) this.showOwn(await answer.text());
    } catch {
      // The link to the page for writing stays where it is.
    }
  }

  /** Put one's own part in place; what is no such part (a page that asks to sign in) is left alone. */
  private showOwn(html: string, done = false): boolean {
    const place = this.querySelector<HTMLElement>("[data-own]");
    const part = new DOMParser().parseFromString(html, "text/html");
    if (!place || !part.querySelector("[data-part-own]")) return false;
    place.replaceChildren(...part.body.childNodes);
    const waiting = place.querySelector<HTMLElement>("[data-waiting]");
    if (done && waiting) this.say(waiting.querySelector(".tag")?.textContent ?? "");
    return true;
  }

  private renewSoon(wait = Math.random() * SPREAD): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.renew(), wait);
  }

  /** The thread as everybody sees it now. Asked for without a session, so that `front` answers it by itself. */
  private async renew(): Promise<void> {
    let html = "";
    try {
      const address = this.getAttribute("address") ?? "";
      const answer = await fetch(address, { cache: "no-store", credentials: "omit", redirect: "manual" });
      if (answer.status >= 500 || answer.status === 429) return this.renewSoon(AGAIN + Math.random() * SPREAD);
      if (!answer.ok) return this.leave();
      html = await answer.text();
    } catch {
      return this.renewSoon(AGAIN + Math.random() * SPREAD);
    }
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("live-thread");
    if (!fresh) return;
    this.taken(fresh);
    this.cursor = Math.max(this.cursor, Number(fresh.getAttribute("cursor") ?? 0));
    this.stop ??= listen(this);
  }

  private taken(fresh: Element): void {
    const before = this.querySelector<HTMLElement>("[data-state]")?.dataset.state;
    for (const name of ["[data-list]", "[data-none]", "[data-number]", "[data-state]", "[data-older]"]) {
      if (this.hasAttribute("still") && name !== "[data-state]") continue;
      const mine = this.querySelector(name);
      const theirs = fresh.querySelector(name);
      if (mine && theirs) mine.replaceWith(theirs);
      else if (mine) mine.remove();
      else if (theirs) this.querySelector(name === "[data-state]" ? "[data-news]" : "[data-none]")?.after(theirs);
    }
    this.kept = [];
    this.waitingFor();
    if (before !== this.querySelector<HTMLElement>("[data-state]")?.dataset.state) this.way(fresh);
  }

  /** Whether one may write here has changed. What somebody is typing stays; sending it would say why not. */
  private way(fresh: Element): void {
    const typed = [...this.querySelectorAll<HTMLTextAreaElement>("[data-own] textarea")].some((one) => one.value.trim());
    if (typed) return;
    if (this.getAttribute("own")) return void this.fetchOwn();
    const place = this.querySelector("[data-own]");
    const theirs = fresh.querySelector("[data-own]");
    if (place && theirs) place.replaceWith(theirs);
  }

  /** What it is about has gone, and what was said with it. */
  private leave(): void {
    this.letGo();
    this.remarks.list?.replaceChildren();
    this.querySelector("[data-own]")?.replaceChildren();
  }
}

customElements.define("live-thread", LiveThread);
