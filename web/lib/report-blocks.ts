/** The blocks of a report as fieldsets of its form: another one, one moved, one taken out, what is wrong with one. */

const MOVES = new Set(["up", "down", "drop", "add"]);

export interface Kept {
  [name: string]: string[];
}

export class Blocks {
  constructor(
    private readonly root: HTMLElement,
    private readonly list: HTMLElement,
    /** Called after a block is gone, with what puts it back. */
    private readonly gone: (back: () => void) => void,
  ) {}

  all(): HTMLFieldSetElement[] {
    return Array.from(this.list.querySelectorAll<HTMLFieldSetElement>("[data-block]"));
  }

  named(name: string): HTMLFieldSetElement | null {
    return this.list.querySelector(`[data-block="${CSS.escape(name)}"]`);
  }

  /** Whether a button's act was one of the list, which is then done. */
  act(act: string, pressed: HTMLElement): boolean {
    const [verb = "", rest = ""] = act.split(":");
    if (!MOVES.has(verb)) return false;
    const block = this.named(rest);
    if (verb === "add") this.add(rest)?.querySelector<HTMLElement>("textarea, input:not([type=hidden])")?.focus();
    else if (!block) return true;
    else if (verb === "drop") this.drop(block);
    else {
      const other = verb === "up" ? block.previousElementSibling : block.nextElementSibling;
      if (other && verb === "up") this.list.insertBefore(block, other);
      else if (other) this.list.insertBefore(other, block);
      pressed.focus();
      block.scrollIntoView({ block: "nearest" });
    }
    return true;
  }

  add(kind: string, name = this.free()): HTMLFieldSetElement | null {
    const pattern = this.root.querySelector<HTMLTemplateElement>(`template[data-kind="${CSS.escape(kind)}"]`);
    const made = pattern?.content.firstElementChild?.cloneNode(true) as HTMLFieldSetElement | undefined;
    if (!made) return null;
    for (const one of [made, ...Array.from(made.querySelectorAll("*"))])
      for (const attribute of Array.from(one.attributes))
        if (attribute.name !== "class" && attribute.name !== "href") attribute.value = attribute.value.replace(/(^|:)new(?=-|$)/g, `$1${name}`);
    this.list.append(made);
    made.scrollIntoView({ block: "nearest" });
    return made;
  }

  private drop(block: HTMLElement): void {
    const after = block.nextElementSibling;
    const near = (after ?? block.previousElementSibling)?.querySelector<HTMLElement>("textarea, input:not([type=hidden])");
    block.remove();
    near?.focus({ preventScroll: true });
    this.gone(() => {
      if (after?.isConnected) this.list.insertBefore(block, after);
      else this.list.append(block);
    });
  }

  /** Put the blocks of kept fields in place of those that stand here; whoever calls fills them. */
  rebuild(kept: Kept): void {
    this.list.replaceChildren();
    for (const name of kept["block"] ?? []) this.add(kept[`${name}-kind`]?.[0] ?? "", name);
  }

  /** Each block's own name in the list that the form sends; whoever fills fields by name gives all the first one's. */
  sign(): void {
    for (const block of this.all()) {
      const field = block.querySelector<HTMLInputElement>("input[name=block]");
      if (field) field.value = block.dataset["block"] ?? "";
    }
  }

  /** Say at each block what is wrong with it. */
  blame(faults: Record<string, string[]>): void {
    for (const block of this.all()) {
      const said = faults[block.dataset["block"] ?? ""] ?? [];
      block.classList.toggle("bad", said.length > 0);
      const box = block.querySelector("[data-faults]");
      if (box && box.textContent?.trim() !== said.join("")) box.replaceChildren(...said.map(paragraph));
    }
  }

  /** Offer the ways in which a block's number may be broken down. */
  offer(ways: Record<string, [string, string][]>): void {
    for (const [name, offered] of Object.entries(ways)) {
      const field = this.named(name)?.querySelector<HTMLSelectElement>(`[name="${CSS.escape(name)}-by"]`);
      if (!field || Array.from(field.options).map((one) => one.value).join() === offered.map(([key]) => key).join()) continue;
      const chosen = field.value;
      field.replaceChildren(...offered.map(([key, words]) => new Option(words, key, false, key === chosen)));
    }
  }

  private free(): string {
    for (let number = this.all().length + 1; ; number++) if (!this.named(`b${number}`)) return `b${number}`;
  }
}

function paragraph(words: string): HTMLElement {
  const made = document.createElement("p");
  made.textContent = words;
  return made;
}
