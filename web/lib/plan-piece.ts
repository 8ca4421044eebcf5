/** One piece of a plan's form, sent by itself as it is typed. */
import type { PieceStore } from "./piece-store";

export type Words = Record<string, string>;
interface Theirs {
  fields: Record<string, string | string[]>;
  by: string;
  words: string;
  gone?: boolean;
}
export interface Answer {
  version?: number;
  message?: string;
  theirs?: Theirs;
  /** Where a line that was taken out is put back. */
  undo?: string;
}

/** What a sending came to: an answer, no connection, or somebody who is not signed in any more. */
export type Sent = { status: number; body: Answer } | "offline" | "out";

/** What a piece needs of the form that it stands in. */
export interface PieceForm {
  readonly words: Words;
  readonly key: string;
  readonly store: PieceStore;
  post(url: string, data: FormData): Promise<Sent>;
  /** It was written down here. */
  note(piece: Piece): void;
  /** The server has it. */
  arrived(piece: Piece): void;
  /** It is no more. */
  forget(piece: Piece): void;
  say(word: string): void;
}

const PAUSE = 700;

/** One line or goal of the form: it knows what the server has, and sends what differs. */
export class Piece {
  private timer = 0;
  private sending = false;
  private tried = "";
  private saved: string;
  private justTaken = false;
  stuck = false;

  constructor(
    readonly root: HTMLFieldSetElement,
    private readonly form: PieceForm,
  ) {
    this.saved = this.print();
    root.addEventListener("input", () => this.changed());
    root.addEventListener("change", () => this.changed());
  }

  get name(): string {
    return this.root.dataset["piece"] ?? "";
  }

  get url(): string {
    return this.root.dataset["url"] ?? "";
  }

  get version(): number {
    return Number(this.control("version")?.value || 0);
  }

  get isProposal(): boolean {
    return this.root.classList.contains("proposal");
  }

  get dirty(): boolean {
    return !this.isProposal && !this.saysNothing() && this.print() !== this.saved;
  }

  /** A line that the server has and whose words were deleted here: it is to be written or taken out. */
  get emptied(): boolean {
    return this.version > 0 && !this.root.classList.contains("goal") && this.saysNothing();
  }

  get busy(): boolean {
    return this.sending || this.dirty;
  }

  control(name: string): HTMLInputElement | null {
    return this.root.querySelector<HTMLInputElement>(`[name="${this.name}-${name}"]`);
  }

  /** What is in it, without what only travels along. */
  fields(): [string, string][] {
    const found: [string, string][] = [];
    const start = `${this.name}-`;
    for (const control of Array.from(this.root.elements) as HTMLInputElement[]) {
      if (!control.name.startsWith(start)) continue;
      const field = control.name.slice(start.length);
      if (field === "version" || field === "tried") continue;
      if (control.type === "checkbox" && !control.checked) continue;
      found.push([field, control.value]);
    }
    return found;
  }

  fill(fields: [string, string][]): void {
    const boxes = new Set(fields.filter(([name]) => name === "items").map(([, value]) => value));
    for (const control of Array.from(this.root.elements) as HTMLInputElement[]) {
      const field = control.name.slice(this.name.length + 1);
      if (!control.name.startsWith(`${this.name}-`) || field === "version" || field === "tried") continue;
      if (control.type === "checkbox") control.checked = boxes.has(control.value);
      else control.value = fields.find(([name]) => name === field)?.[1] ?? "";
    }
    this.gist();
  }

  private print(): string {
    return JSON.stringify(this.fields());
  }

  /** Its words, as somebody knows it by. */
  get words(): string {
    return this.text() || (this.root.querySelector(".what")?.textContent ?? "").trim();
  }

  private text(): string {
    return (this.control("text")?.value ?? "").trim() || (this.control("reason")?.value ?? "").trim();
  }

  /** A new line without words, or a reason without its point, is not sent: it is not a line yet. */
  private saysNothing(): boolean {
    if (this.version > 0 && this.root.classList.contains("goal")) return false;
    if (!this.text()) return true;
    return this.control("stance")?.value === "not_applicable" && !this.fields().some(([name]) => name === "items");
  }

