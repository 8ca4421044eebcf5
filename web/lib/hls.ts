import type Hls from "hls.js/dist/hls.js";

/** hls.js without subtitles, other audio tracks and encryption; loaded by pages that play something, once it is wanted. */
export async function hls(): Promise<typeof Hls> {
  // @ts-expect-error The light build is the same class with less in it, and has no types of its own.
  const found = (await import("hls.js/light")) as { default: typeof Hls };
  return found.default;
}
