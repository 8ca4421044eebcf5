import "./rooms/player.css";
import "./islands/film-moment";
import "./islands/follow-film";
import "./islands/lecture-player";
