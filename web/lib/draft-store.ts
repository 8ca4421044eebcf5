/** What was typed at the desk and has not reached the server, on this machine alone: article text, by account, page and
 * tab. Whoever else signs in at the same machine is not shown it. */

import type { Field } from "./draft-text";

const PREFIX = "sxh-desk-draft:";
const KEPT = 7 * 24 * 3600 * 1000;

/** Whose desk this page is. */
function mine(): string {
  return `${PREFIX}${document.querySelector<HTMLMetaElement>("meta[name=desk-owner]")?.content ?? ""}:`;
}

export interface Kept {
  at: number;
  path: string;
  tab: string;
  revision: string;
  fields: Field[];
}

export function tabName(): string {
  try {
    const known = sessionStorage.getItem("sxh-desk-tab");
    if (known) return known;
    const made = Math.random().toString(36).slice(2, 10);
    sessionStorage.setItem("sxh-desk-tab", made);
    return made;
  } catch {
    return "tab";
  }
}

/** False when this browser keeps nothing: full, or forbidden. */
export function keep(kept: Kept): boolean {
  try {
    localStorage.setItem(`${mine()}${kept.path}#${kept.tab}`, JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

export function drop(path: string, tab: string): void {
  try {
    localStorage.removeItem(`${mine()}${path}#${tab}`);
  } catch {
    /* nothing was kept */
  }
}

/** What waits for a page, the newest first; what is older than a week goes. */
export function waiting(path: string): Kept[] {
  const found: Kept[] = [];
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(PREFIX)) continue;
      const kept = read(localStorage.getItem(key));
      if (!kept || Date.now() - kept.at > KEPT) localStorage.removeItem(key);
      else if (kept.path === path && key.startsWith(mine())) found.push(kept);
    }
  } catch {
    return [];
  }
  return found.sort((one, other) => other.at - one.at);
}

function read(text: string | null): Kept | null {
  try {
    const kept = JSON.parse(text ?? "") as Kept;
    return typeof kept.at === "number" && Array.isArray(kept.fields) ? kept : null;
  } catch {
    return null;
  }
}
