import { PieceStore } from "../lib/piece-store";
import { type Answer, Piece, type PieceForm, type Sent, type Words } from "../lib/plan-piece";
import { type Ear, listen } from "../lib/stream";

const AGAIN = 5_000;
const LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

/**
 * `<plan-form topics="plan:…" owner="…" plan="…" cursor="…">` around the form of a plan, which is whole without it. With it
 * each line is sent by itself as it is typed; without a connection it stays in this browser and is sent when there is one;
 * whoever changes a line that somebody else changed meanwhile sees both. Words: `#plan-words`.
 */
class PlanForm extends HTMLElement implements Ear, PieceForm {
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

  /** The next proposal is at hand; the keyboard of a phone stays where it is. */
  private accept(piece: Piece): void {
    const next = this.nearest(piece.root, ".proposal [name=take]");
    piece.accept();
    this.querySelector("[data-lines]")?.append(piece.root);
    this.querySelector<HTMLElement>("[data-none]")?.remove();
    this.tidy();
    this.go(next);
  }

  /** The first of these behind a piece, or before it when none is. */
  private nearest(root: HTMLElement, which: string): HTMLElement | null {
    const found = Array.from(this.querySelectorAll<HTMLElement>(which)).filter((one) => !root.contains(one));
    return found.find((one) => root.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) ?? found[found.length - 1] ?? null;
  }

  /** Whoever was at something that is gone goes on there, or where another line is added. */
  private go(next: HTMLElement | null): void {
    (next?.isConnected ? next : this.querySelector<HTMLElement>("[data-more]"))?.focus({ preventScroll: true });
  }

  private async takeOut(piece: Piece): Promise<void> {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", this.key);
    const known = piece.isProposal || piece.version > 0;
    const answer = known ? await this.post(piece.root.dataset["removal"] ?? "", data) : null;
    if (answer === "offline" || answer === "out") return;
    if (answer && answer.status !== 200) return piece.state(answer.body.message, true);
    this.store.drop(piece.name);
    if (answer?.body.undo) return this.replace(piece, answer.body.undo);
    this.forget(piece);
    this.go(null);
  }

  /** Where a line was stands that it was taken out, and a button that puts it back. */
  private replace(piece: Piece, undo: string): void {
    const said = document.createElement("p");
    said.className = "notice row between plan-gone";
    said.id = goneId(piece.name);
    said.setAttribute("role", "status");
    const words = document.createElement("span");
    words.id = `${said.id}-words`;
    const back = document.createElement("button");
    back.className = "btn small";
    back.formAction = undo;
    back.textContent = this.words["back"] ?? "";
    back.setAttribute("aria-describedby", words.id);
    said.append(words, back);
    piece.root.before(said);
    this.forget(piece);
    words.textContent = (this.words["gone"] ?? "").replace("%s", () => piece.words);
    back.focus({ preventScroll: true });
  }

  forget(piece: Piece): void {
    const here = piece.root.contains(document.activeElement);
    const next = this.nearest(piece.root, "[data-piece]:not(.proposal) textarea");
    this.pieces.delete(piece.name);
    piece.root.remove();
    this.tidy();
    if (here) this.go(next);
  }

  /** The head of the proposals goes with the last of them, unless one may still be put back. */
  private tidy(): void {
    const part = this.querySelector<HTMLElement>("[data-proposals]");
    if (!part || part.querySelector(".proposal")) return;
    part.querySelector('[name="take"]')?.remove();
    if (!part.querySelector(".plan-gone")) part.remove();
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

  async post(url: string, data: FormData): Promise<Sent> {
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
      document.getElementById(goneId(name))?.remove();
      this.querySelector<HTMLElement>("[data-none]")?.remove();
      this.tidy();
    } catch {
      /* the next event or reload brings it */
    }
  }
}

function goneId(name: string): string {
  return `gone-${name}`;
}

/** A name for a line that no server has seen yet: 100 bits, as `ids.new_ref` makes them. */
function fresh(): string {
  const octets = crypto.getRandomValues(new Uint8Array(20));
  return Array.from(octets, (octet) => LETTERS[octet % 32] ?? "a").join("");
}

customElements.define("plan-form", PlanForm);
