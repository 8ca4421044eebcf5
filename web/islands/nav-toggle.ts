/** `<nav-toggle for="nav">` around a button: opens and closes the nav on a narrow screen. Escape closes it. */
class NavToggle extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector("button");
    const nav = document.getElementById(this.getAttribute("for") ?? "");
    if (!button || !nav) return;
    const set = (open: boolean): void => {
      nav.classList.toggle("open", open);
      button.setAttribute("aria-expanded", String(open));
    };
    button.addEventListener("click", () => set(button.getAttribute("aria-expanded") !== "true"));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || button.getAttribute("aria-expanded") !== "true") return;
      set(false);
      button.focus();
    });
  }
}

customElements.define("nav-toggle", NavToggle);
