/** An address that news may be sent to. Whether its name leads into the house is checked by whoever connects. */
export function addressFits(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hostname } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '' && hostname !== '';
}
