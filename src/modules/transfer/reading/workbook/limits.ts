const MEGABYTE = 1024 * 1024;

/** What a workbook may cost. A million rows of a till's export stay below a quarter of each. */
export const LIMITS = {
  entries: 10_000,
  uncompressed: 2048 * MEGABYTE,
  /** Spreadsheets shrink to a tenth, very regular ones to a hundredth; bombs to a thousandth. */
  ratio: 200,
  /** Below this size the ratio says nothing. */
  ratioFrom: 10 * MEGABYTE,
  sharedStrings: 5_000_000,
  sharedStringsXml: 512 * MEGABYTE,
  smallPartXml: 64 * MEGABYTE,
  /** Old workbooks are read whole; the format itself ends at 65,536 rows a sheet. */
  wholeFile: 100 * MEGABYTE,
  heapMegabytes: 1024,
  wholeFileSeconds: 120,
};
