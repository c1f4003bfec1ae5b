/** What is a credential by its form alone, and what to call it in a message. */
interface CredentialForm {
  readonly name: string;
  readonly pattern: RegExp;
}

/**
 * Tokens begin with letters that say who issued them. Each pattern is bounded, so that a long text costs no more than its length.
 */
const TOKENS = [
  '(?:ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{16,255}', // GitHub
  'github_pat_[A-Za-z0-9_]{16,255}',
  'gl(?:pat|dt|rt|cbt|ptt|ft|agent|soat|ffct|imt)-[A-Za-z0-9_-]{16,255}', // GitLab
  'xox[abeoprs]-[A-Za-z0-9-]{10,255}', // Slack
  'xapp-[0-9]-[A-Za-z0-9-]{10,255}',
  '(?:AKIA|ASIA|AROA|ABIA|ACCA)[A-Z0-9]{16}', // AWS
  'AIza[A-Za-z0-9_-]{30,64}', // Google
  'ya29\\.[A-Za-z0-9_-]{20,255}',
  'GOCSPX-[A-Za-z0-9_-]{20,64}',
  'sk-(?:proj|ant|svcacct|admin|or)-[A-Za-z0-9_-]{16,255}', // OpenAI, Anthropic, OpenRouter
  'sk-[A-Za-z0-9]{20,255}',
  '(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,255}', // Stripe
  'whsec_[A-Za-z0-9+/=]{20,255}',
  'npm_[A-Za-z0-9]{30,64}',
  'pypi-[A-Za-z0-9_-]{30,255}',
  'dckr_(?:pat|oat)_[A-Za-z0-9_-]{16,255}', // Docker
  'hv[sbr]\\.[A-Za-z0-9_-]{20,255}', // Vault
  'hf_[A-Za-z0-9]{30,64}', // Hugging Face
  'SG\\.[A-Za-z0-9_-]{16,64}\\.[A-Za-z0-9_-]{16,64}', // SendGrid
  'do[opr]_v1_[a-f0-9]{32,128}', // DigitalOcean
  'gl(?:c|sa)_[A-Za-z0-9+/=_]{20,255}', // Grafana
  'shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32,64}', // Shopify
  'dapi[a-f0-9]{32}', // Databricks
  'lin_api_[A-Za-z0-9]{32,64}', // Linear
  'AGE-SECRET-KEY-1[A-Z0-9]{50,64}',
];

const FORMS: CredentialForm[] = [
  { name: 'a private key', pattern: /-----BEGIN (?:[A-Z0-9]{1,16} ){0,3}PRIVATE KEY(?: BLOCK)?-----[^]*/ },
  { name: 'an access token', pattern: new RegExp(`(?<![A-Za-z0-9])(?:${TOKENS.join('|')})`) },
  { name: 'a JSON Web Token', pattern: /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]+\.eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/ },
];

/** What a password in an address may be instead: a reference that something else fills in. */
const REFERENCE = /^[$<{%]/;

const ADDRESS = '://';
const WHITESPACE = /\s/;

/** What kind of credential a string holds, if any. */
export function credentialIn(text: string): string | undefined {
  return FORMS.find(({ pattern }) => pattern.test(text))?.name ?? (passwords(text).length > 0 ? 'an address with a password' : undefined);
}

/** The text with every credential replaced that is one by its form. */
export function redact(text: string): string {
  const tokens = FORMS.reduce((rest, { pattern }) => rest.replace(new RegExp(pattern, 'g'), '***'), text);
  return passwords(tokens).reduce((rest, password) => rest.split(`:${password}@`).join(':***@'), tokens);
}

/** The passwords of `scheme://user:password@host`, without a regular expression: none that finds them all is linear. */
function passwords(text: string): string[] {
  const found: string[] = [];
  for (let start = text.indexOf(ADDRESS); start >= 0; start = text.indexOf(ADDRESS, start + ADDRESS.length)) {
    const [user, ...rest] = userInfo(text, start + ADDRESS.length).split(':');
    const password = rest.join(':');
    if (user !== undefined && password !== '' && !REFERENCE.test(password)) {
      found.push(password);
    }
  }
  return found;
}

/** The part of an address before its `@`; nothing where the host comes first. */
function userInfo(text: string, start: number): string {
  for (let end = start; end < text.length && end < start + 1024; end++) {
    if (text[end] === '@') {
      return text.slice(start, end);
    }
    if (text[end] === '/' || WHITESPACE.test(text[end])) {
      return '';
    }
  }
  return '';
}
