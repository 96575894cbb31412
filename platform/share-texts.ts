/**
 * Makes one of texts that are equal, so that what says the same over and over holds it once. What it has seen lives as
 * long as it does.
 */
export function shareTexts(): (text: string) => string {
  const texts = new Map<string, string>();
  return (text) => {
    const known = texts.get(text);
    if (known !== undefined) return known;
    texts.set(text, text);
    return text;
  };
}
