/** So much is kept while it cannot be sent: some minutes. */
const MOST_BYTES = 60 * 1024 * 1024;
const [SOONEST, LATEST] = [500, 4_000];
/** An answer that takes longer is not waited for. */
const PATIENCE = 10_000;
/** So many pieces behind are worth a word. */
const BEHIND = 4;

/** How the sending goes: all is sent; so many seconds wait because the line is cut or the server has no room; so many are
 * being made up for. */
export type Line = { state: "sent" } | { state: "cut" | "room" | "behind"; seconds: number };

/** What whoever sends is told. `over`: nothing more of this feed is taken; `why` is a word. */
export interface Told {
  line(line: Line): void;
  over(why: string): void;
}

/**
 * Sends numbered pieces of a recording, one after the other, until the server says that it has each on disk; what it has not
 * is kept and sent again, through restarts of the server and cuts of the line.
 */
export class Outbox {
  private readonly pieces = new Map<number, Blob>();
  private bytes = 0;
  private count = 0;
  private wanted = 0;
  private wait = SOONEST;
  private sending = false;
  private closed = false;
  private last = false;
  private timer = 0;

  constructor(
    private readonly address: string,
    private readonly key: string,
    private readonly told: Told,
  ) {
    window.addEventListener("online", this.online);
  }

  /** Seconds that are not on the server yet. */
  get waiting(): number {
    return this.pieces.size;
  }

  push(data: Blob): void {
    if (this.closed) return;
    this.pieces.set(this.count, data);
    this.count += 1;
    this.bytes += data.size;
    if (this.bytes > MOST_BYTES) this.over("full");
    else void this.send();
  }

  /** That was all: send what waits, and say so. */
  end(): void {
    this.last = true;
    void this.send();
  }

  /** Forget what waits. */
  close(): void {
    this.closed = true;
    window.clearTimeout(this.timer);
    window.removeEventListener("online", this.online);
    this.pieces.clear();
  }

  private readonly online = (): void => {
    this.wait = SOONEST;
    void this.send();
  };

  private async send(): Promise<void> {
    if (this.sending || this.closed) return;
    this.sending = true;
    window.clearTimeout(this.timer);
    while (!this.closed) {
      const piece = this.pieces.get(this.wanted);
      if (!piece && !this.last) break;
      const answer = await this.post(piece ? `${this.wanted}/` : "end/", piece);
      if (!(await this.heard(answer, piece !== undefined))) break;
    }
    this.sending = false;
  }

  /** Whether to go on at once. */
  private async heard(answer: Response | undefined, piece: boolean): Promise<boolean> {
    if (this.closed) return false;
    if (answer?.status === 410) return this.over(await said(answer, "why"));
    if (answer?.ok && !piece) return this.over("ended");
    if (answer && (answer.ok || answer.status === 409)) return this.goOn(Number(await said(answer, "next")));
    if (answer && answer.status !== 429 && answer.status < 500) return this.over("refused");
    this.told.line({ state: answer?.status === 507 ? "room" : "cut", seconds: this.pieces.size });
    this.timer = window.setTimeout(() => void this.send(), this.wait);
    this.wait = Math.min(LATEST, this.wait * 2);
    return false;
  }

  /** The server has all before this number on disk. */
  private goOn(next: number): boolean {
    if (!Number.isInteger(next)) return this.over("refused");
    for (const [number, data] of this.pieces) {
      if (number >= next) break;
      this.pieces.delete(number);
      this.bytes -= data.size;
    }
    // It wants what is not kept any more: it has lost something.
    if (next < this.count && !this.pieces.has(next)) return this.over("lost");
    this.wanted = next;
    this.wait = SOONEST;
    const seconds = this.pieces.size;
    this.told.line(seconds >= BEHIND ? { state: "behind", seconds } : { state: "sent" });
    return true;
  }

  private over(why: string): false {
    this.close();
    this.told.over(why);
    return false;
  }

  private async post(path: string, body: Blob | undefined): Promise<Response | undefined> {
    const patience = new AbortController();
    const timer = window.setTimeout(() => patience.abort(), PATIENCE);
    try {
      const headers: Record<string, string> = { "X-CSRFToken": this.key, "Content-Type": "application/octet-stream" };
      const options = { method: "POST", headers, redirect: "manual", signal: patience.signal } as const;
      const answer = await fetch(this.address + path, { ...options, body: body ?? null });
      // Whoever is signed out is led elsewhere.
      return answer.type === "opaqueredirect" ? new Response(null, { status: 403 }) : answer;
    } catch {
      return undefined;
    } finally {
      window.clearTimeout(timer);
    }
  }
}

async function said(answer: Response, name: string): Promise<string> {
  try {
    return String(((await answer.json()) as Record<string, unknown>)[name] ?? "");
  } catch {
    return "";
  }
}
