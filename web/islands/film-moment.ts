/** `<film-moment for="id">` around a button: puts the moment at which the page's film stands into that field. Hidden without scripts. */
class FilmMoment extends HTMLElement {
  connectedCallback(): void {
    this.hidden = false;
    this.addEventListener("click", () => {
      const video = document.querySelector<HTMLVideoElement>("lecture-player video");
      const field = document.getElementById(this.getAttribute("for") ?? "");
      if (!video || !(field instanceof HTMLInputElement)) return;
      const two = (number: number): string => String(number).padStart(2, "0");
      const at = Math.floor(video.currentTime);
      field.value = `${Math.floor(at / 3600)}:${two(Math.floor(at / 60) % 60)}:${two(at % 60)}`;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  }
}

customElements.define("film-moment", FilmMoment);
