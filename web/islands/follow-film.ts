/**
 * `<follow-film>` around a `[data-box]` of `[data-at]` (seconds of the film, ascending) and a hidden `[data-follow]` button.
 * What belongs to the moment that plays is marked, and kept in sight within its box as long as the button is pressed;
 * whoever scrolls the box reads by themselves from then on. Without scripts it is a list with links to the moments.
 */
class FollowFilm extends HTMLElement {
  private rows: HTMLElement[] = [];
  private now: HTMLElement | undefined;

  connectedCallback(): void {
    // It does not bubble.
    document.addEventListener("timeupdate", this.moved, true);
    document.addEventListener("seeking", this.moved, true);
    this.addEventListener("click", this.pressed);
    for (const own of ["wheel", "touchmove", "keydown"]) this.addEventListener(own, this.reads, { passive: true });
    const button = this.button;
    if (button) button.hidden = false;
  }

  disconnectedCallback(): void {
    document.removeEventListener("timeupdate", this.moved, true);
    document.removeEventListener("seeking", this.moved, true);
  }

  private get button(): HTMLElement | null {
    return this.querySelector<HTMLElement>("[data-follow]");
  }

  private get follows(): boolean {
    return this.button?.getAttribute("aria-pressed") === "true";
  }

  private set follows(on: boolean) {
    this.button?.setAttribute("aria-pressed", String(on));
  }

  private readonly moved = (event: Event): void => {
    const video = event.target;
    if (!(video instanceof HTMLVideoElement) || !video.closest("lecture-player")) return;
    if (!this.rows.length) this.rows = [...this.querySelectorAll<HTMLElement>("[data-at]")];
    const at = video.currentTime + 0.25;
    const gone = this.rows.filter((row) => Number(row.dataset["at"]) <= at);
    const here = gone[gone.length - 1];
    if (here === this.now) return;
    this.now?.removeAttribute("aria-current");
    this.now = here;
    here?.setAttribute("aria-current", "true");
    this.show();
  };

  /** Within its box, so that the page stays where it is. */
  private show(): void {
    const box = this.querySelector<HTMLElement>("[data-box]");
    if (!box || !this.now || !this.follows) return;
    const [row, frame] = [this.now.getBoundingClientRect(), box.getBoundingClientRect()];
    box.scrollTop += row.bottom - frame.bottom + Math.min(row.height, frame.height / 3);
  }

  private readonly pressed = (event: Event): void => {
    if (!(event.target as Element).closest("[data-follow]")) return;
    this.follows = !this.follows;
    this.show();
  };

  private readonly reads = (event: Event): void => {
    const moves = !(event instanceof KeyboardEvent) || /^(Arrow|Page|Home|End)/.test(event.key);
    if (moves && (event.target as Element).closest("[data-box]")) this.follows = false;
  };
}

customElements.define("follow-film", FollowFilm);
