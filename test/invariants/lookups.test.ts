import { readdirSync } from 'fs';
import { join, relative } from 'path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '..', '..');
const SRC = join(ROOT, 'src');

/** Every lookup by a text that is known only when the program runs, in an object with any names: `toString` finds what nobody put there. */
function lookups(): string[] {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !/^(check|catalog)/.test(file)).map((file) => join(SRC, file));
  const config = ts.readConfigFile(join(ROOT, 'tsconfig.dev.json'), ts.sys.readFile).config;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const program = ts.createProgram(files, { ...options, extends: undefined, strict: true, noEmit: true, lib: ['lib.es2022.d.ts'] });
  const checker = program.getTypeChecker();
  const found: string[] = [];
  const isOpen = (object: ts.Expression): boolean => {
    const type = checker.getNonNullableType(checker.getTypeAtLocation(object));
    return type.getStringIndexType() !== undefined;
  };
  const isText = (key: ts.Expression): boolean => {
    const type = checker.getTypeAtLocation(key);
    return (type.flags & (ts.TypeFlags.String | ts.TypeFlags.Any)) !== 0; // eslint-disable-line no-bitwise
  };
  const visit = (node: ts.Node): void => {
    const [object, key] = ts.isElementAccessExpression(node) ? [node.expression, node.argumentExpression]
      : ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InKeyword ? [node.right, node.left] : [];
    if (object && key && isOpen(object) && isText(key)) {
      const { line } = node.getSourceFile().getLineAndCharacterOfPosition(node.getStart());
      found.push(`${relative(ROOT, node.getSourceFile().fileName)}:${line + 1} ${node.getText()}`);
    }
    ts.forEachChild(node, visit);
  };
  files.forEach((file) => visit(program.getSourceFile(file)!));
  return found;
}

test('no object is asked for a name that a user chose', () => {
  expect(lookups()).toEqual([]);
});
