/** One island that listens. `cursor` is the number of the last event that what it shows already holds; 0: from now on. */
export interface Ear {
  readonly topics: readonly string[];
  cursor: number;
  heard(topic: string, event: unknown): void;
  /** Events may be missing: what is shown is to be fetched anew. */
  gap(): void;
  /** This reader may listen no longer. */
  ended(): void;
  /** Who watches: a word made at random for this lecture and kept by this page, 16 to 40 of A-Z a-z 0-9 _ -. */
  readonly watch?: string;
  /** How many watch `watch:…` or `watch-again:…` now. Told to who listens to it, or to the lecture. */
  watching?(topic: string, viewers: number): void;
  /** Does a page that nobody looks at keep its stream? Sound may be playing. */
  stays?(): boolean;
}

/** No sign of life for so long: the other side has gone without a word. It gives one every 20 seconds. */
const SILENCE = 65_000;
/** A page that nobody looks at lets its stream go after so long; browsers have few connections for one site. */
const HIDDEN = 5_000;
const LONGEST_WAIT = 60_000;
const MOST_TOPICS = 8;

const ears = new Set<Ear>();
let connection: AbortController | undefined;
let timer = 0;
let hiding = 0;
let retry = 2_000;
let failures = 0;

/** Tell `ear` what happens; returns how to stop. All ears of a page share one stream. */
export function listen(ear: Ear): () => void {
  ears.add(ear);
  again();
  return () => {
    if (ears.delete(ear) && ears.size === 0) hangUp();
  };
}

function again(wait = 0): void {
  hangUp();
  if (ears.size > 0 && !asleep()) timer = window.setTimeout(() => void connect(), wait);
}

/** Nobody looks at this page, and no island wants to go on all the same. */
function asleep(): boolean {
  return document.hidden && ![...ears].some((ear) => ear.stays?.());
}

function hangUp(): void {
  window.clearTimeout(timer);
  connection?.abort();
  connection = undefined;
}

/** Later, each time later than before, and never all readers at once. */
function later(): void {
  const wait = Math.min(LONGEST_WAIT, retry * 2 ** failures);
  failures = Math.min(failures + 1, 8);
  again(wait * (0.75 + Math.random() / 2));
}

async function connect(): Promise<void> {
  const mine = (connection = new AbortController());
  const topics = [...new Set([...ears].flatMap((ear) => ear.topics))].sort().slice(0, MOST_TOPICS);
  const query = new URLSearchParams(topics.map((topic) => ["topic", topic]));
  const cursors = [...ears].map((ear) => ear.cursor).filter((cursor) => cursor > 0);
  if (cursors.length > 0) query.set("cursor", String(Math.min(...cursors)));
  const watch = [...ears].find((ear) => ear.watch)?.watch;
  if (watch) query.set("watch", watch);
  try {
    const answer = await fetch(`/events/?${query}`, { signal: mine.signal, cache: "no-store", redirect: "manual" });
    if (answer.ok && answer.body) await read(answer.body, mine);
    else if (mayNot(answer)) return end();
  } catch {
    // The network, or we hung up ourselves.
  }
  if (connection === mine) later();
}

/** Whether an answer is a refusal for good: a page instead of a stream, or the way to the sign-in. */
function mayNot(answer: Response): boolean {
  return answer.type === "opaqueredirect" || (answer.status >= 400 && answer.status < 500 && answer.status !== 429);
}

function end(): void {
  const all = [...ears];
  ears.clear();
  hangUp();
  all.forEach((ear) => ear.ended());
}

async function read(body: ReadableStream<Uint8Array>, mine: AbortController): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const silence = window.setTimeout(() => mine.abort(), SILENCE);
    const { value, done } = await reader.read().finally(() => window.clearTimeout(silence));
    if (done || connection !== mine) return;
    const blocks = (rest + decoder.decode(value, { stream: true })).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      take(block);
      if (connection !== mine) return;
    }
  }
}

function take(block: string): void {
  const fields = new Map(block.split("\n").map((line) => [line.split(":", 1)[0], line.replace(/^[^:]*: ?/, "")]));
  const number = Number(fields.get("id") ?? 0);
  retry = Number(fields.get("retry") ?? retry);
  const data = fields.get("data");
  if (data === undefined) return;
  failures = 0;
  const kind = fields.get("event");
  if (kind === "closed") return end();
  if (kind === "watching") {
    const { topic, n } = JSON.parse(data) as { topic: string; n: number };
    ears.forEach((ear) => ear.watching?.(topic, n));
    return;
  }
  const told = kind === undefined ? (JSON.parse(data) as { topic: string; event: unknown }) : undefined;
  for (const ear of [...ears]) {
    const fresh = number > ear.cursor;
    // A gap and a sign of life say where we are, whatever was before.
    if (fresh || kind === "gap") ear.cursor = number;
    if (kind === "gap") ear.gap();
    else if (told && fresh && ear.topics.includes(told.topic)) ear.heard(told.topic, told.event);
  }
}

function look(): void {
  window.clearTimeout(hiding);
  if (document.hidden) hiding = window.setTimeout(sleep, HIDDEN);
  else if (!connection && ears.size > 0) again(Math.random() * 500);
}

/** Let the stream go, or ask again later: what keeps it may end while nobody looks. */
function sleep(): void {
  if (asleep()) hangUp();
  else if (document.hidden) hiding = window.setTimeout(sleep, HIDDEN);
}

document.addEventListener("visibilitychange", look);
window.addEventListener("online", look);
window.addEventListener("pagehide", hangUp);
window.addEventListener("pageshow", look);
