/** How long a page has to be in sight to be read, in milliseconds. */
const LONG_ENOUGH = 5000;

/** `<read-report piece="12">`: once the page was in sight for five seconds, says so; it says nothing of who reads. */
class ReadReport extends HTMLElement {
  private left = LONG_ENOUGH;
  private since = 0;
  private timer = 0;

  connectedCallback(): void {
    document.addEventListener("visibilitychange", this.look);
    document.addEventListener("prerenderingchange", this.look);
    this.look();
  }

  disconnectedCallback(): void {
    this.stop();
    document.removeEventListener("visibilitychange", this.look);
    document.removeEventListener("prerenderingchange", this.look);
  }

  private readonly look = (): void => {
    const seen = document.visibilityState === "visible" && !("prerendering" in document && document.prerendering);
    if (!seen) this.stop();
    else if (!this.timer && this.left > 0) {
      this.since = performance.now();
      this.timer = window.setTimeout(this.report, this.left);
    }
  };

  private stop(): void {
    if (!this.timer) return;
    window.clearTimeout(this.timer);
    this.timer = 0;
    this.left = Math.max(1, this.left - (performance.now() - this.since));
  }

  private readonly report = (): void => {
    this.left = this.timer = 0;
    const piece = this.getAttribute("piece") ?? "";
    if (!("sendBeacon" in navigator) || !navigator.sendBeacon("/reads/", piece)) {
      void fetch("/reads/", { method: "POST", body: piece, keepalive: true });
    }
  };
}

customElements.define("read-report", ReadReport);
