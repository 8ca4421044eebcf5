import "./islands/camera-studio";
