/** The dialog in which a number is found by its name: a combobox over a list, each number with what it is worth now. */

export interface Figure {
  name: string;
  label: string;
  sentence: string;
  shown: string;
  measure: string;
  fits: boolean;
  ways: [string, string][];
}
interface Answer {
  count: number;
  page: number;
  pages: number;
  figures: Figure[];
}

const WAIT = 180;

export class Picker {
  private readonly field: HTMLInputElement;
  private readonly whole: HTMLInputElement;
  private readonly list: HTMLElement;
  private readonly none: HTMLElement;
  private readonly back: HTMLButtonElement;
  private readonly more: HTMLButtonElement;
  private found: Figure[] = [];
  private chosen = 0;
  private page = 1;
  private timer = 0;
  private asking: AbortController | null = null;
  private done: (figure: Figure | null, whole: boolean) => void = () => undefined;

  constructor(
    private readonly box: HTMLDialogElement,
    private readonly address: string,
    /** What the report is about, as it stands in the form. */
    private readonly about: () => URLSearchParams,
    private readonly words: Record<string, string>,
  ) {
    const part = <T extends HTMLElement>(which: string): T => box.querySelector(which) as T;
    this.field = part("input[type=search]");
    this.whole = part("input[type=checkbox]");
    this.list = part("[role=listbox]");
    this.none = part("[data-none]");
    this.back = part("[data-back]");
    this.more = part("[data-more]");
    this.field.addEventListener("input", (event) => {
      if (!(event as InputEvent).isComposing) this.soon();
    });
    this.field.addEventListener("compositionend", () => this.soon());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.whole.addEventListener("change", () => void this.ask(1));
    this.back.addEventListener("click", () => void this.ask(this.page - 1));
    this.more.addEventListener("click", () => void this.ask(this.page + 1));
    this.list.addEventListener("click", (event) => {
      const option = (event.target as Element).closest("li");
      if (option) this.take(Array.from(this.list.children).indexOf(option));
    });
    part("[data-close]").addEventListener("click", () => box.close());
    box.addEventListener("close", () => this.done(null, false));
  }

  /** Open it; `done` hears which number was taken, or null. */
  open(done: (figure: Figure | null, whole: boolean) => void): void {
    let told = false;
    this.done = (figure, whole) => {
      if (!told) done(figure, whole);
      told = true;
    };
    this.field.value = "";
    this.whole.checked = false;
    this.box.showModal();
    this.field.focus();
    void this.ask(1);
  }

  private soon(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(1), WAIT);
  }

  private async ask(page: number): Promise<void> {
    this.asking?.abort();
    this.asking = new AbortController();
    const wanted = this.about();
    wanted.set("q", this.field.value.trim());
    wanted.set("page", String(page));
    if (this.whole.checked) wanted.set("whole", "1");
    this.list.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(`${this.address}?${wanted}`, { headers: { Accept: "application/json" }, signal: this.asking.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      this.show((await answer.json()) as Answer);
    } catch (error) {
      if ((error as Error).name === "AbortError") return;
      this.none.textContent = this.words["offline"] ?? "";
    }
    this.list.removeAttribute("aria-busy");
  }

  private show(answer: Answer): void {
    this.found = answer.figures;
    this.page = answer.page;
    this.chosen = 0;
    this.list.replaceChildren(...answer.figures.map((one, place) => this.option(one, place)));
    this.none.textContent = answer.count === 0 ? (this.words["none"] ?? "") : "";
    this.back.hidden = answer.page <= 1;
    this.more.hidden = answer.page >= answer.pages;
    this.mark();
  }

  private option(one: Figure, place: number): HTMLElement {
    const made = document.createElement("li");
    made.id = `${this.list.id}-${place}`;
    made.setAttribute("role", "option");
    made.append(piece("b", one.label), piece("span", `${one.shown} ${one.measure}`.trim(), "worth num"), piece("span", one.sentence, "note"));
    if (!one.fits) made.append(piece("span", this.words["wider"] ?? "", "note wider"));
    return made;
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const many = this.found.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (many) this.chosen = (this.chosen + (event.key === "ArrowDown" ? 1 : many - 1)) % many;
      this.mark();
    } else if (event.key === "PageDown" && !this.more.hidden) {
      event.preventDefault();
      void this.ask(this.page + 1);
    } else if (event.key === "PageUp" && !this.back.hidden) {
      event.preventDefault();
      void this.ask(this.page - 1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.take(this.chosen);
    }
  }

  private mark(): void {
    for (const [place, option] of Array.from(this.list.children).entries()) option.setAttribute("aria-selected", String(place === this.chosen));
    const option = this.list.children[this.chosen];
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.field.setAttribute("aria-activedescendant", option.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  private take(place: number): void {
    const one = this.found[place];
    if (!one) return;
    this.box.close(); // first: while it is open, nothing behind it can be entered
    this.done(one, this.whole.checked);
  }
}

function piece(tag: string, words: string, look = ""): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = words;
  if (look) made.className = look;
  return made;
}
