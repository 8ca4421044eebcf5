/** What somebody typed into a form, kept in this browser until the form has arrived. Nobody else's account is shown it. */

export type Fields = Record<string, string[]>;

interface Kept {
  at: number;
  fields: Fields;
}

const PREFIX = "sxh-form:";
const SENT = "sxh-form-sent";
/** On an error page: the form that was sent, to be sent once more. */
const AGAIN = ".sorry form.act[action]";
const DAYS = 7 * 24 * 3600 * 1000;
/** Keys of one opening of a form, and what cannot be kept as words. */
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "intent"]);

export function keyOf(owner: string): string {
  return `${PREFIX}${owner}:${location.pathname}`;
}

export function fieldsOf(form: HTMLFormElement): Fields {
  const found: Fields = {};
  new FormData(form).forEach((value, name) => {
    if (typeof value === "string" && !NOT_KEPT.has(name)) (found[name] = found[name] ?? []).push(value);
  });
  return found;
}

/** False when this browser keeps nothing: full, or forbidden. */
export function keep(key: string, fields: Fields): boolean {
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields }));
    return true;
  } catch {
    return false;
  }
}

export function drop(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    /* nothing was kept */
  }
}

/** What is kept under a key; what is older than a week goes. */
export function kept(key: string): Fields | null {
  try {
    const found = JSON.parse(localStorage.getItem(key) ?? "null") as Kept | null;
    if (!found || typeof found.fields !== "object") return null;
    if (Date.now() - found.at < DAYS) return found.fields;
    drop(key);
  } catch {
    /* not ours, or not readable */
  }
  return null;
}

export function fill(form: HTMLFormElement, fields: Fields): void {
  for (const element of Array.from(form.elements)) {
    if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement)) continue;
    if (!element.name || NOT_KEPT.has(element.name) || element.type === "file") continue;
    const values = fields[element.name];
    if (element instanceof HTMLInputElement && (element.type === "checkbox" || element.type === "radio")) {
      element.checked = (values ?? []).indexOf(element.value) >= 0;
    } else if (values?.[0] !== undefined) {
      element.value = values[0];
    } else continue;
    element.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/** The form of this key is on its way in this tab. */
export function noteSent(key: string): void {
  try {
    sessionStorage.setItem(SENT, key);
  } catch {
    /* then it stays until somebody discards it */
  }
}

/** The form did not arrive, as far as is known: nothing is on its way any more, and no later page says that it arrived. */
export function noteRefused(): void {
  try {
    sessionStorage.removeItem(SENT);
  } catch {
    /* nothing was noted */
  }
}

/**
 * What a page says of the form that is on its way: that something was done, so it has arrived; or only that something was
 * not, so it was refused. An error page refuses it too, unless it carries the form itself, to be sent once more.
 */
export function settle(page: ParentNode): void {
  try {
    const key = sessionStorage.getItem(SENT);
    if (!key) return;
    if (!page.querySelector(".toast")) {
      if (page.querySelector(".sorry") && !page.querySelector(AGAIN)) noteRefused();
      return;
    }
    sessionStorage.removeItem(SENT);
    if (page.querySelector(".toast:not(.err)")) localStorage.removeItem(key);
  } catch {
    /* nothing was kept */
  }
}

/**
 * Another form is sent: what the next page says is about that one. Some pages say nothing of what became of a form, as the
 * front's own, which run no scripts.
 */
export function letGoFor(form: EventTarget | null): void {
  if (form instanceof HTMLFormElement && form.method === "post" && !form.matches(AGAIN)) noteRefused();
}
