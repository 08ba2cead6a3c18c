import { queryOptions } from "@tanstack/react-query";
import { api, bodyOf, inProfile } from "@/api/client";
import type { PlannedPlace, ShotPin } from "@/api/types";

/** Plans a project's variants; nothing is rendered or bought. */
export function planProject(profile: string, project: string, variants: number) {
  return bodyOf(
    api.POST("/api/v1/library/projects/{id}/plan", {
      params: { header: inProfile(profile), path: { id: project } },
      body: { variants },
    }),
  );
}

/** What could stand in the place of a planned shot, the best first. */
export function alternativesQuery(profile: string, project: string, place: PlannedPlace) {
  return queryOptions({
    queryKey: [profile, "alternatives", project, place],
    // Another pin, and others are the best.
    staleTime: 0,
    gcTime: 0,
    queryFn: async () => {
      const answer = await bodyOf(
        api.POST("/api/v1/library/projects/{id}/plan/alternatives", {
          params: { header: inProfile(profile), path: { id: project } },
          body: place,
        }),
      );
      return answer.items;
    },
  });
}

/** Settles which shots the person chose. */
export function pinShots(profile: string, project: string, pins: ShotPin[]) {
  return bodyOf(
    api.PATCH("/api/v1/library/projects/{id}", {
      params: { header: inProfile(profile), path: { id: project } },
      body: { making: { pins } },
    }),
  );
}
