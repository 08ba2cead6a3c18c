import { queryOptions } from "@tanstack/react-query";
import { api, bodyOf, inProfile } from "@/api/client";
import { pagedQuery } from "@/api/paging";
import type { NewProject, Project } from "@/api/types";

/** One project of a store. */
export function projectQuery(profile: string, project: string) {
  return queryOptions({
    queryKey: [profile, "project", project],
    queryFn: () =>
      bodyOf(
        api.GET("/api/v1/library/projects/{id}", {
          params: { header: inProfile(profile), path: { id: project } },
        }),
      ),
  });
}

/** Makes a project. */
export function createProject(profile: string, body: NewProject) {
  return bodyOf(
    api.POST("/api/v1/library/projects", { params: { header: inProfile(profile) }, body }),
  );
}

/** Writes a project's edited script, footage and voice. */
export function updateProject(profile: string, project: string, body: NewProject) {
  return bodyOf(
    api.PATCH("/api/v1/library/projects/{id}", {
      params: { header: inProfile(profile), path: { id: project } },
      body,
    }),
  );
}

/** Queues the variants of a project; the same key twice starts them once. */
export function generateVariants(profile: string, project: string, variants: number, key: string) {
  return bodyOf(
    api.POST("/api/v1/library/projects/{id}/generate-variants", {
      params: {
        header: { ...inProfile(profile), "Idempotency-Key": key },
        path: { id: project },
      },
      body: { variants },
    }),
  );
}

/** A store's projects, newest first. */
export function projectsQuery(profile: string) {
  return pagedQuery<Project>({
    queryKey: [profile, "projects"],
    fetchPage: (query) =>
      bodyOf(
        api.GET("/api/v1/library/projects", { params: { header: inProfile(profile), query } }),
      ),
  });
}
