// Packs the library as `npm pack FOLDER` does, leaving out the files that are not needed at run time, and prints the name of the tarball. jsii-pacmak runs it.
const { execFileSync } = require('child_process');
const { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require('fs');
const { tmpdir } = require('os');
const { dirname, join, resolve } = require('path');
const { gzipSync } = require('zlib');
const ts = require('typescript');
const { isNeeded } = require('./needed');

function npmPack(folder, ...options) {
  return JSON.parse(execFileSync('npm', ['pack', folder, '--json', '--ignore-scripts', ...options], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 64e6 }))[0];
}

/** Declarations that a compiler reads for what the package exports. */
function declarationsOf(root) {
  const { exports: entries } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const program = ts.createProgram(Object.values(entries).flatMap(({ types }) => types ? [join(root, types)] : []),
    { module: ts.ModuleKind.Node16, target: ts.ScriptTarget.ES2022, types: [] });
  return new Set(program.getSourceFiles().map(({ fileName }) => resolve(fileName)));
}

/** Declarations have the docstrings. */
function withoutComments(text) {
  const { outputText } = ts.transpileModule(text, { compilerOptions: { removeComments: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS } });
  return outputText;
}

function copy(root, path, staging) {
  const [from, to] = [join(root, path), join(staging, path)];
  mkdirSync(dirname(to), { recursive: true });
  if (path === '.jsii') {
    writeFileSync(`${to}.gz`, gzipSync(readFileSync(from), { level: 9 }));
    writeFileSync(to, JSON.stringify({ schema: 'jsii/file-redirect', compression: 'gzip', filename: '.jsii.gz' }));
  } else if (/^lib\/.*\.js$/.test(path)) {
    writeFileSync(to, withoutComments(readFileSync(from, 'utf8')));
  } else {
    copyFileSync(from, to);
  }
}

const root = resolve(process.argv[2] ?? '.');
const declarations = declarationsOf(root);
const isRead = (path) => !/\.d\.[cm]?ts$/.test(path) || declarations.has(join(root, path));
const staging = mkdtempSync(join(tmpdir(), 'pack-'));
try {
  for (const { path } of npmPack(root, '--dry-run').files) {
    if (isNeeded(path) && isRead(path)) {
      copy(root, path, staging);
    }
  }
  console.log(npmPack(staging).filename);
} finally {
  rmSync(staging, { recursive: true });
}
