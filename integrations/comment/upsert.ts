import { UncertainError } from "./request";
import type { CommentService, OwnComment } from "./service";

export type Upserted = { readonly did: "made" | "updated" | "left"; readonly page: string } | { readonly did: "nothing"; readonly why: string };

export interface Comment {
  /** The text as it is posted; holds the marker. */
  readonly body: string;
  /** By which the comment is found again. */
  readonly marker: string;
  readonly isDenied: boolean;
}

const TRIES = 3;

/**
 * Leaves exactly one comment with the marker, and this text in it: makes it, or puts the text in place of the old one. What two runs at a time
 * made twice becomes one. Nothing happens where the request moved on: the run of the newer commit comments.
 */
export const upsertComment = async (service: CommentService, comment: Comment): Promise<Upserted> => {
  const stale = await service.staleness();
  if (stale !== null) return { did: "nothing", why: stale };
  for (let attempt = 1; ; attempt++) {
    const [first, ...others] = (await service.own()).filter(({ body }) => body.includes(comment.marker));
    if (first !== undefined) return replaced(service, first, others, comment);
    try {
      const made = await service.create(comment.body, comment.isDenied);
      return { did: "made", page: service.pageOf(made.id) };
    } catch (error) {
      // It may have been made all the same, so look again before asking again.
      if (!(error instanceof UncertainError) || attempt === TRIES) throw error;
    }
  }
};

const replaced = async (service: CommentService, first: OwnComment, others: readonly OwnComment[], { body, isDenied }: Comment): Promise<Upserted> => {
  const isSame = withoutBlanks(first.body) === withoutBlanks(body);
  if (!isSame) await service.update(first.id, body, isDenied);
  for (const other of others) await service.remove(other.id);
  return { did: isSame ? "left" : "updated", page: service.pageOf(first.id) };
};

/** Services trim comments and change their line ends. */
const withoutBlanks = (text: string): string => text.replace(/\r\n/g, "\n").trim();
