import { PieceStore } from "../lib/piece-store";
import { type Ear, listen } from "../lib/stream";

type Words = Record<string, string>;
interface Theirs {
  fields: Record<string, string | string[]>;
  by: string;
  words: string;
  gone?: boolean;
}
interface Answer {
  version?: number;
  message?: string;
  theirs?: Theirs;
}

const PAUSE = 700;
const AGAIN = 5_000;
const LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

/** One line or goal of the form: it knows what the server has, and sends what differs. */
class Piece {
  private timer = 0;
  private sending = false;
  private tried = "";
  private saved: string;
  stuck = false;

  constructor(
    readonly root: HTMLFieldSetElement,
    private readonly form: PlanForm,
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
    this.state(this.form.words["saving"]);
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
    this.state(this.form.words["saved"]);
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

  state(text: string | undefined, bad = false): void {
    const line = this.root.querySelector<HTMLElement>("[data-state]");
    if (!line) return;
    line.textContent = text ?? "";
    line.classList.toggle("err", bad);
  }
}

/**
 * `<plan-form topics="plan:…" owner="…" plan="…" cursor="…">` around the form of a plan, which is whole without it. With it
 * each line is sent by itself as it is typed; without a connection it stays in this browser and is sent when there is one;
 * whoever changes a line that somebody else changed meanwhile sees both. Words: `#plan-words`.
 */
class PlanForm extends HTMLElement implements Ear {
  cursor = 0;
  words: Words = {};
  store!: PieceStore;
  private form!: HTMLFormElement;
  private readonly pieces = new Map<string, Piece>();
  private stop: (() => void) | undefined;
  private timer = 0;

  get topics(): readonly string[] {
    return (this.getAttribute("topics") ?? "").split(/\s+/).filter(Boolean);
  }

  get key(): string {
    return this.form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
  }

  connectedCallback(): void {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => this.start(), { once: true });
    else this.start();
  }

  disconnectedCallback(): void {
    this.stop?.();
    window.clearInterval(this.timer);
  }

  private start(): void {
    const form = this.querySelector("form");
    if (!form || this.form) return;
    this.form = form;
    this.words = JSON.parse(document.getElementById("plan-words")?.textContent ?? "{}") as Words;
    this.store = new PieceStore(this.getAttribute("owner") ?? "", this.getAttribute("plan") ?? "");
    this.classList.add("live");
    this.querySelectorAll<HTMLFieldSetElement>("[data-piece]").forEach((one) => this.adopt(one));
    form.addEventListener("click", (event) => this.clicked(event));
    form.addEventListener("submit", (event) => this.submitted(event));
    window.addEventListener("online", () => this.sendAll());
    window.addEventListener("offline", () => this.say("offline"));
    window.addEventListener("pagehide", () => this.pieces.forEach((one) => one.write()));
    window.addEventListener("beforeunload", () => this.pieces.forEach((one) => one.write()));
    this.timer = window.setInterval(() => navigator.onLine && this.sendAll(), AGAIN);
    this.recover();
    this.cursor = Number(this.getAttribute("cursor") ?? 0);
    this.stop = this.topics.length > 0 ? listen(this) : undefined;
  }

  private adopt(root: HTMLFieldSetElement): Piece {
    const piece = new Piece(root, this);
    this.pieces.set(piece.name, piece);
    return piece;
  }

  /** What was written here before and never arrived is filled in and sent. */
  private recover(): void {
    const waiting = this.store.waiting();
    for (const [name, kept] of waiting) {
      const piece = this.pieces.get(name) ?? this.another(name);
      const version = piece.control("version");
      if (version && kept.version < piece.version) version.value = String(kept.version);
      piece.restore(kept.fields);
    }
  }

  private another(name = fresh()): Piece {
    const pattern = this.querySelector<HTMLTemplateElement>("template[data-spare]");
    const root = pattern?.content.firstElementChild?.cloneNode(true) as HTMLFieldSetElement;
    for (const one of [root, ...Array.from(root.querySelectorAll("*"))]) {
      for (const attribute of Array.from(one.attributes)) {
        if (attribute.name === "class") continue;
        attribute.value = attribute.value.replace(/(^|[_/-])new(?=[-/_]|$)/g, `$1${name}`);
      }
    }
    this.querySelector("[data-own]")?.append(root);
    return this.adopt(root);
  }

  private clicked(event: Event): void {
    const pressed = (event.target as HTMLElement).closest<HTMLButtonElement>("button[name]");
    if (!pressed) return;
    const piece = this.pieces.get(pressed.value);
    if (pressed.name === "take") {
      event.preventDefault();
      const taken = piece ? [piece] : [...this.pieces.values()].filter((one) => one.isProposal);
      taken.forEach((one) => this.accept(one));
    } else if (pressed.name === "remove" && piece) {
      event.preventDefault();
      void this.takeOut(piece);
    } else if (pressed.name === "more") {
      event.preventDefault();
      this.another().root.querySelector("textarea")?.focus();
    }
  }

  private accept(piece: Piece): void {
    piece.accept();
    this.querySelector("[data-lines]")?.append(piece.root);
    this.querySelector<HTMLElement>("[data-none]")?.remove();
    this.tidy();
  }

