/** What reading one file may take. A small file can be made to unpack without end; these end it. */
export const readingLimits = {
  /** Of all that is read from a DOCX, XLSX or PPTX, unpacked. */
  unpackedBytes: 200_000_000,
  /** A DOCX, XLSX or PPTX is an archive; a large one has some hundred entries. */
  archiveEntries: 10_000,
  pdfPages: 2_000,
  /** Of text on one page, each placed by itself; a dense map or table has some ten thousand. */
  pdfPagePieces: 200_000,
  /** Of the text that comes out. */
  textChars: 30_000_000,
  /** Of one file; those of a turn together have a little more. */
  timeMs: 15_000,
  /** Where nobody says what the function may take in all. */
  memoryMegabytes: 600,
} as const;
