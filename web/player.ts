import "./rooms/player.css";
import "./islands/lecture-player";
