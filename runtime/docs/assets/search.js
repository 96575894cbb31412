/*
 * The search of the reference. It runs in the browser over an index that came along as a script, so that it also works
 * where the pages were opened from a folder.
 */
const MOST = 12;
const finder = document.querySelector('.finder');
const input = finder.querySelector('input');
const count = finder.querySelector('.finder__count');
const list = finder.querySelector('.finder__results');
const root = document.body.dataset.root;

finder.hidden = false;
input.addEventListener('input', show);
finder.addEventListener('keydown', move);
document.addEventListener('keydown', (event) => {
  const isTyping = event.target.closest('input, textarea');
  if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  input.focus();
});
document.addEventListener('click', (event) => {
  if (!finder.contains(event.target)) list.hidden = true;
});

function show() {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = words.length === 0 ? [] : search(words);
  list.replaceChildren(...found.slice(0, MOST).map(resultItem));
  list.hidden = found.length === 0;
  count.textContent = words.length === 0 ? '' : countWords(found.length);
}

/** Every word must stand somewhere; the better, the nearer to the beginning of the title. */
function search(words) {
  return globalThis.formworkDocs
    .map((entry) => ({ entry, rank: rankOf(entry, words) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .map(({ entry }) => entry);
}

function rankOf({ title, page = '', summary }, words) {
  const [name, rest] = [title.toLowerCase(), `${page} ${summary}`.toLowerCase()];
  let rank = page === '' ? 1 : 0;
  for (const word of words) {
    if (name === word) rank += 12;
    else if (name.startsWith(word)) rank += 8;
    else if (name.includes(word)) rank += 5;
    else if (rest.includes(word)) rank += 1;
    else return 0;
  }
  return rank + 0.1;
}

function resultItem({ title, page, summary, link }) {
  const item = document.createElement('li');
  const anchor = document.createElement('a');
  anchor.href = root + link;
  anchor.append(part('strong', title), part('span', [page, summary].filter(Boolean).join(': ')));
  item.append(anchor);
  return item;
}

function part(name, text) {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}

function countWords(found) {
  if (found === 0) return 'Nothing found.';
  if (found > MOST) return `${found} places, the nearest ${MOST} shown.`;
  return found === 1 ? '1 place.' : `${found} places.`;
}

/** Arrow keys go through the results, Escape back to the page. */
function move(event) {
  const links = [input, ...list.querySelectorAll('a')];
  const at = links.indexOf(document.activeElement);
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    const next = links[at + (event.key === 'ArrowDown' ? 1 : -1)];
    if (!next || list.hidden) return;
    event.preventDefault();
    next.focus();
  } else if (event.key === 'Escape') {
    list.hidden = true;
    input.focus();
  } else if (event.key === 'Enter' && at === 0 && !list.hidden) links[1]?.click();
}
