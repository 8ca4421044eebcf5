/** A token is good for five minutes at least. */
const RENEWED = 4 * 60_000;

/**
 * Pieces of what is not for everybody carry a token, `?t=…`, that is over after some minutes; the playlist of a replay is
 * read once. So a fresh one is fetched now and then, and put in the place of the one that the playlist named.
 */
export class PieceTokens {
  private fresh = "";
  private timer = 0;

  /** address: of the playlist; the token stands beside it. */
  constructor(private readonly address: string) {}

  /** The address under which a piece is asked for. */
  on(address: string): string {
    const url = new URL(address, location.href);
    if (!url.searchParams.has("t")) return address;
    if (!this.timer) this.timer = window.setInterval(() => void this.renew(), RENEWED);
    if (!this.fresh) return address;
    url.searchParams.set("t", this.fresh);
    return url.href;
  }

  close(): void {
    window.clearInterval(this.timer);
  }

  private async renew(): Promise<void> {
    try {
      const answer = await fetch(new URL("token.json", new URL(this.address, location.href)), { cache: "no-store" });
      if (answer.ok) this.fresh = ((await answer.json()) as { t: string }).t;
    } catch {
      // The next one will come.
    }
  }
}
