import "./main.css";
import "./islands/live-progress";
import "./islands/live-topic";
import "./islands/look-switch";
import "./islands/nav-toggle";
import "./islands/passkey-form";
import "./islands/replay-progress";
import "./islands/toast-stack";
