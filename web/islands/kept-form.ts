import { drop, fieldsOf, fill, keep, kept, keyOf, letGoFor, noteRefused, noteSent, settle } from "../lib/kept-fields";

/**
 * `<kept-form owner="…" words-left words-restore words-discard words-offline>` around a form: what is typed is kept in this
 * browser until it has arrived, and offered when the form is opened again. Without a network nothing is sent, or lost.
 */
class KeptForm extends HTMLElement {
  private timer = 0;

  connectedCallback(): void {
    const form = this.querySelector("form");
    if (!form) return;
    const key = keyOf(this.getAttribute("owner") ?? "");
    const before = kept(key);
    const fresh = !form.querySelector(".field.bad, .err");
    if (!fresh) noteRefused();
    if (before && fresh && JSON.stringify(before) !== JSON.stringify(fieldsOf(form))) this.offer(form, key, before);
    form.addEventListener("input", () => this.soon(form, key));
    form.addEventListener("change", () => this.soon(form, key));
    form.addEventListener("submit", (event) => {
      keep(key, fieldsOf(form));
      if (navigator.onLine === false) {
        event.preventDefault();
        this.say(this.getAttribute("words-offline") ?? "");
      } else noteSent(key);
    });
  }

  private soon(form: HTMLFormElement, key: string): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => keep(key, fieldsOf(form)), 300);
  }

  private offer(form: HTMLFormElement, key: string, before: ReturnType<typeof fieldsOf>): void {
    const bar = this.say(this.getAttribute("words-left") ?? "");
    const row = document.createElement("span");
    row.className = "row";
    row.append(
      button(this.getAttribute("words-restore"), "btn small", () => {
        fill(form, before);
        bar.remove();
      }),
      button(this.getAttribute("words-discard"), "btn small quiet", () => {
        drop(key);
        bar.remove();
      }),
    );
    bar.append(row);
  }

  private say(words: string): HTMLElement {
    this.querySelector(".kept-bar")?.remove();
    const bar = document.createElement("div");
    bar.className = "notice kept-bar";
    bar.setAttribute("role", "status");
    bar.append(words);
    this.prepend(bar);
    return bar;
  }
}

function button(words: string | null, look: string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = look;
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

customElements.define("kept-form", KeptForm);
settle(document);
// Before the form's own listeners: one whose words are kept notes itself after this.
document.addEventListener("submit", (event) => letGoFor(event.target), { capture: true });
