import { cdk8s, javascript, JsonFile } from 'projen';

/** Everything that this file does not say is projen's own default for a cdk8s construct library. */
const project = new cdk8s.ConstructLibraryCdk8s({
  name: 'cdk8s-agent-platform',
  description: 'L3 constructs for cdk8s: run fleets of agents on Kubernetes, highly available, watched and locked down',
  keywords: ['cdk8s', 'kubernetes', 'agents', 'platform-engineering', 'istio', 'gitops', 'observability'],
  author: 'The cdk8s-agent-platform authors',
  authorAddress: 'maintainers@cdk8s-agent-platform.dev',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk8s-agent-platform/cdk8s-agent-platform.git',
  license: 'Apache-2.0',
  copyrightPeriod: '2026-',
  copyrightOwner: 'The cdk8s-agent-platform authors',
  stability: 'experimental',

  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.16.0',
  // The release tools want 22; the library itself runs on 20.
  workflowNodeVersion: '22',
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  constructsVersion: '10.5.0',
  cdk8sVersion: '2.70.0',
  peerDeps: ['cdk8s-plus-29@^2.6.0'],
  // What is not our trade is done by a package; bundled, because jsii users install no npm packages of ours.
  bundledDeps: [
    '@grafana/grafana-foundation-sdk@~0.0.21', '@lezer/highlight@^1', '@lezer/lr@^1', '@prometheus-io/lezer-promql@0.315.0', 'ajv@^8.20.0', 'yaml@^2',
  ],
  devDeps: [
    '@codemirror/language',
    '@codemirror/lint',
    '@codemirror/state',
    '@codemirror/autocomplete',
    '@codemirror/view',
    '@lezer/common',
    '@marcbachmann/cel-js@8.0.0',
    '@prometheus-io/codemirror-promql@0.314.0',
    '@swc/core@1.16.18',
    '@swc/jest@0.2.39',
    '@types/node@^20',
    'cdk8s-cli',
    'cdk8s-plus-29@2.6.0',
    'fast-check@^4',
  ],

  entrypoint: 'lib/src/index.js',
  artifactsDirectory: 'artifacts',
  sampleCode: false,
  projenrcTs: true,
  defaultReleaseBranch: 'main',
  integrationTestAutoDiscover: false,
  docgenFilePath: 'docs/api.md',
  githubOptions: { mergify: false },
  pullRequestTemplate: false,
  depsUpgradeOptions: { workflowOptions: { schedule: javascript.UpgradeDependenciesSchedule.WEEKLY } },
  gitignore: ['/artifacts/', '/.swc/', '*.log'],

  eslintOptions: {
    dirs: ['src', 'examples', 'test', 'bench', 'conformance'],
    commandOptions: { fix: false },
    ignorePatterns: ['/imports/', '*.d.ts', 'node_modules/', 'lib/'],
  },
  jestOptions: {
    configFilePath: 'jest.config.json',
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
  },
  // The pattern under which swc takes the place of ts-jest below.
  tsJestOptions: { transformPattern: '^.+\\.ts$' },
});

