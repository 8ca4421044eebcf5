/** What everybody may read of a remark, as its event says it. */
export interface Said {
  ref: string;
  name: string;
  unit: string;
  text: string;
  at: string;
  reply_to: string;
}

/** More than this a page that stays open does not hold; older ones are behind the link. */
const MOST = 200;

/** The list of a thread: puts remarks in, takes them out, by copies of the template that the page brought along. */
export class RemarkList {
  constructor(private readonly host: HTMLElement) {}

  get list(): HTMLElement | null {
    return this.host.querySelector("[data-list]");
  }

  private get brief(): boolean {
    return this.host.hasAttribute("brief");
  }

  find(ref: string): HTMLElement | null {
    return this.list?.querySelector(`[data-ref="${CSS.escape(ref)}"]`) ?? null;
  }

  /** Put it where it belongs; returns whether it is new. What it answers may be missing here: then it is not shown. */
  put(said: Said): boolean {
    const known = this.find(said.ref);
    if (known && !isGone(known)) {
      write(known, said, this.brief);
      return false;
    }
    const made = this.made(said);
    if (!made) return false;
    const head = said.reply_to ? this.find(said.reply_to) : null;
    if (known) {
      made.append(...known.querySelectorAll(":scope > .replies"));
      known.replaceWith(made);
    } else if (said.reply_to) {
      if (!head) return false;
      replies(head).append(made);
    } else if (!this.inOrder(made, said)) return false;
    this.count(1);
    return true;
  }

  /** The newest first, by when it was written. What is older than all that are here may belong behind the link. */
  private inOrder(made: HTMLElement, said: Said): boolean {
    const list = this.list;
    const older = [...(list?.children ?? [])].find((one) => written(one) < Date.parse(said.at));
    if (!list || (!older && this.host.querySelector("[data-older]"))) return false;
    list.insertBefore(made, older ?? null);
    while (list.children.length > MOST) list.lastElementChild?.remove();
    return true;
  }

  /** Take it out; what was answered stays as a place for its answers. */
  take(ref: string): void {
    const known = this.find(ref);
    const words = this.host.querySelector<HTMLTemplateElement>("template[data-gone]");
    if (!known || isGone(known)) return;
    this.count(-1);
    const answers = known.querySelector(":scope > .replies");
    if (!answers || !words) return known.remove();
    known.replaceChildren(words.content.cloneNode(true), answers);
  }

  private made(said: Said): HTMLElement | undefined {
    const template = this.host.querySelector<HTMLTemplateElement>("template[data-one]");
    const made = template?.content.firstElementChild?.cloneNode(true);
    if (!(made instanceof HTMLElement)) return undefined;
    made.dataset.ref = said.ref;
    made.id = `said-${said.ref}`;
    made.classList.add("came");
    write(made, said, this.brief);
    return made;
  }

  private count(by: number): void {
    const place = this.host.querySelector<HTMLElement>("[data-number]");
    const none = this.host.querySelector<HTMLElement>("[data-none]");
    if (!place) return;
    const number = Math.max(0, Number(place.dataset.number) + by);
    place.dataset.number = String(number);
    place.hidden = number === 0;
    const shown = place.querySelector("b");
    if (shown) shown.textContent = String(number);
    if (none) none.hidden = number > 0;
  }
}

/** Whether only the place of a remark is left, for the answers to it. */
function isGone(place: Element): boolean {
  return place.querySelector(":scope > [data-text]") === null;
}

/** When a remark was written; of one that has gone, the time of the first answer. */
function written(place: Element): number {
  return Date.parse(place.querySelector("[data-at]")?.getAttribute("datetime") ?? "") || 0;
}

/** Only ever text: what people wrote is never read as a page. */
function write(place: HTMLElement, said: Said, brief: boolean): void {
  const own = (name: string) => [...place.querySelectorAll<HTMLElement>(name)].filter((one) => one.closest("[data-ref]") === place);
  for (const one of own("[data-name]")) one.textContent = one.classList.contains("vh") ? ` ${said.name}` : said.name;
  for (const one of own("[data-text]")) one.textContent = said.text;
  for (const one of own("[data-unit]")) said.unit ? (one.textContent = said.unit) : one.remove();
  for (const one of own("[data-at]")) {
    one.setAttribute("datetime", said.at);
    one.textContent = moment(said.at, brief);
  }
  for (const one of own("a[data-to]")) {
    one.dataset.to = said.ref;
    (one as HTMLAnchorElement).search = `?to=${encodeURIComponent(said.ref)}`;
  }
  for (const one of own("a[data-of]") as HTMLAnchorElement[]) {
    one.pathname = one.pathname.replace("/new/", `/${encodeURIComponent(said.ref)}/`);
  }
  for (const one of own("a[data-report]") as HTMLAnchorElement[]) {
    one.pathname = one.pathname.replace(/[^/]+\/report\/$/, `${encodeURIComponent(said.ref)}/report/`);
  }
}

function replies(head: HTMLElement): Element {
  const known = head.querySelector(":scope > .replies");
  if (known) return known;
  const made = Object.assign(document.createElement("ol"), { className: "replies" });
  head.append(made);
  return made;
}

/** `brief`: where it is written as it is said, the day goes without saying. */
function moment(at: string, brief: boolean): string {
  const english = document.documentElement.lang === "en";
  const day = { timeZone: "Asia/Shanghai", year: "numeric", month: "long", day: "numeric" } as const;
  const hour = { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const locale = english ? "en-GB" : "zh-CN";
  const when = new Date(at);
  const time = new Intl.DateTimeFormat(locale, hour).format(when);
  return brief ? time : `${new Intl.DateTimeFormat(locale, day).format(when)} ${time}`;
}
