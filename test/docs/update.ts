import { writeFileSync } from 'fs';
import { join } from 'path';
import { errorCatalogue } from './error-catalogue';
import { PAGES, read, ROOT } from './pages';
import { withTables } from './tables';

// Writes the tables of options and alerts into the pages, and the page of errors: npx projen compile && npx ts-node -T -P tsconfig.dev.json test/docs/update.ts
PAGES.forEach((page) => writeFileSync(join(ROOT, page), withTables(read(page))));
writeFileSync(join(ROOT, 'docs/errors.md'), errorCatalogue());