// imports/ stands beside src/, so that both compile into lib/ with one root.
const tsconfig = project.tryFindObjectFile('tsconfig.json')!;
tsconfig.addOverride('compilerOptions.rootDir', '.');
// With the sources in it, a map is three times the size of the code, which reads like its source anyway.
for (const option of ['inlineSourceMap', 'inlineSources']) {
  tsconfig.addOverride(`compilerOptions.${option}`, false);
}
tsconfig.addOverride('include', ['src/**/*.ts', 'imports/**/*.ts']);
// One configuration for all that is not compiled into the package: type check, lint, examples, this file.
for (const file of ['test/tsconfig.json', 'projenrc/tsconfig.json']) {
  project.tryRemoveFile(file);
}
new JsonFile(project, 'tsconfig.dev.json', {
  obj: {
    extends: './tsconfig.json',
    compilerOptions: { rootDir: '.', noEmit: true, skipLibCheck: true, types: ['jest', 'node'] },
    include: ['.projenrc.ts', 'src/**/*.ts', 'imports/**/*.ts', 'examples/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts', 'conformance/**/*.ts'],
    exclude: ['node_modules', 'lib'],
  },
});
const eslintrc = project.tryFindObjectFile('.eslintrc.json')!;
eslintrc.addOverride('rules.import/order', ['warn', {
  groups: ['builtin', 'external', 'parent', 'sibling'], alphabetize: { order: 'asc', caseInsensitive: true },
}]);
eslintrc.addOverride('rules.@stylistic/object-property-newline', ['off']);
eslintrc.addOverride('parserOptions', { ecmaVersion: 2022, sourceType: 'module', project: './tsconfig.dev.json' });
// Looks for a tsconfig.json beside each file, and there is none beside tests.
eslintrc.addDeletionOverride('parserOptions.projectService');
eslintrc.addOverride('settings.import/resolver.typescript.project', './tsconfig.dev.json');
project.eslint!.allowDevDeps('conformance/**');
// What node:test returns is awaited by its own runner.
eslintrc.addOverride('rules.@typescript-eslint/no-floating-promises', ['error', {
  allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: ['after', 'before', 'describe', 'it', 'suite', 'test'] }],
}]);
const jestConfig = project.tryFindObjectFile('jest.config.json')!;
jestConfig.addOverride('collectCoverage', false);
jestConfig.addOverride('roots', ['<rootDir>/test']);
jestConfig.addOverride('testMatch', ['<rootDir>/test/**/*.test.ts']);
// Types are checked by the task "typecheck", once for everything; swc only strips them.
jestConfig.addOverride('transform', { '^.+\\.ts$': '@swc/jest' });
// By itself jest leaves one processor free, which is half of a machine with two.
jestConfig.addOverride('maxWorkers', '100%');
jestConfig.addOverride('globalSetup', '<rootDir>/test/support/global-setup.ts');
jestConfig.addOverride('globalTeardown', '<rootDir>/test/support/global-teardown.ts');
jestConfig.addOverride('moduleNameMapper', { '^cdk8s-agent-platform(/store|/gateway)?$': '<rootDir>/src$1' });
project.defaultTask!.reset('ts-node --transpile-only --project tsconfig.dev.json .projenrc.ts');
// dist/manifests is what the examples synthesise: people read it, and the tests hold it.
project.gitignore.removePatterns('/dist/');
project.package.addBin({ 'cdk8s-agent-platform-conformance': 'bin/cdk8s-agent-platform-conformance' });
project.package.addField('types', 'lib/src/index.d.ts');
// Lets examples/, tests and docs import the package by its own name.
project.package.addField('exports', {
  '.': { types: './lib/src/index.d.ts', default: './lib/src/index.js' },
  './gateway': { types: './lib/src/gateway/index.d.ts', default: './lib/src/gateway/index.js' },
  './store': { types: './lib/src/store/index.d.ts', default: './lib/src/store/index.js' },
  './package.json': './package.json',
  './.jsii': './.jsii',
  './.warnings.jsii.js': './.warnings.jsii.js',
});
// Not all platform bindings of a later version are on the registry, and npm ci refuses such a lock file.
project.package.addField('overrides', { 'unrs-resolver': '1.12.2', '@swc/core': '1.16.18' });
// npx madge --circular --extensions ts src: imports of types are gone when a program runs, so they may go round in a circle.
new JsonFile(project, '.madgerc', { obj: { detectiveOptions: { ts: { skipTypeImports: true } } }, marker: false });
// The pages are published with what they link to: the examples, and the manifests of two of them (see test/package/tarball.test.ts). The other manifests
// would make the package heavier with each engine.
project.npmignore?.include('/dist/');
for (const path of ['/imports/', '/bench/', '/dist/*', '!/dist/manifests/', '/dist/manifests/*', '!/dist/manifests/agent-fleet/', '!/dist/manifests/quickstart/', '/artifacts/', '/conformance/', '/packaging/', '/lib/.compiled', '/.ci/', '/.madgerc', '/cdk8s.yaml', '/tsconfig.dev.json']) {
  project.npmignore?.exclude(path);
}

project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');
project.tasks.addEnvironment('CDK8S_CHECK_UPGRADE', 'false');

const typecheck = project.addTask('typecheck', {
  description: 'Type check of everything, the tests and examples too',
  exec: 'tsc --noEmit -p tsconfig.dev.json',
});
project.testTask.prependSpawn(typecheck);
project.testTask.prependSpawn(project.compileTask);

// Compiles what has changed, and makes programs load what they use instead of the whole library.
project.compileTask.reset('node packaging/compile.js');
// Bundled packages are published without what no program reads.
project.tasks.tryFind('package:js')!.reset('jsii-pacmak -v --target js --pack-command "node $PWD/packaging/pack.js"');

