/**
 * `<spot-picker spots="id of the list">` around a `[data-flat]` with the flat picture and the fields `yaw` and `pitch`. A press
 * on the picture fills them; so do the arrow keys (with Shift in large steps), and Enter goes on to the next field. The other
 * spots, `li[data-yaw]` of the list, are shown with their numbers. Without scripts the degrees are typed.
 */
class SpotPicker extends HTMLElement {
  private flat!: HTMLElement;
  private mark!: HTMLElement;
  private at = { yaw: 0, pitch: 0 };

  connectedCallback(): void {
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", () => this.start(), { once: true });
    } else {
      this.start();
    }
  }

  private start(): void {
    const flat = this.querySelector<HTMLElement>("[data-flat]");
    if (!flat?.querySelector("img") || this.flat) return;
    this.flat = flat;
    const says = this.querySelector<HTMLElement>("[data-says]");
    flat.tabIndex = 0;
    flat.setAttribute("role", "application");
    flat.setAttribute("aria-label", says?.dataset["name"] ?? "");
    this.querySelectorAll<HTMLElement>("[data-help]").forEach((one) => (one.hidden = false));
    this.mark = document.createElement("span");
    this.mark.className = "picker-mark";
    this.mark.hidden = true;
    flat.append(this.mark);
    this.others();
    this.read();
    flat.addEventListener("click", (event) => this.clicked(event));
    flat.addEventListener("keydown", (event) => this.pressed(event));
    for (const name of ["yaw", "pitch"]) this.field(name)?.addEventListener("input", () => this.read());
  }

  private field(name: string): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>(`input[name="${name}"]`);
  }

  private others(): void {
    const list = document.getElementById(this.getAttribute("spots") ?? "");
    list?.querySelectorAll<HTMLElement>("li[data-yaw]").forEach((item) => {
      const one = document.createElement("span");
      one.className = "picker-other spot-number";
      one.textContent = item.querySelector(".spot-number")?.textContent ?? "";
      one.setAttribute("aria-hidden", "true");
      this.place(one, Number(item.dataset["yaw"]), Number(item.dataset["pitch"]));
      this.flat.append(one);
    });
  }

  private place(what: HTMLElement, yaw: number, pitch: number): void {
    what.style.left = `${((yaw + 180) / 360) * 100}%`;
    what.style.top = `${((90 - pitch) / 180) * 100}%`;
  }

  /** From what stands in the fields to the mark. */
  private read(): void {
    const [yaw, pitch] = [this.field("yaw")?.value ?? "", this.field("pitch")?.value ?? ""];
    if (yaw === "" || pitch === "" || Number.isNaN(Number(yaw)) || Number.isNaN(Number(pitch))) return;
    this.at = { yaw: Number(yaw), pitch: Number(pitch) };
    this.mark.hidden = false;
    this.place(this.mark, this.at.yaw, this.at.pitch);
  }

  private set(yaw: number, pitch: number): void {
    const turned = ((((yaw + 180) % 360) + 360) % 360) - 180;
    this.at = { yaw: Math.round(turned * 10) / 10, pitch: Math.round(Math.max(-90, Math.min(90, pitch)) * 10) / 10 };
    const [left, right] = [this.field("yaw"), this.field("pitch")];
    if (left) left.value = this.at.yaw.toFixed(1);
    if (right) right.value = this.at.pitch.toFixed(1);
    this.mark.hidden = false;
    this.place(this.mark, this.at.yaw, this.at.pitch);
    const says = this.querySelector<HTMLElement>("[data-says]");
    const words = says?.dataset["at"] ?? "{yaw} {pitch}";
    if (says) says.textContent = words.replace("{yaw}", this.at.yaw.toFixed(1)).replace("{pitch}", this.at.pitch.toFixed(1));
  }

  private clicked(event: MouseEvent): void {
    const box = this.flat.getBoundingClientRect();
    const [x, y] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    this.set(x * 360 - 180, 90 - y * 180);
  }

  private pressed(event: KeyboardEvent): void {
    const step = event.shiftKey ? 10 : 1;
    const moves: Record<string, [number, number]> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, step],
      ArrowDown: [0, -step],
    };
    const move = moves[event.key];
    if (move) this.set(this.at.yaw + move[0], this.at.pitch + move[1]);
    else if (event.key === "Enter") this.settle();
    else return;
    event.preventDefault();
  }

  private settle(): void {
    if (this.mark.hidden) this.set(this.at.yaw, this.at.pitch);
    this.querySelector<HTMLInputElement>('input[name="label"]')?.focus();
  }
}

customElements.define("spot-picker", SpotPicker);