  changed(): void {
    this.gist();
    if (this.isProposal) return;
    if (this.emptied) this.state(this.form.words["empty"], true);
    else if (this.dirty) this.state("");
    this.write();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.send(), PAUSE);
  }

  /** Put it down in this browser until the server has it. */
  write(): void {
    if (!this.dirty) {
      if (!this.sending) this.form.store.drop(this.name);
      return;
    }
    this.form.note(this);
    const kept = this.form.store.keep(this.name, { at: Date.now(), version: this.version, fields: this.fields() });
    if (!kept && !navigator.onLine) this.form.say("full");
  }

  async send(): Promise<void> {
    window.clearTimeout(this.timer);
    if (this.sending || this.stuck || !this.dirty) return;
    this.sending = true;
    const sent = this.print();
    const words = this.text();
    const data = new FormData();
    data.set("csrfmiddlewaretoken", this.form.key);
    for (const [name, value] of this.fields()) data.append(`${this.name}-${name}`, value);
    data.set(`${this.name}-version`, String(this.version));
    data.set(`${this.name}-tried`, this.tried);
    this.tried = words;
    this.state(this.form.words["saving"], false, false);
    const answer = await this.form.post(this.url, data);
    this.sending = false;
    if (answer === "offline") return this.state(this.form.words["kept"]);
    if (answer === "out") return this.state(this.form.words["kept"]);
    this.tried = "";
    if (answer.status === 200) return this.reached(sent, answer.body);
    if (answer.status === 409 && answer.body.theirs) return this.clash(answer.body);
    this.stuck = answer.status === 409;
    this.state(answer.body.message ?? this.form.words["kept"], true);
  }

  private reached(sent: string, body: Answer): void {
    const version = this.control("version");
    if (version && body.version) version.value = String(body.version);
    this.saved = sent;
    this.state(this.form.words[this.justTaken ? "taken" : "saved"]);
    this.justTaken = false;
    this.form.arrived(this);
    if (this.dirty) void this.send();
    else this.form.store.drop(this.name);
  }

  /** Somebody else wrote meanwhile: both versions stand here until one is chosen. */
  private clash(body: Answer): void {
    const theirs = body.theirs as Theirs;
    this.stuck = true;
    this.write();
    const box = document.createElement("div");
    box.className = "notice warn plan-clash";
    box.setAttribute("role", "alert");
    const head = document.createElement("b");
    head.textContent = (this.form.words["clash"] ?? "").replace("%s", theirs.by);
    const said = document.createElement("p");
    said.textContent = theirs.words;
    const row = document.createElement("p");
    row.className = "row";
    row.append(
      button(this.form.words["mine"], () => this.settle(box, body, false), true),
      button(this.form.words["theirs"], () => this.settle(box, body, true)),
    );
    box.append(head, said, row);
    this.root.querySelector(".plan-clash")?.remove();
    this.root.classList.add("clash");
    this.root.prepend(box);
    this.state("");
  }

  private settle(box: HTMLElement, body: Answer, take: boolean): void {
    const theirs = body.theirs as Theirs;
    box.remove();
    this.root.classList.remove("clash");
    this.stuck = false;
    const version = this.control("version");
    if (version) version.value = String(body.version ?? this.version);
    if (!take) return void this.send();
    this.form.store.drop(this.name);
    if (theirs.gone) return this.form.forget(this);
    this.take(theirs.fields);
  }

  /** Take over what the server has. */
  take(fields: Record<string, string | string[]>): void {
    this.fill(Object.entries(fields).flatMap(([name, value]) => (Array.isArray(value) ? value.map((one): [string, string] => [name, one]) : [[name, value] as [string, string]])));
    this.saved = this.print();
    this.state("");
  }

  /** A proposal becomes a line. */
  accept(): void {
    this.root.classList.remove("proposal");
    this.root.querySelector(".offer")?.remove();
    const mark = this.root.querySelector<HTMLInputElement>('input[name="proposed"]');
    if (mark) mark.name = "line";
    this.saved = "";
    this.justTaken = true;
    this.changed();
    void this.send();
  }

  /** Written here and never acknowledged: it stands in the browser's store. */
  restore(fields: [string, string][]): void {
    if (this.isProposal) this.accept();
    this.fill(fields);
    if (!this.dirty) return this.form.store.drop(this.name);
    this.form.note(this);
    void this.send();
  }

  private gist(): void {
    const line = this.root.querySelector("[data-gist]");
    if (!line) return;
    const chosen = Array.from(this.root.querySelectorAll<HTMLSelectElement>("select")).filter((one) => one.value);
    line.textContent = chosen.map((one) => one.selectedOptions[0]?.textContent ?? "").join(" · ");
  }

  /** How far it is. `aloud`: a screen reader says it; that something is on its way again and again is not said. */
  state(text: string | undefined, bad = false, aloud = true): void {
    const line = this.root.querySelector<HTMLElement>("[data-state]");
    if (!line) return;
    line.setAttribute("aria-live", aloud ? "polite" : "off");
    line.textContent = text ?? "";
    line.classList.toggle("err", bad);
  }
}

function button(label: string | undefined, act: () => void, main = false): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = main ? "btn small main" : "btn small";
  made.textContent = label ?? "";
  made.addEventListener("click", act);
  return made;
}
