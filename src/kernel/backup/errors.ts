/** The message is the sentence for the person at the terminal. */
export class BackupImpossible extends Error {}

/** Thrown before anything is touched. */
export class BackupDamaged extends BackupImpossible {
  constructor(path: string, options?: ErrorOptions) {
    super(
      `${path} is not a whole backup of Regulars: it is damaged, cut off or another file. Nothing was changed.`,
      options,
    );
  }
}
