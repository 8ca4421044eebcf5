import "./rooms/panorama.css";
import "./islands/panorama-view";
import "./islands/spot-picker";
