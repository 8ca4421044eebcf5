/**
 * Nothing typed at the desk is lost: while Wagtail's autosave cannot reach the server, the text stands in this browser,
 * and whoever opens the page again is asked what to do with it. Loaded on Wagtail's screens alone.
 */

import { drop, keep, type Kept, tabName, waiting } from "../lib/draft-store";
import { type Field, fieldsOf, fingerprint, linesOf } from "../lib/draft-text";

type Words = Record<string, string>;
type Button = [label: string, act: () => void, main?: boolean];

/** Between two tries to reach the server; also for what Wagtail took for its own first version and never sends. */
const AGAIN = 5000;

class DeskDraft {
  private readonly tab = tabName();
  private readonly bar: HTMLElement;
  private saved = "";
  private unsaved = false;
  private stuck = false;
  private timer = 0;
  /** The address under which something was put down last: a page that was just made has another from then on. */
  private keptAt = location.pathname;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly words: Words,
  ) {
    this.bar = document.createElement("section");
    this.bar.className = "desk-draft";
    this.bar.setAttribute("role", "status");
    this.bar.hidden = true;
    form.before(this.bar);
  }

  begin(): void {
    // Telepath builds the blocks after the page has loaded; what stands there then is the server's version.
    window.setTimeout(() => {
      this.saved = fingerprint(fieldsOf(this.form));
      this.bar.dataset.ready = "";
      this.ask();
    }, 800);
    for (const kind of ["input", "change", "keyup", "w-unsaved:add"]) {
      this.form.addEventListener(kind, () => this.soon());
    }
    this.form.addEventListener("w-autosave:success", () => this.reached());
    this.form.addEventListener("w-autosave:error", (event) => this.failed(event as CustomEvent));
    this.form.addEventListener("submit", () => this.write());
    window.addEventListener("offline", () => this.soon());
    window.addEventListener("online", () => this.again());
    window.addEventListener("pagehide", () => this.write());
    document.addEventListener("visibilitychange", () => document.hidden && this.write());
    window.setInterval(() => this.unsaved && !this.stuck && navigator.onLine && this.again(), AGAIN);
  }

  private soon(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.write();
      if (this.unsaved && !navigator.onLine) this.say(this.words.offline);
    }, 400);
  }

  /** Put it down here, if it is not what the server has. */
  private write(): void {
    if (!this.saved) return;
    const fields = fieldsOf(this.form);
    this.unsaved = fingerprint(fields) !== this.saved;
    if (!this.unsaved) return;
    this.keptAt = this.path;
    const done = keep({ at: Date.now(), path: this.path, tab: this.tab, revision: this.revision, fields });
    if (!done) this.say(this.words.full);
  }

  private reached(): void {
    window.setTimeout(() => {
      drop(this.keptAt, this.tab);
      drop(this.path, this.tab);
      this.saved = fingerprint(fieldsOf(this.form));
      this.unsaved = false;
      if (!this.stuck && this.bar.dataset.kind === "say") this.bar.hidden = true;
    }, 0);
  }

  private failed(event: CustomEvent<{ type?: string }>): void {
    this.unsaved = true;
    this.write();
    const type = event.detail?.type;
    if (type === "network_error") this.say(this.words.offline);
    else if (type === "invalid_revision") this.conflict();
    else if (type === "validation_error") this.say(this.words.invalid);
    else if (type === "locked") this.say(this.words.locked);
    else this.show(this.words.session, [[this.words.signIn ?? "", () => window.open("/sign-in/?next=/cms/", "_blank")], [this.words.resend ?? "", () => void this.resend(this.mine())]]);
  }

  /** Have Wagtail's autosave try once more. */
  private again(): void {
    this.form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true, detail: {} }));
  }

  private get path(): string {
    return location.pathname;
  }

  private get revision(): string {
    return this.form.querySelector<HTMLInputElement>("[name=loaded_revision_id]")?.value ?? "";
  }

  private mine(): Kept {
    return { at: Date.now(), path: this.path, tab: this.tab, revision: this.revision, fields: fieldsOf(this.form) };
  }

  /** Something is left from before: another tab, a lost network, a session that ended. */
  private ask(): void {
    const [kept, ...older] = waiting(this.path).filter((one) => {
      // By the words: the server fills in addresses and times of its own.
      const same = linesOf(one.fields).join("\n") === linesOf(fieldsOf(this.form)).join("\n");
      if (same) drop(one.path, one.tab);
      return !same;
    });
    if (!kept) return;
    const when = new Date(kept.at).toLocaleString(document.documentElement.lang.startsWith("en") ? "en" : "zh-CN");
    const text = (this.words.left ?? "").replace("%s", when) + (older.length ? (this.words.more ?? "").replace("%s", String(older.length)) : "");
    this.show(text, [
      [this.words.restore ?? "", () => void this.resend(kept), true],
      [this.words.beside ?? "", () => this.beside(kept, linesOf(fieldsOf(this.form)))],
      [this.words.discard ?? "", () => this.discard(kept)],
    ]);
  }

  private discard(kept: Kept): void {
    drop(kept.path, kept.tab);
    this.bar.hidden = true;
    this.ask();
  }

  private conflict(): void {
    this.stuck = true;
    this.show(this.words.conflict, [
      [this.words.beside ?? "", () => void this.latest().then((theirs) => theirs && this.beside(this.mine(), linesOf(theirs.fields)))],
      [this.words.useMine ?? "", () => void this.resend(this.mine()), true],
      [this.words.useTheirs ?? "", () => this.leave()],
    ]);
  }

  /** Take the version on the server; this one stays in this browser until it is discarded there. */
  private leave(): void {
    this.write();
    window.addEventListener("w-unsaved:confirm", (event) => event.preventDefault(), { once: true });
    location.reload();
  }

  /** The form as the server has it now, and its key; null when one has to sign in first. */
  private async latest(): Promise<{ fields: Field[]; key: string } | null> {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const form = page.querySelector<HTMLFormElement>("[data-edit-form]");
      const key = form?.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value;
      if (form && key) return { fields: fieldsOf(form).concat(streamsOf(form)), key };
      this.say(answer.redirected || !form ? this.words.stillOut : this.words.offline);
    } catch {
      this.say(this.words.offline);
    }
    return null;
  }

  /** Send a version as a new one of its own; what is on the server stays in the history. */
  private async resend(kept: Kept): Promise<void> {
    const now = await this.latest();
    if (!now) return;
    keep(kept);
    const form = document.createElement("form");
    form.method = "post";
    form.action = location.href;
    form.hidden = true;
    for (const [name, value] of [["csrfmiddlewaretoken", now.key] as Field, ...kept.fields, ...this.untouched()]) {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      input.value = value;
      form.append(input);
    }
    document.body.append(form);
    window.addEventListener("w-unsaved:confirm", (event) => event.preventDefault(), { once: true });
    form.submit();
  }

  /** Wagtail's comments as they stand in the form: they are not kept here, and must not be lost by what is. */
  private untouched(): Field[] {
    const found: Field[] = [];
    for (const [name, value] of new FormData(this.form).entries()) {
      if (typeof value === "string" && /^comments-|^comment_notifications$/.test(name)) found.push([name, value]);
    }
    return found;
  }

  private say(text: string | undefined): void {
    if (this.stuck) return;
    this.show(text, []);
    this.bar.dataset.kind = "say";
  }

  private show(text: string | undefined, buttons: Button[]): void {
    const line = document.createElement("p");
    line.textContent = text ?? "";
    const row = document.createElement("p");
    row.className = "desk-draft-row";
    for (const [label, act, main] of buttons) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = main ? "button" : "button button-secondary";
      button.textContent = label;
      button.addEventListener("click", act);
      row.append(button);
    }
    this.bar.replaceChildren(line, ...(buttons.length ? [row] : []));
    this.bar.dataset.kind = buttons.length ? "ask" : "say";
    this.bar.hidden = false;
  }

  private beside(kept: Kept, theirs: string[]): void {
    this.bar.querySelector(".desk-draft-beside")?.remove();
    const mine = linesOf(kept.fields);
    const both = document.createElement("div");
    both.className = "desk-draft-beside";
    both.append(column(this.words.here ?? "", mine, new Set(theirs)), column(this.words.there ?? "", theirs, new Set(mine)));
    this.bar.append(both);
  }
}

