import { Button, DownloadIcon } from '@cmsgov/design-system';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { ListPage, ListRow } from '../../client/api.ts';
import { client } from '../../client/client.ts';
import { formatNumber } from '../format/numbers.ts';
import { useReader } from '../format/reader.ts';
import { useAnnounce } from '../shell/Announcer.tsx';
import { listRequestOf } from './list-address.ts';
import { listCsv } from './list-csv.ts';

const MOST_ROWS = 10_000;
const PAGE_SIZE = 200;

/** Saves what the list shows (its filter, search and order) as a CSV file. */
export function ExportButton({ list }: { readonly list: ListPage }) {
  const [address] = useSearchParams();
  const [loaded, setLoaded] = useState<number>();
  const reader = useReader();
  const announce = useAnnounce();
  if (list.total === 0) return null;

  const run = async () => {
    setLoaded(0);
    try {
      const rows = await allRows(list, listRequestOf(address), setLoaded);
      download(`${list.object.pluralLabel} – ${list.view.label}.csv`, listCsv(list.columns, rows, reader));
      announce(`Exported ${formatNumber(rows.length, reader)} rows`);
    } catch (error) {
      announce(`The export stopped: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      setLoaded(undefined);
    }
  };
  return (
    <Button size="small" onClick={() => void run()} disabled={loaded !== undefined}>
      <DownloadIcon /> {loaded === undefined ? 'Export' : `Exporting ${formatNumber(loaded, reader)}…`}
    </Button>
  );
}

async function allRows(list: ListPage, options: ReturnType<typeof listRequestOf>, onProgress: (rows: number) => void) {
  const rows: ListRow[] = [];
  for (let page = 1; rows.length < MOST_ROWS; page += 1) {
    const next = await client.list(list.object.name, list.view.name, { ...options, page, pageSize: PAGE_SIZE });
    rows.push(...next.rows);
    onProgress(rows.length);
    if (next.rows.length === 0 || rows.length >= next.total) break;
  }
  return rows.slice(0, MOST_ROWS);
}

function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  URL.revokeObjectURL(address);
}
