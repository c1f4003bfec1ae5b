// Compiles the library, unless it is compiled already: the compiler itself always starts from nothing. A stamp in lib/ says what it was made from.
const { execFileSync } = require('child_process');
const { createHash } = require('crypto');
const { existsSync, readdirSync, readFileSync, writeFileSync } = require('fs');
const { join } = require('path');

const ROOT = join(__dirname, '..');
const STAMP = join(ROOT, 'lib', '.compiled');
/** What the compiler reads: an assembly holds the README and the package, too. */
const FOLDERS = ['src', 'imports', 'packaging'];
const FILES = ['README.md', 'package.json', 'package-lock.json', 'tsconfig.json'];

function fingerprint() {
  const hash = createHash('sha256');
  const inFolders = FOLDERS.flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name)));
  for (const path of [...inFolders.sort(), ...FILES.map((file) => join(ROOT, file))]) {
    hash.update(`${path.slice(ROOT.length)}\0`).update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

function isCompiled(made) {
  return existsSync(join(ROOT, '.jsii')) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === made;
}

const made = fingerprint();
if (!isCompiled(made)) {
  execFileSync(process.execPath, [require.resolve('jsii/bin/jsii'), '--silence-warnings=reserved-word'], { cwd: ROOT, stdio: 'inherit' });
  execFileSync(process.execPath, [join(__dirname, 'lazy-index.js')], { stdio: 'inherit' });
  writeFileSync(STAMP, made);
}