/** The blocks of a page that was only fetched: its scripts have not run, so their values stand in its data. */
function streamsOf(form: HTMLFormElement): Field[] {
  const found: Field[] = [];
  for (const element of Array.from(form.querySelectorAll<HTMLElement>("[data-w-block-arguments-value]"))) {
    const name = element.id;
    try {
      const [value] = JSON.parse(element.dataset.wBlockArgumentsValue ?? "[]") as [unknown];
      collect(name, value, found);
    } catch {
      continue;
    }
  }
  return found;
}

function collect(name: string, value: unknown, found: Field[]): void {
  if (!Array.isArray(value)) return;
  value.forEach((block: { type?: string; value?: unknown; val?: unknown }, index) => {
    const key = `${name}-${index}`;
    found.push([`${key}-type`, block.type ?? ""], [`${key}-order`, String(index)]);
    const inner = block.value ?? block.val;
    if (typeof inner === "string") found.push([`${key}-value`, inner]);
    else if (inner && typeof inner === "object") {
      for (const [part, text] of Object.entries(inner)) {
        if (typeof text === "string") found.push([`${key}-value-${part}`, text]);
      }
    }
  });
}

function column(heading: string, lines: string[], others: Set<string>): HTMLElement {
  const section = document.createElement("section");
  const title = document.createElement("h3");
  title.textContent = heading;
  section.append(title);
  for (const line of lines) {
    const row = document.createElement("p");
    if (others.has(line)) row.textContent = line;
    else {
      const mark = document.createElement("mark");
      mark.textContent = line;
      row.append(mark);
    }
    section.append(row);
  }
  return section;
}

function start(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-edit-form]");
  const words = document.getElementById("desk-draft-words");
  if (form && words) new DeskDraft(form, JSON.parse(words.textContent ?? "{}") as Words).begin();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
