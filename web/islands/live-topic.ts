import { type Ear, listen } from "../lib/stream";

/** Pages that are told of the same gap do not all come back in the same moment. */
const SPREAD = 2_000;
const AGAIN = 5_000;

/**
 * `<live-topic id="…" topics="lecture:7" cursor="…">` around a part of the page that is whole without it. What is said on
 * its topics becomes `sxh-event` with `detail: {topic, event}`; whoever knows what to do with it listens for that.
 *
 * When events may be missing (`sxh-gap`) or the reader may listen no longer (`sxh-end`), the part is fetched anew with
 * its page and put in place, unless a listener calls `preventDefault()`. If the page is not for this reader any more, the
 * child `[data-ended]` is shown, which says so; without one the page is loaded anew. Nobody who is typing is disturbed.
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

  private renewSoon(wait = 0): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.renew(), wait + Math.random() * SPREAD);
  }

  private async renew(): Promise<void> {
    if (this.querySelector("input:focus, textarea:focus, select:focus, [contenteditable]:focus")) {
      this.addEventListener("focusout", () => this.renewSoon(), { once: true });
      return;
    }
    const fresh = await this.fetched();
    if (fresh === "later") return this.renewSoon(AGAIN);
    if (fresh === "gone") return this.leave();
    for (const name of ["topics", "cursor"]) this.setAttribute(name, fresh.getAttribute(name) ?? "");
    this.textContent = "";
    this.append(...fresh.childNodes);
    this.begin();
  }

  /** This part of the page as it is now; `gone` if it is not for this reader, `later` if nobody answers. */
  private async fetched(): Promise<Element | "gone" | "later"> {
    try {
      const answer = await fetch(location.href, { cache: "no-store", redirect: "manual" });
      if (answer.status >= 500 || answer.status === 429) return "later";
      if (!answer.ok || !this.id) return "gone";
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      return page.getElementById(this.id) ?? "gone";
    } catch {
      return "later";
    }
  }

  /** What is shown is not for this reader any more. */
  private leave(): void {
    const words = this.querySelectorAll<HTMLElement>("[data-ended]");
    words.forEach((one) => (one.hidden = false));
    if (words.length > 0) return;
    if (!typed()) return location.reload();
    const notice = Object.assign(document.createElement("p"), { className: "notice warn", textContent: sentence() });
    notice.setAttribute("role", "status");
    this.prepend(notice);
  }
}

/** Has somebody typed anything on this page that is not sent yet? */
function typed(): boolean {
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea");
  return [...fields].some((field) => field.value !== field.defaultValue);
}

function sentence(): string {
  return document.documentElement.lang === "en"
    ? "This page is no longer open to you. Copy what you have typed, then reload."
    : "这一页不再对你开放。正在填的内容请先复制下来，再刷新。";
}

customElements.define("live-topic", LiveTopic);
