/** What is filmed: the camera, or the screen with a microphone. */
export interface Wanted {
  screen: boolean;
  /** Device ids; empty: whichever the browser thinks best. `none` as a microphone: no sound. */
  camera: string;
  microphone: string;
}

/** What was opened. `close` lets go of every device. */
export interface Capture {
  stream: MediaStream;
  sound: AudioContext | undefined;
  close(): void;
}

const SIZE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 25, max: 30 } };
const VOICE = { echoCancellation: false, noiseSuppression: true, autoGainControl: true };

/** Open it. Throws what the browser throws: the reader said no, there is none, it is in use. */
export async function capture(wanted: Wanted): Promise<Capture> {
  const opened: MediaStream[] = [];
  let sound: AudioContext | undefined;
  const close = (): void => {
    opened.forEach((one) => one.getTracks().forEach((track) => track.stop()));
    void sound?.close();
  };
  try {
    if (wanted.screen) opened.push(await navigator.mediaDevices.getDisplayMedia({ video: SIZE, audio: true }));
    const video = wanted.screen ? false : { ...SIZE, ...which(wanted.camera) };
    const audio = wanted.microphone === "none" ? false : { ...VOICE, ...which(wanted.microphone) };
    if (video || audio) opened.push(await navigator.mediaDevices.getUserMedia({ video, audio }));
    const heard = opened.filter((one) => one.getAudioTracks().length > 0);
    const pictures = opened.flatMap((one) => one.getVideoTracks());
    if (heard.length > 0) sound = new AudioContext();
    const voices = sound ? mixed(sound, heard) : [];
    return { stream: new MediaStream([...pictures, ...voices]), sound, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** One voice is taken as it is; several are mixed into one. */
function mixed(sound: AudioContext, heard: MediaStream[]): MediaStreamTrack[] {
  if (heard.length === 1) return heard[0]?.getAudioTracks().slice(0, 1) ?? [];
  const mix = sound.createMediaStreamDestination();
  heard.forEach((one) => sound.createMediaStreamSource(one).connect(mix));
  return mix.stream.getAudioTracks();
}

function which(device: string): { deviceId?: { exact: string } } {
  return device ? { deviceId: { exact: device } } : {};
}
