import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';

export const ROOT = join(__dirname, '..', '..');

/** The pages that people write; `docs/api.md` is made by jsii-docgen. */
export const PAGES = ['README.md', ...docs()];

export function read(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

/** The contents of a page's fenced blocks in one of the languages. */
export function fences(page: string, ...languages: string[]): string[] {
  return [...read(page).matchAll(new RegExp(`^\`\`\`(?:${languages.join('|')})\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map((match) => match[1]);
}

function docs(): string[] {
  const folder = join(ROOT, 'docs');
  return existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.md') && file !== 'api.md').sort().map((file) => `docs/${file}`) : [];
}
