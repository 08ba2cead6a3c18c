import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { updateSegment } from "@/api/segments";
import type { Segment, SegmentPatch, SegmentTransform } from "@/api/types";
import { keywordsOf } from "@/features/footage/span";
import { detailOf } from "@/lib/problem";

/** What a person can change of a scene, as the editor shows it. */
export interface SegmentFields {
  startMs: number;
  endMs: number;
  /** With commas between. */
  keywords: string;
  notes: string;
  singleUse: boolean;
  transform: SegmentTransform;
}

interface Edit {
  /** What was changed and is not saved. */
  changes: Partial<SegmentFields>;
  isSaving: boolean;
  /** Why it could not be saved. */
  refusal: string | null;
}

const NONE: Edit = { changes: {}, isSaving: false, refusal: null };

/** The unsaved changes of a video's scenes, each scene's apart, so that a look at another keeps them. */
export function useEdits(profile: string) {
  const [edits, setEdits] = useState<ReadonlyMap<string, Edit>>(new Map());
  const { mutateAsync: update } = useMutation(updateSegment(useQueryClient(), profile));
  const editOf = ({ id }: Segment) => edits.get(id) ?? NONE;

  function alter({ id }: Segment, alteration: (edit: Edit) => Partial<Edit>) {
    setEdits((all) => {
      const edit = all.get(id) ?? NONE;
      return new Map(all).set(id, { ...edit, ...alteration(edit) });
    });
  }

  async function save(segment: Segment) {
    const sent = editOf(segment).changes;
    alter(segment, () => ({ isSaving: true, refusal: null }));
    try {
      await update({ id: segment.id, patch: patchOf(segment, sent) });
      // What was changed since is not saved.
      alter(segment, ({ changes }) => ({ changes: without(changes, sent), isSaving: false }));
    } catch (error) {
      alter(segment, () => ({ isSaving: false, refusal: detailOf(error) }));
    }
  }

  return {
    save,
    isSaving: (segment: Segment) => editOf(segment).isSaving,
    refusal: (segment: Segment) => editOf(segment).refusal,
    fields: (segment: Segment) => ({ ...savedFields(segment), ...editOf(segment).changes }),
    isUnsaved: (segment: Segment) =>
      Object.keys(patchOf(segment, editOf(segment).changes)).length > 0,
    change: (segment: Segment, part: Partial<SegmentFields>) =>
      alter(segment, ({ changes }) => ({ changes: { ...changes, ...part }, refusal: null })),
    discard: (segment: Segment) => alter(segment, () => ({ changes: {}, refusal: null })),
  };
}

function savedFields(segment: Segment): SegmentFields {
  return {
    startMs: segment.start_ms,
    endMs: segment.end_ms,
    keywords: segment.keywords.join(", "),
    notes: segment.notes,
    singleUse: segment.single_use,
    transform: segment.transform,
  };
}

/** What the changes make different; what was changed back is left out. */
function patchOf(segment: Segment, changes: Partial<SegmentFields>): SegmentPatch {
  const fields = { ...savedFields(segment), ...changes };
  const keywords = keywordsOf(fields.keywords);
  return {
    ...(fields.startMs !== segment.start_ms && { start_ms: fields.startMs }),
    ...(fields.endMs !== segment.end_ms && { end_ms: fields.endMs }),
    ...(keywords.join() !== segment.keywords.join() && { keywords }),
    ...(fields.notes !== segment.notes && { notes: fields.notes }),
    ...(fields.singleUse !== segment.single_use && { single_use: fields.singleUse }),
    ...(!isSame(fields.transform, segment.transform) && { transform: fields.transform }),
  };
}

function isSame(one: SegmentTransform, other: SegmentTransform): boolean {
  const keys = Object.keys(one) as (keyof SegmentTransform)[];
  return keys.every((key) => one[key] === other[key]);
}

function without(changes: Partial<SegmentFields>, sent: Partial<SegmentFields>) {
  const keys = Object.keys(changes) as (keyof SegmentFields)[];
  const kept = keys.filter((key) => changes[key] !== sent[key]);
  return Object.fromEntries(kept.map((key) => [key, changes[key]])) as Partial<SegmentFields>;
}
