import { PlatformError } from '../errors/index.ts';

/** Options as they were written: names without dash; `true` for one that no value follows. */
export interface RawOptions {
  readonly options: Readonly<Record<string, string | true>>;
  readonly task?: string;
  /** The output format as it was written, such as `7 std staxids`. */
  readonly outfmt?: string;
}

const maxLength = 20_000;
const field = { location: { field: 'options' } };

/**
 * Reads a command-line text such as `-evalue 0.01 -outfmt '7 std staxids' -ungapped` without any shell: white space
 * separates, single and double quotes keep words together, and nothing is expanded. Meaning and values of the options
 * are not judged here.
 *
 * @throws PlatformError INVALID_OPTION for unbalanced quotes, characters that a shell would act on, words without an
 * option, repeated options and over-long text, with the position (1-based column) where there is one.
 */
export function parseRawOptions(text: string): RawOptions {
  if (text.length > maxLength) {
    throw new PlatformError(
      'INVALID_OPTION',
      `The options are longer than ${String(maxLength)} characters.`,
      field,
    );
  }
  const options = new Map<string, string | true>();
  const words = splitWords(text);
  for (let index = 0; index < words.length; index++) {
    const { name, value } = readOption(words[index]);
    const next = words[index + 1];
    const follows = value === undefined && next !== undefined && !isOption(next);
    if (follows) index++;
    if (options.has(name)) {
      throw new PlatformError('INVALID_OPTION', `Option -${name} is given more than once; keep one.`, {
        location: { field: name },
      });
    }
    options.set(name, value ?? (follows ? next.text : true));
  }
  const task = takeText(options, 'task');
  const outfmt = takeText(options, 'outfmt');
  return {
    options: Object.fromEntries(options),
    ...(task === undefined ? {} : { task }),
    ...(outfmt === undefined ? {} : { outfmt }),
  };
}

interface Word {
  readonly text: string;
  readonly column: number;
  readonly quoted: boolean;
}

/** `-penalty -3`: a dash before a digit or point starts a number, before a letter an option. */
function isOption({ text, quoted }: Word): boolean {
  return !quoted && /^-+[A-Za-z_]/.test(text);
}

function readOption(word: Word | undefined): { name: string; value?: string } {
  const { text = '', column = 1 } = word ?? {};
  const match = /^-([A-Za-z][A-Za-z0-9_]{0,63})(?:=(.*))?$/s.exec(text);
  const [, name, value] = match ?? [];
  if (name === undefined || word?.quoted === true) {
    const advice = text.startsWith('--') ? 'write options with one dash' : 'write options as -name value';
    const shown = text.slice(0, 40);
    throw new PlatformError(
      'INVALID_OPTION',
      `"${shown}" at column ${String(column)} is not an option; ${advice}.`,
      {
        location: { field: 'options', column },
      },
    );
  }
  return value === undefined ? { name } : { name, value };
}

function takeText(options: Map<string, string | true>, name: string): string | undefined {
  const value = options.get(name);
  options.delete(name);
  if (value !== true && value !== '') return value;
  throw new PlatformError('INVALID_OPTION', `Option -${name} needs a value.`, { location: { field: name } });
}

/** Letters, digits and what option values are made of; everything else stands in quotes or not at all. */
const plain = /[A-Za-z0-9_.,:=+@%/-]/;
/** What no quote makes acceptable: expansions, escapes and control characters. */
const forbidden = /[$`\\\p{Cc}\p{Cs}]/u;

function splitWords(text: string): Word[] {
  const words: Word[] = [];
  let word: { text: string; column: number; quoted: boolean } | undefined;
  let quote: { mark: string; column: number } | undefined;
  let column = 0;
  for (const character of text) {
    column++;
    if (quote === undefined && /[ \t\r\n]/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    if (forbidden.test(character)) throw shellCharacter(character, column);
    word ??= { text: '', column, quoted: character === '"' || character === "'" };
    if (character === quote?.mark) quote = undefined;
    else if (quote === undefined && (character === '"' || character === "'"))
      quote = { mark: character, column };
    else if (quote === undefined && !plain.test(character)) throw shellCharacter(character, column);
    else word.text += character;
  }
  if (quote !== undefined) {
    throw new PlatformError(
      'INVALID_OPTION',
      `The quote at column ${String(quote.column)} is never closed.`,
      {
        location: { field: 'options', column: quote.column },
      },
    );
  }
  if (word !== undefined) words.push(word);
  return words;
}

function shellCharacter(character: string, column: number): PlatformError {
  const shown = /^[\x21-\x7e]$/.test(character) ? `The character ${character}` : 'The character';
  const message = `${shown} at column ${String(column)} is not allowed in BLAST options; take it out.`;
  return new PlatformError('INVALID_OPTION', message, { location: { field: 'options', column } });
}
