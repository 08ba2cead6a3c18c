import { api, bodyOf, inProfile } from "@/api/client";
import type { ShotPin } from "@/api/types";

/** Plans a project's variants; nothing is rendered or bought. */
export function planProject(profile: string, project: string, variants: number) {
  return bodyOf(
    api.POST("/api/v1/library/projects/{id}/plan", {
      params: { header: inProfile(profile), path: { id: project } },
      body: { variants },
    }),
  );
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
