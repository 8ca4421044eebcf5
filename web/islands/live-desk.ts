import { LiveParts } from "../lib/live-parts";

/** Who looks after a lecture sees at once what happens; what comes in a burst is fetched once. */
const SOON = 600;

/**
 * `<live-desk id topics cursor>` around the moderator's page or the lecturer's. Forms with `data-press` are sent without
 * loading the page; what they answered when they could not is said in `[data-trouble]`. Without a script they are forms.
 */
class LiveDesk extends LiveParts {
  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("submit", this.sent);
    this.addEventListener("sxh-changed", () => this.renewSoon(0));
  }

  heard(): void {
    this.renewSoon(SOON);
  }

  private readonly sent = (event: SubmitEvent): void => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-press]")) return;
    event.preventDefault();
    if (!form.hasAttribute("aria-busy")) void this.press(form, event.submitter);
  };

  private async press(form: HTMLFormElement, by: HTMLElement | null): Promise<void> {
    form.setAttribute("aria-busy", "true");
    let trouble = "";
    try {
      const options = { method: "POST", body: new FormData(form, by), headers: { "Sxh-Parts": "1" }, redirect: "manual" } as const;
      const answer = await fetch(form.action, options);
      if (answer.status === 204) {
        if (form.hasAttribute("data-clears")) form.reset();
      } else if (answer.headers.get("Content-Type")?.startsWith("text/plain")) trouble = await answer.text();
      else if (answer.status >= 500) trouble = again();
      else return location.reload();
    } catch {
      trouble = again();
    }
    form.removeAttribute("aria-busy");
    const place = this.querySelector<HTMLElement>("[data-trouble]");
    if (place) {
      place.textContent = trouble;
      place.hidden = trouble === "";
    }
    this.renewSoon(0);
  }
}

/** The server may just be restarting; what the page does besides goes on. */
function again(): string {
  return document.documentElement.lang === "en" ? "No connection. Please press again." : "网络断了一下，请再按一次。";
}

/** Fetched anew now and then besides, so that a wall that was cut off for long is right again without anybody. */
const NOW_AND_THEN = 60_000;

/** `<live-screen id topics cursor>` around what the wall of a hall shows. Nobody stands there to press anything. */
class LiveScreen extends LiveParts {
  private again = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.again = window.setInterval(() => this.renewSoon(SOON), NOW_AND_THEN);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.again);
  }

  heard(_topic: string, event: unknown): void {
    if ((event as { what?: string }).what !== "counted") this.renewSoon(SOON);
  }

  /** A page that says it is not there is nothing for a wall: what stood there stays, and is asked for again. */
  protected override lost(): void {
    this.renewLater();
  }
}

customElements.define("live-desk", LiveDesk);
customElements.define("live-screen", LiveScreen);
