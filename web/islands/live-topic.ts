import { type Ear, listen } from "../lib/stream";

/** Pages that are told of the same gap do not all come back in the same moment. */
const SPREAD = 2_000;

/**
 * `<live-topic id="…" topics="lecture:7" cursor="…">` around a part of the page that is whole without it. What is said on
 * its topics becomes `sxh-event` with `detail: {topic, event}`; whoever knows what to do with it listens for that.
 *
 * When events may be missing (`sxh-gap`) or the reader may listen no longer (`sxh-end`), the part is fetched anew with
 * its page and put in place, unless a listener calls `preventDefault()`. If the page is not to be had either, the child
 * `[data-ended]` is shown, which says so. Nobody who is typing in the part is disturbed.
 */
class LiveTopic extends HTMLElement implements Ear {
  cursor = 0;
  private stop: (() => void) | undefined;
  private timer = 0;

  get topics(): readonly string[] {
    return (this.getAttribute("topics") ?? "").split(/\s+/).filter(Boolean);
  }

  connectedCallback(): void {
    this.begin();
  }

  disconnectedCallback(): void {
    this.stop?.();
    window.clearTimeout(this.timer);
  }

  heard(topic: string, event: unknown): void {
    this.dispatchEvent(new CustomEvent("sxh-event", { bubbles: true, detail: { topic, event } }));
  }

  gap(): void {
    if (this.say("sxh-gap")) this.renewSoon();
  }

  ended(): void {
    this.stop = undefined;
    if (this.say("sxh-end")) this.renewSoon();
  }

  private begin(): void {
    this.cursor = Number(this.getAttribute("cursor") ?? 0);
    this.stop?.();
    this.stop = this.topics.length > 0 ? listen(this) : undefined;
  }

  private say(name: string): boolean {
    return this.dispatchEvent(new CustomEvent(name, { bubbles: true, cancelable: true }));
  }

  private renewSoon(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.renew(), Math.random() * SPREAD);
  }

  private async renew(): Promise<void> {
    if (this.querySelector("input:focus, textarea:focus, select:focus, [contenteditable]:focus")) {
      this.addEventListener("focusout", () => this.renewSoon(), { once: true });
      return;
    }
    const fresh = await this.fetched();
    if (!fresh) {
      this.querySelectorAll<HTMLElement>("[data-ended]").forEach((one) => (one.hidden = false));
      return;
    }
    for (const name of ["topics", "cursor"]) this.setAttribute(name, fresh.getAttribute(name) ?? "");
    this.textContent = "";
    this.append(...fresh.childNodes);
    this.begin();
  }

  /** This part of the page as it is now, if there is one. */
  private async fetched(): Promise<Element | null> {
    try {
      const answer = await fetch(location.href, { cache: "no-store", redirect: "manual" });
      if (!answer.ok || !this.id) return null;
      return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(this.id);
    } catch {
      return null;
    }
  }
}

customElements.define("live-topic", LiveTopic);
