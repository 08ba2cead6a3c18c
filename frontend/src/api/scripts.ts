import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { api, bodyOf, done, inProfile } from "@/api/client";
import type { ChatConnection, NewChatConnection, ScriptBrief, ScriptRequest } from "@/api/types";
import { isNotFound } from "@/lib/problem";

/** What scripts cost at most with each writer; nothing is spent, and no model is asked. */
export function scriptQuoteQuery(profile: string, brief: ScriptBrief) {
  return queryOptions({
    queryKey: [profile, "script-quote", brief],
    queryFn: ({ signal }) => {
      const params = { header: inProfile(profile) };
      return bodyOf(api.POST("/api/v1/scripts/quote", { params, body: brief, signal }));
    },
  });
}

/** Writes scripts; a model that costs is paid, so the same wish sent twice is paid once. */
export function writeScripts(profile: string) {
  return mutationOptions({
    mutationKey: [profile, "write-scripts"],
    mutationFn: ({ key, ...body }: ScriptRequest & { key: string }) => {
      const header = { ...inProfile(profile), "Idempotency-Key": key };
      return bodyOf(api.POST("/api/v1/scripts/generate", { params: { header }, body }));
    },
  });
}

/** The store's own model, or null. */
export function chatConnectionQuery(profile: string) {
  return queryOptions({
    queryKey: [profile, "chat-connection"],
    queryFn: async (): Promise<ChatConnection | null> => {
      const params = { header: inProfile(profile) };
      try {
        return await bodyOf(api.GET("/api/v1/scripts/connection", { params }));
      } catch (error) {
        if (isNotFound(error)) return null;
        throw error;
      }
    },
  });
}

/** Connects a model in place of an earlier one, and asks it whether it is there. */
export function connectChat(queryClient: QueryClient, profile: string) {
  return mutationOptions({
    mutationKey: [profile, "connect-chat"],
    mutationFn: async (body: NewChatConnection) => {
      const params = { header: inProfile(profile) };
      await bodyOf(api.PUT("/api/v1/scripts/connection", { params, body }));
      return bodyOf(api.POST("/api/v1/scripts/connection/test", { params }));
    },
    // Also where the test failed: the connection is stored by then.
    onSettled: () => forgetWhatItWrote(queryClient, profile),
  });
}

/** Forgets the store's model and its key. */
export function disconnectChat(queryClient: QueryClient, profile: string) {
  return mutationOptions({
    mutationKey: [profile, "disconnect-chat"],
    mutationFn: () => {
      const params = { header: inProfile(profile) };
      return done(api.DELETE("/api/v1/scripts/connection", { params }));
    },
    onSuccess: () => forgetWhatItWrote(queryClient, profile),
  });
}

function forgetWhatItWrote(queryClient: QueryClient, profile: string) {
  const kinds = ["chat-connection", "script-quote", "credentials"];
  return Promise.all(
    kinds.map((kind) => queryClient.invalidateQueries({ queryKey: [profile, kind] })),
  );
}
