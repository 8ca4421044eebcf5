import "pannellum/src/css/pannellum.css";
import "pannellum/src/js/libpannellum.js";
import "pannellum/src/js/pannellum.js";

/** What we use of Pannellum, which puts itself on `window`. */
export interface Viewer {
  getYaw(): number;
  getPitch(): number;
  getHfov(): number;
  setHfov(hfov: number, animated?: number | false): Viewer;
  lookAt(pitch: number, yaw: number, hfov: number | undefined, animated: number | false): Viewer;
  setUpdate(on: boolean): Viewer;
  resize(): void;
  destroy(): void;
  on(what: "load" | "error" | "animatefinished", then: () => void): Viewer;
}

export interface Spot {
  yaw: number;
  pitch: number;
  cssClass: string;
  createTooltipFunc(div: HTMLElement): void;
}

interface Renderer {
  init(image: unknown, type: string, dynamic: boolean, ...more: unknown[]): unknown;
}

interface Globals {
  pannellum: { viewer(container: HTMLElement, config: Record<string, unknown>): Viewer };
  libpannellum: { renderer: new (container: HTMLElement) => Renderer };
}

const globals = window as unknown as Globals;

/**
 * Pannellum reads a still picture as a blob, which our content policy forbids for pictures; one that is "dynamic" it takes as
 * it is, but draws it into the graphics memory anew for each frame. So we hand it a picture as dynamic and tell the renderer
 * that it is not.
 */
const Before = globals.libpannellum.renderer;
globals.libpannellum.renderer = function (container: HTMLElement): Renderer {
  const made = new Before(container);
  const init = made.init;
  made.init = (image, type, _dynamic, ...more): unknown => init.call(made, image, type, false, ...more);
  return made;
} as unknown as typeof Before;

/** A viewer in this container over a picture that is loaded already. */
export function view(container: HTMLElement, picture: HTMLImageElement, config: Record<string, unknown>): Viewer {
  return globals.pannellum.viewer(container, {
    type: "equirectangular",
    dynamic: true,
    dynamicUpdate: true,
    panorama: picture,
    autoLoad: true,
    showControls: false,
    compass: false,
    keyboardZoom: true,
    mouseZoom: "fullscreenonly",
    ...config,
  });
}
