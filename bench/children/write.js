// Writes the program that is compared with a Helm chart, from a cold process.
const { platform } = require('./programs');

const [, , outdir, size] = process.argv;
platform(outdir, 'one-namespace', Number(size)).synth();
