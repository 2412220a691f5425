import type { Input, Reading } from "../../model/reading";
import { answersIn, looksLikeAnswer, type AnswerFile } from "./answers";
import { readSnapshot } from "./snapshot";

/** What `aws ec2 describe-security-groups` and its like answer, saved as JSON. The files of one folder are one account. */
export const describe: Input = {
  format: "aws-describe",
  read: (files) => {
    const read = files.paths
      .filter((path) => /\.json$/i.test(path))
      .flatMap((path): readonly AnswerFile[] => {
        const text = files.text(path);
        const answers = text !== undefined && looksLikeAnswer(text) ? answersIn(path, text) : undefined;
        return answers ? [answers] : [];
      });
    const folders = new Set(read.map(({ folder }) => folder));
    const byFolder = new Map([...folders].map((folder): [string, AnswerFile[]] => [folder, []]));
    for (const file of read) byFolder.get(file.folder)?.push(file);
    const readings: readonly Reading[] = [...byFolder.values()].map(readSnapshot);
    return {
      facts: readings.flatMap(({ facts }) => facts),
      problems: readings.flatMap(({ problems }) => problems),
      sources: readings.flatMap(({ sources }) => sources),
    };
  },
};
