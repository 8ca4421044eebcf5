/** `<unfold-for field="kind" values="a b">` around a `details`: it opens when that field of the form has one of the values. */
class UnfoldFor extends HTMLElement {
  connectedCallback(): void {
    const field = this.closest("form")?.elements.namedItem(this.getAttribute("field") ?? "");
    const folded = this.querySelector("details");
    if (!(field instanceof HTMLSelectElement) || !folded) return;
    const values = (this.getAttribute("values") ?? "").split(" ");
    field.addEventListener("change", () => {
      if (values.indexOf(field.value) >= 0) folded.open = true;
    });
  }
}

customElements.define("unfold-for", UnfoldFor);
