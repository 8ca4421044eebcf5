/** `<toast-stack>` around what was just done: each word gets a button that puts it away. It does not go by itself. */
class ToastStack extends HTMLElement {
  connectedCallback(): void {
    const words = document.documentElement.lang === "en" ? "Dismiss" : "知道了";
    this.querySelectorAll(".toast").forEach((toast) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: words });
      button.addEventListener("click", () => toast.remove());
      toast.append(button);
    });
  }
}

customElements.define("toast-stack", ToastStack);
