/** Links to the parts of a page become tabs: one part is seen at a time. Without a script they stay links. */
export class RoomTabs {
  private readonly tabs: HTMLAnchorElement[];

  constructor(private readonly host: HTMLElement) {
    const bar = host.querySelector<HTMLElement>("[data-tabs]");
    this.tabs = [...(bar?.querySelectorAll("a") ?? [])];
    if (!bar || this.tabs.length === 0) return;
    bar.setAttribute("role", "tablist");
    host.classList.add("lr-tabbed");
    for (const tab of this.tabs) {
      const panel = this.panelOf(tab);
      tab.id ||= `${panel?.id ?? ""}-tab`;
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", panel?.id ?? "");
      panel?.setAttribute("role", "tabpanel");
      panel?.setAttribute("aria-labelledby", tab.id);
      tab.addEventListener("click", (event) => {
        event.preventDefault();
        this.choose(tab);
      });
    }
    bar.addEventListener("keydown", this.pressed);
    const first = this.tabs.find((tab) => tab.hash === `#${bar.dataset.first}`);
    this.choose(this.holding(location.hash) ?? first ?? this.tabs[0]);
    window.addEventListener("hashchange", () => this.show(location.hash));
    if (location.hash.startsWith("#said-")) this.show(location.hash);
  }

  /** Bring what a fragment names into sight. */
  show(hash: string): void {
    const tab = this.holding(hash);
    if (!tab) return;
    this.choose(tab);
    document.getElementById(hash.slice(1))?.scrollIntoView({ block: "nearest" });
  }

  private holding(hash: string): HTMLAnchorElement | undefined {
    const named = hash.length > 1 ? document.getElementById(hash.slice(1)) : null;
    return named ? this.tabs.find((tab) => this.panelOf(tab)?.contains(named)) : undefined;
  }

  private panelOf(tab: HTMLAnchorElement): HTMLElement | null {
    return this.host.querySelector(`#${CSS.escape(tab.hash.slice(1))}`);
  }

  private choose(chosen: HTMLAnchorElement | undefined): void {
    for (const tab of this.tabs) {
      const on = tab === chosen;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      const panel = this.panelOf(tab);
      if (panel) panel.hidden = !on;
    }
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    const here = this.tabs.findIndex((tab) => tab === event.target);
    const steps: Record<string, number> = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: this.tabs.length - 1 };
    const next = steps[event.key];
    if (here < 0 || next === undefined) return;
    event.preventDefault();
    const tab = this.tabs[(next + this.tabs.length) % this.tabs.length];
    this.choose(tab);
    tab?.focus();
  };
}
