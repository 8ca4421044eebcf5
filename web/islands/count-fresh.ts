/**
 * `<count-fresh>` in a `live-topic`: events with `more` are counted, and `[data-some]` says how many came (in `[data-count]`);
 * any other event, and what may have been missed, shows `[data-other]`. Nothing on the page is moved while somebody reads.
 */
class CountFresh extends HTMLElement {
  private many = 0;

  connectedCallback(): void {
    const live = this.closest("live-topic");
    live?.addEventListener("sxh-event", (said) => {
      const { event } = (said as CustomEvent<{ event: { more?: number } }>).detail;
      if (typeof event.more === "number") this.came(event.more);
      else this.unfold("[data-other]");
    });
    live?.addEventListener("sxh-gap", (said) => {
      said.preventDefault();
      this.unfold("[data-other]");
    });
  }

  private came(more: number): void {
    this.many += more;
    const words = new Intl.NumberFormat(document.documentElement.lang || "zh-Hans");
    this.querySelectorAll("[data-count]").forEach((one) => (one.textContent = words.format(this.many)));
    if (this.many > 0) this.unfold("[data-some]");
  }

  private unfold(what: string): void {
    this.querySelectorAll<HTMLElement>(what).forEach((line) => (line.hidden = false));
  }
}

customElements.define("count-fresh", CountFresh);
