/** A comment that our own login wrote. */
export interface OwnComment {
  /** As the service names it; of Azure thread and comment. */
  readonly id: string;
  readonly body: string;
}

/** Where comments of one pull or merge request are kept. All of it throws an InputError for what the service refuses. */
export interface CommentService {
  /** Such as `GitHub`. */
  readonly name: string;
  /** The longest comment that it takes, in characters. */
  readonly longest: number;
  /** Null where the request is at the judged commit; else why it must not be commented: a newer commit is there, none is open. */
  readonly staleness: () => Promise<string | null>;
  /** Comments of the login that asks, oldest first. What others wrote is left out: they could have copied the marker. */
  readonly own: () => Promise<readonly OwnComment[]>;
  readonly create: (body: string, isDenied: boolean) => Promise<OwnComment>;
  readonly update: (id: string, body: string, isDenied: boolean) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
  /** The page of a comment, for people. */
  readonly pageOf: (id: string) => string;
}
