import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { planProject } from "@/api/plan";
import type { ShotPin, Storyboard } from "@/api/types";
import { type Making, saveProject } from "@/features/making/generate";
import { type Pins, savePins } from "@/features/making/pins";

/** Other pins for a plan. */
interface PinWish {
  projectId: string;
  pins: Pins;
  variants: number;
  basis: string;
}

/** What is to be planned: a project as it is on the page, or with other pins. */
export type PlanWish = Making | PinWish;

/** A project's plan, and the pins that it was made with. */
interface Planned {
  projectId: string;
  variants: number;
  pins: ShotPin[];
  board: Storyboard;
  /** What it was planned from. */
  basis: string;
}

/** What a plan follows from: two wishes with the same are planned the same, and number the same sentences. */
export function basisOf({ project, variants }: Pick<Making, "project" | "variants">): string {
  const { script, source_video_ids: footage, voice, making } = project;
  const { matching, vary } = making ?? {};
  return JSON.stringify([
    script,
    footage.toSorted(),
    [voice?.provider, voice?.voice, voice?.speed],
    variants,
    matching,
    [vary?.order, vary?.voice],
  ]);
}

const OUTDATED = "The project was changed since these shots were planned. Plan them again.";

/**
 * Plans a store's project, and plans it again when a shot is pinned; the last plan stays until there is another. It is
 * current while it follows from what is on the page and from what was saved.
 */
export function usePlan(profile: string, projectId: string | null, wish: Making | null) {
  const [last, setLast] = useState<Planned | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const { mutate, reset, isPending, error } = useMutation({
    mutationKey: [profile, "plan"],
    mutationFn: async (wish: PlanWish) => {
      // Pins are numbered by the sentences that were planned, which an undo may come too late for.
      if ("pins" in wish && wish.basis !== saved) throw new Error(OUTDATED);
      const basis = "pins" in wish ? wish.basis : basisOf(wish);
      const { id, making } = await save(profile, wish);
      const { pins } = making;
      // What is pinned stays so when the planning fails: the next pin comes to these.
      setLast((old) => (old?.projectId === id ? { ...old, pins } : old));
      setSaved(basis);
      const board = await planProject(profile, id, wish.variants);
      return { projectId: id, variants: wish.variants, pins, board, basis };
    },
    onSuccess: setLast,
  });
  const planned = last?.projectId === projectId ? last : null;
  const isCurrent = wish !== null && planned?.basis === basisOf(wish) && planned.basis === saved;
  /** Is told what the project is saved as elsewhere. */
  const heedSaving = (other: Making) => setSaved(basisOf(other));
  return { mutate, reset, isPending, error, planned, isCurrent, heedSaving };
}

function save(profile: string, wish: PlanWish) {
  return "pins" in wish ? savePins(profile, wish.projectId, wish.pins) : saveProject(profile, wish);
}
