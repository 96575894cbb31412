import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import iconv from 'iconv-lite';

/** How the bytes of a file are to be read. */
export interface CsvForm {
  readonly encoding?: string;
  readonly delimiter?: string;
}

/** A file that is no CSV, or not of the encoding that was said; the message is for whoever made it. */
export class CsvFileError extends Error {
  readonly hint: string | undefined;

  constructor(message: string, options: ErrorOptions & { readonly hint?: string } = {}) {
    super(message, options);
    this.name = 'CsvFileError';
    this.hint = options.hint;
  }
}

/** The records of a CSV file, one by one, whatever its size. Throws CsvFileError. */
export async function* readCsv(file: string, form: CsvForm): AsyncGenerator<readonly string[]> {
  const parser = parse({
    delimiter: form.delimiter ?? ',',
    relax_column_count: true,
    // A quote that is never closed would otherwise swallow the rest of the file.
    max_record_size: 1_000_000,
  });
  // The parser passes on what goes wrong before it: the loop below throws it.
  pipeline(Readable.from(decode(createReadStream(file, { highWaterMark: 1 << 18 }), form.encoding)), parser, () => {});
  try {
    for await (const record of parser) yield record as string[]; // without `columns`, records are lists of texts
  } catch (error) {
    throw error instanceof CsvError ? badCsv(error) : error;
  }
}

/** Text of the bytes, without a byte order mark. Without an encoding they are UTF-8, or what their mark says. */
async function* decode(chunks: AsyncIterable<Buffer>, encoding: string | undefined): AsyncGenerator<string> {
  let decoder: Decoder | undefined;
  let offset = 0;
  for await (const chunk of chunks) {
    decoder ??= decoderOf(encoding, chunk);
    yield decoder.write(chunk, offset);
    offset += chunk.length;
  }
  if (decoder) yield decoder.end(offset);
}

interface Decoder {
  write(chunk: Buffer, offset: number): string;
  end(offset: number): string;
}

function decoderOf(encoding: string | undefined, start: Buffer): Decoder {
  if (start.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') {
    throw new CsvFileError('The file is a spreadsheet or an archive, not a CSV file.', {
      hint: 'Save it as "CSV UTF-8" and import that.',
    });
  }
  const marked = /^(?:\u00ff\u00fe|\u00fe\u00ff)/.test(start.subarray(0, 2).toString('latin1')) ? 'utf-16' : undefined;
  const name = encoding ?? marked ?? 'utf-8';
  if (!iconv.encodingExists(name)) {
    throw new CsvFileError(`The mapping file names the encoding ${name}, which is not known.`, {
      hint: 'Known are utf-8, utf-16, windows-1252, iso-8859-1 and others.',
    });
  }
  return /^utf-?8$/i.test(name) ? strictUtf8() : iconvDecoder(name);
}

function strictUtf8(): Decoder {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (offset: number, chunk?: Buffer) => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch (error) {
      throw new CsvFileError(`The file is not UTF-8 (somewhere after byte ${offset}).`, {
        cause: error,
        hint: 'Say its encoding in the mapping file, such as "encoding": "windows-1252".',
      });
    }
  };
  return { write: (chunk, offset) => decode(offset, chunk), end: (offset) => decode(offset) };
}

function iconvDecoder(name: string): Decoder {
  const decoder = iconv.getDecoder(name);
  return { write: (chunk) => decoder.write(chunk), end: () => decoder.end() ?? '' };
}

function badCsv(error: CsvError): CsvFileError {
  const line = typeof error.lines === 'number' ? ` (line ${error.lines})` : '';
  const messages: Readonly<Record<string, string>> = {
    CSV_QUOTE_NOT_CLOSED: 'A quote is opened and never closed',
    CSV_MAX_RECORD_SIZE: 'A row is longer than a million characters; probably a quote before it is not closed',
    CSV_INVALID_CLOSING_QUOTE: 'A quote stands in the middle of a cell',
    INVALID_OPENING_QUOTE: 'A quote stands in the middle of a cell',
  };
  return new CsvFileError(`${messages[error.code] ?? error.message}${line}.`, { cause: error });
}
