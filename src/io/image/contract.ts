// A container image as a scan sees it: the files that a container starts with, and those that a later layer took away.
import type { Problem } from '../../model/coverage.ts';
import type { FileTree } from '../../model/ports.ts';

/** Which file contents are held; asked with the absolute path in the image and the size in bytes. All others are listed only. */
export type WantedFile = (path: string, size: number) => boolean;

/** One layer, from 1: the lowest. */
export interface ImageLayer {
  readonly number: number;
  /** As the manifest names it: a digest, or (docker save before 25) a file of the archive. */
  readonly name: string;
  /** `sha256:` and hexadecimal digits, of the bytes unpacked, as counted here; absent where the layer was not read to its end. */
  readonly diffId?: string;
  /** Bytes as stored. */
  readonly bytes: number;
  readonly entries: number;
  /** Files of this layer that are gone in the image, and the layers that deleted or replaced them. */
  readonly gone: number;
  readonly goneIn: readonly number[];
  readonly problems: readonly Problem[];
}

/** What stood in one layer and is gone in the image. */
export interface HiddenFiles {
  readonly layer: number;
  readonly digest: string;
  /** Only files that were held, and links. */
  readonly tree: FileTree;
}

export interface ImageRead {
  /** Tag or platform, as the archive states it; '' where it states none. Attacker-controlled. */
  readonly label: string;
  /** The merged file system. */
  readonly tree: FileTree;
  readonly layers: readonly ImageLayer[];
  readonly hidden: readonly HiddenFiles[];
}

/** An opened archive. Several tags or platforms are several images. */
export interface ImageArchive {
  readonly format: 'docker save' | 'OCI image layout';
  readonly images: readonly ImageRead[];
  /** Of the archive and its manifests; those of layers stand with the layers. */
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

/** Opens what lies at a path of the disk, or of a tree; undefined where it is no container image. */
export type ImageOpener = (path: string, wanted: WantedFile) => Promise<ImageArchive | undefined>;
