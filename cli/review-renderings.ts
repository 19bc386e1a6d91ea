import { existsSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { once } from "../model/once";
import type { Report } from "../model/report";
import { ruleById } from "../policies/rules/index";
import type { Explanation } from "../reporters/explanation";
import type * as Github from "../reporters/github";
import type * as Gitlab from "../reporters/gitlab";
import { renderJson } from "../reporters/json";
import type * as Junit from "../reporters/junit";
import type * as Lines from "../reporters/lines";
import type * as Markdown from "../reporters/markdown/markdown";
import type { ReportOptions } from "../reporters/options";
import { reviewOf } from "../reporters/review/review";
import type * as ReviewHtml from "../reporters/review-html";
import type * as Sarif from "../reporters/sarif/sarif";
import { renderText } from "../reporters/text";
import type { Io } from "./io";
import type { Renderings } from "./output";
import type { Look, ReviewFormat } from "./settings";

export interface ReviewLook {
  readonly look: Look;
  /** Only what decides, where text is printed. */
  readonly quiet: boolean;
  /** Which of several reviews it is; null where there is one. */
  readonly id: string | null;
  /** What roles reach after the change, for the page; asked once it is made. */
  readonly reached: () => readonly Explanation[];
}

/** A report in every format of a review, each made when it is asked for. Files are named from the root of the repository that the command runs in. */
export const reviewRenderings = (report: Report, { look, quiet, id, reached }: ReviewLook, { cwd }: Pick<Io, "cwd">): Renderings<ReviewFormat> => {
  const review = once(() => reviewOf(report, ruleById));
  const options = once((): ReportOptions => ({ id, fileOf: fileInRepository(cwd) }));
  return {
    json: () => renderJson(report),
    text: (printed) => renderText(review(), printed ? { ...look, quiet } : { color: false, width: look.width }),
    html: () => (require("../reporters/review-html") as typeof ReviewHtml).renderReviewHtml(review(), options(), reached()),
    markdown: () => (require("../reporters/markdown/markdown") as typeof Markdown).renderMarkdown(review(), options()),
    sarif: () => (require("../reporters/sarif/sarif") as typeof Sarif).renderSarif(review(), options()),
    junit: () => (require("../reporters/junit") as typeof Junit).renderJunit(review(), options()),
    gitlab: () => (require("../reporters/gitlab") as typeof Gitlab).renderGitlab(review(), options()),
    github: () => (require("../reporters/github") as typeof Github).renderGithub(review(), options()),
    lines: () => (require("../reporters/lines") as typeof Lines).renderLines(review()),
  };
};

/**
 * What forges expect: paths from the root of the repository, also where the command runs in a folder of it. Of a file outside of it only the name is
 * told: where it lies on this machine is nobody's business.
 */
const fileInRepository = (cwd: string): ReportOptions["fileOf"] => {
  const root = repositoryOf(cwd) ?? cwd;
  // Thousands of findings are written in some hundred files.
  const named = new Map<string, string>();
  const nameOf = (file: string): string => {
    const path = relative(root, resolve(cwd, file));
    return (path.startsWith("..") || isAbsolute(path) ? basename(file) : path).split(sep).join("/");
  };
  return (file) => {
    const name = named.get(file) ?? nameOf(file);
    named.set(file, name);
    return name;
  };
};

/** The folder that has `.git`, which is a file in a worktree. */
const repositoryOf = (folder: string): string | null => {
  if (existsSync(join(folder, ".git"))) return folder;
  const parent = dirname(folder);
  return parent === folder ? null : repositoryOf(parent);
};
