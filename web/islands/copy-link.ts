/** `<copy-link>` around an address in `code` and a hidden button: shows the button where copying works. */
class CopyLink extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector("button");
    const address = this.querySelector("code")?.textContent ?? "";
    if (!button || !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      void navigator.clipboard.writeText(address).then(() => {
        const words = button.textContent;
        button.textContent = button.dataset["done"] ?? words;
        window.setTimeout(() => (button.textContent = words), 3000);
      });
    });
  }
}

customElements.define("copy-link", CopyLink);
