/** What was typed at a line of a plan and has not reached the server: in this browser alone, by account, page and line.
 * Whoever else signs in at the same machine is not shown it. */

const PREFIX = "sxh-plan:";
const KEPT = 30 * 24 * 3600 * 1000;

export interface Piece {
  at: number;
  /** The version from which it was written; 0: the server has none yet. */
  version: number;
  fields: [string, string][];
}

export class PieceStore {
  constructor(
    private readonly owner: string,
    private readonly page: string,
  ) {}

  private key(name: string): string {
    return `${PREFIX}${this.owner}:${this.page}:${name}`;
  }

  /** False when this browser keeps nothing: full, or forbidden. */
  keep(name: string, piece: Piece): boolean {
    try {
      localStorage.setItem(this.key(name), JSON.stringify(piece));
      return true;
    } catch {
      return false;
    }
  }

  drop(name: string): void {
    try {
      localStorage.removeItem(this.key(name));
    } catch {
      /* nothing was kept */
    }
  }

  /** What waits for this page, by line, the oldest first; what is older than a month goes. */
  waiting(): Map<string, Piece> {
    const found: [string, Piece][] = [];
    const mine = this.key("");
    try {
      for (const key of Object.keys(localStorage)) {
        if (!key.startsWith(PREFIX)) continue;
        const piece = read(localStorage.getItem(key));
        if (!piece || Date.now() - piece.at > KEPT) localStorage.removeItem(key);
        else if (key.startsWith(mine)) found.push([key.slice(mine.length), piece]);
      }
    } catch {
      return new Map();
    }
    return new Map(found.sort((one, other) => one[1].at - other[1].at));
  }
}

function read(text: string | null): Piece | null {
  try {
    const piece = JSON.parse(text ?? "") as Piece;
    return typeof piece.at === "number" && Array.isArray(piece.fields) ? piece : null;
  } catch {
    return null;
  }
}
