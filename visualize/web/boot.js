// Runs before the first paint: styles may then count on scripts.
document.documentElement.className += " js";
