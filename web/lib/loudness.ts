const EVERY = 200;
/** The loudest of so many moments decides: nobody speaks all the time. */
const MOMENTS = 50;
const SILENCE = -120;

/** How loud a stream is, in decibels below the loudest there can be: just now, and at most in the last ten seconds. */
export class Loudness {
  private readonly ear: AnalyserNode;
  private readonly samples: Float32Array<ArrayBuffer>;
  private readonly last: number[] = [];
  private readonly timer: number;

  constructor(sound: AudioContext, stream: MediaStream, heard: (now: number, loudest: number) => void) {
    this.ear = sound.createAnalyser();
    this.ear.fftSize = 8192;
    this.samples = new Float32Array(this.ear.fftSize);
    sound.createMediaStreamSource(stream).connect(this.ear);
    this.timer = window.setInterval(() => {
      const now = this.level();
      this.last.push(now);
      if (this.last.length > MOMENTS) this.last.shift();
      heard(now, Math.max(...this.last));
    }, EVERY);
  }

  close(): void {
    window.clearInterval(this.timer);
  }

  private level(): number {
    this.ear.getFloatTimeDomainData(this.samples);
    const mean = this.samples.reduce((sum, one) => sum + one * one, 0) / this.samples.length;
    return mean > 0 ? Math.max(SILENCE, 10 * Math.log10(mean)) : SILENCE;
  }
}
