/** The fields of the desk's form, and what a reader would see in them. */

export type Field = [name: string, value: string];

/** What is no text of the article: keys of the form, and what belongs to Wagtail's own comments. */
const NOT_TEXT = /^(csrfmiddlewaretoken|next|loaded_revision.*|overwrite_revision_id|action-.*|workflow-action.*|comments-.*|comment_notifications)$/;

/** Kept with the text, because the server goes by them, but nothing that anybody wrote. */
const KEYS = new Set(["slug", "intent"]);

export function fieldsOf(form: HTMLFormElement): Field[] {
  const found: Field[] = [];
  for (const [name, value] of new FormData(form).entries()) {
    if (typeof value === "string" && !NOT_TEXT.test(name)) found.push([name, value]);
  }
  return found;
}

/** One string that is the same for the same content; rich text is compared by its words and marks, not its keys. */
export function fingerprint(fields: Field[]): string {
  return JSON.stringify(fields.filter(([name]) => !name.endsWith("-id")).map(([name, value]) => [name, bare(value)]));
}

function bare(value: string): string {
  const rich = richText(value);
  return rich === null ? value.replace(/\r\n/g, "\n") : rich;
}

function richText(value: string): string | null {
  if (!value.startsWith("{")) return value === "null" ? "" : null;
  try {
    const read = JSON.parse(value) as { blocks?: { text: string; type: string }[] };
    if (!Array.isArray(read.blocks)) return null;
    return read.blocks.map((block) => block.text).join("\n");
  } catch {
    return null;
  }
}

/** The lines of an article, in its order: what two versions are laid side by side by. */
export function linesOf(fields: Field[]): string[] {
  const values = new Map(fields);
  const gone = new Set<string>();
  const order = new Map<string, number>();
  for (const [name, value] of fields) {
    const block = /^(.+-\d+)-deleted$/.exec(name);
    if (block && value) gone.add(block[1] as string);
    const place = /^(.+-\d+)-order$/.exec(name);
    if (place) order.set(place[1] as string, Number(value));
  }
  const lines: { at: number; text: string }[] = [];
  fields.forEach(([name, value], index) => {
    const block = /^([a-z_]+-\d+)-(value|value-.+)$/.exec(name);
    if (block) {
      const key = block[1] as string;
      if (gone.has(key)) return;
      const text = bare(value).trim();
      if (text && values.get(`${key}-type`) !== undefined) {
        lines.push({ at: 1000 + (order.get(key) ?? 0) * 10 + (key.startsWith("steps") ? 100000 : 0), text });
      }
      return;
    }
    if (/-(count|deleted|order|type|id)$/.test(name) || /_at$/.test(name) || KEYS.has(name)) return;
    const text = bare(value).trim();
    if (text && !/^\d+$/.test(text) && text !== "on") lines.push({ at: index / 1000, text });
  });
  return lines
    .sort((one, other) => one.at - other.at)
    .flatMap((line) => line.text.split("\n"))
    .filter((line) => line.trim());
}
