// A real Chromium for the dashboard's tests: the machine's own, or Debian's, which is installed where that is allowed.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/opt/google/chrome/chrome",
];

/** @throws an Error that says what to install, where there is no browser and none can be installed */
export function launchBrowser(): Promise<Browser> {
  // Chromium's sandbox takes rights that a container's root does not have; it sees this machine's pages alone.
  return chromium.launch({ executablePath: browserPath(), args: ["--no-sandbox"] });
}

function browserPath(): string {
  const wanted = process.env["CHROMIUM"] ?? present();
  if (wanted !== undefined) return wanted;
  installFromDebian();
  const installed = present();
  if (installed !== undefined) return installed;
  throw new Error(
    "The dashboard's tests need Chromium or Chrome. Install one (Debian and Ubuntu: `apt-get install chromium`; macOS: " +
      "`brew install --cask chromium`), or name yours: CHROMIUM=/path/to/chromium npm test",
  );
}

function present(): string | undefined {
  return PLACES.find((path) => existsSync(path));
}

function installFromDebian(): void {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  try {
    execFileSync("apt-get", ["update", "-qq"], { stdio: "ignore" });
    execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], { stdio: "ignore" });
  } catch {
    // The caller says what is missing.
  }
}
