// What writing the documents costs at the least: JSON.stringify of each, and the same files; and where the rest of our time goes.
const { mkdirSync, mkdtempSync, rmSync, writeFileSync } = require('fs');
const { tmpdir } = require('os');
const { dirname, join } = require('path');
const { Session } = require('inspector');
const { ApiObject } = require('cdk8s');
const { arrange } = require('../../lib/src/platform/output');
const { measured, print } = require('./measure');
const { platform } = require('./programs');
const { shares } = require('./shares');

const [, , size] = process.argv;
const inFolder = (action) => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    return action(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const ours = () => inFolder((folder) => measured(() => platform(folder, 'one-namespace', Number(size)).synth()));

function floor() {
  return inFolder((folder) => {
    const objects = platform(folder, 'one-namespace', Number(size)).node.findAll().filter(ApiObject.isApiObject);
    const files = [...arrange(objects)].map(([path, ofFile]) => [path, ofFile.map((object) => object.toJson())]);
    return measured(() => {
      for (const [path, documents] of files) {
        mkdirSync(join(folder, dirname(path)), { recursive: true });
        writeFileSync(join(folder, path), documents.map((document) => JSON.stringify(document)).join('\n'));
      }
    });
  });
}

/** Of a run under the profiler, whose figures are not those of a run without. */
function profile() {
  const session = new Session();
  session.connect();
  let result;
  session.post('Profiler.enable');
  session.post('Profiler.start', () => {
    ours();
    session.post('Profiler.stop', (_, { profile: taken }) => {
      result = shares(taken);
    });
  });
  return result;
}

const rounds = Array.from({ length: 6 }, () => ({ cpu: ours().cpu, floor: floor().cpu }));
const least = (side) => Math.min(...rounds.map((round) => round[side]));
print({ cpu: least('cpu'), floor: least('floor'), shares: profile() });
