import { execFileSync } from 'child_process';
import { writeFileSync } from 'fs';
import { join } from 'path';
import { errorCatalogue } from './error-catalogue';
import { PAGES, read, ROOT } from './pages';
import { withTables } from './tables';

// Writes the tables of options and alerts into the pages, the page of errors, and the API reference: npx projen compile && npx ts-node -T -P tsconfig.dev.json test/docs/update.ts
PAGES.forEach((page) => writeFileSync(join(ROOT, page), withTables(read(page))));
writeFileSync(join(ROOT, 'docs/errors.md'), errorCatalogue());
execFileSync(join(ROOT, 'node_modules', '.bin', 'jsii-docgen'), ['-o', 'docs/api.md'], { cwd: ROOT, stdio: 'inherit' });
