/** What a browser does of a sign-in: cookies by path, redirects, forms. */
export class Browser {
  readonly #base: string;
  readonly #fetch: (url: URL, init: RequestInit) => Promise<Response>;
  /** By name and path: sign-ins side by side have cookies of one name at paths of their own. */
  readonly #cookies = new Map<string, { readonly name: string; readonly value: string; readonly path: string }>();
  /** Every Set-Cookie header that came. */
  readonly setCookies: string[] = [];

  constructor(base: string, send: (url: URL, init: RequestInit) => Promise<Response> = fetch) {
    this.#base = base;
    this.#fetch = send;
  }

  open(path: string, { follow = true } = {}): Promise<Page> {
    return this.#go(new URL(path, this.#base), { method: 'GET' }, follow);
  }

  submit(path: string, form: Readonly<Record<string, string>>): Promise<Page> {
    return this.#go(new URL(path, this.#base), { method: 'POST', body: new URLSearchParams(form) }, true);
  }

  send(path: string, init: RequestInit): Promise<Page> {
    return this.#go(new URL(path, this.#base), init, false);
  }

  async #go(url: URL, init: RequestInit, follow: boolean): Promise<Page> {
    for (let hops = 0; hops < 15; hops++) {
      const headers = new Headers(init.headers);
      headers.set('cookie', this.#cookieHeader(url));
      const response = await this.#fetch(url, { ...init, headers, redirect: 'manual' });
      for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
      const location = response.headers.get('location');
      if (!location || !follow || response.status < 300 || response.status > 399) {
        const text = await response.text();
        const form = follow ? selfSubmitting(text) : undefined;
        if (!form) return { url: url.href, status: response.status, text, location };
        url = new URL(form.action, url);
        init = { method: 'POST', body: form.body };
        continue;
      }
      url = new URL(location, url);
      if (response.status !== 307 && response.status !== 308) init = { method: 'GET' };
    }
    throw new Error(`Too many redirects, the last to ${url.href}`);
  }

  #cookieHeader({ pathname }: URL): string {
    const sent = [...this.#cookies.values()].filter(({ path }) => pathname.startsWith(path));
    return sent.map(({ name, value }) => `${name}=${value}`).join('; ');
  }

  #keep(header: string): void {
    this.setCookies.push(header);
    const [pair = '', ...attributes] = header.split(';').map((part) => part.trim());
    const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    const attribute = (wanted: string) =>
      attributes.find((each) => each.toLowerCase().startsWith(`${wanted}=`))?.slice(wanted.length + 1);
    const [expires, path] = [attribute('expires'), attribute('path') ?? '/'];
    const key = `${name};${path}`;
    if (attribute('max-age') === '0' || (expires && new Date(expires) < new Date())) this.#cookies.delete(key);
    else this.#cookies.set(key, { name, value, path });
  }
}

/** A form that its page sends by itself. */
function selfSubmitting(html: string): { readonly action: string; readonly body: URLSearchParams } | undefined {
  const action = /<form method="post" action="([^"]+)">/.exec(html)?.[1];
  if (!action || !html.includes('forms[0].submit()')) return undefined;
  const inputs = [...html.matchAll(/name="([^"]+)" value="([^"]*)"/g)];
  return { action, body: new URLSearchParams(inputs.map(([, name = '', value = '']) => [name, value])) };
}

export interface Page {
  readonly url: string;
  readonly status: number;
  readonly text: string;
  readonly location: string | null;
}