  private async takeOut(piece: Piece): Promise<void> {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", this.key);
    const known = piece.isProposal || piece.version > 0;
    const answer = known ? await this.post(piece.root.dataset["removal"] ?? "", data) : null;
    if (answer === "offline" || answer === "out") return;
    if (answer && answer.status !== 200) return piece.state(answer.body.message, true);
    this.store.drop(piece.name);
    this.forget(piece);
  }

  forget(piece: Piece): void {
    this.pieces.delete(piece.name);
    piece.root.remove();
    this.tidy();
  }

  /** The head of the proposals goes with the last of them. */
  private tidy(): void {
    const part = this.querySelector<HTMLElement>("[data-proposals]");
    if (part && !part.querySelector(".proposal")) part.remove();
  }

  /** A line that has reached the server may be taken out. */
  arrived(piece: Piece): void {
    if (![...this.pieces.values()].some((one) => one.busy)) this.say("");
    delete piece.root.dataset["blank"];
  }

  note(piece: Piece): void {
    if (!navigator.onLine) {
      this.say("offline");
      piece.state(this.words["kept"]);
    }
  }

  say(word: string): void {
    const line = this.querySelector<HTMLElement>("[data-says]");
    if (!line) return;
    line.hidden = !word;
    line.textContent = word ? (this.words[word] ?? word) : "";
  }

  private sendAll(): void {
    this.pieces.forEach((one) => void one.send());
  }

  async post(url: string, data: FormData): Promise<{ status: number; body: Answer } | "offline" | "out"> {
    try {
      const answer = await fetch(url, { method: "POST", body: data, credentials: "same-origin", redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 403) {
        this.say("out");
        return "out";
      }
      if (answer.status >= 500 || answer.status === 429) throw new Error("later");
      const json = (answer.headers.get("Content-Type") ?? "").includes("json");
      return { status: answer.status, body: json ? ((await answer.json()) as Answer) : {} };
    } catch {
      this.say("offline");
      return "offline";
    }
  }

  /** Handing in waits until everything has arrived; the lines are on the server then, so the form sends none of them. */
  private submitted(event: SubmitEvent): void {
    const busy = [...this.pieces.values()].filter((one) => one.busy || one.stuck || one.emptied);
    const pressed = event.submitter as HTMLButtonElement | null;
    if (busy.length === 0) {
      this.form.querySelectorAll<HTMLFieldSetElement>("[data-piece]").forEach((one) => (one.disabled = true));
      window.addEventListener("pageshow", () => this.form.querySelectorAll<HTMLFieldSetElement>("[data-piece]").forEach((one) => (one.disabled = false)), { once: true });
      return;
    }
    event.preventDefault();
    void this.flush(busy).then((done) => {
      if (done) this.form.requestSubmit(pressed ?? undefined);
      else busy.find((one) => one.stuck || one.emptied)?.root.scrollIntoView({ block: "center" });
    });
  }

  private async flush(busy: Piece[]): Promise<boolean> {
    for (let turn = 0; turn < 20 && busy.some((one) => one.busy && !one.stuck); turn++) {
      await Promise.all(busy.map((one) => one.send()));
      if (!navigator.onLine) return false;
      await new Promise((done) => window.setTimeout(done, 100));
    }
    return !busy.some((one) => one.busy || one.stuck || one.emptied);
  }

  // --- what others write ---------------------------------------------------------------------------------------------

  heard(_topic: string, event: unknown): void {
    const { line, goal, version, state } = event as { line?: string; goal?: string; version?: number; state?: string };
    if (state) return this.say("moved");
    const name = line ?? goal;
    if (!name) return;
    const piece = this.pieces.get(name);
    if (piece && (version ?? 0) <= piece.version) return;
    if (piece?.busy || piece?.root.contains(document.activeElement)) return; // it clashes when it is sent, and both are kept
    void this.renew(name);
  }

  gap(): void {
    this.say("moved");
  }

  ended(): void {
    this.stop = undefined;
  }

  /** Fetch one line as it is now and put it in place. */
  private async renew(name: string): Promise<void> {
    try {
      const answer = await fetch(location.href, { cache: "no-store", redirect: "manual" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.querySelector<HTMLFieldSetElement>(`[data-lines] [data-piece="${CSS.escape(name)}"], .goal[data-piece="${CSS.escape(name)}"]`);
      const piece = this.pieces.get(name);
      if (piece?.busy) return;
      if (!found) {
        if (piece && piece.version > 0 && !piece.isProposal) this.forget(piece);
        return;
      }
      if (piece) piece.root.replaceWith(found);
      else this.querySelector("[data-lines]")?.append(found);
      this.adopt(found);
      this.querySelector<HTMLElement>("[data-none]")?.remove();
      this.tidy();
    } catch {
      /* the next event or reload brings it */
    }
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

/** A name for a line that no server has seen yet: 100 bits, as `ids.new_ref` makes them. */
function fresh(): string {
  const octets = crypto.getRandomValues(new Uint8Array(20));
  return Array.from(octets, (octet) => LETTERS[octet % 32] ?? "a").join("");
}

customElements.define("plan-form", PlanForm);
