import type { ImportedRecipe } from './recipe.ts';
import type { TripletIssue } from './tripletSet.ts';

/** One published CSV. */
export type TripletFile = ImportedRecipe['files'][number];

/** Rows kept with the set; all are counted. */
const MAX_ISSUES = 500;

/** Keeps the first rows that were not accepted, and counts all. */
export class RefusedRows {
  readonly kept: TripletIssue[] = [];
  count = 0;
  #ofEarlierFiles = 0;
  /** With several files a row number alone would say too little. */
  readonly #namesFile: boolean;

  constructor(namesFile: boolean) {
    this.#namesFile = namesFile;
  }

  /** Unknown images are found a batch later than broken lines: back in the order of the file. */
  endFile(): void {
    const own = this.kept.splice(this.#ofEarlierFiles).sort((a, b) => a.row - b.row);
    this.kept.push(...own);
    this.#ofEarlierFiles = this.kept.length;
  }

  add(file: TripletFile, issue: TripletIssue): void {
    this.count++;
    if (this.kept.length >= MAX_ISSUES) return;
    const message = this.#namesFile ? `${file.name}: ${issue.message}` : issue.message;
    this.kept.push({ row: issue.row, code: issue.code, message });
  }
}
