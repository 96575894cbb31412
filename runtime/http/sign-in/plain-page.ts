import { createHash } from 'node:crypto';

/** A small page that the server writes itself, in the look of the CMS Design System, without any script. */
export function plainPage({ title, body }: { readonly title: string; readonly body: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} – Formwork</title>
<link rel="icon" href="/favicon.svg">
<link rel="stylesheet" href="${STYLE_PATH}">
</head>
<body>
<header><p class="product">Formwork</p></header>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

/** Makes text safe in HTML, attributes in double quotes included. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Style sheet of these pages; colours and type are the CMS Design System's. */
export const STYLE = `
*, *::before, *::after { box-sizing: border-box; }
body { margin: 0; background: #f2f2f2; color: #262626; font: 1rem/1.5 "Open Sans", Helvetica, Arial, sans-serif; }
header { background: #112e51; color: #fff; padding: 0.5rem 1rem; }
.product { margin: 0; font-weight: 700; }
main { max-width: 34rem; margin: 2rem auto; padding: 1.5rem; background: #fff; border: 1px solid #d9d9d9; border-radius: 4px; }
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.3; }
h2 { margin: 2rem 0 0.5rem; font-size: 1.125rem; }
p { margin: 0 0 1rem; }
label { display: block; margin-top: 1rem; font-weight: 700; }
input { display: block; width: 100%; margin-top: 0.25rem; padding: 0.5rem; border: 2px solid #262626; border-radius: 3px; font: inherit; color: inherit; background: #fff; }
input[aria-invalid="true"] { border-color: #e31c3d; }
button, a.button { display: inline-block; padding: 0.625rem 1.5rem; border: 1px solid #0071bc; border-radius: 3px; background: #0071bc; color: #fff; font: inherit; font-weight: 700; text-decoration: none; cursor: pointer; }
button:hover, a.button:hover { background: #205493; border-color: #205493; }
form > button { margin-top: 1.5rem; }
:focus-visible { outline: 3px solid #bd13b8; outline-offset: 2px; }
.error { margin: 0 0 1rem; padding: 0.75rem 1rem; border-left: 8px solid #e31c3d; background: #fce8ec; }
.people { list-style: none; margin: 0; padding: 0; border: 1px solid #d9d9d9; border-radius: 4px; }
.people li + li { border-top: 1px solid #d9d9d9; }
.people button { display: block; width: 100%; margin: 0; padding: 0.5rem 0.75rem; border: 0; border-radius: 0; background: none; color: inherit; font-weight: 400; text-align: left; }
.people button:hover { background: #e1f3f8; }
.people strong { color: #004f84; }
.people span { display: block; font-size: 0.875rem; color: #404040; overflow-wrap: anywhere; }
@media (max-width: 36rem) { main { margin: 0; border-width: 0 0 1px; border-radius: 0; padding: 1rem; } }
`;

/** Where the style sheet lies; a change of it changes the address, so that browsers may keep it for good. */
export const STYLE_PATH = `/auth/style-${createHash('sha256').update(STYLE).digest('hex').slice(0, 12)}.css`;
