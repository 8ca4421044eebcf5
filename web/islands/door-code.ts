/**
 * `<door-code address every words-lost>` around the code on the door: fetches it anew every so many seconds, so that
 * what hangs there is never old. Without a connection it says so. The screen is kept awake where the device lets it.
 */
class DoorCode extends HTMLElement {
  private timer = 0;

  connectedCallback(): void {
    this.later();
    document.addEventListener("visibilitychange", this.seen);
    void this.stayAwake();
  }

  disconnectedCallback(): void {
    window.clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.seen);
  }

  private readonly seen = (): void => {
    if (document.visibilityState !== "visible") return;
    void this.renew();
    void this.stayAwake();
  };

  private later(): void {
    window.clearTimeout(this.timer);
    if (this.isConnected) this.timer = window.setTimeout(() => void this.renew(), Number(this.getAttribute("every") ?? 20) * 1_000);
  }

  private async renew(): Promise<void> {
    try {
      const answer = await fetch(this.getAttribute("address") ?? "", { cache: "no-store" });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      this.replaceChildren(...page.body.childNodes);
    } catch {
      this.lost();
    }
    this.later();
  }

  private lost(): void {
    if (this.querySelector("[data-lost]")) return;
    const said = document.createElement("p");
    said.className = "notice warn";
    said.dataset["lost"] = "";
    said.setAttribute("role", "alert");
    said.textContent = this.getAttribute("words-lost");
    this.prepend(said);
  }

  private async stayAwake(): Promise<void> {
    try {
      await navigator.wakeLock?.request("screen");
    } catch {
      // A battery that is low, or a browser that does not know it.
    }
  }
}

customElements.define("door-code", DoorCode);
