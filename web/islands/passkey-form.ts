import { created, question, type Question, used } from "../lib/passkeys";

/**
 * `<passkey-form act="get|create" options="id" hidden>` around a form with a field `credential`: pressing its button
 * asks the device for a passkey and sends what it answers. Hidden where the browser cannot; then the page offers other
 * ways. The question for the device is the JSON in `#options`; without it, it is asked from the form's address when
 * pressed, so that a page that many see holds no challenge.
 */
class PasskeyForm extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector("form");
    if (!form || !window.isSecureContext || typeof PublicKeyCredential === "undefined") return;
    this.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.ask(form);
    });
  }

  private async ask(form: HTMLFormElement): Promise<void> {
    const button = form.querySelector("button");
    if (button) button.disabled = true;
    this.complain(false);
    try {
      const field = form.querySelector<HTMLInputElement>("[name=credential]");
      const options = await this.options(form);
      const answer = this.getAttribute("act") === "create" ? await created(options) : await used(options);
      if (field) field.value = JSON.stringify(answer);
      HTMLFormElement.prototype.submit.call(form);
    } catch {
      // Cancelled, timed out, or the device knows no such key: all are told the same way, and may be tried again.
      this.complain(true);
      if (button) button.disabled = false;
    }
  }

  private async options(form: HTMLFormElement): Promise<Question> {
    const here = document.getElementById(this.getAttribute("options") ?? "");
    if (here) return question(JSON.parse(here.textContent ?? ""));
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return question(((await answer.json()) as { request_options: unknown }).request_options);
  }

  private complain(yes: boolean): void {
    const sentence = this.querySelector<HTMLElement>(".err");
    if (sentence) sentence.hidden = !yes;
  }
}

customElements.define("passkey-form", PasskeyForm);
