import { CASES } from '../bad-input/cases';
import { messageOf } from '../support/platforms';

const HEAD = `# Errors

<!-- Made by test/docs/update.ts from test/bad-input: the one place that holds the wording of errors. -->

Bad input is refused when a construct is created or when the app is synthesised, before anything is written. Each message has the same
form: \`[path of the construct] "prop" is VALUE, but must be ALLOWED: what to do (Reason)\`. The reason is stable, the wording may improve:

| reason | meaning |
| --- | --- |
| \`Required\` | a value that must be given is missing |
| \`TypeInvalid\` | the value is of another type |
| \`Invalid\` | the value is malformed |
| \`OutOfRange\` | a number, duration or size is outside of its limits |
| \`NotSupported\` | the value is not one of the values that are known |
| \`Forbidden\` | the value is well formed, but must not be used here |
| \`Duplicate\` | something else has this name, path or host already |
| \`Conflict\` | the value contradicts another one |
| \`NotFound\` | the value names something that does not exist |
| \`Unavailable\` | the choice needs something that the cluster or the program does not have |

An example for each option:
`;

/** The page of all messages. Long lists of names in a message are cut, because which alerts exist is told elsewhere. */
export function errorCatalogue(): string {
  const sections = Object.keys(CASES).sort().map((input) => {
    const messages = CASES[input].map(([, program]) => shorten(messageOf(program)));
    return `\n## ${input}\n\n\`\`\`\n${[...new Set(messages)].join('\n')}\n\`\`\`\n`;
  });
  return HEAD + sections.join('');
}

function shorten(message: string): string {
  return message.replace(/(one of (?:"[^"]*", ){4})(?:"[^"]*"(?:, )?)+/, '$1...');
}
