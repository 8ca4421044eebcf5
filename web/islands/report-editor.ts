import { drop, fieldsOf, fill, keep, kept, keyOf, noteRefused, noteSent } from "../lib/kept-fields";
import { Blocks } from "../lib/report-blocks";
import { type Figure, Picker } from "../lib/report-picker";

const KEEP = 300;
const COUNT = 900;
const WHOLE = "全部";

interface Answer {
  html?: string;
  faults?: Record<string, string[]>;
  ways?: Record<string, [string, string][]>;
  message?: string;
  version?: number;
  at?: string;
}

/**
 * `<report-editor owner="…" preview="…" figures="…">` around the form of a report, which is whole without it. With it blocks
 * come, move and go without a reload; a number is found in a dialog; what was typed is kept in this browser until it is
 * saved; Ctrl-S saves; and how it reads, with the numbers as they are now, stands beside it. Words: `#report-words`.
 */
class ReportEditor extends HTMLElement {
  private form!: HTMLFormElement;
  private words: Record<string, string> = {};
  private blocks!: Blocks;
  private picker: Picker | null = null;
  private key = "";
  private keeping = 0;
  private counting = 0;
  private asked = 0;
  private changes = 0;
  /** Fields in which a cursor was set: in the others a number goes to the end. */
  private readonly entered = new WeakSet<EventTarget>();

