import { ByHls } from "./by-hls";
import { hls } from "./hls";
import { Native } from "./native-playback";

/** What a player is told of the line. */
export interface Line {
  /** Nothing comes any more; it is tried again. */
  cut(): void;
  /** Nothing is there yet, or not just now; it is looked for now and then. */
  later(): void;
  /** It comes again. */
  back(): void;
  /** There is nothing at this address, or this browser cannot play it. */
  gone(): void;
}

/** A way to play a playlist in a video element. */
export interface Playback {
  /** Play what is there, from this second on; null: from its beginning, or from what is live now. */
  open(address: string, at: number | null): void;
  /** What is live now, in the time of the element; null where nothing is. */
  now(): number | null;
  close(): void;
}

/** What is played. behind: by so many seconds what is live now lies behind the end of a live playlist. */
export interface Show {
  live: boolean;
  behind: number;
}

const KIND = "application/vnd.apple.mpegurl";

/** Safari and WeChat on iPhones play playlists best by themselves; others get hls.js, if they can run it. */
export async function playback(video: HTMLVideoElement, show: Show, line: Line): Promise<Playback> {
  const itself = video.canPlayType(KIND) !== "";
  if (itself && /Apple/.test(navigator.vendor)) return new Native(video, show, line);
  const found = await hls();
  if (found.isSupported()) return new ByHls(found, video, show, line);
  return new Native(video, show, line);
}
