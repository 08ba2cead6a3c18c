import { queryOptions } from "@tanstack/react-query";
import { api, bodyOf, inProfile } from "@/api/client";

/** A store's music, newest first; it comes whole. */
export function musicQuery(profile: string) {
  return queryOptions({
    queryKey: [profile, "music"],
    queryFn: async () => {
      const page = await bodyOf(
        api.GET("/api/v1/music", { params: { header: inProfile(profile) } }),
      );
      return page.items;
    },
  });
}
