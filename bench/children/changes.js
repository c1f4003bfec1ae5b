// A synthesis into an empty folder, one that changes nothing, and one with another image for a single component.
const { mkdtempSync, readdirSync, rmSync, statSync } = require('fs');
const { tmpdir } = require('os');
const { join } = require('path');
const { measured, print } = require('./measure');
const { platform } = require('./programs');

const [, , size] = process.argv;
const CHANGED = (name) => `ghcr.io/acme/agent-api:${name === 'api-500' ? '2.0.0' : '1.8.0'}`;

/** Files by their path, with what a rewrite would change. */
const marks = (folder) => new Map(readdirSync(folder, { recursive: true }).map((path) => [path, statSync(join(folder, path))])
  .filter(([, stats]) => stats.isFile()).map(([path, { ino, mtimeMs }]) => [path, `${ino} ${mtimeMs}`]));
const written = (before, after) => [...after].filter(([path, mark]) => before.get(path) !== mark).map(([path]) => path);
const synth = (folder, props) => measured(() => platform(folder, 'one-namespace', Number(size), props).synth()).cpu;

function round() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const full = synth(folder);
    const before = marks(folder);
    const unchanged = synth(folder);
    const after = marks(folder);
    synth(folder, { image: CHANGED });
    return { full, unchanged, rewritten: written(before, after), changed: written(after, marks(folder)) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

round();
const rounds = [1, 2, 3, 4].map(round);
const least = (field) => Math.min(...rounds.map((one) => one[field]));
print({ ...rounds[0], full: least('full'), unchanged: least('unchanged') });
