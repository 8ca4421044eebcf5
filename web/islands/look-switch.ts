import { type Choice, chosen, remember } from "../lib/store";

/** `<look-switch choice="theme">` around buttons with a `value`: presses one, remembers it, and tells its likes. */
class LookSwitch extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("button") : null;
      if (!button) return;
      remember(this.choice, button.value);
      document.querySelectorAll<LookSwitch>("look-switch").forEach((other) => other.show());
    });
    this.show();
  }

  show(): void {
    const now = chosen(this.choice);
    this.querySelectorAll("button").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.value === now));
    });
  }

  private get choice(): Choice {
    return this.getAttribute("choice") === "size" ? "size" : "theme";
  }
}

customElements.define("look-switch", LookSwitch);