  connectedCallback(): void {
    const form = this.querySelector("form");
    const list = this.querySelector<HTMLElement>("[data-blocks]");
    if (!form || !list || this.form) return;
    this.form = form;
    this.words = JSON.parse(document.getElementById("report-words")?.textContent ?? "{}") as Record<string, string>;
    this.blocks = new Blocks(this, list, (back) => this.offerBack(back));
    const box = this.querySelector("dialog");
    if (box) this.picker = new Picker(box, this.getAttribute("figures") ?? "", () => this.about(), this.words);
    this.key = keyOf(this.getAttribute("owner") ?? "");
    this.classList.add("live");
    form.addEventListener("input", (event) => this.typed(event as InputEvent));
    form.addEventListener("change", () => this.changed());
    form.addEventListener("focusin", (event) => event.target && this.entered.add(event.target));
    form.addEventListener("submit", (event) => this.submitted(event));
    this.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
        event.preventDefault();
        void this.save();
      }
    });
    window.addEventListener("pagehide", () => this.write());
    this.offerKept();
  }

  // --- what is typed ---------------------------------------------------------------------------------------------------

  private typed(event: InputEvent): void {
    this.changed();
    const field = event.target as HTMLElement;
    if (event.data?.endsWith("【") && field instanceof HTMLTextAreaElement && field.dataset["pick"] === "text") this.pick(field, 1);
  }

  private changed(): void {
    this.changes++;
    this.say("unsaved");
    window.clearTimeout(this.keeping);
    this.keeping = window.setTimeout(() => this.write(), KEEP);
    window.clearTimeout(this.counting);
    this.counting = window.setTimeout(() => void this.count(), COUNT);
  }

  private write(): void {
    if (this.changes > 0) keep(this.key, fieldsOf(this.form));
  }

  private offerKept(): void {
    const before = kept(this.key);
    if (this.querySelector(".block.bad") || document.querySelector(".notice.err")) return noteRefused();
    if (!before) return;
    const same = (fields: Record<string, string[]>): string => JSON.stringify({ ...fields, version: [] });
    if (same(before) === same(fieldsOf(this.form))) return drop(this.key);
    this.bar("left", [
      ["restore", () => this.restore(before)],
      ["discard", () => drop(this.key)],
    ]);
  }

  /** What was typed here before; the version stays the one on the page when it was typed from that. */
  private restore(before: Record<string, string[]>): void {
    this.blocks.rebuild(before);
    fill(this.form, before);
    this.blocks.sign();
    for (const name of before["block"] ?? []) {
      const by = before[`${name}-by`]?.[0];
      const field = this.form.elements.namedItem(`${name}-by`);
      if (by && field instanceof HTMLSelectElement && field.value !== by) {
        field.append(new Option(by, by, false, true));
      }
    }
    this.changed();
    void this.count();
  }

  // --- buttons ---------------------------------------------------------------------------------------------------------

  private clicked(event: Event): void {
    const pressed = (event.target as Element).closest<HTMLElement>("button, a.pick");
    if (!pressed || pressed.closest("dialog")) return;
    const picks = pressed.dataset["picks"];
    if (picks && this.picker) {
      event.preventDefault();
      const field = this.blocks.named(picks)?.querySelector<HTMLInputElement | HTMLTextAreaElement>("[data-pick]");
      if (field) this.pick(field, 0);
      return;
    }
    if (pressed.dataset["tab"]) return this.turn(pressed.dataset["tab"]);
    if (!(pressed instanceof HTMLButtonElement) || pressed.name !== "act") return;
    if (this.blocks.act(pressed.value, pressed)) {
      event.preventDefault();
      this.changed();
    } else if (pressed.value === "save") {
      event.preventDefault();
      void this.save();
    } else if (pressed.value === "preview") {
      event.preventDefault();
      void this.count();
    }
  }

  private turn(tab: string): void {
    this.dataset["shows"] = tab;
    for (const one of Array.from(this.querySelectorAll<HTMLElement>("[data-tab]"))) one.setAttribute("aria-pressed", String(one.dataset["tab"] === tab));
    if (tab === "read") void this.count();
    this.scrollIntoView({ block: "start" });
  }

  private pick(field: HTMLInputElement | HTMLTextAreaElement, typed: number): void {
    if (!this.picker) return;
    const last = field.value.length;
    const [start, end] = this.entered.has(field) ? [field.selectionStart ?? last, field.selectionEnd ?? last] : [last, last];
    this.picker.open((figure, whole) => {
      if (figure) place(field, whole ? `${figure.label}·${WHOLE}` : figure.label, Math.max(0, start - typed), end);
      if (figure) this.ways(field, figure);
      field.focus();
    });
  }

  private ways(field: HTMLElement, figure: Figure): void {
    const block = field.closest<HTMLElement>("[data-block]")?.dataset["block"];
    if (block && field.dataset["pick"] === "one") this.blocks.offer({ [block]: figure.ways });
  }

  // --- the server ------------------------------------------------------------------------------------------------------

  private about(): URLSearchParams {
    const found = new URLSearchParams();
    for (const [name, value] of Object.entries(fieldsOf(this.form))) if (name.startsWith("report-") && name !== "report-title") found.set(name, value[0] ?? "");
    return found;
  }

  private async post(address: string, act: string): Promise<[number, Answer] | null> {
    const data = new FormData(this.form);
    data.delete("intent");
    data.set("act", act);
    try {
      const answer = await fetch(address, { method: "POST", body: data, headers: { Accept: "application/json" }, redirect: "manual" });
      if (!(answer.headers.get("Content-Type") ?? "").includes("json")) return null;
      return [answer.status, (await answer.json()) as Answer];
    } catch {
      return null;
    }
  }

  /** Count anew and show how it reads. An answer that a later question has overtaken is let go. */
  private async count(): Promise<void> {
    window.clearTimeout(this.counting);
    const shown = this.querySelector<HTMLElement>("[data-shown]");
    const turn = ++this.asked;
    shown?.setAttribute("aria-busy", "true");
    const answer = await this.post(this.getAttribute("preview") ?? "", "preview");
    if (turn !== this.asked || !shown) return;
    shown.removeAttribute("aria-busy");
    if (!answer) return this.say("offline");
    const [, body] = answer;
    if (body.html !== undefined) {
      const page = new DOMParser().parseFromString(body.html, "text/html");
      shown.querySelector(".rep")?.replaceWith(...Array.from(page.body.children));
      const title = this.form.elements.namedItem("report-title");
      const head = shown.querySelector(".as-title");
      if (head && title instanceof HTMLInputElement) head.textContent = title.value;
    }
    this.blocks.blame(body.faults ?? {});
    this.blocks.offer(body.ways ?? {});
    if (body.message) this.tell(body.message, true);
  }

  private async save(): Promise<void> {
    const before = this.changes;
    this.say("saving");
    this.write();
    const answer = await this.post(this.form.action, "save");
    if (!answer) return this.say("kept");
    const [status, body] = answer;
    if (status === 409) return this.form.requestSubmit(this.form.querySelector<HTMLButtonElement>("[value=save]"));
    this.blocks.blame(body.faults ?? {});
    if (status !== 200 || body.version === undefined) {
      this.tell(body.message ?? Object.entries(body.faults ?? {}).find(([name]) => name.startsWith("field:"))?.[1][0] ?? this.words["faulty"] ?? "", true);
      this.querySelector(".block.bad")?.scrollIntoView({ block: "center" });
      return;
    }
    const version = this.form.elements.namedItem("version");
    if (version instanceof HTMLInputElement) version.value = String(body.version);
    if (before === this.changes) {
      drop(this.key);
      this.changes = 0;
      this.tell((this.words["saved"] ?? "").replace("%s", body.at ?? ""));
    } else this.write();
  }

  /** Sent as a whole: what was typed stays in this browser until a page says that it has arrived. */
  private submitted(event: SubmitEvent): void {
    keep(this.key, fieldsOf(this.form));
    if (navigator.onLine) return noteSent(this.key);
    event.preventDefault();
    this.say("kept");
  }

  // --- what is said ----------------------------------------------------------------------------------------------------

  private say(word: string): void {
    this.tell(this.words[word] ?? "");
  }

  private tell(words: string, bad = false): void {
    const line = this.querySelector<HTMLElement>("[data-state]");
    if (!line) return;
    if (line.textContent !== words) line.textContent = words;
    line.classList.toggle("err", bad);
  }

  private offerBack(back: () => void): void {
    this.bar("gone", [["undo", back]]);
  }

  private bar(word: string, acts: [string, () => void][]): void {
    this.querySelector(".kept-bar")?.remove();
    const bar = document.createElement("div");
    bar.className = "notice kept-bar";
    bar.setAttribute("role", "status");
    const row = document.createElement("span");
    row.className = "row";
    for (const [label, act] of acts) {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "btn small";
      made.textContent = this.words[label] ?? "";
      made.addEventListener("click", () => {
        bar.remove();
        act();
        this.write();
        void this.count();
      });
      row.append(made);
    }
    bar.append(this.words[word] ?? "", row);
    this.querySelector("[data-bars]")?.append(bar);
  }
}

/** Put a number where it belongs: 【…】 at the cursor of a text, a line of a list, or in place of what a field says. */
function place(field: HTMLInputElement | HTMLTextAreaElement, words: string, start: number, end: number): void {
  if (field.dataset["pick"] === "text") field.setRangeText(`【${words}】`, start, end, "end");
  else if (field.dataset["pick"] === "list") field.value = [...field.value.split("\n").filter((line) => line.trim()), words, ""].join("\n");
  else field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

customElements.define("report-editor", ReportEditor);