// Made from the compiled library, and committed: branches that changed it are merged line by line, and the next run makes it anew.
project.gitattributes.addAttributes('/docs/api.md', 'merge=union');

const synth = project.addTask('synth-examples', {
  description: 'Writes every example to dist/manifests/ and prints a table of what was made',
});
synth.spawn(project.compileTask);
synth.exec('ts-node --transpile-only -P tsconfig.dev.json examples/synth.ts');
project.setScript('synth', 'npx projen synth-examples');

project.addTask('import', {
  description: 'Regenerates imports/ from the CRD files below $CRDS (a folder an API group)',
  exec: 'bash imports/regenerate.sh',
});
project.addTask('conformance', {
  description: 'Real engines judge every example in both security profiles; build them first with conformance/engines/build.sh (Go, Python)',
  steps: [
    { spawn: 'compile' },
    { exec: 'ts-node --transpile-only -P tsconfig.dev.json conformance/hardened.ts' },
    { exec: 'ts-node --transpile-only -P tsconfig.dev.json conformance/main.ts', receiveArgs: true },
  ],
});
project.addTask('conformance:rules', {
  description: 'A real Prometheus raises each alert, and keeps quiet where it should; needs promtool from conformance/engines/build.sh',
  steps: [{ exec: 'ts-node --transpile-only -P tsconfig.dev.json conformance/rules/main.ts', receiveArgs: true }],
});
project.addTask('conformance:text', {
  description: 'Go\'s own readers of schedules and of YAML against ours, on 2,000 random texts each; needs Go, none of the engines',
  steps: [{ exec: 'ts-node --transpile-only -P tsconfig.dev.json conformance/text/main.ts', receiveArgs: true }],
});
project.addTask('conformance:paging', {
  description: 'With the default values of kube-prometheus-stack an alert pages, and an outage inhibits what follows; needs the engines and Alertmanager',
  steps: [{ exec: 'ts-node --transpile-only -P tsconfig.dev.json conformance/paging/main.ts' }],
});
project.addTask('conformance:policies', {
  description: 'The policy bundle in two API servers, gator and the Kyverno command line; needs the engines of conformance/engines/build.sh',
  steps: [{ spawn: 'compile' }, { exec: 'ts-node --transpile-only -P tsconfig.dev.json conformance/policies/main.ts', receiveArgs: true }],
});
project.addTask('conformance:daemons', {
  description: 'Real PostgreSQL, Redis, HAProxy and RabbitMQ run the plain stores of the examples; needs conformance/daemons/install.sh (Debian, root)',
  steps: [{ exec: 'conformance/daemons/run.sh', receiveArgs: true }],
});
project.addTask('conformance:edge', {
  description: 'A real NGINX runs the plain gateway of the example; needs conformance/edge/install.sh (Debian, root)',
  steps: [{ exec: 'conformance/edge/run.sh', receiveArgs: true }],
});
project.addTask('conformance:broken', {
  description: 'Broken manifests: the conformance suite must find each; needs the engines of conformance/engines/build.sh',
  env: { TS_NODE_TRANSPILE_ONLY: 'true', TS_NODE_PROJECT: 'tsconfig.dev.json' },
  steps: [{ exec: 'node -r ts-node/register --test conformance/test/cluster.test.ts conformance/test/settled.test.ts conformance/test/together.test.ts conformance/test/judges.test.ts' }],
});
project.addTask('conformance:self-test', {
  description: 'conformance:broken, unless the suite has passed it on this machine as it stands',
  env: { TS_NODE_TRANSPILE_ONLY: 'true', TS_NODE_PROJECT: 'tsconfig.dev.json' },
  steps: [{ exec: 'ts-node conformance/self-test.ts' }],
});
project.addTask('kills', {
  description: 'Kills programs that write an output folder 200 times, and lets several write at once 40 times; the short form is part of the tests',
  exec: 'node -r ./test/platform/kill/register.js test/platform/kill/main.ts',
});
project.addTask('bench', {
  description: 'Prints each target of performance with its figure, its goal, and whether it is met; takes the names of sections',
  steps: [{ spawn: 'compile' }, { exec: 'ts-node --transpile-only -P tsconfig.dev.json bench/main.ts', receiveArgs: true }],
});

project.synth();
