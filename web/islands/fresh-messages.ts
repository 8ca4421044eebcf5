/** `<fresh-messages>` in a `live-topic`: when something is told, its hidden line says that there is something new. */
class FreshMessages extends HTMLElement {
  connectedCallback(): void {
    this.closest("live-topic")?.addEventListener("sxh-event", () => {
      this.querySelectorAll<HTMLElement>("[hidden]").forEach((line) => (line.hidden = false));
    });
  }
}

customElements.define("fresh-messages", FreshMessages);
