/** One file of a Terraform configuration. */
export interface SourceFile {
  readonly name: string;
  /** Path that a report shows. */
  readonly path: string;
  readonly text: string;
}

/** A Terraform configuration before anything of it was run: its root folder, and how the folders of its modules are found. */
export interface SourceFolder {
  /** Path that a report shows. */
  readonly path: string;
  /** The files that Terraform or OpenTofu reads in a folder, named from the root one; null where there is no such folder. */
  readonly filesIn: (folder: string) => readonly SourceFile[] | null;
  /** The text of `.terraform/modules/modules.json`; null before `terraform init`. */
  readonly manifest: string | null;
}
