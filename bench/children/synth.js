// Composes and synthesises a program in a fresh process and prints what that took, loading not included.
const { mkdtempSync, rmSync } = require('fs');
const { tmpdir } = require('os');
const { join } = require('path');
const { measured, print } = require('./measure');
const programs = require('./programs');

const [, , kind, layout, size, warmup = 0, repeat = 1, platforms] = process.argv;

function run(count) {
  const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    let app;
    const took = measured(() => {
      app = programs[kind](outdir, layout, Number(count), platforms ? { platforms: platforms.split(',') } : {});
      app.synth();
    });
    return { ...took, objects: app.node.findAll().filter((construct) => construct.kind && construct.apiVersion && construct.toJson).length };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

if (Number(warmup) > 0) {
  run(warmup);
}
const runs = Array.from({ length: Number(repeat) }, () => run(size));
const total = (field) => runs.reduce((sum, one) => sum + one[field], 0);
print({ cpu: total('cpu'), clock: total('clock'), objects: total('objects') });
