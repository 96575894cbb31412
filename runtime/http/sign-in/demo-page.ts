import type { Organization } from '../organization.ts';
import type { Person } from '../people.ts';
import { escapeHtml, plainPage } from './plain-page.ts';

export interface DemoPageInput {
  readonly people: readonly Person[];
  readonly password: string;
  readonly org: Pick<Organization, 'name' | 'kind'>;
  /** What was typed before, when the attempt failed. */
  readonly username?: string;
  readonly error?: string;
}

/** The demo provider's sign-in page: two fields and the people to choose from. Choosing one signs in at once. */
export function demoSignInPage({ people, password, org, username = '', error }: DemoPageInput): string {
  const describedBy = error ? ' aria-invalid="true" aria-describedby="error"' : '';
  return plainPage({
    title: 'Sign in to the demo',
    body: `${org.kind === 'production' ? '' : `<p>This is the ${org.kind} org <strong>${escapeHtml(org.name)}</strong>.</p>`}${error ? `<p class="error" id="error" role="alert">${escapeHtml(error)}</p>` : ''}
<form method="post">
<label for="username">Username</label>
<input id="username" name="username" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" required value="${escapeHtml(username)}"${describedBy}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required${describedBy}>
<button type="submit">Sign in</button>
</form>
<h2 id="people">Or choose a demo person</h2>
<p>Everybody here has the password <code>${escapeHtml(password)}</code>. None of them is real.</p>
<form method="post" aria-labelledby="people">
<input type="hidden" name="password" value="${escapeHtml(password)}">
<ul class="people">
${people.map(personItem).join('\n')}
</ul>
</form>`,
  });
}

function personItem({ username, name, description }: Person): string {
  const details = [description, username].filter((text) => text !== '').join(' · ');
  return `<li><button type="submit" name="username" value="${escapeHtml(username)}"><strong>${escapeHtml(name)}</strong><span>${escapeHtml(details)}</span></button></li>`;
}
