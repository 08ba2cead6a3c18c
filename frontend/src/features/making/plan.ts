import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { planProject } from "@/api/plan";
import type { ShotPin, Storyboard } from "@/api/types";
import { type Making, saveProject } from "@/features/making/generate";
import { type Pins, savePins } from "@/features/making/pins";

/** What is to be planned: a project as it is on the page, or with other pins. */
export type PlanWish = Making | { projectId: string; pins: Pins; variants: number };

/** A project's plan, and the pins that it was made with. */
interface Planned {
  projectId: string;
  variants: number;
  pins: ShotPin[];
  board: Storyboard;
}

/** Plans a store's project, and plans it again when a shot is pinned; the last plan stays until there is another. */
export function usePlan(profile: string, projectId: string | null) {
  const [last, setLast] = useState<Planned | null>(null);
  const { mutate, reset, isPending, error } = useMutation({
    mutationKey: [profile, "plan"],
    mutationFn: async (wish: PlanWish) => {
      const project = await save(profile, wish);
      const { id, making } = project;
      // What is pinned stays so when the planning fails: the next pin comes to these.
      setLast((old) => (old?.projectId === id ? { ...old, pins: making.pins } : old));
      const board = await planProject(profile, id, wish.variants);
      return { projectId: id, variants: wish.variants, pins: making.pins, board };
    },
    onSuccess: setLast,
  });
  const planned = last?.projectId === projectId ? last : null;
  return { mutate, reset, isPending, error, planned };
}

function save(profile: string, wish: PlanWish) {
  return "pins" in wish ? savePins(profile, wish.projectId, wish.pins) : saveProject(profile, wish);
}
