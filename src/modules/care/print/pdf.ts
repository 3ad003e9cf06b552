// Its types know the default alone.
// oxlint-disable-next-line import/no-named-as-default
import PDFDocument from 'pdfkit';
import type { Tongue } from '../shapes-contract.ts';
import type { FontFile } from './fonts.ts';

/** One letter in words, ready to be drawn. */
export interface Letter {
  language: Tongue;
  /** Lines of the address, the name among them. */
  address: readonly string[];
  date: string;
  text: string;
  signature: string;
}

export type Printed = 'letters' | 'labels' | 'cards';

const MM = 72 / 25.4;
const A4 = { width: 210 * MM, height: 297 * MM };
/** 24 labels of 70 × 37 mm on a sheet, as stationers sell them. */
const LABEL = { columns: 3, rows: 8, width: 70 * MM, height: (297 / 8) * MM, inset: 6 * MM };
/** A6, across. */
const CARD: [number, number] = [148 * MM, 105 * MM];

/** Streams the pages; `font` for whatever has Chinese letters. */
export function draw(
  what: Printed,
  letters: readonly Letter[],
  shop: string,
  font: FontFile | null,
): PDFKit.PDFDocument {
  const doc = new PDFDocument({
    autoFirstPage: false,
    size: 'A4',
    margin: 0,
    info: { Title: shop, Producer: 'Regulars' },
  });
  if (font) doc.registerFont('text', font.path, font.family);
  doc.font(font ? 'text' : 'Helvetica');
  if (what === 'labels') drawLabels(doc, letters);
  else for (const letter of letters) (what === 'cards' ? drawCard : drawLetter)(doc, letter, shop);
  if (letters.length === 0) doc.addPage();
  doc.end();
  return doc;
}

/** DIN 5008: the address stands where an envelope has its window. */
function drawLetter(doc: PDFKit.PDFDocument, letter: Letter, shop: string): void {
  const margins = { top: 20 * MM, bottom: 20 * MM, left: 25 * MM, right: 20 * MM };
  doc.addPage({ size: 'A4', margins });
  const width = A4.width - margins.left - margins.right;
  doc
    .fillColor('#78716c')
    .fontSize(8)
    .text(shop.split('\n').join(' · '), 25 * MM, 45 * MM, { width: 80 * MM, height: 12, ellipsis: true });
  doc
    .fillColor('#1c1917')
    .fontSize(11)
    .text(letter.address.join('\n'), 25 * MM, 51 * MM, { width: 80 * MM, height: 36 * MM, lineGap: 2 });
  doc.text(letter.date, 25 * MM, 97 * MM, { width, align: 'right' });
  doc.text(letter.text, 25 * MM, 110 * MM, { width, lineGap: 5, paragraphGap: 6 });
  doc.moveDown(2).text(letter.signature, { width, lineGap: 4 });
}

function drawLabels(doc: PDFKit.PDFDocument, letters: readonly Letter[]): void {
  const { columns, rows, width, height, inset } = LABEL;
  for (const [at, { address }] of letters.entries()) {
    const place = at % (columns * rows);
    if (place === 0) doc.addPage({ size: 'A4', margin: 0 });
    const [x, y] = [(place % columns) * width + inset, Math.floor(place / columns) * height + inset];
    const room = { width: width - 2 * inset, height: height - 2 * inset + 4, lineGap: 2 };
    // The name stands last: nothing of an address may be cut off.
    shrink(doc, address.join('\n'), room, [10, 9, 8, 7, 6]);
    doc.fillColor('#1c1917').text(address.join('\n'), x, y, { ...room, ellipsis: true });
  }
}

/** A card to fold or to send as it is: the words in the middle, a line of colour, the shop below. */
function drawCard(doc: PDFKit.PDFDocument, letter: Letter, shop: string): void {
  const [width, height] = CARD;
  doc.addPage({ size: CARD, margin: 0 });
  doc.rect(0, 0, width, 5 * MM).fill('#0f766e');
  doc.fillColor('#1c1917');
  const inner = {
    width: width - 36 * MM,
    align: 'center' as const,
    lineGap: 4,
    paragraphGap: 2,
    height: height - 36 * MM,
  };
  const tall = shrink(doc, letter.text, inner, [14, 13, 12, 11, 10, 9, 8, 7]);
  doc.text(letter.text, 18 * MM, 9 * MM + (inner.height - tall) / 2, { ...inner, ellipsis: true });
  doc
    .fillColor('#0f766e')
    .fontSize(10)
    .text(letter.signature || shop.split('\n')[0] || '', 18 * MM, height - 18 * MM, {
      width: width - 36 * MM,
      align: 'center',
      height: 12 * MM,
    });
}

/** The largest of these sizes in which the text fits its room, else the smallest; answers how tall it stands. */
function shrink(
  doc: PDFKit.PDFDocument,
  text: string,
  { height, ...room }: { width: number; height: number; lineGap: number },
  sizes: readonly number[],
): number {
  for (const size of sizes) {
    const tall = doc.fontSize(size).heightOfString(text, room);
    if (tall <= height) return tall;
  }
  return height;
}
