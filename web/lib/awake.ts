interface Lock {
  release(): Promise<void>;
}

interface Locks {
  request(kind: "screen"): Promise<Lock>;
}

/** Keeps the screen on where the browser can, and asks before somebody leaves the page. */
export class Awake {
  private lock: Lock | undefined;
  private on = false;

  begin(): void {
    if (this.on) return;
    this.on = true;
    document.addEventListener("visibilitychange", this.take);
    window.addEventListener("beforeunload", ask);
    this.take();
  }

  end(): void {
    this.on = false;
    document.removeEventListener("visibilitychange", this.take);
    window.removeEventListener("beforeunload", ask);
    void this.lock?.release().catch(() => undefined);
    this.lock = undefined;
  }

  /** A page that was hidden has lost it. */
  private readonly take = (): void => {
    const locks = (navigator as Navigator & { wakeLock?: Locks }).wakeLock;
    if (document.hidden || !locks) return;
    void locks.request("screen").then(
      (lock) => (this.on ? (this.lock = lock) : void lock.release()),
      () => undefined,
    );
  };
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
  event.returnValue = "";
}
