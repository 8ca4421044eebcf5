/**
 * `<similar-questions address="/letters/similar/">` around the title and the text of a question: while somebody writes, what
 * others asked like it is offered below, to be read in another tab. What is written goes out by POST, stands in no address,
 * and is kept nowhere. Without it the form asks the same before it is received.
 */
const PAUSE = 900;
const FEWEST = 4;

interface Alike {
  ref: string;
  title: string;
  url: string;
  answered: string;
}

class SimilarQuestions extends HTMLElement {
  private timer = 0;
  private asked = "";
  private asking: AbortController | null = null;
  private shown: HTMLElement | null = null;

  connectedCallback(): void {
    if (this.shown) return;
    const shown = document.createElement("section");
    shown.className = "notice alike";
    shown.setAttribute("aria-live", "polite");
    shown.hidden = true;
    this.shown = shown;
    this.append(shown);
    this.addEventListener("input", (event) => {
      if (!(event as InputEvent).isComposing) this.soon();
    });
    this.addEventListener("compositionend", () => this.soon());
  }

  private soon(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), PAUSE);
  }

  private field(name: string): HTMLInputElement | HTMLTextAreaElement | null {
    return this.querySelector(`[name="${name}"]`);
  }

  private async ask(): Promise<void> {
    const title = this.field("title")?.value.trim() ?? "";
    const text = this.field("text")?.value.trim() ?? "";
    const words = `${title}\n${text}`;
    if (title.length + text.length < FEWEST || words === this.asked) return;
    this.asked = words;
    this.asking?.abort();
    this.asking = new AbortController();
    const token = this.closest("form")?.querySelector<HTMLInputElement>('[name="csrfmiddlewaretoken"]')?.value ?? "";
    try {
      const answer = await fetch(this.getAttribute("address") ?? "", {
        method: "POST",
        headers: { "X-CSRFToken": token },
        body: new URLSearchParams({ title, text }),
        signal: this.asking.signal,
      });
      if (!answer.ok) return;
      this.show(((await answer.json()) as { alike: Alike[] }).alike);
    } catch {
      // Writing goes on without them.
    }
  }

  private show(alike: Alike[]): void {
    if (!this.shown) return;
    this.shown.hidden = alike.length === 0;
    if (alike.length === 0) return;
    const title = document.createElement("h2");
    title.textContent = this.getAttribute("words-title") ?? "";
    const list = document.createElement("ul");
    list.className = "list";
    list.append(...alike.map((one) => this.item(one)));
    this.shown.replaceChildren(title, list);
    const seen = this.field("seen");
    if (seen) seen.value = [...new Set([...seen.value.split(" "), ...alike.map((one) => one.ref)])].join(" ").trim();
  }

  private item(one: Alike): HTMLLIElement {
    const item = document.createElement("li");
    const link = document.createElement("a");
    const name = document.createElement("b");
    const note = document.createElement("span");
    link.className = "item";
    link.href = one.url;
    link.target = "_blank";
    link.rel = "noopener";
    name.lang = "zh-Hans";
    name.textContent = one.title;
    note.className = "note num";
    note.textContent = (this.getAttribute("words-answered") ?? "").replace("{day}", one.answered);
    link.append(name, note);
    item.append(link);
    return item;
  }
}

customElements.define("similar-questions", SimilarQuestions);
