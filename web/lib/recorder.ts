/** What this browser can record and the server can play: for `MediaRecorder`, and as the server calls it. */
export interface Format {
  mime: string;
  kind: "mp4" | "webm";
  picture: "h264" | "vp8" | "vp9";
  sound: "aac" | "opus";
}

/** The first that a browser can is the best: what need not be made anew costs the server nothing. */
const FORMATS: readonly Format[] = [
  { mime: "video/mp4;codecs=avc1.42E01F,mp4a.40.2", kind: "mp4", picture: "h264", sound: "aac" },
  { mime: "video/webm;codecs=h264,opus", kind: "webm", picture: "h264", sound: "opus" },
  { mime: "video/webm;codecs=vp8,opus", kind: "webm", picture: "vp8", sound: "opus" },
  { mime: "video/webm;codecs=vp9,opus", kind: "webm", picture: "vp9", sound: "opus" },
];
const [PICTURE_BITS, SOUND_BITS] = [1_800_000, 128_000];
const KEY_FRAMES = 2_000;
const PIECE = 1_000;

export function format(): Format | undefined {
  if (typeof MediaRecorder === "undefined") return undefined;
  return FORMATS.find((one) => MediaRecorder.isTypeSupported(one.mime));
}

/** Record what comes, a piece a second. Throws when the browser cannot after all. */
export function record(stream: MediaStream, chosen: Format, piece: (data: Blob) => void, failed: () => void): MediaRecorder {
  const options: MediaRecorderOptions & { videoKeyFrameIntervalDuration: number } = {
    mimeType: chosen.mime,
    videoBitsPerSecond: PICTURE_BITS,
    audioBitsPerSecond: SOUND_BITS,
    videoKeyFrameIntervalDuration: KEY_FRAMES,
  };
  const made = new MediaRecorder(stream, options);
  made.addEventListener("dataavailable", (event) => {
    if (event.data.size > 0) piece(event.data);
  });
  made.addEventListener("error", failed);
  made.start(PIECE);
  return made;
}
