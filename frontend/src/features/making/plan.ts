import { useMutation } from "@tanstack/react-query";
import { pinShots, planProject } from "@/api/plan";
import type { NewProject, PlannedVariant, ShotPin } from "@/api/types";
import { saveProject } from "@/features/making/generate";

/** What is to be planned: a project as it is on the page, or a shot to pin or let go. */
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

/** The pins of a variant's shots, with one of them pinned, or let go where it was. */
export function pinsWith(variant: PlannedVariant, sentence: number, segmentId: string): ShotPin[] {
  return variant.sentences.flatMap((planned) =>
    planned.shots
      .filter(({ segment_id, is_pinned }) =>
        planned.sentence === sentence && segment_id === segmentId ? !is_pinned : is_pinned,
      )
      .map(({ segment_id }) => ({ sentence: planned.sentence, segment_id })),
  );
}
