import type { Edit } from '../facts.ts';
import type { Finding } from '../rule.ts';

/** The findings that somebody said yes to, by rule and place; the places move with the edits of each round. */
export class AcceptedPlaces {
  #places: { readonly rule: string; readonly file: string; readonly start: number }[];

  constructor(findings: readonly Finding[]) {
    this.#places = findings.map(({ ruleId, at }) => ({ rule: ruleId, file: at.file, start: at.start }));
  }

  has({ ruleId, at }: Finding): boolean {
    return this.#places.some((place) => place.rule === ruleId && place.file === at.file && place.start === at.start);
  }

  /** Follows the places through edits of the same texts. */
  move(edits: readonly Edit[]): void {
    this.#places = this.#places.map((place) => {
      const before = edits.filter((edit) => edit.file === place.file && edit.end <= place.start && edit.start < place.start);
      return { ...place, start: place.start + before.reduce((sum, edit) => sum + edit.text.length - (edit.end - edit.start), 0) };
    });
  }
}
