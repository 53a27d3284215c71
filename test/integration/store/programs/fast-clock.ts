/** Preloaded: this process's clock is two hours fast, as that of a machine without NTP. */
const real = Date.now;
Date.now = () => real() + 2 * 3600 * 1000;
