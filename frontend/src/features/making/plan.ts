import { useMutation } from "@tanstack/react-query";
import { pinShots, planProject } from "@/api/plan";
import type { NewProject, PlannedVariant, ShotPin } from "@/api/types";
import { saveProject } from "@/features/making/generate";

/** What is to be planned: a project as it is on the page, or with other pins. */
export type PlanWish =
  | { project: NewProject; variants: number }
  | { projectId: string; pins: ShotPin[]; variants: number };

/** Plans a store's project, and plans it again when a shot is pinned. */
export function usePlan(profile: string) {
  return useMutation({
    mutationKey: [profile, "plan"],
    mutationFn: async (wish: PlanWish) => {
      const { variants } = wish;
      const projectId =
        "project" in wish ? await saveProject(profile, wish.project) : wish.projectId;
      if ("pins" in wish) await pinShots(profile, projectId, wish.pins);
      return { projectId, variants, board: await planProject(profile, projectId, variants) };
    },
  });
}

/** Where a shot stands: the sentence's number in the script, and which of its shots. */
export interface Place {
  sentence: number;
  shot: number;
}

/** The shots of a variant that the person chose. */
export function pinsOf(variant: PlannedVariant): ShotPin[] {
  return variant.sentences.flatMap(({ sentence, shots }) =>
    shots.flatMap(({ is_pinned, segment_id }, shot) =>
      is_pinned ? [{ sentence, segment_id, shot }] : [],
    ),
  );
}

/** The pins of a variant with a scene pinned to a place, or with none there. */
export function pinsWith(
  variant: PlannedVariant,
  place: Place,
  segmentId: string | null,
): ShotPin[] {
  const others = pinsOf(variant).filter(
    ({ sentence, shot }) => sentence !== place.sentence || shot !== place.shot,
  );
  return segmentId === null ? others : [...others, { ...place, segment_id: segmentId }];
}
