/**
 * `<toast-stack>` around what was just done: each word gets a button that puts it away. It does not go by itself.
 *
 * What stands in a page when it opens is read to nobody; what comes into it is. So the words come in a moment later.
 * `kept-form` has read them by then: `main.ts` loads it first.
 */
class ToastStack extends HTMLElement {
  connectedCallback(): void {
    const words = document.documentElement.lang === "en" ? "Dismiss" : "知道了";
    const toasts = Array.from(this.querySelectorAll<HTMLElement>(".toast"));
    for (const toast of toasts) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: words });
      button.addEventListener("click", () => dismiss(toast));
      toast.tabIndex = -1;
      toast.append(button);
      toast.remove();
    }
    window.setTimeout(() => this.append(...toasts), 150);
  }
}

/** Whoever pressed goes on at the next word, or at the page itself. */
function dismiss(toast: HTMLElement): void {
  const next = toast.nextElementSibling ?? toast.previousElementSibling ?? document.getElementById("main");
  toast.remove();
  if (next instanceof HTMLElement) next.focus({ preventScroll: true });
}

customElements.define("toast-stack", ToastStack);
