import { useIsMutating, useMutation, useQueryClient } from "@tanstack/react-query";
import { rememberJob } from "@/api/jobs";
import { createProject, generateVariants, projectQuery, updateProject } from "@/api/projects";
import type { Job, NewProject, Project } from "@/api/types";
import { becomeProject, changeDraft, drafts } from "@/features/making/draft";
import { isNotFound } from "@/lib/problem";

/** Everything that a video is made from. */
export interface Making {
  project: NewProject;
  variants: number;
  /** The footage that is ticked, also where it is not analysed yet. */
  ticked: string[];
}

/** Starts the making of a store's video; while one start is on its way another does nothing. */
export function useGenerate(profile: string) {
  const queryClient = useQueryClient();
  const mutationKey = [profile, "generate"];
  const mutation = useMutation({
    mutationKey,
    mutationFn: (making: Making) => generate(profile, making),
    onSuccess: async (job) => {
      rememberJob(queryClient, profile, job);
      if (job.subject_id === null) return;
      const { queryKey } = projectQuery(profile, job.subject_id);
      await queryClient.invalidateQueries({ queryKey });
    },
  });
  return {
    isStarting: useIsMutating({ mutationKey }) > 0,
    error: mutation.error,
    start(making: Making) {
      // Asked of the cache, not of the last rendering: a double click is faster than that.
      if (queryClient.isMutating({ mutationKey }) === 0) mutation.mutate(making);
    },
  };
}

async function generate(profile: string, making: Making): Promise<Job> {
  const { id } = await saveProject(profile, making);
  const job = await generateVariants(profile, id, making.variants, drafts.get(profile).attempt);
  // The wish is granted: to generate once more is another one.
  changeDraft(profile, {});
  return job;
}

/** Writes the draft's project, or makes one where there is none (any more). */
export async function saveProject(
  profile: string,
  { project, ticked }: Omit<Making, "variants">,
): Promise<Project> {
  const { projectId } = drafts.get(profile);
  if (projectId !== null) {
    try {
      return await updateProject(profile, projectId, project);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
  const made = await createProject(profile, project);
  becomeProject(profile, made.id, ticked);
  return made;
}
