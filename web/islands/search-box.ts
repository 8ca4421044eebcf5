/**
 * `<search-box address="/search/suggestions/">` around a search field with an id: names of what is here are offered while
 * somebody types, as a combobox. Arrow keys choose, Enter looks for it, Escape leaves what was typed. Without it the form
 * is whole.
 */
const WAIT = 150;

class SearchBox extends HTMLElement {
  private list = document.createElement("ul");
  private field: HTMLInputElement | null = null;
  private chosen = -1;
  private typed = "";
  private timer = 0;
  private asking: AbortController | null = null;

  connectedCallback(): void {
    const field = this.querySelector("input");
    if (!field || !field.id || this.field) return;
    this.field = field;
    this.list.id = `${field.id}-offered`;
    this.list.className = "offered";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.getAttribute("label") ?? "");
    this.append(this.list);
    const role = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(role)) field.setAttribute(name, value);
    field.autocomplete = "off";
    field.addEventListener("input", (event) => {
      if (!(event as InputEvent).isComposing) this.soon();
    });
    field.addEventListener("compositionend", () => this.soon());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => {
      const option = (event.target as Element).closest("li");
      if (!option) return;
      event.preventDefault();
      this.take(option.textContent ?? "");
    });
  }

  private soon(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), WAIT);
  }

  private async ask(): Promise<void> {
    const words = this.field?.value.trim() ?? "";
    this.asking?.abort();
    if (!words) return this.close();
    this.asking = new AbortController();
    try {
      const address = `${this.getAttribute("address") ?? ""}?q=${encodeURIComponent(words)}`;
      const answer = await fetch(address, { signal: this.asking.signal });
      const { offered } = (await answer.json()) as { offered: string[] };
      if (document.activeElement === this.field) this.show(words, offered.filter((one) => one !== words));
    } catch {
      this.close(); // typing goes on without them
    }
  }

  private show(words: string, offered: string[]): void {
    this.typed = words;
    this.chosen = -1;
    this.list.replaceChildren(
      ...offered.map((name, number) => {
        const option = document.createElement("li");
        option.id = `${this.list.id}-${number}`;
        option.setAttribute("role", "option");
        option.lang = "zh-Hans";
        option.textContent = name;
        return option;
      }),
    );
    this.list.hidden = offered.length === 0;
    this.mark();
  }

  private key(event: KeyboardEvent): void {
    if (this.list.hidden || event.isComposing || !this.field) return;
    const many = this.list.children.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.chosen = ((this.chosen + 1 + step + many + 1) % (many + 1)) - 1;
      this.field.value = this.list.children[this.chosen]?.textContent ?? this.typed;
      this.mark();
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.field.value = this.typed;
      this.close();
    }
  }

  private mark(): void {
    for (const [number, option] of [...this.list.children].entries())
      option.setAttribute("aria-selected", String(number === this.chosen));
    this.field?.setAttribute("aria-expanded", String(!this.list.hidden));
    const option = this.list.children[this.chosen];
    if (option) this.field?.setAttribute("aria-activedescendant", option.id);
    else this.field?.removeAttribute("aria-activedescendant");
  }

  private take(words: string): void {
    if (!this.field) return;
    this.field.value = words;
    this.close();
    this.field.form?.requestSubmit();
  }

  private close(): void {
    window.clearTimeout(this.timer);
    this.list.hidden = true;
    this.chosen = -1;
    this.mark();
  }
}

customElements.define("search-box", SearchBox);
