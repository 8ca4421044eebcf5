/** `<print-page hidden>` around a button: appears where a script can open the printer's dialog. */
class PrintPage extends HTMLElement {
  connectedCallback(): void {
    this.hidden = false;
    this.querySelector("button")?.addEventListener("click", () => window.print());
  }
}

customElements.define("print-page", PrintPage);
