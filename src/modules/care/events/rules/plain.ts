/** What people wrote, put into a letter as nothing but words: no merge field, no link that nobody looked at. */
export function plain(text: string): string {
  return text.replaceAll('{{', '{ {').replaceAll('](', '] (');
}
