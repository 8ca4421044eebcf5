import { type Spot, type Viewer, view } from "../lib/pannellum";

const STEP = 30;
const [NEAREST, WIDEST] = [40, 110];

function loaded(address: string): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const picture = new Image();
    picture.onload = (): void => resolve(picture);
    picture.onerror = (): void => reject(new Error(address));
    picture.src = address;
  });
}

/**
 * `<panorama-view spots="id of the list" large="…webp" large-plain="…jpg" small="…" small-plain="…" heading="…">` around a
 * `[data-stage]` with the flat picture, and a hidden `[data-bar]` with buttons. Puts a view all around in the place of the
 * picture once one is there and the browser can draw it; otherwise the picture and the list of spots are all there is, and
 * enough. The spots are the `li[data-yaw]` of the list; each becomes a button in the view, and its `[data-look]` turns there.
 */
class PanoramaView extends HTMLElement {
  private viewer: Viewer | undefined;
  private stage!: HTMLElement;
  private card: HTMLElement | undefined;
  private began = false;

  connectedCallback(): void {
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", () => void this.start(), { once: true });
    } else {
      void this.start();
    }
  }

  disconnectedCallback(): void {
    this.viewer?.destroy();
    this.viewer = undefined;
  }

  private get still(): boolean {
    return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  private get items(): HTMLElement[] {
    const list = document.getElementById(this.getAttribute("spots") ?? "");
    return list ? [...list.querySelectorAll<HTMLElement>("li[data-yaw]")] : [];
  }

  private async start(): Promise<void> {
    const stage = this.querySelector<HTMLElement>("[data-stage]");
    if (this.began || !stage || !this.isConnected) return;
    this.began = true;
    this.stage = stage;
    this.says(this.word("loading"));
    let picture: HTMLImageElement;
    try {
      picture = await this.picture();
    } catch {
      return this.says("");
    }
    if (!this.isConnected) return;
    const place = document.createElement("div");
    place.className = "pano-place";
    stage.append(place);
    try {
      this.viewer = view(place, picture, {
        yaw: Number(this.getAttribute("heading") ?? 0),
        hfov: stage.clientWidth < 600 ? 80 : 100,
        minHfov: NEAREST,
        maxHfov: WIDEST,
        friction: this.still ? 1 : 0.15,
        hotSpots: this.items.map((item, at) => this.spot(item, at + 1)),
      });
    } catch {
      place.remove();
      return this.says("");
    }
    this.viewer.on("error", () => this.giveUp(place));
    this.viewer.on("load", () => this.ready(place));
    // It may have been drawn before we could listen.
    if (place.querySelector("canvas") && !place.querySelector(".pnlm-error-msg p")) this.ready(place);
    else if (place.querySelector(".pnlm-error-msg p")) this.giveUp(place);
  }

  /** The size that this screen needs, in the format that this browser reads. */
  private async picture(): Promise<HTMLImageElement> {
    const pixels = this.clientWidth * Math.min(window.devicePixelRatio || 1, 2);
    const size = pixels > 900 ? "large" : "small";
    const other = size === "large" ? "small" : "large";
    const names = [size, `${size}-plain`, other, `${other}-plain`];
    for (const address of names.map((name) => this.getAttribute(name))) {
      if (!address) continue;
      try {
        return await loaded(address);
      } catch {
        // The next format, then.
      }
    }
    throw new Error("no picture");
  }

  private ready(place: HTMLElement): void {
    if (this.classList.contains("is-open")) return;
    this.viewer?.setUpdate(false);
    this.classList.add("is-open");
    place.setAttribute("role", "application");
    place.setAttribute("aria-label", this.word("label"));
    const bar = this.querySelector<HTMLElement>("[data-bar]");
    if (bar) {
      bar.hidden = false;
      bar.addEventListener("click", (event) => this.pressed(event));
      const full = bar.querySelector<HTMLElement>("[data-full]");
      if (full) full.hidden = !document.fullscreenEnabled;
    }
    for (const item of this.items) {
      const look = item.querySelector<HTMLButtonElement>("[data-look]");
      if (!look) continue;
      look.hidden = false;
      look.addEventListener("click", () => this.look(item, true));
    }
    document.addEventListener("fullscreenchange", () => this.viewer?.resize());
    this.says(this.word("ready"));
  }

  private giveUp(place: HTMLElement): void {
    this.viewer?.destroy();
    this.viewer = undefined;
    place.remove();
    this.classList.remove("is-open");
    this.says("");
  }

  private spot(item: HTMLElement, number: number): Spot {
    return {
      yaw: Number(item.dataset["yaw"]),
      pitch: Number(item.dataset["pitch"]),
      cssClass: "pano-spot",
      createTooltipFunc: (div): void => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = String(number);
        button.setAttribute("aria-label", `${number} ${item.dataset["label"] ?? ""}`);
        const name = document.createElement("span");
        name.className = "pano-name";
        name.textContent = item.dataset["label"] ?? "";
        name.setAttribute("aria-hidden", "true");
        // The view must not take the press for the beginning of a turn.
        for (const kind of ["pointerdown", "mousedown", "touchstart"]) {
          button.addEventListener(kind, (event) => event.stopPropagation(), { passive: true });
        }
        button.addEventListener("click", () => this.look(item, false));
        div.append(button, name);
      },
    };
  }

  private look(item: HTMLElement, come: boolean): void {
    const quick = this.still ? false : 800;
    this.viewer?.lookAt(Number(item.dataset["pitch"]), Number(item.dataset["yaw"]), undefined, quick);
    this.show(item);
    if (come) this.stage.scrollIntoView({ block: "center", behavior: this.still ? "auto" : "smooth" });
    this.says(`${this.word("turned")} ${item.dataset["label"] ?? ""}`);
  }

  /** What the list says of a spot, inside the view: in full screen the list is not to be seen. */
  private show(item: HTMLElement): void {
    this.card?.remove();
    const card = document.createElement("div");
    card.className = "pano-card";
    const words = item.querySelector<HTMLElement>(".spot-words");
    const head = document.createElement("b");
    head.textContent = item.dataset["label"] ?? "";
    card.append(head);
    const text = words?.querySelector<HTMLElement>("p:not(.row)");
    if (text) card.append(text.cloneNode(true));
    const way = words?.querySelector<HTMLAnchorElement>("[data-way]");
    if (way) card.append(way.cloneNode(true));
    this.card = card;
    this.stage.append(card);
  }

  private pressed(event: Event): void {
    const button = (event.target as HTMLElement).closest<HTMLButtonElement>("button");
    const viewer = this.viewer;
    if (!button || !viewer) return;
    const quick = this.still ? false : 300;
    const { turn, zoom } = button.dataset;
    if (turn) viewer.lookAt(viewer.getPitch(), viewer.getYaw() + (turn === "left" ? -STEP : STEP), undefined, quick);
    else if (zoom) viewer.setHfov(viewer.getHfov() * (zoom === "in" ? 0.8 : 1.25), quick);
    else if (document.fullscreenElement) void document.exitFullscreen();
    else void this.querySelector<HTMLElement>(".pano-frame")?.requestFullscreen();
  }

  private word(name: string): string {
    return this.querySelector<HTMLElement>("[data-says]")?.dataset[name] ?? "";
  }

  private says(text: string): void {
    const where = this.querySelector<HTMLElement>("[data-says]");
    if (where) where.textContent = text;
  }
}

customElements.define("panorama-view", PanoramaView);
